"""How often one address may ask for something that costs time."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final

from qingzhi.errors import Overloaded

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_ADDRESSES: Final = 1_000
"""The one that asked longest ago is forgotten first."""


class Pace:
    """At most `most` times in `seconds` for each address."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, address: str) -> None:
        """Count one request. Raises Overloaded when there were too many."""
        now = self._clock()
        times = self._asked.setdefault(address, deque())
        self._asked.move_to_end(address)
        while len(self._asked) > MOST_ADDRESSES:
            self._asked.popitem(last=False)
        while times and now - times[0] > self._seconds:
            times.popleft()
        if len(times) >= self._most:
            wait = self._seconds - (now - times[0])
            raise Overloaded("Too many requests.", hint=f"Wait {wait:.0f} seconds, then try again.")
        times.append(now)
