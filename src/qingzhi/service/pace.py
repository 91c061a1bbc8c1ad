"""How much of something may be done how fast, so that nobody's haste is everybody's wait."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_KEYS: Final = 10_000
"""Keys that are remembered; whose pace was asked for longest ago goes first."""


class Pace:
    """Lets `most` through at once, and `per_s` more each second (a token bucket)."""

    def __init__(
        self, most: float, per_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._per_s, self._clock = most, per_s, clock
        self._left, self._at = most, clock()

    def allows(self, amount: float = 1.0) -> bool:
        """Take `amount` and say yes, or take nothing and say no."""
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._at) * self._per_s)
        self._at = now
        if amount > self._left:
            return False
        self._left -= amount
        return True

    def give_back(self, amount: float = 1.0) -> None:
        """Undo an `allows` that came to nothing."""
        self._left = min(self._most, self._left + amount)


class Paces:
    """A pace of its own for each key; none for "", which says that nobody knows who it is."""

    def __init__(
        self, most: float, per_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._per_s, self._clock = most, per_s, clock
        self._paces: dict[str, Pace] = {}

    def allows(self, key: str) -> bool:
        """Take one of a key's and say yes, or take nothing and say no."""
        return not key or self._of(key).allows()

    def give_back(self, key: str) -> None:
        """Undo an `allows` that came to nothing."""
        if key:
            self._of(key).give_back()

    def _of(self, key: str) -> Pace:
        pace = self._paces.pop(key, None) or Pace(self._most, self._per_s, self._clock)
        self._paces[key] = pace
        if len(self._paces) > MOST_KEYS:
            del self._paces[next(iter(self._paces))]
        return pace
