"""A body that stands, steps and falls: from where hips and feet are to every bone of the legs.

A foot rolls about its ball when the heel is up and about its heel when the toes are, so a planted
foot stays where it is to the last fraction of a millimetre. The hips are lowered as far as both
planted feet need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion import legs
from qingzhi.motion.quaternion import about, multiply, rotate

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array
    from qingzhi.motion.body import Body

SIDES: Final = ("left", "right")
_X: Final = (1.0, 0.0, 0.0)
_Y: Final = (0.0, 1.0, 0.0)
_HEEL_M: Final = -0.05
_REACH: Final = 0.996
_SPREAD: Final = 5
"""Frames by which the hips sink before they must."""


@dataclass(frozen=True, slots=True)
class Foot:
    """One foot over T frames.

    `place` [T, 3] is its displacement from T-pose, metres; `pitch` [T] (toes down is positive)
    and `yaw` [T] (outward) are radians.
    """

    place: Array
    pitch: Array
    yaw: Array
    knee: Array
    """[T] radians that the knee looks outward."""

    def ankle(self, body: Body, side: str) -> tuple[Array, Array]:
        """Where the ankle is [T, 3] and how the foot is turned [T, 4]."""
        rest, sign = body.joints[f"{side}Foot"], 1.0 if side == "left" else -1.0
        yaw = about(_Y, sign * self.yaw)
        turn = multiply(yaw, about(_X, self.pitch))
        ball = body.offset[f"{side}Toes"] * (1.0, 0.0, 1.0) - (0.0, rest[1] - 0.01, 0.0)
        heel = np.array([0.0, -rest[1], _HEEL_M])
        pivot = np.where(self.pitch[:, None] > 0.0, ball, heel)
        return rest + self.place + rotate(yaw, pivot) - rotate(turn, pivot), turn


def bones(body: Body, hips: Array, turn: Array, feet: dict[str, Foot]) -> dict[str, Array]:
    """Local rotations [T, 4] of hips and legs. `hips` [T, 3] is metres from rest."""
    found = {"hips": turn}
    pelvis = legs.Pelvis(body.joints["hips"] + hips, turn)
    for side in SIDES:
        foot, sign = feet[side], 1.0 if side == "left" else -1.0
        ankle, turned = foot.ankle(body, side)
        knee = rotate(about(_Y, sign * (foot.knee + foot.yaw)), np.array([0.0, 0.0, 1.0]))
        # A hip that is tipped over (a body that lies) takes its knees along.
        knee = knee + 0.999 * (rotate(turn, np.array([0.0, 0.0, 1.0])) - (0.0, 0.0, 1.0))
        leg = legs.solve(body, side, pelvis, ankle=ankle, foot=turned, knee=knee)
        found[f"{side}UpperLeg"], found[f"{side}LowerLeg"] = leg.upper, leg.lower
        found[f"{side}Foot"] = leg.foot
        found[f"{side}Toes"] = about(_X, -np.clip(foot.pitch, 0.0, np.radians(55.0)))
    return found


def lowered(body: Body, hips: Array, turn: Array, feet: dict[str, Foot]) -> Array:
    """Return the hips [T, 3] brought down until every foot is within reach, smoothly."""
    room = np.full(len(hips), np.inf)
    for side in SIDES:
        ankle, _ = feet[side].ankle(body, side)
        joint = body.joints["hips"] + hips + rotate(turn, body.offset[f"{side}UpperLeg"])
        away = joint - ankle
        flat = np.hypot(away[:, 0], away[:, 2])
        reach = _REACH * body.leg
        high = np.sqrt(np.maximum(reach**2 - flat**2, 0.0))
        room = np.minimum(room, high - away[:, 1])
    sunk = np.minimum(room, 0.0)
    if not sunk.any():
        return hips
    wide = np.lib.stride_tricks.sliding_window_view(
        np.pad(sunk, 2 * _SPREAD, mode="edge"), 2 * _SPREAD + 1
    ).min(axis=1)
    kernel = np.hanning(2 * _SPREAD + 3)[1:-1]
    smooth = np.convolve(wide, kernel / kernel.sum(), mode="valid")
    return hips + smooth[:, None] * (0.0, 1.0, 0.0)
