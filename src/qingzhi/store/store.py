"""The records of one installation: conversations, turns, unanswered questions, feedback."""

from __future__ import annotations

import uuid
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import msgspec
import structlog
from sqlalchemy import delete, insert, select, update

from qingzhi.errors import InputError, StoreError
from qingzhi.store import callbacks, database, schema
from qingzhi.store.records import (
    OUTCOMES,
    RATINGS,
    REASONS,
    WORK_STATES,
    Callback,
    Conversation,
    Feedback,
    Purged,
    Service,
    StoredCallback,
    StoredFeedback,
    StoredTurn,
    Turn,
    Unanswered,
    WorkState,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy import Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from qingzhi.settings import Settings

Record = TypeVar("Record", bound=msgspec.Struct)
log = structlog.get_logger(__name__)
FILE: Final = "qingzhi.db"
MAX_TEXT: Final = 2000
"""Characters of a question that are kept."""


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


class Store:
    """Open it with `await Store.open(settings)`, and use it as an async context or `close` it.

    What a method has acknowledged by returning is on disk. Every method raises StoreError when
    the database fails, and InputError when the caller's values can't be.
    """

    def __init__(self, engine: AsyncEngine, *, clock: Callable[[], datetime] = now) -> None:
        self._engine = engine
        self._clock = clock

    @classmethod
    async def open(
        cls, settings: Settings, *, url: str | None = None, clock: Callable[[], datetime] = now
    ) -> Self:
        """Open the records in the data folder (or at `url`) and bring their tables up to date.

        A file that is damaged is kept aside under another name, and StoreError says so.
        """
        path = settings.data / FILE
        if url is None:
            _make_private(path)
        store = cls(database.engine(url or database.sqlite_url(path)), clock=clock)
        try:
            async with store._writing() as connection:
                await connection.run_sync(database.migrate)
        except StoreError as error:
            await store.close()
            if url is None and database.damaged(error):
                raise _kept_aside(path, error) from error
            raise
        return store

    async def close(self) -> None:
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def put_service(self, service: Service) -> None:
        """Add a service, or replace its title and descriptor."""
        values = {"title": service.title, "descriptor": service.descriptor}
        table = schema.service
        async with self._writing() as connection:
            done = await connection.execute(
                update(table).where(table.c.id == service.id).values(values)
            )
            if not done.rowcount:
                await connection.execute(insert(table).values(id=service.id, **values))

    async def services(self) -> list[Service]:
        return await self._read(select(schema.service).order_by(schema.service.c.id), Service)

    async def begin_conversation(self, service_id: str, *, lang: str = "zh") -> str:
        """Record that a visitor came, and return the conversation's id."""
        fresh = {"id": _new_id(), "service_id": service_id, "lang": lang}
        async with self._writing() as connection:
            await connection.execute(
                insert(schema.conversation).values(**fresh, started=self._clock(), turns=0)
            )
        return fresh["id"]

    async def end_conversation(self, service_id: str, conversation_id: str) -> None:
        await self._touch(service_id, conversation_id, ended=self._clock())

    async def conversations(self, service_id: str, *, limit: int = 100) -> list[Conversation]:
        """Latest first."""
        table = schema.conversation
        chosen = select(table).where(table.c.service_id == service_id)
        return await self._read(chosen.order_by(table.c.started.desc()).limit(limit), Conversation)

    async def record_turn(self, turn: Turn) -> str:
        """Keep a turn of a conversation of the same service, and return the turn's id."""
        _choose(turn.outcome, OUTCOMES, "outcome")
        values = msgspec.structs.asdict(turn) | {"id": _new_id(), "at": self._clock()}
        values["question"] = turn.question and _kept(turn.question)
        table = schema.conversation
        async with self._writing() as connection:
            done = await connection.execute(
                update(table)
                .where(table.c.id == turn.conversation_id, table.c.service_id == turn.service_id)
                .values(turns=table.c.turns + 1)
            )
            _found(done.rowcount, "conversation_id")
            await connection.execute(insert(schema.turn).values(values))
        return str(values["id"])

    async def turns(self, service_id: str, conversation_id: str) -> list[StoredTurn]:
        """Return the turns of a conversation in the order they were recorded."""
        table = schema.turn
        chosen = select(table).where(
            table.c.service_id == service_id, table.c.conversation_id == conversation_id
        )
        return await self._read(chosen.order_by(table.c.at, table.c.id), StoredTurn)

    async def record_unanswered(self, service_id: str, question: str) -> None:
        """Put a question, redacted by the caller, on the operator's list, or count it again.

        One that was settled opens again when somebody asks it once more.
        """
        question = _kept(" ".join(question.split()))
        if not question:
            raise InputError("An unanswered question needs words.", param="question")
        table = schema.unanswered
        where = (table.c.service_id == service_id, table.c.question == question)
        news = {"at": self._clock(), "state": "open"}
        async with self._writing() as connection:
            done = await connection.execute(
                update(table).where(*where).values(count=table.c.count + 1, **news)
            )
            if not done.rowcount:
                fresh = {"id": _new_id(), "service_id": service_id, "question": question}
                await connection.execute(insert(table).values(count=1, **fresh, **news))

    async def unanswered(
        self, service_id: str, *, state: WorkState = "open", limit: int = 100
    ) -> list[Unanswered]:
        """Return the work list, most asked first."""
        table = schema.unanswered
        chosen = select(table).where(table.c.service_id == service_id, table.c.state == state)
        order = (table.c.count.desc(), table.c.at.desc(), table.c.id)
        return await self._read(chosen.order_by(*order).limit(limit), Unanswered)

    async def settle_unanswered(self, service_id: str, question_id: str, state: WorkState) -> None:
        """Say what became of a question on the work list."""
        _choose(state, WORK_STATES, "state")
        table = schema.unanswered
        async with self._writing() as connection:
            done = await connection.execute(
                update(table)
                .where(table.c.id == question_id, table.c.service_id == service_id)
                .values(state=state)
            )
            _found(done.rowcount, "question_id")

    async def record_feedback(self, feedback: Feedback) -> None:
        """Keep what a visitor thought of a response, in place of what they thought before."""
        _choose(feedback.rating, RATINGS, "rating")
        if feedback.reason is not None:
            _choose(feedback.reason, REASONS, "reason")
        table = schema.feedback
        values = msgspec.structs.asdict(feedback)
        where = (
            table.c.service_id == feedback.service_id,
            table.c.response_id == feedback.response_id,
        )
        news = {"rating": feedback.rating, "reason": feedback.reason, "at": self._clock()}
        async with self._writing() as connection:
            done = await connection.execute(update(table).where(*where).values(news))
            if not done.rowcount:
                await connection.execute(insert(table).values(values | news | {"id": _new_id()}))

    async def feedback(self, service_id: str, *, limit: int = 100) -> list[StoredFeedback]:
        """Latest first."""
        table = schema.feedback
        chosen = select(table).where(table.c.service_id == service_id)
        return await self._read(chosen.order_by(table.c.at.desc()).limit(limit), StoredFeedback)

    async def keep_callback(
        self, callback: Callback, *, most: int | None = None, own: Collection[str] = ()
    ) -> str:
        """Keep a call that somebody is to make; return its id. One call for a telephone number.

        A number that is among `own`, the ids that this visitor was given, is written anew under
        its id. Where somebody else left it, their entry stands, only its urgency may rise, and ""
        is returned. Raises CallbacksFull where `most` are open.
        """
        fresh = _new_id()
        async with self._writing() as connection:
            kept = await callbacks.keep(
                connection, callback, at=self._clock(), new_id=fresh, most=most, own=own
            )
        if kept != fresh:
            await self._scrub()
        return kept

    async def callbacks(self, *, limit: int = 500) -> list[StoredCallback]:
        """Return the calls that are to be made, of all services, oldest first."""
        chosen = select(schema.callback).order_by(schema.callback.c.at, schema.callback.c.id)
        return await self._read(chosen.limit(limit), StoredCallback)

    async def finish_callback(self, callback_id: str) -> None:
        """Delete a call-back for good: it was made."""
        _found(await self.erase_callbacks((callback_id,)), "callback_id")

    async def erase_callbacks(self, ids: Collection[str]) -> int:
        """Delete call-backs for good: made, or no longer wanted; return how many there were."""
        async with self._erasing() as connection:
            done = await connection.execute(
                delete(schema.callback).where(schema.callback.c.id.in_(ids))
            )
            return done.rowcount

    async def expire_callbacks(self, before: datetime) -> int:
        """Delete for good the call-backs left before this, made or not; return how many."""
        async with self._erasing() as connection:
            done = await connection.execute(
                delete(schema.callback).where(schema.callback.c.at < before)
            )
            return done.rowcount

    async def purge(self, before: datetime, *, service_id: str | None = None) -> Purged:
        """Delete for good what is older than this.

        That is conversations begun before, with their turns, feedback last given before, and
        unanswered questions last asked before.
        """
        old = (schema.conversation.c.started < before, *_of(schema.conversation, service_id))
        turns = schema.turn.c.conversation_id.in_(select(schema.conversation.c.id).where(*old))
        told = (schema.feedback.c.at < before, *_of(schema.feedback, service_id))
        asked = (schema.unanswered.c.at < before, *_of(schema.unanswered, service_id))
        async with self._erasing() as connection:

            async def drop(table: Any, *where: Any) -> int:
                return (await connection.execute(delete(table).where(*where))).rowcount

            return Purged(
                feedback=await drop(schema.feedback, *told),
                turns=await drop(schema.turn, turns),
                conversations=await drop(schema.conversation, *old),
                unanswered=await drop(schema.unanswered, *asked),
            )

    async def _touch(self, service_id: str, conversation_id: str, **values: Any) -> None:
        table = schema.conversation
        async with self._writing() as connection:
            done = await connection.execute(
                update(table)
                .where(table.c.id == conversation_id, table.c.service_id == service_id)
                .values(values)
            )
            _found(done.rowcount, "conversation_id")

    async def _read(self, query: Select[Any], kind: type[Record]) -> list[Record]:
        async with self._reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        named = ({str(name): value for name, value in row.items()} for row in rows)
        return [msgspec.convert(record, kind) for record in named]

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        with database.told():
            async with self._engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def _erasing(self) -> AsyncIterator[AsyncConnection]:
        """Write, and leave nothing behind of what was deleted, in no file."""
        async with self._writing() as connection:
            yield connection
        await self._scrub()

    async def _scrub(self) -> None:
        """Empty the log; where that can't be now, it goes with the next erasure."""
        try:
            async with self._reading() as connection:
                clean = await database.scrub(connection)
        except StoreError as error:
            log.warning("records not scrubbed", code=error.code)
        else:
            if not clean:
                log.warning("records not scrubbed", code="busy")

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        with database.told():
            async with self._engine.connect() as connection:
                yield await connection.execution_options(isolation_level="AUTOCOMMIT")


def _make_private(path: Path) -> None:
    try:
        database.make_private(path)
    except OSError as error:
        raise StoreError(
            f"The data folder {path.parent} cannot be made ours: {error.strerror}.",
            hint="Mend its permissions, or point QINGZHI_DATA to another folder.",
        ) from error


def _kept_aside(path: Path, error: StoreError) -> StoreError:
    kept = database.keep_aside(path)
    return StoreError(
        f"{error.message} It was kept aside as {kept}.",
        hint="Start again to begin with empty records, or put a backup in its place first.",
    )


def _of(table: Table, service_id: str | None) -> tuple[Any, ...]:
    return () if service_id is None else (table.c.service_id == service_id,)


def _kept(text: str) -> str:
    """Cut to the length that is kept, without the half characters that no encoding takes."""
    return text[:MAX_TEXT].encode("utf-8", "replace").decode()


def _new_id() -> str:
    return uuid.uuid4().hex


def _choose(value: str, allowed: tuple[str, ...], param: str) -> None:
    if value not in allowed:
        raise InputError(f"{value!r} is not one of {', '.join(allowed)}.", param=param)


def _found(count: int, param: str) -> None:
    if not count:
        raise InputError("There is no such record in this service.", param=param)
