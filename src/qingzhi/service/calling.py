"""The call-backs that one visitor leaves: kept with consent, taken back at a word."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Literal

import structlog

from qingzhi.errors import QingzhiError
from qingzhi.io import events as ev
from qingzhi.service.messages import spoken
from qingzhi.store.callbacks import CallbacksFull
from qingzhi.store.records import Callback

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from qingzhi.score import Need
    from qingzhi.service.case import Left
    from qingzhi.service.session import Session

log = structlog.get_logger(__name__)
MOST: Final = 3
"""Call-backs that one session may leave."""
MOST_OPEN: Final = 500
"""Call-backs that may be open at once; beyond it nobody would ever call."""


class Calling:
    """Writes and erases one after the other, and says what came of it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._desk = session.parts.desk
        self._ids: set[str] = set()
        self._standing = 0
        self._order = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def note(self, left: Left, need: Need | None) -> None:
        """Keep a call-back, and tell the visitor once it is on disk."""
        if self._standing >= MOST or not self._desk.calls.allows(self._session.network):
            self._tell("refused", "handover.enough")
            return
        self._standing += 1
        self._begin(self._keep(left, need))

    def withdraw(self) -> bool:
        """Erase what was left in this visit, and say so; False where nothing was."""
        if not self._standing:
            return False
        self._standing = 0
        self._begin(self._erase())
        return True

    async def end(self) -> None:
        """Finish what is being written."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep(self, left: Left, need: Need | None) -> None:
        session = self._session
        contact = left.contact or ("", "")
        callback = Callback(
            service_id=session.config.model,
            phone=left.phone,
            name=left.name,
            note=left.note,
            contact_name=contact[0],
            contact_phone=contact[1],
            lang=session.lang,
            need=need.kind if need else "",
            urgency=need.level if need else "none",
        )
        try:
            async with self._order:
                kept = await session.parts.store.keep_callback(
                    callback, most=MOST_OPEN, own=self._ids
                )
        except QingzhiError as error:
            self._undo(error)
            return
        self._ids |= {kept} - {""}
        self._desk.touch()
        self._tell("noted", "handover.noted")

    def _undo(self, error: QingzhiError) -> None:
        self._standing = max(0, self._standing - 1)
        self._desk.calls.give_back(self._session.network)
        if isinstance(error, CallbacksFull):
            self._tell("refused", "handover.enough")
            return
        log.warning("callback not kept", code=error.code)
        self._tell("refused", "handover.broken")

    async def _erase(self) -> None:
        try:
            async with self._order:
                await self._session.parts.store.erase_callbacks(self._ids)
        except QingzhiError as error:
            log.warning("callback not erased", code=error.code)
            self._standing = max(1, len(self._ids))
            self._tell("noted", "handover.not_withdrawn")
            return
        self._ids.clear()
        self._desk.touch()
        self._tell("cancelled", "handover.withdrawn")

    def _tell(self, state: Literal["noted", "cancelled", "refused"], name: str) -> None:
        days = self._session.parts.settings.callback_days
        message = spoken(name, self._session.lang).format(days=days)
        self._session.outbox.put(ev.HandoverState(state=state, kind="callback", message=message))
