"""A still body: expression and gesture at one moment."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.emotion import Emotion
from qingzhi.errors import InputError
from qingzhi.motion import rest
from qingzhi.motion.expression import mood
from qingzhi.motion.gesture import gestures
from qingzhi.motion.still import still
from qingzhi.score import ARKIT, BONES


def test_at_rest_it_is_the_resting_body() -> None:
    """Without emotion and gesture nothing is moved."""
    frame = still()
    assert not frame.face.any()
    np.testing.assert_allclose(np.abs((frame.bones[0] * rest.body()).sum(axis=1)), 1.0, atol=1e-6)


def test_shows_the_emotion_in_full() -> None:
    """The face is the emotion's own, not one on its way there."""
    joy = Emotion.of("joy", "strong")
    assert np.allclose(still(joy).face[0], mood(joy).face)
    assert still(joy).face[0, ARKIT.index("mouthSmileLeft")] > 0.3


@pytest.mark.parametrize("gesture", sorted(gestures()))
def test_every_gesture_moves_an_arm_and_keeps_rotations_whole(gesture: str) -> None:
    """At its apex a gesture is away from rest, and all rotations are unit quaternions."""
    frame = still(gesture=gesture)
    np.testing.assert_allclose(np.linalg.norm(frame.bones, axis=-1), 1.0, atol=1e-5)
    moved = np.abs((frame.bones[0] * rest.body()).sum(axis=1)) < 1.0 - 1e-4
    assert moved.any()


def test_the_other_hand_mirrors_the_first() -> None:
    """A gesture led by the left hand moves the left arm."""
    arm = BONES.index("leftUpperArm")
    left, right = still(gesture="wave", side="left"), still(gesture="wave", side="right")
    assert not np.allclose(left.bones[0, arm], right.bones[0, arm], atol=1e-3)


def test_names_the_gestures_there_are() -> None:
    """A gesture nobody knows is an error that lists those that are known."""
    with pytest.raises(InputError, match="no gesture 'dance'"):
        still(gesture="dance")
