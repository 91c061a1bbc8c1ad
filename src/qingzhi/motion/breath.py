"""Breathing that never starts over: its rate changes, its phase goes on.

Source: F. Boiten et al., "Emotions and respiratory patterns", 1994: excitement quickens it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array

PERIOD_S: Final = 4.3
"""Of a calm breath: adults take 12 to 20 a minute."""
_TURN_S: Final = 4.0
"""In this time breath takes up another rate."""


@dataclass(frozen=True, slots=True)
class Breath:
    """The rate, relative to calm, turns from `before` to `rate` from `since` on, in seconds.

    `phase`, in breaths, stands at `since`.
    """

    since: float = 0.0
    phase: float = 0.0
    before: float = 1.0
    rate: float = 1.0

    def turning(self, start_s: float, rate: float) -> Breath:
        """Return the same breath, with another rate from `start_s` on."""
        if rate == self.rate or start_s < self.since:
            return self
        now = np.array([start_s])
        return Breath(start_s, float(self.at(now)[0]), float(self._rate(now)[0]), rate)

    def at(self, t: Array) -> Array:
        """[T] breaths since the beginning of the conversation; what lies before `since` is calm."""
        after = np.maximum(t - self.since, 0.0)
        turn = np.minimum(after / _TURN_S, 1.0)
        extra = (self.rate - self.before) * _TURN_S * 0.5 * turn**2
        late = self.before * np.minimum(after, _TURN_S) + self.rate * (after - _TURN_S).clip(0.0)
        return self.phase + (late + extra + np.minimum(t - self.since, 0.0)) / PERIOD_S

    def _rate(self, t: Array) -> Array:
        turn = np.clip((t - self.since) / _TURN_S, 0.0, 1.0)
        return np.asarray(self.before + (self.rate - self.before) * turn)


CALM: Final = Breath()
