"""Streams of measured motion made calm: slow movements lose their tremble, quick ones stay quick.

Source: G. Casiez, N. Roussel & D. Vogel, "1€ Filter: A Simple Speed-based Low-pass Filter for Noisy
Input in Interactive Systems", CHI 2012.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qingzhi.motion.quaternion import angle_between, slerp

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array


class OneEuro:
    """For values [N]: `cutoff` Hz when they rest, `beta` Hz more for each unit a second."""

    def __init__(self, cutoff: float, beta: float) -> None:
        self._cutoff, self._beta = cutoff, beta
        self._value: Array | None = None
        self._slope: Array | None = None

    def __call__(self, value: Array, seconds: float) -> Array:
        """Take the next value, `seconds` (above 0) after the last one; return it smoothed."""
        if self._value is None or self._slope is None:
            self._value, self._slope = value, np.zeros_like(value)
            return value
        slope = (value - self._value) / seconds
        self._slope = self._slope + (slope - self._slope) * share(1.0, seconds)
        weight = share(self._cutoff + self._beta * np.abs(self._slope), seconds)
        self._value = self._value + (value - self._value) * weight
        return self._value


class Turning:
    """The same for rotations [B, 4], by the speed of each in rad/s, which never exceeds `most`."""

    def __init__(self, cutoff: float, beta: float, most: float) -> None:
        self._cutoff, self._beta, self._most = cutoff, beta, most
        self._turn: Array | None = None
        self._speed: Array | None = None

    def __call__(self, turn: Array, seconds: float) -> Array:
        """Take the next rotations; return them smoothed and no faster than allowed."""
        if self._turn is None or self._speed is None:
            self._turn, self._speed = turn, np.zeros(len(turn))
            return turn
        way = angle_between(self._turn, turn)
        self._speed = self._speed + (way / seconds - self._speed) * share(1.0, seconds)
        weight = np.asarray(share(self._cutoff + self._beta * self._speed, seconds))
        allowed = self._most * seconds / np.maximum(way, 1e-9)
        self._turn = slerp(self._turn, turn, np.minimum(weight, allowed))
        return self._turn


def share(cutoff: Array | float, seconds: float) -> Array:
    """Return how much of a new value a low-pass of `cutoff` Hz takes on after `seconds`."""
    turn = 2.0 * np.pi * np.asarray(cutoff, np.float64) * seconds
    return np.asarray(turn / (turn + 1.0), np.float64)
