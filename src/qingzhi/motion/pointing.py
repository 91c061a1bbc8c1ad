"""Pointing at a place: the hand's ray and the eyes go to the same point (T/CSIG 6.3.2 b).

The visitor looks at the figure through a glass, the screen. Where on it a thing lies is known as
−1..1; where that is in the figure's own space follows from where a camera usually stands.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.motion import rest
from qingzhi.motion.arm import solve
from qingzhi.motion.head import CHANNELS
from qingzhi.motion.quaternion import IDENTITY, multiply, normalise, rotate
from qingzhi.motion.reach import chest_of, hand_points
from qingzhi.motion.repertoire import HALF, Pose

if TYPE_CHECKING:
    from qingzhi.motion.arm import ArmPose
    from qingzhi.motion.arrays import Array
    from qingzhi.motion.body import Body
    from qingzhi.motion.gesture import Side
    from qingzhi.motion.repertoire import Repertoire

VISITOR_M: Final = 1.6
"""From the figure to the visitor's eyes, when a camera shows it to the waist."""
GLASS_M: Final = 0.72
"""From the figure to the glass: 45 % of the way."""
HALF_WIDTH_M: Final = 0.34
HALF_HEIGHT_M: Final = 0.30
_ROUNDS: Final = 6
_PALM: Final = np.array([-0.45, 0.55, 0.60])
_X: Final = np.array([1.0, 0.0, 0.0])
_BESIDE: Final = np.array([0.10, -0.10, 0.0])
_FLIP: Final = np.array([-1.0, 1.0, 1.0])
_STRETCH: Final = 0.80
_CLEARER: Final = 0.93
"""Share of the arm's length that is reached out: plainly, and when asked to show it again."""


class Pointing(NamedTuple):
    """Arms that point, and the head that goes along.

    `ray` [3] is where the fingers point, `aim` [3] the unit vector from the knuckles to the thing.
    """

    pose: Pose
    ray: Array
    aim: Array


def place_of(able: Repertoire, x: float, y: float) -> Array:
    """Return where a place of the screen (x to the viewer's right, y up) is, metres."""
    _, offset = able.body.marks["eye"]
    eyes = (able.body.joints["head"] + offset) * (0.0, 1.0, 1.0)
    # The viewer's right is the figure's left.
    glass = np.array([x * HALF_WIDTH_M, y * HALF_HEIGHT_M, GLASS_M])
    return np.asarray(eyes + glass, np.float64)


@lru_cache(maxsize=256)
def pointed(able: Repertoire, x: float, y: float, side: Side, *, clearer: bool = False) -> Pointing:
    """Solve the open hand that shows a place of the screen.

    `clearer` stretches the arm further and lets the body go along, as when somebody asks again.
    """
    if side == "right":
        left = pointed(able, -x, y, "left", clearer=clearer)
        return Pointing(left.pose.mirrored(), left.ray * _FLIP, left.aim * _FLIP)
    thing = place_of(able, x, y)
    trunk = np.zeros(len(CHANNELS))
    # Head and trunk go along with what is shown.
    trunk[CHANNELS.index("turn")] = 0.35 * float(np.degrees(np.arctan2(thing[0], GLASS_M)))
    trunk[CHANNELS.index("lean")] = 4.0 if clearer else 1.5
    _, _, chest = chest_of(able.body, trunk[None], np.zeros(1), {})
    goal = chest.local(thing[None])[0]
    # Out to the side and below the line of sight: the hand hides neither the face nor the thing.
    way = normalise(goal + _BESIDE)
    wrist = way * (_CLEARER if clearer else _STRETCH) * able.body.arm
    arm, ray, aim = _aimed(able.body, goal, wrist)
    joints = np.stack((IDENTITY, arm.upper, arm.lower, arm.hand))
    arms = np.concatenate((joints, rest.fingers("flat"), able.rest.arms[HALF:]))
    world = chest.turn[0]
    return Pointing(Pose(arms, trunk), rotate(world, ray), rotate(world, aim))


def _aimed(body: Body, goal: Array, wrist: Array) -> tuple[ArmPose, Array, Array]:
    """Turn the hand until its fingers point from the knuckles to `goal` [3]."""
    knuckle = hand_points(body, "flat")["middle_knuckle"]
    fingers = normalise(goal - wrist)
    for _ in range(_ROUNDS):
        arm = solve(wrist, fingers, _PALM, upper=body.upper_arm, fore=body.forearm)
        fore = multiply(arm.upper, arm.lower)
        hand = multiply(fore, arm.hand)
        at = rotate(arm.upper, _X * body.upper_arm) + rotate(fore, _X * body.forearm)
        ray = rotate(hand, _X)
        aim = normalise(goal - at - rotate(hand, knuckle))
        fingers = normalise(fingers + (aim - ray))
    return arm, ray, aim
