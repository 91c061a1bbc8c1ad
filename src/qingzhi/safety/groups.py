"""For whom the figure speaks: children, old people, everybody else.

Somebody may say it of themselves, a guardian may set it, or several weak signs may suggest a
child. What protects more wins: a guardian's word can't be taken back in the same visit, one's own
word only by a switch on the page, a suspicion by saying one's age.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from qingzhi.safety import signals

if TYPE_CHECKING:
    from qingzhi.safety.verdict import Audience

DeclaredBy = Literal["", "self", "guardian", "suspected"]
SUSPECTED_FROM: Final = 3
"""Points of weak signs, all visit long, that together suggest a child."""


ELDER_RATE: Final = 0.85
ELDER_GAIN_DB: Final = 3.0
"""Hearing at speech frequencies falls with age (ISO 7029); a device's own volume stays theirs."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who speaks, and who said so."""

    audience: Audience = "adult"
    declared_by: DeclaredBy = ""

    @property
    def rate(self) -> float:
        """Factor on the rate of speech for this visitor."""
        return ELDER_RATE if self.audience == "elder" else 1.0

    @property
    def gain_db(self) -> float:
        """How much louder than usual this visitor is spoken to."""
        return ELDER_GAIN_DB if self.audience == "elder" else 0.0


def declared(now: Standing, wanted: Audience, by: DeclaredBy) -> Standing | None:
    """Take a switch on the page; None where it would undo what a guardian set.

    A guardian speaks for a child alone: for anybody else that word would only end the listening.
    """
    if now == Standing("minor", "guardian"):
        return now if wanted == "minor" else None
    if by == "guardian" and wanted != "minor":
        by = "self" if wanted != "adult" else ""
    return Standing(wanted, by or ("self" if wanted != "adult" else ""))


class Groups:
    """Listens to one visitor for who they are."""

    def __init__(self) -> None:
        self._points = 0

    def heard(self, said: Audience | None, now: Standing, shown: frozenset[str]) -> Standing:
        """Give the standing after a turn: `said` of oneself in it, `shown` as its signals."""
        if now.declared_by == "guardian":
            return now
        if now.audience == "minor" and now.declared_by == "self":
            return now
        if said:
            self._points = 0
            return Standing(said, "self")
        if now.audience == "minor":
            return now
        if "elder.words" in shown:
            return Standing("elder", "self")
        return self._suspected(shown, now)

    def _suspected(self, shown: frozenset[str], now: Standing) -> Standing:
        if now.declared_by:
            return now
        self._points += signals.points(shown)
        return Standing("minor", "suspected") if self._points >= SUSPECTED_FROM else now
