"""The vocabulary of gestures, checked on the nominal body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.emotion import Stance
from qingzhi.motion import gesture, head, rest
from qingzhi.motion.quaternion import conjugate, rotate, slerp
from qingzhi.motion.skeleton import forward
from qingzhi.score import Act, Clause

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array

BODY = (*head.TRUNK, *rest.ARMS)
TORSO = np.array([0.135, 0.085])
"""Half width and half depth of the chest, metres."""
NAMES = tuple(gesture.gestures())


def poses(name: str, side: gesture.Side = "right") -> list[gesture.Pose]:
    return [
        gesture.pose(name, stroke, key, side)
        for stroke, s in enumerate(gesture.gestures()[name].strokes)
        for key in range(len(s.keys))
    ]


def places(arms: Array, trunk: Array) -> dict[str, Array]:
    """Joints [T, 3] for arms [T, 38, 4] and trunk channels [T, 7]."""
    bones = np.concatenate((head.trunk(trunk), arms), axis=1)
    return forward(BODY, bones)[0]


def at_apex(name: str, side: gesture.Side = "right") -> dict[str, Array]:
    last = poses(name, side)[-1]
    return {bone: p[0] for bone, p in places(last.arms[None], last.trunk[None]).items()}


def test_there_is_a_gesture_for_every_act() -> None:
    """Whatever a clause does in the dialogue, at least one gesture fits."""
    for act in Act:
        assert gesture.suitable(Clause(id="c", generation=0, text="", act=act))
    assert len(NAMES) >= 14


def test_targets_and_stances_go_before_acts() -> None:
    """Pointing is pointing whatever the act; thinking looks like thinking."""
    pointing = Clause(id="c", generation=0, text="", target="card", stance=Stance.THINKING)
    assert gesture.suitable(pointing) == ("show",)
    thinking = Clause(id="c", generation=0, text="", stance=Stance.THINKING)
    assert gesture.suitable(thinking) == ("think",)


@pytest.mark.parametrize("name", NAMES)
def test_hands_never_enter_the_body(name: str) -> None:
    """From rest to each pose and back, no joint of an arm comes inside the trunk."""
    resting = gesture.rest_pose()
    u = np.linspace(0.0, 1.0, 25)[:, None]
    for pose in poses(name):
        arms = slerp(resting.arms[None], pose.arms[None], u)
        trunk = resting.trunk + (pose.trunk - resting.trunk) * u
        joints = places(arms, trunk)
        turn = head.trunk(trunk)
        for bone in rest.ARMS:
            if bone.endswith(("Shoulder", "UpperArm")):
                continue
            local = rotate(conjugate(turn[:, 0]), joints[bone] - joints["spine"])
            inside = ((local[:, (0, 2)] / TORSO) ** 2).sum(axis=1) < 1.0
            assert not (inside & (local[:, 1] < 0.36) & (local[:, 1] > -0.05)).any(), bone


@pytest.mark.parametrize("name", NAMES)
def test_the_left_hand_mirrors_the_right(name: str) -> None:
    """A gesture led by the left hand is the mirror image of the other."""
    for left, right in zip(poses(name, "left"), poses(name, "right"), strict=True):
        half = len(rest.ARMS) // 2
        np.testing.assert_allclose(left.arms[:half] * (1, -1, -1, 1), right.arms[half:], atol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_strokes_leave_time_to_move(name: str) -> None:
    """Between the keys of a stroke no joint has to be too fast, at the largest size."""
    for stroke, s in enumerate(gesture.gestures()[name].strokes):
        for key in range(1, len(s.keys)):
            given = s.keys[key].at - s.keys[key - 1].at
            first: gesture.PoseId = (name, stroke, key - 1, "right")
            assert 1.15 * gesture.travel(first, (name, stroke, key, "right")) <= given + 1e-6


def test_a_wave_is_beside_the_head() -> None:
    """The hand stands higher than the shoulder, outside the head."""
    joints = at_apex("wave")
    assert joints["rightMiddleDistal"][1] > joints["rightUpperArm"][1] + 0.1
    assert joints["rightHand"][0] < joints["rightUpperArm"][0] - 0.05


def test_a_bow_brings_the_head_forward_and_down() -> None:
    """Thanks: the head leaves its place by more than 10 cm to the front."""
    standing = places(gesture.rest_pose().arms[None], gesture.rest_pose().trunk[None])["head"][0]
    bowed = at_apex("thank_bow")["head"]
    assert bowed[2] - standing[2] > 0.1
    assert bowed[1] < standing[1]


def test_an_offering_palm_looks_up() -> None:
    """请: the palm is open and turned upward, the hand in front and to the side."""
    pose = poses("present")[-1]
    bones = np.concatenate((head.trunk(pose.trunk[None]), pose.arms[None]), axis=1)
    joints, turns = forward(BODY, bones)
    assert rotate(turns["rightHand"], np.array([0.0, -1.0, 0.0]))[0, 1] > 0.6
    assert joints["rightHand"][0, 2] > 0.2
    assert joints["rightHand"][0, 0] < joints["rightUpperArm"][0, 0]


def test_pointing_uses_the_hand_on_that_side() -> None:
    """The left hand points to the figure's left, far outside the shoulder."""
    joints = at_apex("show", "left")
    assert joints["leftMiddleDistal"][0] > joints["leftUpperArm"][0] + 0.4


def test_a_hand_on_the_chest_is_near_it() -> None:
    """Apology and self-reference: finger tips before the breast bone, not at arm's length."""
    for name in ("self", "sorry", "thank_heart"):
        joints = at_apex(name)
        away = joints["rightMiddleDistal"] - joints["upperChest"]
        assert abs(away[0]) < 0.15
        assert away[2] < 0.26


def test_a_shrug_lifts_the_shoulders() -> None:
    """Both shoulders rise and both palms look up."""
    raised, resting = at_apex("shrug"), at_apex("wave")
    assert raised["leftUpperArm"][1] > resting["leftUpperArm"][1] + 0.015
    assert raised["rightUpperArm"][1] > resting["leftUpperArm"][1] + 0.015


def test_before_a_child_only_what_may_be_imitated_is_shown() -> None:
    """A hand that strikes is left out; every act still has a gesture, and adults see them all."""
    striking = {name for name, g in gesture.gestures().items() if not g.imitable}
    assert "chop" in striking
    for act in Act:
        clause = Clause(id="c", generation=0, text="好", act=act)
        careful = set(gesture.suitable(clause, careful=True))
        assert not careful & striking
        assert careful == set(gesture.suitable(clause)) - striking
        assert careful or not gesture.suitable(clause), act


def test_no_gesture_before_a_child_shows_a_fist_or_points() -> None:
    """Fists and pointing fingers are copied first."""
    for name, g in gesture.gestures().items():
        reaches = [r for s in g.strokes for k in s.keys for r in (k.main, k.other, k.both)]
        hands = {reach.hand for reach in reaches if reach}
        assert not (g.imitable and hands & {"fist", "point"}), name
