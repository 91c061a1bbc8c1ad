"""Arms by inverse kinematics: where the wrist is and where the palm looks, to joint rotations.

Solved for the left arm; the right one is its mirror image. In T-pose the left arm points to +X
with the palm down, so the elbow's hinge is −Y: flexing it brings the forearm forward.
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


@dataclass(frozen=True, slots=True)
class ArmPose:
    """Local rotations (x, y, z, w) of one arm's three joints."""

    upper: Array
    lower: Array
    hand: Array


def solve(wrist: Array, fingers: Array, palm: Array, swivel: float = 0.0) -> ArmPose:
    """Put the left wrist at `wrist` [3] metres from the shoulder joint, chest upright.

    `fingers` is where the fingers point, `palm` where the palm looks. `swivel` (radians) turns
    the elbow about the line from shoulder to wrist, outward from its natural hanging place.
    Goals out of reach or beyond the wrist's limits are met as nearly as the body can.
    """
    u, f = _two_bones(wrist, swivel)
    hinge = _hinge(u, f, wrist)
    flexion = np.arccos(np.clip(u @ f, -1.0, 1.0))
    upper = from_frame(u, -hinge, np.cross(u, -hinge))
    bend = about(_HINGE, flexion)
    goal = multiply(conjugate(multiply(upper, bend)), _hand_frame(fingers, palm))
    twist, swing = _limited(goal)
    return ArmPose(upper, multiply(bend, twist), swing)


def _two_bones(wrist: Array, swivel: float) -> tuple[Array, Array]:
    """Directions of upper arm and forearm by the law of cosines."""
    distance = float(np.linalg.norm(wrist))
    reach = np.clip(distance, abs(UPPER_ARM - FOREARM) + 0.02, _REACH * (UPPER_ARM + FOREARM))
    line = wrist / max(distance, 1e-6)
    along = (reach**2 + UPPER_ARM**2 - FOREARM**2) / (2 * reach)
    out = np.sqrt(max(UPPER_ARM**2 - along**2, 0.0))
    elbow = along * line + out * _elbow_side(line, swivel)
    return normalise(elbow), normalise(line * reach - elbow)


def _elbow_side(line: Array, swivel: float) -> Array:
    """Return the unit vector from the shoulder-wrist line to the elbow."""
    # A relaxed elbow hangs down, a little out and behind.
    hanging = np.array([0.35, -1.0, -0.35])
    side = normalise(hanging - (hanging @ line) * line)
    across = np.cross(line, side)
    return normalise(np.cos(swivel) * side + np.sin(swivel) * across)


def _hinge(u: Array, f: Array, wrist: Array) -> Array:
    normal = np.cross(u, f)
    if np.linalg.norm(normal) > 1e-4:
        return normalise(normal)
    return normalise(np.cross(u, normalise(wrist + np.array([0.0, 0.0, 1.0]))))


def _hand_frame(fingers: Array, palm: Array) -> Array:
    x = normalise(fingers)
    y = normalise(-(palm - (palm @ x) * x))
    return from_frame(x, y, np.cross(x, y))


def _limited(goal: Array) -> tuple[Array, Array]:
    """Split a hand rotation into forearm twist and wrist swing, each inside its limit."""
    twist = twist_about_x(goal)
    swing = multiply(goal, conjugate(twist))
    # The forearm carries the twist before the wrist swings: swing must act in the twisted frame.
    swing = multiply(conjugate(twist), multiply(swing, twist))
    return _capped(twist, TWIST_LIMIT), _capped(swing, WRIST_LIMIT)


def _capped(q: Array, limit: float) -> Array:
    angle = float(angle_between(IDENTITY, q))
    return q if angle <= limit else slerp(IDENTITY, q, limit / angle)
