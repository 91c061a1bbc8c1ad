"""Arms by inverse kinematics, checked by forward kinematics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.motion.arm import TWIST_LIMIT, WRIST_LIMIT, ArmPose, solve
from qingzhi.motion.quaternion import IDENTITY, angle_between, normalise, rotate, twist_about_x
from qingzhi.motion.skeleton import ARM, FOREARM, SHOULDER, UPPER_ARM, forward

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array

directions = st.tuples(*[st.floats(-1.0, 1.0)] * 3).map(np.array).filter(lambda v: v @ v > 0.05)
_JOINTS = ("leftUpperArm", "leftLowerArm", "leftHand")


def _forward(pose: ArmPose) -> tuple[dict[str, Array], dict[str, Array]]:
    return forward(_JOINTS, np.stack((pose.upper, pose.lower, pose.hand))[None])


@given(directions, st.floats(0.2, 0.98), directions, directions)
def test_the_wrist_arrives(way: Array, reach: float, fingers: Array, palm: Array) -> None:
    """Any place an arm can reach is reached, to a millimetre."""
    goal = normalise(way) * reach * ARM
    places, _ = _forward(solve(goal, fingers, palm))
    np.testing.assert_allclose(places["leftHand"][0] - SHOULDER, goal, atol=1e-3)


@given(directions, st.floats(0.05, 3.0), directions, directions, st.floats(-3.2, 3.2))
def test_joints_stay_human(
    way: Array, reach: float, fingers: Array, palm: Array, swivel: float
) -> None:
    """Wherever it is sent: the elbow bends forward only, wrist and forearm keep their limits."""
    pose = solve(normalise(way) * reach * ARM, fingers, palm, swivel)
    forearm = rotate(pose.lower, np.array([1.0, 0.0, 0.0]))
    assert forearm[2] >= -1e-6
    assert abs(forearm[1]) < 1e-6
    assert float(angle_between(IDENTITY, pose.hand)) <= WRIST_LIMIT + 1e-6
    assert float(angle_between(IDENTITY, twist_about_x(pose.lower))) <= TWIST_LIMIT + 1e-6
    assert all(abs(np.linalg.norm(q) - 1.0) < 1e-6 for q in (pose.upper, pose.lower, pose.hand))


def test_a_raised_palm_looks_forward() -> None:
    """Fingers up and palm to the visitor come out as asked for."""
    wanted = np.array([0.1, -0.1, 0.55]) * ARM
    up, ahead = np.array([0.0, 1.0, 0.1]), np.array([0.0, 0.0, 1.0])
    _, turns = _forward(solve(wanted, up, ahead))
    hand = turns["leftHand"]
    assert rotate(hand, np.array([1.0, 0.0, 0.0]))[0, 1] > 0.95
    assert rotate(hand, np.array([0.0, -1.0, 0.0]))[0, 2] > 0.95


def test_bone_lengths_agree_with_the_skeleton() -> None:
    """The solver and the nominal body speak of the same arm."""
    places, _ = forward((), np.zeros((1, 0, 4)))
    np.testing.assert_allclose(places["leftUpperArm"][0], SHOULDER)
    np.testing.assert_allclose(places["leftLowerArm"][0, 0] - SHOULDER[0], UPPER_ARM)
    np.testing.assert_allclose(places["leftHand"][0, 0] - SHOULDER[0], UPPER_ARM + FOREARM)
