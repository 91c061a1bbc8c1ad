"""Arms by inverse kinematics: where the wrist is and where the palm looks, to joint rotations.

Solved for the left arm; the right one is its mirror image. In T-pose the left arm points to +X
with the palm down, so the elbow's hinge is −Y: flexing it brings the forearm forward. Any number
of arms is solved at once: the leading axes of all arguments go together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion.quaternion import (
    IDENTITY,
    about,
    angle_between,
    conjugate,
    cross,
    from_frame,
    multiply,
    normalise,
    slerp,
    twist_about_x,
)
from qingzhi.motion.skeleton import FOREARM, UPPER_ARM

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array

WRIST_LIMIT: Final = np.radians(65.0)
"""How far the hand leaves the line of the forearm; people reach about 70°."""
TWIST_LIMIT: Final = np.radians(95.0)
"""Pronation and supination of the forearm from the thumb-forward middle."""
_REACH: Final = 0.995
_HINGE: Final = (0.0, -1.0, 0.0)
_HANGING: Final = np.array([0.35, -1.0, -0.35])
"""A relaxed elbow hangs down, a little out and behind."""
_FORWARD: Final = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True, slots=True)
class ArmPose:
    """Local rotations [..., 4] (x, y, z, w) of one arm's three joints."""

    upper: Array
    lower: Array
    hand: Array


def solve(
    wrist: Array,
    fingers: Array,
    palm: Array,
    swivel: Array | float = 0.0,
    *,
    upper: float = UPPER_ARM,
    fore: float = FOREARM,
) -> ArmPose:
    """Put the left wrist at `wrist` [..., 3] metres from the shoulder joint, chest upright.

    `fingers` is where the fingers point, `palm` where the palm looks. `swivel` (radians) turns
    the elbow about the line from shoulder to wrist, outward from its natural hanging place.
    `upper` and `fore` are the lengths of upper arm and forearm, metres. Goals out of reach or
    beyond the wrist's limits are met as nearly as the body can.
    """
    u, f = _two_bones(wrist, np.asarray(swivel, np.float64), upper, fore)
    hinge = _hinge(u, f, wrist)
    flexion = np.arccos(np.clip(np.einsum("...i,...i->...", u, f), -1.0, 1.0))
    shoulder = from_frame(u, -hinge, cross(u, -hinge))
    bend = about(_HINGE, flexion)
    goal = multiply(conjugate(multiply(shoulder, bend)), _hand_frame(fingers, palm))
    twist, swing = _limited(goal)
    return ArmPose(shoulder, multiply(bend, twist), swing)


def _two_bones(wrist: Array, swivel: Array, upper: float, fore: float) -> tuple[Array, Array]:
    """Directions of upper arm and forearm by the law of cosines."""
    distance = np.linalg.norm(wrist, axis=-1, keepdims=True)
    reach = np.clip(distance, abs(upper - fore) + 0.02, _REACH * (upper + fore))
    line = wrist / np.maximum(distance, 1e-6)
    along = (reach**2 + upper**2 - fore**2) / (2 * reach)
    out = np.sqrt(np.maximum(upper**2 - along**2, 0.0))
    elbow = along * line + out * _elbow_side(line, swivel)
    return normalise(elbow), normalise(line * reach - elbow)


def _elbow_side(line: Array, swivel: Array) -> Array:
    """Return the unit vector from the shoulder-wrist line to the elbow."""
    side = normalise(_HANGING - np.einsum("i,...i->...", _HANGING, line)[..., None] * line)
    across = cross(line, side)
    return normalise(np.cos(swivel)[..., None] * side + np.sin(swivel)[..., None] * across)


def _hinge(u: Array, f: Array, wrist: Array) -> Array:
    normal = cross(u, f)
    straight = np.linalg.norm(normal, axis=-1, keepdims=True) <= 1e-4
    spare = cross(u, normalise(wrist + _FORWARD))
    return normalise(np.where(straight, spare, normal))


def _hand_frame(fingers: Array, palm: Array) -> Array:
    x = normalise(fingers)
    y = normalise(-(palm - np.einsum("...i,...i->...", palm, x)[..., None] * x))
    return from_frame(x, y, cross(x, y))


def _limited(goal: Array) -> tuple[Array, Array]:
    """Split a hand rotation into forearm twist and wrist swing, each inside its limit."""
    twist = twist_about_x(goal)
    swing = multiply(goal, conjugate(twist))
    # The forearm carries the twist before the wrist swings: swing must act in the twisted frame.
    swing = multiply(conjugate(twist), multiply(swing, twist))
    return _capped(twist, TWIST_LIMIT), _capped(swing, WRIST_LIMIT)


def _capped(q: Array, limit: float) -> Array:
    angle = angle_between(IDENTITY, q)
    return slerp(IDENTITY, q, np.minimum(1.0, limit / np.maximum(angle, 1e-9)))
