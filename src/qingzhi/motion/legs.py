"""Legs by inverse kinematics: where the hips and the feet are, to joint rotations.

Solved for whole arrays of frames. In T-pose a leg hangs along −Y with the knee toward +Z. A goal
out of reach lifts the heel first, then leaves the foot short of its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.motion.quaternion import (
    conjugate,
    cross,
    from_frame,
    multiply,
    normalise,
    rotate,
)

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array
    from qingzhi.motion.body import Body

_REACH: Final = 0.9985
_FRONT: Final = np.array([0.0, 0.0, 1.0])


class Pelvis(NamedTuple):
    """The hips' joint [T, 3] in the world and their rotation [T, 4]."""

    place: Array
    turn: Array


class LegPose(NamedTuple):
    """Local rotations [T, 4] of one leg."""

    upper: Array
    lower: Array
    foot: Array


def solve(
    body: Body, side: str, hips: Pelvis, *, ankle: Array, foot: Array, knee: Array
) -> LegPose:
    """Put a foot where it belongs.

    `ankle` [T, 3] and `foot` [T, 4] are the place and rotation of the foot, `knee` [T, 3] is
    where the knee looks. All are in the world, metres from the origin between the feet of the
    T-pose.
    """
    thigh, shin = body.offset[f"{side}LowerLeg"], body.offset[f"{side}Foot"]
    long, short = float(np.linalg.norm(thigh)), float(np.linalg.norm(shin))
    hip = hips.place + rotate(hips.turn, body.offset[f"{side}UpperLeg"])
    to = ankle - hip
    distance = np.linalg.norm(to, axis=-1, keepdims=True)
    line = to / np.maximum(distance, 1e-6)
    # T-pose itself is not quite straight; it must stay within reach.
    rest = float(np.linalg.norm(thigh + shin))
    most = max(_REACH * (long + short), rest)
    reach = np.clip(distance, abs(long - short) + 0.02, most)
    along = (reach**2 + long**2 - short**2) / (2.0 * reach)
    out = np.sqrt(np.maximum(long**2 - along**2, 0.0))
    side_ = normalise(knee - np.einsum("...i,...i->...", knee, line)[..., None] * line)
    bent = along * line + out * side_
    hinge = normalise(cross(side_, line))
    upper = _turned(thigh, bent, hinge)
    lower = _turned(shin, line * reach - bent, hinge)
    return LegPose(
        multiply(conjugate(hips.turn), upper),
        multiply(conjugate(upper), lower),
        multiply(conjugate(lower), foot),
    )


def _turned(rest: Array, now: Array, hinge: Array) -> Array:
    """[T, 4] the rotation from a bone at rest to where it is now, about a hinge that stays."""
    x0 = normalise(cross(_FRONT, rest))
    return multiply(_frame(now, hinge), conjugate(_frame(rest, x0)))


def _frame(along: Array, hinge: Array) -> Array:
    y = -normalise(along)
    x = normalise(hinge - np.einsum("...i,...i->...", hinge, y)[..., None] * y)
    return from_frame(x, y, cross(x, y))
