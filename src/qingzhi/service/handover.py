"""The staff desk: who waits for a person, who is being helped, and by whom the words are relayed.

Everything here lives in memory and ends with the process; what a visitor and a member of staff
write to each other is forgotten when their talk ends. Places in the queue are told together, once
a second at most, so that a crowd that comes and goes costs no more than one that stands.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from statistics import median
from typing import TYPE_CHECKING, Final, Literal

from qingzhi.errors import InputError
from qingzhi.service.case import URGENCY, Case, Left, graver
from qingzhi.service.pace import Paces

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.score import Need
    from qingzhi.service.case import Visitor

    Later = Callable[[float, Callable[[], None]], object]

PRESENT_S: Final = 60.0
"""Seconds after their last request for which somebody is taken to be at the desk."""
MOST_WAITING: Final = 200
MOST_OF_ONE: Final = 5
"""Open cases of one network: a home, an office, a row of kiosks."""
JOINS: Final = 20
JOINS_PER_S: Final = 1 / 6
"""So many times one network may join at once, and so often from then on."""
CALLS: Final = 10
CALLS_PER_S: Final = CALLS / 3600
"""Call-backs that one network may leave within an hour."""
RECENT: Final = 10
"""Cases from which the wait is estimated."""
TELL_S: Final = 1.0
"""From a change in the queue until those who wait are told of it."""


class NotThere(InputError):
    """There is no such case any more."""

    code = "not_found"


class Conflict(InputError):
    """The case is not in a state for that."""

    code = "conflict"


class Full(Conflict):
    """Somebody is at the desk, and more wait already than can be helped."""


class TooMany(Conflict):
    """Others from the same network wait already, or it joins too often."""


def _on_loop(delay_s: float, call: Callable[[], None]) -> object:
    return asyncio.get_running_loop().call_later(delay_s, call)


class StaffDesk:
    """One queue for all sessions. Not thread-safe: one event loop."""

    def __init__(
        self,
        *,
        staffed: bool,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        later: Later = _on_loop,
    ) -> None:
        self.staffed = staffed
        self.seq = 0
        self._clock, self._wall, self._later = clock, wall, later
        self._seen = float("-inf")
        self._cases: dict[str, Case] = {}
        self._pickups: deque[float] = deque(maxlen=RECENT)
        self._handled: deque[float] = deque(maxlen=RECENT)
        self._news = asyncio.Event()
        self._telling = False
        self._joins = Paces(JOINS, JOINS_PER_S, clock)
        self.calls = Paces(CALLS, CALLS_PER_S, clock)
        """How fast each network may leave call-backs."""

    # ---- the visitors' side ---------------------------------------------------------------------

    @property
    def present(self) -> bool:
        """Whether somebody is at the desk now."""
        return self.staffed and self._clock() - self._seen <= PRESENT_S

    @property
    def has_room(self) -> bool:
        """Whether somebody is there, and one more could wait for them."""
        return self.present and len(self._cases) < MOST_WAITING

    def join(
        self,
        visitor: Visitor,
        *,
        lang: str,
        audience: str,
        need: Need | None,
        left: Left,
        network: str = "",
    ) -> Case:
        """Put a visitor into the queue. Raises Conflict where nobody could come, and why."""
        if not self.present:
            raise Conflict("Nobody is at the desk now.")
        if not self.has_room:
            raise Full("Too many wait already.")
        if self._crowded(network) or not self._joins.allows(network):
            raise TooMany("Others of that network wait already.")
        now = self._clock()
        case = Case(visitor, lang, audience, need, left, self._now_ms(), now, network)
        self._cases[case.id] = case
        self._tell(case, 1 + self.waiting.index(case))
        self._changed()
        return case

    def amend(self, case: Case, left: Left) -> None:
        """Show the staff what a visitor has left since they joined."""
        case.left = case.left.amended(left)
        self._changed()

    def leave(self, case: Case) -> None:
        """Forget a visitor who no longer waits, or goes back to the figure."""
        if self._cases.pop(case.id, None):
            self._finished(case)
            self._changed()

    def relay(self, case: Case, text: str) -> None:
        """Give a visitor's words to the member of staff who helps them."""
        case.write("visitor", text, self._now_ms())
        self._changed()

    def heard(self, case: Case, need: Need) -> None:
        """Move a visitor forward who tells of graver need; a lesser one moves nobody back."""
        if graver(case.need, need) is not case.need:
            case.need = need
            self._changed()

    def connected(self, case: Case, *, here: bool) -> None:
        """Show the staff whether the visitor's connection is there."""
        if case.here is not here:
            case.here = here
            self._changed()

    # ---- the staff's side -----------------------------------------------------------------------

    def seen(self) -> None:
        """Note that somebody of the staff is there."""
        self._seen = self._clock()

    async def wait(self, after: int, seconds: float) -> None:
        """Wait until something has changed since state number `after`."""
        if after != self.seq:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return

    @property
    def waiting(self) -> list[Case]:
        """Who waits, the gravest need first, then who came first."""
        those = (case for case in self._cases.values() if case.taken is None)
        return sorted(those, key=lambda c: (-URGENCY.index(c.urgency), c.joined))

    @property
    def taken(self) -> list[Case]:
        """Who is being helped, oldest first."""
        those = (case for case in self._cases.values() if case.taken is not None)
        return sorted(those, key=lambda case: case.joined)

    def take(self, case_id: str) -> Case:
        """Begin to help a visitor. Raises NotThere or Conflict."""
        case = self._found(case_id)
        if case.taken is not None:
            raise Conflict("Somebody has taken it already.")
        case.taken = self._clock()
        self._pickups.append(case.taken - case.joined)
        case.visitor.was_taken()
        self._changed()
        return case

    def say(self, case_id: str, text: str) -> Case:
        """Write to a visitor. Raises NotThere or Conflict."""
        case = self._found(case_id)
        if case.taken is None:
            raise Conflict("Take it first.")
        line = case.write("staff", text, self._now_ms())
        case.visitor.was_told(text, line.at)
        self._changed()
        return case

    def close(self, case_id: str) -> None:
        """End a talk: the visitor goes back to the figure. Raises NotThere or Conflict."""
        case = self._found(case_id)
        if case.taken is None:
            raise Conflict("Take it first.")
        self._drop(case, "closed")

    def sweep(self) -> None:
        """Let go of everybody when nobody is at the desk any more."""
        if self.present:
            return
        while self._cases:
            self._drop(next(iter(self._cases.values())), "gone")

    def touch(self) -> None:
        """Wake the staff's pages: a call-back has come or was made."""
        self._changed()

    # ---- helpers --------------------------------------------------------------------------------

    def _crowded(self, network: str) -> bool:
        """Whether a network has all the cases that it may; "" is no network."""
        of_one = sum(case.network == network for case in self._cases.values())
        return bool(network) and of_one >= MOST_OF_ONE

    def _found(self, case_id: str) -> Case:
        case = self._cases.get(case_id)
        if case is None:
            raise NotThere("There is no such case.", param="id")
        return case

    def _drop(self, case: Case, why: Literal["closed", "gone"]) -> None:
        del self._cases[case.id]
        self._finished(case)
        self._changed()
        case.visitor.was_closed(why)

    def _finished(self, case: Case) -> None:
        case.forget()
        if case.taken is not None:
            self._handled.append(self._clock() - case.taken)

    def _changed(self) -> None:
        """Wake the staff's pages, and soon tell those who wait where they stand."""
        self.seq += 1
        self._news.set()
        self._news = asyncio.Event()
        if not self._telling:
            self._telling = True
            self._later(TELL_S, self._tell_all)

    def _tell_all(self) -> None:
        self._telling = False
        for place, case in enumerate(self.waiting, 1):
            if case.told is None or case.told[0] != place:
                self._tell(case, place)

    def _tell(self, case: Case, place: int) -> None:
        case.told = (place, self._wait_s(place))
        case.visitor.moved(*case.told)

    def _wait_s(self, place: int) -> int | None:
        """Estimate the wait from recent cases; None until there was one."""
        if not self._handled or not self._pickups:
            return None
        ahead = place - 1 + len(self.taken)
        return round(ahead * median(self._handled) + median(self._pickups))

    def _now_ms(self) -> int:
        return round(self._wall() * 1000)
