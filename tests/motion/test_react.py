"""The reaction layer and listening."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.emotion import BASIC, NEUTRAL, Emotion
from qingzhi.motion import react
from qingzhi.score import ARKIT, FPS, Layer, MotionFrames, Percept


def reaction(name: str, strength: float = 0.8, confidence: float = 0.9) -> MotionFrames:
    percept = Percept(
        text="……", lang="zh", emotion=Emotion.of(name, strength), confidence=confidence
    )
    return react.segment(percept, 5.0, 1, generation=3)


def peak(frames: MotionFrames, name: str) -> float:
    assert frames.face is not None
    return float(frames.face[:, ARKIT.index(name)].max())


@pytest.mark.parametrize("name", [NEUTRAL, *BASIC])
def test_every_feeling_is_answered_at_once(name: str) -> None:
    """Within 100 ms the face moves; then it comes back to rest; the lips stay free."""
    frames = reaction(name)
    assert frames.face is not None
    assert frames.bones is not None
    assert frames.layer is Layer.REACTION
    assert frames.clock == "conversation"
    assert (frames.start_s, frames.generation) == (5.0, 3)
    assert frames.face[3].max() > 0.05
    assert frames.face[-1].max() < 0.05
    assert not {ARKIT.index("jawOpen"), ARKIT.index("mouthPucker")} & set(frames.face_mask)
    assert set(np.flatnonzero(frames.face.any(axis=0))) <= set(frames.face_mask)
    np.testing.assert_allclose(np.linalg.norm(frames.bones, axis=-1), 1.0, atol=1e-5)
    assert np.abs(np.diff(frames.face, axis=0)).max() < 0.35


def test_sorrow_is_met_with_sympathy() -> None:
    """Inner brows up and no smile for the sad and the worried; a smile for the glad."""
    for name in ("sadness", "fear"):
        assert peak(reaction(name), "browInnerUp") > 0.4
        assert peak(reaction(name), "mouthSmileLeft") < 0.15
    assert peak(reaction("joy"), "mouthSmileLeft") > 0.35


def test_anger_is_not_mirrored() -> None:
    """No frown back."""
    assert peak(reaction("anger"), "browDownLeft") < 0.25


def test_doubt_shows_less() -> None:
    """A perception that is unsure is answered more quietly."""
    sure, unsure = reaction("sadness", confidence=1.0), reaction("sadness", confidence=0.0)
    assert peak(sure, "browInnerUp") > peak(unsure, "browInnerUp") + 0.05


def test_listeners_nod_now_and_then() -> None:
    """Five to forty nods in two minutes, seamless between segments."""
    whole = react.listening(10.0, 120.0, 2)
    halves = [react.listening(10.0, 60.0, 2), react.listening(70.0, 60.0, 2)]
    assert whole.bones is not None
    joined = np.concatenate([h.bones for h in halves if h.bones is not None])
    np.testing.assert_allclose(joined, whole.bones, atol=1e-5)
    pitch = 2 * np.degrees(whole.bones[:, 1, 0])
    smooth = np.convolve(pitch, np.ones(5) / 5, "same")
    peaks = (smooth[1:-1] > smooth[:-2]) & (smooth[1:-1] >= smooth[2:]) & (smooth[1:-1] > 2.2)
    assert 5 <= int(peaks.sum()) <= 120
    assert len(whole) == 120 * FPS
