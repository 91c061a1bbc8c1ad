"""Writes what happened to the records, behind the conversation's back and in order.

No visitor's words are kept, but for a question that nobody could answer and that the visitor
agreed to leave, redacted: it becomes somebody's work list.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from qingzhi.errors import QingzhiError
from qingzhi.service.ratings import Rated
from qingzhi.store.records import Turn

if TYPE_CHECKING:
    from qingzhi.emotion import Emotion
    from qingzhi.score import Lang
    from qingzhi.store import Store
    from qingzhi.store.records import Outcome

log = structlog.get_logger(__name__)
BACKLOG: Final = 10_000
"""Records that may wait for a slow disk; beyond it new ones are dropped, and that is logged."""


@dataclass(slots=True)
class Visit:
    """One conversation's place in the records; it gets its id with its first turn."""

    service_id: str
    lang: Lang = "zh"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """One turn as it ended. `unanswered` is the redacted question, or nothing."""

    visit: Visit
    outcome: Outcome
    topics: tuple[str, ...]
    emotion: Emotion
    latency_ms: float
    unanswered: str = ""


class Journal:
    """One writer for all sessions. `close` writes what still waits."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._queue: asyncio.Queue[Happened | Visit | Rated] = asyncio.Queue(BACKLOG)
        self._task = asyncio.create_task(self._write())

    def note(self, happened: Happened | Visit | Rated) -> None:
        """Note a turn, the end of a visit, or a rating. Never waits, never fails."""
        try:
            self._queue.put_nowait(happened)
        except asyncio.QueueFull:
            log.warning("record dropped", waiting=BACKLOG)
            if isinstance(happened, Rated):
                happened.taken = True
                happened.told(happened.feedback, False)

    async def close(self) -> None:
        """Write what waits, then end."""
        await self._queue.join()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _write(self) -> None:
        while True:
            happened = await self._queue.get()
            try:
                match happened:
                    case Visit():
                        await self._end(happened)
                    case Rated():
                        await self._rate(happened)
                    case Happened():
                        await self._keep(happened)
            except QingzhiError as error:
                log.warning("record not kept", code=error.code)
            except Exception as error:  # noqa: BLE001 - one bad record must not end the writer
                log.warning("record not kept", code=type(error).__name__)
            finally:
                self._queue.task_done()

    async def _end(self, visit: Visit) -> None:
        if visit.id:
            await self._store.end_conversation(visit.service_id, visit.id)

    async def _rate(self, rated: Rated) -> None:
        rated.taken, feedback, kept = True, rated.feedback, False
        try:
            await self._store.record_feedback(feedback)
            kept = True
        finally:
            rated.told(feedback, kept)

    async def _keep(self, happened: Happened) -> None:
        visit = happened.visit
        if not visit.id:
            visit.id = await self._store.begin_conversation(visit.service_id, lang=visit.lang)
        turn = Turn(
            conversation_id=visit.id,
            service_id=visit.service_id,
            outcome=happened.outcome,
            topics=happened.topics,
            latency_ms=happened.latency_ms,
            emotion=happened.emotion.name,
            strength=happened.emotion.strength.value,
        )
        await self._store.record_turn(turn)
        if happened.unanswered:
            await self._store.record_unanswered(visit.service_id, happened.unanswered)
