"""A clock that moves only when it is told to, with an agenda of what happens when."""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class VirtualClock:
    """Call it for the time in seconds; `at` puts something on the agenda; `run` lives through it.

    Things due at the same instant happen in the order in which they were put down.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()

    def __call__(self) -> float:
        return self.now

    def at(self, when: float, act: Callable[[], None]) -> None:
        """Plan `act`; a time that has passed means now."""
        heapq.heappush(self._agenda, (max(when, self.now), next(self._order), act))

    def run(self, until: float = float("inf")) -> None:
        """Move through the agenda, up to and including `until`."""
        while self._agenda and self._agenda[0][0] <= until:
            self.now, _, act = heapq.heappop(self._agenda)
            act()
        if until != float("inf"):
            self.now = max(self.now, until)
