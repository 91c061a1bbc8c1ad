"""The staff desk: who waits for a person, who is being helped, and by whom the words are relayed.

Everything here lives in memory and ends with the process; what a visitor and a member of staff
write to each other is forgotten when their talk ends.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Final, Literal, Protocol

from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.score import Need

PRESENT_S: Final = 60.0
"""Seconds after their last request for which somebody is taken to be at the desk."""
MOST_WAITING: Final = 200
MOST_LINES: Final = 200
"""Lines of one talk that are held for a staff page that is loaded again."""
RECENT: Final = 10
"""Cases from which the wait is estimated."""
_URGENCY: Final = ("none", "low", "medium", "high")


class NotThere(InputError):
    """There is no such case any more."""

    code = "not_found"


class Conflict(InputError):
    """The case is not in a state for that."""

    code = "conflict"


class Visitor(Protocol):
    """The visitor's side of a case, as the desk needs it."""

    def moved(self, position: int, wait_s: int | None) -> None:
        """Hear how the queue stands."""

    def was_taken(self) -> None:
        """Hear that a member of staff has taken over."""

    def was_told(self, text: str, at: int) -> None:
        """Hear words of a member of staff."""

    def was_closed(self, why: Literal["closed", "gone"]) -> None:
        """Hear that the member of staff has ended it, or is gone."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a visitor left with consent."""

    name: str = ""
    phone: str = ""
    note: str = ""
    contact: tuple[str, str] | None = None
    """Name and telephone number of somebody they trust."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was written; `at` in milliseconds since 1970."""

    by: Literal["visitor", "staff"]
    text: str
    at: int


@dataclass(slots=True, eq=False)
class Case:
    """One visitor who waits for a person or is being helped."""

    visitor: Visitor
    lang: str
    audience: str
    need: Need | None
    left: Left
    since: int
    joined: float
    taken: float | None = None
    here: bool = True
    told: tuple[int, int | None] | None = None
    lines: deque[Line] = field(default_factory=lambda: deque(maxlen=MOST_LINES))
    id: str = field(default_factory=lambda: f"h_{secrets.token_hex(8)}")

    @property
    def urgency(self) -> str:
        return self.need.level if self.need else "none"


class StaffDesk:
    """One queue for all sessions. Not thread-safe: one event loop."""

    def __init__(
        self,
        *,
        staffed: bool,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.staffed = staffed
        self.seq = 0
        self._clock, self._wall = clock, wall
        self._seen = float("-inf")
        self._cases: dict[str, Case] = {}
        self._pickups: deque[float] = deque(maxlen=RECENT)
        self._handled: deque[float] = deque(maxlen=RECENT)
        self._news = asyncio.Event()

    # ---- the visitors' side ---------------------------------------------------------------------

    @property
    def present(self) -> bool:
        """Whether somebody is at the desk now."""
        return self.staffed and self._clock() - self._seen <= PRESENT_S

    def join(
        self, visitor: Visitor, *, lang: str, audience: str, need: Need | None, left: Left
    ) -> Case:
        """Put a visitor into the queue. Raises Conflict where nobody could come."""
        if not self.present or len(self._cases) >= MOST_WAITING:
            raise Conflict("Nobody is at the desk now.")
        case = Case(visitor, lang, audience, need, left, self._now_ms(), self._clock())
        self._cases[case.id] = case
        self._changed()
        return case

    def leave(self, case: Case) -> None:
        """Forget a visitor who no longer waits, or goes back to the figure."""
        if self._cases.pop(case.id, None):
            self._finished(case)
            self._changed()

    def relay(self, case: Case, text: str) -> None:
        """Give a visitor's words to the member of staff who helps them."""
        case.lines.append(Line("visitor", text, self._now_ms()))
        self._changed()

    def graver(self, case: Case, need: Need) -> None:
        """Move a visitor forward who tells of danger while waiting."""
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
        return sorted(those, key=lambda c: (-_URGENCY.index(c.urgency), c.joined))

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
        line = Line("staff", text, self._now_ms())
        case.lines.append(line)
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
        for case in list(self._cases.values()):
            self._drop(case, "gone")

    def touch(self) -> None:
        """Wake the staff's pages: a call-back has come or was made."""
        self._changed()

    # ---- helpers --------------------------------------------------------------------------------

    def _found(self, case_id: str) -> Case:
        case = self._cases.get(case_id)
        if case is None:
            raise NotThere("There is no such case.", param="id")
        return case

    def _drop(self, case: Case, why: Literal["closed", "gone"]) -> None:
        del self._cases[case.id]
        self._finished(case)
        case.visitor.was_closed(why)
        self._changed()

    def _finished(self, case: Case) -> None:
        case.lines.clear()
        if case.taken is not None:
            self._handled.append(self._clock() - case.taken)

    def _changed(self) -> None:
        """Wake the staff's pages, and tell those who wait where they stand."""
        self.seq += 1
        self._news.set()
        self._news = asyncio.Event()
        for place, case in enumerate(self.waiting, 1):
            told = (place, self._wait_s(place))
            if told[0] != (case.told or (0, None))[0]:
                case.told = told
                case.visitor.moved(*told)

    def _wait_s(self, place: int) -> int | None:
        """Estimate the wait from recent cases; None until there was one."""
        if not self._handled or not self._pickups:
            return None
        ahead = place - 1 + len(self.taken)
        return round(ahead * median(self._handled) + median(self._pickups))

    def _now_ms(self) -> int:
        return round(self._wall() * 1000)
