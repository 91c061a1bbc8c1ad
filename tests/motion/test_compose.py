"""Layers into one timeline."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.errors import InputError
from qingzhi.motion import rest
from qingzhi.motion.compose import compose
from qingzhi.motion.idle import segment as idle
from qingzhi.motion.quaternion import about, angle_between
from qingzhi.score import ARKIT, BONES, FPS, Gaze, Layer, MotionFrames

SMILE, JAW = ARKIT.index("mouthSmileLeft"), ARKIT.index("jawOpen")
LID, WIDE = ARKIT.index("eyeBlinkLeft"), ARKIT.index("eyeWideLeft")


def face(
    column: int, value: float, start_s: float, seconds: float, **fields: object
) -> MotionFrames:
    frames = np.zeros((round(seconds * FPS), len(ARKIT)), np.float32)
    frames[:, column] = value
    return MotionFrames(
        layer=fields.pop("layer", Layer.SPEECH),  # type: ignore[arg-type]
        generation=0,
        start_s=start_s,
        face=frames,
        face_mask=(column,),
        clock="conversation",
        **fields,  # type: ignore[arg-type]
    )


def test_nothing_sent_is_the_rest_pose() -> None:
    """Without segments the figure stands at rest."""
    result = compose((), 1.0)
    assert result.face.shape == (FPS, 52)
    assert result.bones.shape == (FPS, len(BONES), 4)
    assert result.hips.shape == (FPS, 3)
    assert (result.face_names, result.bone_names, result.fps) == (ARKIT, BONES, FPS)
    np.testing.assert_allclose(result.bones[7], rest.body(), atol=1e-6)


def test_later_layers_play_over_earlier_ones_in_their_columns() -> None:
    """Speech owns its column while it lasts, idle all others, and gets it back after."""
    result = compose([idle(0.0, 4.0, 1), face(JAW, 0.8, 1.0, 1.0)], 4.0)
    alone = compose([idle(0.0, 4.0, 1)], 4.0)
    assert result.face[45, JAW] == pytest.approx(0.8)
    assert result.face[110, JAW] == pytest.approx(0.0)
    np.testing.assert_allclose(result.face[:, SMILE], alone.face[:, SMILE], atol=1e-6)


def test_a_later_segment_replaces_its_layer_from_its_start() -> None:
    """Frames of the older one beyond that start are dropped, with a cross-fade."""
    result = compose([face(JAW, 0.8, 0.0, 4.0), face(JAW, 0.2, 2.0, 2.0, fade_s=0.2)], 4.0)
    jaw = result.face[:, JAW]
    assert jaw[55] == pytest.approx(0.8)
    assert jaw[75] == pytest.approx(0.2)
    assert np.abs(np.diff(jaw)).max() < 0.35


def test_lips_that_follow_sound_do_not_wait_for_a_fade() -> None:
    """A consonant in the first 0.1 s is seen; brows take the whole time of the fade."""
    brow = ARKIT.index("browInnerUp")
    frames = np.zeros((30, len(ARKIT)), np.float32)
    frames[:, (JAW, brow)] = 0.8
    spoken = MotionFrames(
        layer=Layer.SPEECH, generation=0, start_s=0.0, face=frames, fade_s=0.15, clause_id="c"
    )
    shown = compose([idle(0.0, 2.0, 1), spoken], 2.0, audio_starts={"c": 1.0}).face
    assert shown[FPS + 2, JAW] > 0.75
    assert shown[FPS + 2, brow] < 0.5
    assert np.abs(np.diff(shown[:, JAW])).max() < 0.45
    assert shown[FPS + 5, brow] == pytest.approx(0.8)


def test_continuations_join_without_a_seam() -> None:
    """A segment with fade 0 takes over at once, wherever the frames fall."""
    ramp = np.linspace(0.0, 1.0, 60, dtype=np.float32)
    pieces = []
    for first, last in ((0, 15), (15, 60)):
        frames = np.zeros((last - first, 52), np.float32)
        frames[:, JAW] = ramp[first:last]
        pieces.append(
            MotionFrames(
                layer=Layer.SPEECH,
                generation=0,
                start_s=first / FPS,
                face=frames,
                face_mask=(JAW,),
                fade_s=0.0,
                clause_id="c",
            )
        )
    jaw = compose(pieces, 2.6, audio_starts={"c": 0.337}).face[:, JAW]
    assert np.abs(np.diff(jaw[11:69])).max() < 2.1 / 59


@pytest.mark.parametrize("start_s", [2.95, 0.35, 1.0 + 0.5 / FPS])
def test_no_frame_is_seen_twice(start_s: float) -> None:
    """Sound that begins between two frames moves as evenly as any other."""
    frames = np.zeros((60, len(ARKIT)), np.float32)
    frames[:, JAW] = np.linspace(0.0, 1.0, 60)
    said = MotionFrames(
        layer=Layer.SPEECH, generation=0, start_s=0.0, face=frames, face_mask=(JAW,), clause_id="c"
    )
    jaw = compose([said], 4.9, audio_starts={"c": start_s}).face[:, JAW]
    moving = np.diff(jaw)[round(start_s * FPS) + 8 : round(start_s * FPS) + 55]
    assert np.ptp(moving) < 1e-4


def test_lids_close_for_either_layer() -> None:
    """Blinks of idle life are seen while another layer owns the lids; wide eyes narrow."""
    blink = face(LID, 1.0, 0.0, 1.0, layer=Layer.IDLE)
    result = compose([blink, face(LID, 0.2, 0.0, 1.0), face(WIDE, 0.9, 0.0, 1.0)], 1.0)
    assert result.face[15, LID] == pytest.approx(1.0)
    wide = compose([blink, face(WIDE, 0.9, 0.0, 1.0)], 1.0)
    assert wide.face[15, WIDE] == pytest.approx(0.0)


def test_rotations_cross_fade_on_the_sphere() -> None:
    """Bones blend as unit rotations, and bones outside the mask stay with lower layers."""
    turned = about((0.0, 1.0, 0.0), np.full(30, 1.2)).astype(np.float32)[:, None]
    head = MotionFrames(
        layer=Layer.REACTION,
        generation=0,
        start_s=0.5,
        bone_names=("head",),
        bones=turned,
        clock="conversation",
        fade_s=0.4,
    )
    result = compose([idle(0.0, 3.0, 1), head], 3.0)
    track = result.bones[:, BONES.index("head")]
    np.testing.assert_allclose(np.linalg.norm(result.bones, axis=-1), 1.0, atol=1e-5)
    assert angle_between(track[1:], track[:-1]).max() * FPS < 8.5
    assert 2 * np.arcsin(track[35, 1]) == pytest.approx(1.2, abs=0.02)


def test_gaze_turns_the_eyes() -> None:
    """The viewer's right is the figure's left; the visitor is straight ahead."""
    looks = (Gaze("screen", 1.0, 0.0, 0.5), Gaze("visitor", start_s=1.5))
    looking = face(SMILE, 0.1, 0.0, 3.0, gaze=looks)
    result = compose([looking], 3.0)
    left = result.face[:, ARKIT.index("eyeLookOutLeft")]
    assert left[5] == 0.0
    assert left[35] > 0.4
    assert left[80] < 0.01


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), 1e9])
def test_lengths_have_bounds(seconds: float) -> None:
    """Nobody composes nothing, or a year."""
    with pytest.raises(InputError):
        compose((), seconds)


def test_unknown_bones_are_refused() -> None:
    """A mask names bones of the VRM humanoid only."""
    odd = MotionFrames(
        layer=Layer.SPEECH,
        generation=0,
        start_s=0.0,
        bone_names=("tail",),
        bones=np.tile(np.array([0, 0, 0, 1], np.float32), (3, 1, 1)),
    )
    with pytest.raises(InputError, match="tail"):
        compose([odd], 1.0)
