"""One visitor's case at the staff desk, and the visitor's side of it as the desk needs it."""

from __future__ import annotations

import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, Protocol

if TYPE_CHECKING:
    from qingzhi.score import Need

MOST_LINES: Final = 200
MOST_HELD: Final = 60_000
"""Lines and characters of one talk that are held for a staff page that is loaded again."""
URGENCY: Final = ("none", "low", "medium", "high")


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

    def amended(self, by: Left) -> Left:
        """Give what is known after the visitor left something more."""
        return Left(
            name=by.name or self.name,
            phone=by.phone or self.phone,
            note=by.note or self.note,
            contact=by.contact or self.contact,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was written: its number in the talk from 1, `at` in ms since 1970."""

    number: int
    by: Literal["visitor", "staff"]
    text: str
    at: int


@dataclass(slots=True, eq=False)
class Case:
    """One visitor who waits for a person or is being helped. `network` is where they come from."""

    visitor: Visitor
    lang: str
    audience: str
    need: Need | None
    left: Left
    since: int
    joined: float
    network: str = ""
    taken: float | None = None
    here: bool = True
    told: tuple[int, int | None] | None = None
    lines: deque[Line] = field(default_factory=lambda: deque(maxlen=MOST_LINES))
    written: int = 0
    id: str = field(default_factory=lambda: f"h_{secrets.token_hex(8)}")

    @property
    def urgency(self) -> str:
        return self.need.level if self.need else "none"

    def write(self, by: Literal["visitor", "staff"], text: str, at: int) -> Line:
        """Hold a line of the talk; the oldest ones go when there is too much."""
        self.written += 1
        line = Line(self.written, by, text, at)
        self.lines.append(line)
        while len(self.lines) > 1 and sum(len(held.text) for held in self.lines) > MOST_HELD:
            self.lines.popleft()
        return line

    def forget(self) -> None:
        """Keep nothing that the visitor left or that was written."""
        self.lines.clear()
        self.left = Left()


def graver(one: Need | None, other: Need | None) -> Need | None:
    """Give the graver of two needs; the first where they are equal."""
    if one is None or other is None:
        return one or other
    return other if URGENCY.index(other.level) > URGENCY.index(one.level) else one
