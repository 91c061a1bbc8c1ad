"""Folds that cloth lies in: ridges beside furrows, placed by hand on limbs and trunk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.rig import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Fold(NamedTuple):
    """One ridge. Metres on a person of 165 cm; on the left side."""

    turn: float
    """Radians: 0 in front, π/2 outside, π behind."""
    up: float
    """Of its middle, above the place that the folds are about."""
    slope: float
    """Radians from level; positive rises towards greater turns."""
    length: float
    width: float
    depth: float


ELBOW: Final = (
    Fold(-0.30, 0.004, 0.10, 0.042, 0.0075, 0.0052),
    Fold(0.10, 0.027, 0.42, 0.046, 0.0085, 0.0046),
    Fold(0.05, -0.022, -0.36, 0.048, 0.0085, 0.0046),
    Fold(0.75, 0.050, 0.75, 0.050, 0.0095, 0.0034),
    Fold(0.60, -0.046, -0.62, 0.052, 0.0095, 0.0034),
    Fold(2.60, 0.012, 0.55, 0.050, 0.0110, 0.0026),
    Fold(-2.20, -0.030, -0.50, 0.050, 0.0100, 0.0026),
    Fold(1.70, -0.100, 0.80, 0.050, 0.0100, 0.0020),
    Fold(-0.90, -0.085, -0.45, 0.045, 0.0095, 0.0024),
    Fold(1.20, 0.115, 0.90, 0.060, 0.0120, 0.0022),
)
"""Of a sleeve, about the elbow."""
KNEE: Final = (
    Fold(2.75, 0.006, 0.18, 0.050, 0.0105, 0.0040),
    Fold(-2.80, -0.030, -0.30, 0.052, 0.0110, 0.0036),
    Fold(2.40, 0.045, 0.50, 0.060, 0.0120, 0.0030),
    Fold(-2.30, 0.060, -0.55, 0.060, 0.0120, 0.0026),
    Fold(1.30, -0.040, 0.40, 0.055, 0.0130, 0.0020),
    Fold(-1.20, -0.015, -0.35, 0.050, 0.0130, 0.0022),
    Fold(0.50, -0.075, -0.30, 0.050, 0.0140, 0.0016),
)
"""Of a trouser leg, about the knee."""
CROTCH: Final = (
    Fold(-1.00, -0.010, -0.55, 0.060, 0.0095, 0.0042),
    Fold(-0.75, 0.018, -0.35, 0.055, 0.0095, 0.0034),
    Fold(-1.10, -0.055, -0.80, 0.060, 0.0105, 0.0032),
    Fold(-0.20, 0.030, -0.20, 0.060, 0.0110, 0.0022),
    Fold(-2.30, -0.030, 0.60, 0.060, 0.0110, 0.0034),
    Fold(-2.60, -0.075, 0.35, 0.070, 0.0120, 0.0030),
    Fold(2.70, -0.090, -0.25, 0.070, 0.0120, 0.0024),
)
"""Of a trouser leg, about the crotch, which lies inside."""
HEM: Final = (
    Fold(0.15, 0.012, 0.12, 0.060, 0.0105, 0.0050),
    Fold(-0.40, 0.040, -0.32, 0.055, 0.0110, 0.0038),
    Fold(0.70, 0.062, 0.45, 0.055, 0.0120, 0.0028),
    Fold(2.70, 0.030, 0.25, 0.050, 0.0120, 0.0024),
    Fold(-1.60, 0.070, -0.40, 0.055, 0.0125, 0.0020),
)
"""Of a trouser leg, where it rests on the shoe."""
WAIST: Final = (
    Fold(0.95, 0.004, 0.16, 0.060, 0.0085, 0.0026),
    Fold(1.45, -0.026, -0.20, 0.065, 0.0095, 0.0026),
    Fold(1.30, 0.034, 0.36, 0.070, 0.0100, 0.0024),
    Fold(2.15, 0.010, -0.18, 0.065, 0.0095, 0.0026),
    Fold(2.60, -0.024, 0.16, 0.060, 0.0095, 0.0022),
    Fold(2.45, 0.050, -0.42, 0.075, 0.0110, 0.0020),
    Fold(0.62, 0.050, 0.62, 0.080, 0.0120, 0.0014),
)
"""Of whatever is worn round the trunk, about the waist."""


def folded(folds: Sequence[Fold], turn: Floats, up: Floats, radius: float, scale: float) -> Floats:
    """Return how far cloth stands out, metres, at turns and heights above the folds' place.

    `radius` metres is how far it lies from its middle; `scale` what patterns are multiplied by.
    """
    lift = np.zeros(np.broadcast_shapes(turn.shape, up.shape))
    for fold in folds:
        aside = (turn - fold.turn + np.pi) % (2 * np.pi) - np.pi
        across, rise = aside * radius / scale, up / scale - fold.up
        cos, sin = np.cos(fold.slope), np.sin(fold.slope)
        along = (across * cos + rise * sin) / fold.length
        beside = (rise * cos - across * sin) / fold.width
        ridge = np.exp(-(beside**2)) - 0.55 * np.exp(-((beside - 1.7) ** 2))
        lift += fold.depth * ridge * np.exp(-(along**2))
    return np.asarray(lift * scale)


_BENDS: Final = (
    ("UpperArm", "LowerArm", 1.0),
    ("chest", "UpperArm", 0.3),
    ("upperChest", "UpperArm", 0.3),
    ("shoulder", "UpperArm", 0.3),
    ("spine", "hips", 0.12),
    ("spine", "chest", 0.12),
)
"""Bones between which cloth creases, and how much."""
_OF_LEGS: Final = (("UpperLeg", "LowerLeg", 0.8), ("hips", "UpperLeg", 0.5))
"""The same for what is worn on legs: a skirt hangs from the hips and doesn't crease there."""


def bends(dense: Floats, *, legs: bool) -> Floats:
    """Return how much cloth creases [N] 0..1: where its weights [N, bones] mix across a joint."""
    bent = np.zeros(len(dense))
    for first, second, much in (*_BENDS, *(_OF_LEGS if legs else ())):
        for side in ("left", "right"):
            one, other = (dense[:, NAMES.index(_sided(bone, side))] for bone in (first, second))
            bent += 4 * much * one * other
    return np.asarray(np.clip(bent, 0, 1))


def _sided(bone: str, side: str) -> str:
    return bone if bone in NAMES else side + bone[0].upper() + bone[1:]
