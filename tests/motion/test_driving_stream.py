"""The conformance test of docs/standards/driving-stream.md: for any producer of segments.

Add a producer to PRODUCERS, or call `conforms` on its segments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from qingzhi.motion import Performer
from qingzhi.motion.compose import compose
from qingzhi.motion.drive import Driver, Sample
from qingzhi.score import ARKIT, BONES, FPS, Clause, Layer, MotionFrames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LENGTH = 4.0


def conforms(segments: Iterable[MotionFrames]) -> None:
    """Fail unless every segment is what the standard says."""
    for segment in segments:
        assert segment.layer in set(Layer)
        assert segment.clock in {"audio", "conversation"}
        assert segment.fps == FPS
        assert segment.start_s >= 0.0
        assert 0.0 <= segment.fade_s <= 1.0
        assert len(segment) or segment.gaze
        if segment.face is not None:
            assert segment.face.shape == (len(segment), len(ARKIT))
            assert segment.face.dtype == np.float32
            assert 0.0 <= segment.face.min() <= segment.face.max() <= 1.0
            assert set(segment.face_mask) <= set(range(len(ARKIT)))
        if segment.bones is not None:
            assert segment.bones.shape == (len(segment), len(segment.bone_names), 4)
            assert set(segment.bone_names) <= set(BONES)
            assert len(set(segment.bone_names)) == len(segment.bone_names)
            np.testing.assert_allclose(np.linalg.norm(segment.bones, axis=-1), 1.0, atol=1e-3)
            assert segment.bones[..., 3].min() >= 0.0
        if segment.hips is not None:
            assert segment.hips.shape == (len(segment), 3)
            assert np.abs(segment.hips).max() < 3.0


def spoken() -> list[MotionFrames]:
    clause = Clause(id="c", generation=1, text="您好，请您到左边的窗口办理。")
    return list(Performer(seed=2).perform(clause, ()))


def idle() -> list[MotionFrames]:
    return [Performer(seed=2).idle(0.0, LENGTH)]


def driven() -> list[MotionFrames]:
    driver = Driver()
    found = [
        driver.push(Sample(i / 60, {"jawOpen": 0.4}, {"head": (0.0, 0.1, 0.0, 0.995)}), i / 60)
        for i in range(120)
    ]
    return [one for one in found if one is not None]


PRODUCERS: Final[Mapping[str, Callable[[], list[MotionFrames]]]] = {
    "speech": spoken,
    "idle": idle,
    "a person": driven,
}


@pytest.mark.parametrize("producer", PRODUCERS)
def test_producers_conform(producer: str) -> None:
    """Every segment of every producer here is as the standard says."""
    segments = PRODUCERS[producer]()
    assert segments
    conforms(segments)


def test_segments_of_all_producers_compose() -> None:
    """All layers at once make one sound timeline."""
    segments = [segment for producer in PRODUCERS.values() for segment in producer()]
    motion = compose(segments, LENGTH)
    assert motion.face.shape == (round(LENGTH * FPS), len(ARKIT))
    assert np.isfinite(motion.bones).all()


def test_what_does_not_conform_is_found() -> None:
    """A coefficient above one fails the test."""
    face = np.full((3, len(ARKIT)), 1.5, np.float32)
    with pytest.raises(AssertionError):
        conforms([MotionFrames(layer=Layer.SPEECH, generation=0, start_s=0.0, face=face)])
