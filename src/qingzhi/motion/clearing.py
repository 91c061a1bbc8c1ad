"""Ways round the own body: how far an arm swings out between two poses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion import head, rest
from qingzhi.motion.body import TORSO
from qingzhi.motion.curves import bump
from qingzhi.motion.quaternion import conjugate, from_vector, mirror, multiply, rotate, slerp
from qingzhi.motion.reach import escape

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array
    from qingzhi.motion.body import Body

_SAMPLES: Final = np.linspace(0.0, 1.0, 9)
_HALF: Final = len(rest.ARMS) // 2
_UPPER: Final = 1
_ENOUGH_M: Final = 0.003
"""So deep into a capsule a limb may seem to be: flesh and cloth give way."""
_CHAIN: Final = (
    ("LowerArm", 0.032),
    ("Hand", 0.022),
    ("MiddleProximal", 0.012),
    ("MiddleIntermediate", 0.008),
    ("MiddleDistal", 0.006),
)
"""Joints of an arm in order, with thickness in metres."""
_MIDDLE: Final = rest.LEFT_ARM.index("leftMiddleProximal")
_TRIED: Final = np.radians(
    [
        (0.0, 0.0, 0.0),
        *((-a, 0.0, 0.0) for a in (10.0, 20.0, 32.0)),
        *((0.0, 0.0, a) for a in (10.0, 20.0, 32.0)),
        *((-a, 0.0, a) for a in (14.0, 26.0, 38.0)),
    ]
)
"""Forward, outward and both, the least first."""


def bulges(body: Body, arms: Array, trunk: Array) -> Array:
    """[M, 2, 3] rotation vectors of left and right upper arm for M ways.

    `arms` [M, 2, 38, 4] and `trunk` [M, 2, 7] are where each way begins and ends. The vector is
    to be applied, times `curves.bump` of the way's share, before the upper arm's own rotation.
    """
    bent = trunk[:, None, 0] + (trunk[:, 1] - trunk[:, 0])[:, None] * _SAMPLES[:, None]
    found = np.zeros((len(arms), 2, 3))
    for side, sign in ((0, 1.0), (1, -1.0)):
        half = arms[:, :, :_HALF] if side == 0 else mirror(arms[:, :, _HALF:])
        room = _room(body, bent * _side_signs(sign))
        found[:, side] = _one_side(body, half, room) * (1.0, sign, sign)
    return found


def _side_signs(sign: float) -> Array:
    return np.array([sign if c in {"sway", "bend", "turn", "tilt"} else 1.0 for c in head.CHANNELS])


def _one_side(body: Body, arms: Array, room: Array) -> Array:
    """[M, 3] for left arms [M, 2, 19, 4] among capsules [M, S, C, 2, 3]."""
    path = slerp(arms[:, None, 0], arms[:, None, 1], _SAMPLES[:, None])
    best = np.zeros((len(arms), 3))
    # Where a way begins or ends close to the body, it may stay as close, no closer.
    least = np.full(len(arms), np.inf)
    allowed = None
    open_ = np.arange(len(arms))
    for vector in _TRIED:
        deep = _depth(body, path[open_], room[open_], vector)
        if allowed is None:
            allowed = np.maximum(_ENOUGH_M, np.maximum(deep[:, 0], deep[:, -1]) + 1e-4)
        worst = deep.max(axis=1)
        better = worst < least[open_] - 0.002
        best[open_[better]] = vector
        least[open_[better]] = worst[better]
        open_ = open_[least[open_] > allowed[open_]]
        if not len(open_):
            break
    return best


def _depth(body: Body, path: Array, room: Array, vector: Array) -> Array:
    """[M, S] how deep the deepest point of an arm is."""
    out = from_vector(vector * bump(_SAMPLES)[:, None])
    turned = path.copy()
    turned[:, :, _UPPER] = multiply(out, path[:, :, _UPPER])
    shape = turned.shape[:2]
    points, thick = arm_points(body, turned.reshape(-1, *turned.shape[2:]))
    _, deep = escape(points, thick, room.reshape(-1, *room.shape[2:]), body.volumes.radius)
    return np.asarray(deep.max(axis=1).reshape(shape), np.float64)


def arm_points(body: Body, arms: Array) -> tuple[Array, Array]:
    """Return points [N, P, 3] of left arms [N, 19, 4] and their thickness [P].

    They are elbow, wrist and along the middle finger, from the collar bone's joint in the chest's
    frame.
    """
    turn = multiply(arms[:, 0], arms[:, 1])
    at = rotate(arms[:, 0], body.offset["leftUpperArm"])
    order = (2, 3, _MIDDLE, _MIDDLE + 1, _MIDDLE + 2)
    places = []
    for (joint, _), column in zip(_CHAIN, order, strict=True):
        step = rotate(turn, body.offset[f"left{joint}"])
        if joint == "Hand":
            places.append(at + 0.5 * step)
        at, turn = at + step, multiply(turn, arms[:, column])
        places.append(at)
    tip = at + rotate(turn, 0.9 * body.offset["leftMiddleDistal"])
    scale = body.arm / 0.51
    thick = [0.032, 0.030, 0.022, 0.012, 0.008, 0.006, 0.004]
    return np.stack((*places, tip), axis=1), scale * np.array(thick)


def _room(body: Body, trunk: Array) -> Array:
    """[M, S, C, 2, 3] the body's capsules as the left collar bone sees them."""
    flat = trunk.reshape(-1, trunk.shape[-1])
    turned = head.trunk(flat)
    bent = {name: turned[:, i] for i, name in enumerate(head.TRUNK)}
    joints, turns = body.places(bent, only=TORSO)
    ends = body.volumes.placed(joints, turns)
    origin = joints["leftShoulder"][:, None, None]
    seen = rotate(conjugate(turns["upperChest"])[:, None, None], ends - origin)
    return seen.reshape(*trunk.shape[:2], *ends.shape[1:])
