"""The pose that all movement leaves and seeks."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.motion import rest
from qingzhi.motion.body import nominal
from qingzhi.motion.quaternion import IDENTITY
from qingzhi.motion.reach import hand_points
from qingzhi.motion.skeleton import HEIGHT, forward
from qingzhi.score import BONES


@pytest.mark.parametrize("side", ["left", "right"])
def test_hands_hang_beside_the_thighs(side: str) -> None:
    """Wrists below the hips' joint, outside the thighs, a little to the front."""
    places, _ = forward(BONES, rest.body()[None])
    wrist = places[f"{side}Hand"][0] * (1.0 if side == "left" else -1.0, 1.0, 1.0)
    assert 0.18 < wrist[0] < 0.30
    assert 0.75 < wrist[1] < 0.92
    assert 0.0 < wrist[2] < 0.12


def test_both_sides_are_mirror_images() -> None:
    """Joint by joint."""
    places, _ = forward(BONES, rest.body()[None])
    for name in rest.LEFT_ARM:
        left, right = places[name][0], places[name.replace("left", "right")][0]
        np.testing.assert_allclose(left * (-1, 1, 1), right, atol=1e-9)


def test_fingers_curl_toward_the_palm() -> None:
    """A fist brings the finger tips near the palm; a flat hand keeps them far from the wrist."""
    reach = {}
    for shape in ("flat", "relaxed", "fist"):
        pose = np.concatenate((np.tile(IDENTITY, (4, 1)), rest.fingers(shape)))
        places, _ = forward(rest.LEFT_ARM, pose[None])
        tip, wrist = places["leftMiddleDistal"][0], places["leftHand"][0]
        reach[shape] = float(np.linalg.norm(tip - wrist))
        assert tip[1] <= wrist[1] + 1e-6
    assert reach["fist"] < reach["relaxed"] < reach["flat"]


def test_the_nominal_body_stands_on_the_ground() -> None:
    """Toes near zero, head below the stature."""
    places, _ = forward(BONES, rest.body()[None])
    assert 0.0 <= places["leftToes"][0, 1] < 0.05
    assert places["head"][0, 1] < HEIGHT


@pytest.mark.parametrize("shape", ["pinch", "ring", "pen", "seven", "precise"])
def test_fingers_that_pinch_meet_the_thumb(shape: str) -> None:
    """On the rough hand of the nominal body tips come within 3.4 cm (figures: 2); open, never."""
    places = hand_points(nominal(), shape)
    assert np.linalg.norm(places["thumb"] - places["index"]) < 0.034
    wide = hand_points(nominal(), "open")
    assert np.linalg.norm(wide["thumb"] - wide["index"]) > 0.05


def test_arms_hang_on_when_the_shoulders_rise() -> None:
    """A frightened figure lifts its shoulders, not its arms."""
    pose = rest.body()[None].copy()
    columns = [BONES.index(name) for name in rest.ARMS]
    arms = pose[:, columns]
    rest.lift(arms, 10.0)
    raised = pose.copy()
    raised[:, columns] = arms
    before, after = (forward(BONES, bones)[0] for bones in (pose, raised))
    for side in ("left", "right"):
        arm = [p[f"{side}Hand"][0] - p[f"{side}UpperArm"][0] for p in (before, after)]
        np.testing.assert_allclose(arm[1], arm[0], atol=1e-9)
        rise = after[f"{side}UpperArm"][0] - before[f"{side}UpperArm"][0]
        assert 0.01 < rise[1] < 0.04
