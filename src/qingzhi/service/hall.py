"""All sessions of the running service: who is in, who may come back, who must wait."""

from __future__ import annotations

import asyncio
import hmac
from collections import Counter
from typing import TYPE_CHECKING, Final

from qingzhi.errors import Overloaded
from qingzhi.service.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingzhi.service.parts import Parts

RESUME_SECONDS: Final = 30.0
"""How long a session waits for a client that lost its connection."""
Connection = tuple[asyncio.Task[None], ...]
"""The tasks that read from a client and write to it."""


class Hall:
    """Opens, keeps and ends sessions."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._sessions: dict[str, Session] = {}
        self._came_from: dict[str, str] = {}
        self._households: Counter[str] = Counter()
        self._holders: dict[str, Connection] = {}
        self._leaving: dict[str, asyncio.TimerHandle] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._sessions)

    def enter(
        self, model: str, extensions: Iterable[str], household: str = "", network: str = ""
    ) -> Session:
        """Begin a session. Raises Overloaded when every place is taken.

        `household` is who shares places with the visitor; "" has no limit of its own. `network`
        is who shares the way to a person.
        """
        settings = self.parts.settings
        if len(self._sessions) >= settings.sessions:
            raise _full(f"All {settings.sessions} places are taken.")
        share = settings.sessions_per_address
        if household and share and self._households[household] >= share:
            raise _full(f"All {share} places of your address are taken.")
        # Without a share for each address, addresses say nothing about who it is.
        session = Session(
            self.parts, model=model, extensions=extensions, network=network if share else ""
        )
        self._came_from[session.id] = household
        self._households[household] += 1
        self._sessions[session.id] = session
        session.start()
        return session

    def come_back(self, token: str, last_seen: int) -> Session | None:
        """Find a session by its resume token, its outbox rewound; None when it is gone.

        A connection that still holds it, because its loss was not noticed, is let go.
        """
        for session in self._sessions.values():
            if session.token and hmac.compare_digest(session.token.encode(), token.encode()):
                if not session.outbox.can_rewind(last_seen):
                    return None
                for task in self._holders.pop(session.id, ()):
                    task.cancel()
                if waiting := self._leaving.pop(session.id, None):
                    waiting.cancel()
                session.outbox.rewind(last_seen)
                return session
        return None

    def hold(self, session: Session, connection: Connection) -> None:
        """Note which connection serves a session now."""
        self._holders[session.id] = connection
        session.outbox.absent_s = 0.0
        session.handing.connected(here=True)

    def step_out(self, session: Session, connection: Connection) -> None:
        """Wait a while for a client that may come back; end the session of one that can't."""
        if self._holders.get(session.id) is not connection:
            return
        del self._holders[session.id]
        session.outbox.absent_s = RESUME_SECONDS
        session.handing.connected(here=False)
        delay = RESUME_SECONDS if session.token else 0.0
        loop = asyncio.get_running_loop()
        self._leaving[session.id] = loop.call_later(delay, self._end, session)

    async def close(self) -> None:
        """End every session."""
        for handle in self._leaving.values():
            handle.cancel()
        for session in list(self._sessions.values()):
            await session.close()
        self._sessions.clear()
        await asyncio.gather(*self._closing)

    def tell(self, code: str) -> None:
        """Give every visitor's page a notice."""
        for session in self._sessions.values():
            session.notify(code)

    def _free_place(self, household: str) -> None:
        self._households[household] -= 1
        if not self._households[household]:
            del self._households[household]

    def _end(self, session: Session) -> None:
        self._leaving.pop(session.id, None)
        if self._sessions.pop(session.id, None):
            self._free_place(self._came_from.pop(session.id))
        task = asyncio.create_task(session.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


def _full(message: str) -> Overloaded:
    return Overloaded(message, hint="Please come back in a moment.")
