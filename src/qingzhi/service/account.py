"""What a session tells of its turns: to the records outcome, topics and times, but no words.

The dialogue is told how much of an answer was heard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingzhi.service import metrics
from qingzhi.service.journal import Happened

if TYPE_CHECKING:
    from qingzhi.score import Percept
    from qingzhi.service.journal import Visit
    from qingzhi.service.session import Session
    from qingzhi.store.records import Outcome


class Account:
    """Follows one turn after the other."""

    def __init__(self, session: Session, visit: Visit) -> None:
        self._session = session
        self._visit = visit
        self._percept: Percept | None = None
        self._asked_at = session.age
        self._latency_ms = 0.0
        self._said: list[tuple[str, float, float]] = []
        self._noted: tuple[str, ...] = ()

    @property
    def waited_s(self) -> float:
        """Seconds since the visitor's turn was complete."""
        return self._session.age - self._asked_at

    def asked(self) -> None:
        """Note that the visitor's turn is complete: its answer is on its way from now."""
        self._asked_at = self._session.age

    def understood(self, percept: Percept) -> None:
        """Take the turn as it was perceived; it is noted once, with its outcome."""
        self._percept = percept

    def begin(self) -> None:
        """Begin an answer."""
        self._said, self._latency_ms = [], 0.0

    def sounded(self) -> None:
        """Measure the first sound of an answer."""
        if not self._latency_ms:
            self._latency_ms = self.waited_s * 1000
            metrics.FIRST_AUDIO.observe(self.waited_s)

    def said(self, clause_id: str, start: float, end: float) -> None:
        """Note the place of a clause in the answer, in s."""
        self._said.append((clause_id, start, end))

    def heard(self, seconds: float) -> None:
        """Tell the dialogue how much of the answer has reached the visitor, in s."""
        for clause_id, start, end in self._said:
            share = (seconds - start) / max(end - start, 1e-6)
            self._session.talk.heard(clause_id, max(0.0, min(1.0, share)))

    def note(self, outcome: Outcome) -> None:
        """Put the turn into the records: its topics and outcome, not its words."""
        percept, self._percept = self._percept, None
        if percept is None:
            return
        session = self._session
        metrics.TURNS.labels(outcome).inc()
        self._visit.lang = percept.lang
        before, self._noted = self._noted, session.talk.noted
        agreed = self._noted[-1] if self._noted and self._noted != before else ""
        asked = session.parts.mind.redacted(agreed, percept.lang) if agreed else ""
        latency_ms = round(self._latency_ms, 1)
        session.parts.journal.note(
            Happened(self._visit, outcome, topics(session), percept.emotion, latency_ms, asked)
        )


def topics(session: Session) -> tuple[str, ...]:
    """Name the knowledge items that the answer rests on."""
    return tuple(source.id for source in session.talk.citations)
