"""Name the emotion in a face from ARKIT coefficients that somebody else's model has read off it.

Written from the literature and apart from `expressions.toml`, which makes our faces. Action units
by coefficient after M. Ozel, "A cross-reference of ARKit and FACS", 2019; prototypes after
W. Friesen & P. Ekman, "EMFACS-7", 1983. They give none for trust and anticipation, so those
are never named.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS: Final = {
    "AU1": ("browInnerUp",),
    "AU2": ("browOuterUpLeft", "browOuterUpRight"),
    "AU4": ("browDownLeft", "browDownRight"),
    "AU5": ("eyeWideLeft", "eyeWideRight"),
    "AU6": ("cheekSquintLeft", "cheekSquintRight"),
    "AU7": ("eyeSquintLeft", "eyeSquintRight"),
    "AU9": ("noseSneerLeft", "noseSneerRight"),
    "AU10": ("mouthUpperUpLeft", "mouthUpperUpRight"),
    "AU12": ("mouthSmileLeft", "mouthSmileRight"),
    "AU15": ("mouthFrownLeft", "mouthFrownRight"),
    "AU16": ("mouthLowerDownLeft", "mouthLowerDownRight"),
    "AU17": ("mouthShrugLower",),
    "AU20": ("mouthStretchLeft", "mouthStretchRight"),
    "AU24": ("mouthPressLeft", "mouthPressRight"),
    "AU26": ("jawOpen",),
}
PROTOTYPES: Final = {
    "joy": {"AU6", "AU12"},
    "sadness": {"AU1", "AU4", "AU15", "AU17"},
    "surprise": {"AU1", "AU2", "AU5", "AU26"},
    "fear": {"AU1", "AU2", "AU4", "AU5", "AU20", "AU26"},
    "anger": {"AU4", "AU5", "AU7", "AU24"},
    "disgust": {"AU9", "AU10", "AU16"},
}
NEUTRAL: Final = "neutral"
STILL: Final = 0.03
"""A face whose units have changed less than this, root mean square, is read as neutral."""


def named(read: Mapping[str, float], calm: Mapping[str, float]) -> str:
    """Name the emotion of a face; `calm` is what was read off the same face at rest.

    The nearest prototype is the one at the least angle to the change from rest.
    """
    change = [_unit(read, names) - _unit(calm, names) for names in UNITS.values()]
    if math.hypot(*change) / math.sqrt(len(change)) < STILL:
        return NEUTRAL
    return max(PROTOTYPES, key=lambda name: _likeness(change, PROTOTYPES[name]))


def _unit(read: Mapping[str, float], names: tuple[str, ...]) -> float:
    return sum(read.get(name, 0.0) for name in names) / len(names)


def _likeness(change: list[float], prototype: set[str]) -> float:
    """Correlate a change with a prototype's units: those outside of it count against it."""
    share = len(prototype) / len(UNITS)
    weights = [(unit in prototype) - share for unit in UNITS]
    alike = sum(c * w for c, w in zip(change, weights, strict=True))
    return alike / math.hypot(*weights)
