"""Eyes: where they turn, in the eight ARKit coefficients of looking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.motion.curves import minimum_jerk
from qingzhi.score import ARKIT, FPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.motion.arrays import Array
    from qingzhi.score import Gaze

SACCADE_S: Final = 0.06
"""An eye movement of ten degrees (A. Bahill et al., "The main sequence", 1975)."""
_SCREEN: Final = np.array([-0.55, 0.40])
"""Turn of the eyes at the edge of the screen; the viewer's right is the figure's left."""

_LEFT: Final = [ARKIT.index(n) for n in ("eyeLookOutLeft", "eyeLookInRight")]
_RIGHT: Final = [ARKIT.index(n) for n in ("eyeLookInLeft", "eyeLookOutRight")]
_UP: Final = [ARKIT.index(n) for n in ("eyeLookUpLeft", "eyeLookUpRight")]
_DOWN: Final = [ARKIT.index(n) for n in ("eyeLookDownLeft", "eyeLookDownRight")]


class Look(NamedTuple):
    """A gaze and when it begins on the timeline, seconds."""

    gaze: Gaze
    start_s: float


def write(face: Array, turn: Array) -> None:
    """Set the coefficients of `face` [T, 52] from `turn` [T, 2]: to its right and up, −1..1."""
    for columns, amount in (
        (_LEFT, -turn[:, 0]),
        (_RIGHT, turn[:, 0]),
        (_UP, turn[:, 1]),
        (_DOWN, -turn[:, 1]),
    ):
        face[:, columns] = np.clip(amount, 0.0, 1.0)[:, None]


def read(face: Array) -> Array:
    """[T, 2] how far the eyes of `face` [T, 52] turn: to the figure's right and up, −1..1."""
    right = face[:, _RIGHT].mean(axis=1) - face[:, _LEFT].mean(axis=1)
    return np.stack((right, face[:, _UP].mean(axis=1) - face[:, _DOWN].mean(axis=1)), axis=1)


def follow(looks: Sequence[Look], count: int) -> Array:
    """[count, 2] where a sequence of gazes turns the eyes, for a visitor straight ahead."""
    t = np.arange(count) / FPS
    turn = np.zeros((count, 2))
    for look in sorted(looks, key=lambda x: x.start_s):
        aim = (0.0, 0.0) if look.gaze.at == "visitor" else (look.gaze.x, look.gaze.y) * _SCREEN
        turn += (aim - turn) * minimum_jerk((t - look.start_s) / SACCADE_S)[:, None]
    return turn
