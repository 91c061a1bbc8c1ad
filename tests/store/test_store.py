"""Records: what is acknowledged stays, what is not asked for is not kept, services stay apart."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.exc import TimeoutError as SQLAlchemyTimeout

from qingzhi.errors import InputError, StoreError
from qingzhi.settings import Settings
from qingzhi.store import Callback, Feedback, Service, Store, Turn, database, schema
from qingzhi.store.callbacks import CallbacksFull
from qingzhi.store.records import OUTCOMES
from qingzhi.store.store import FILE, MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

LETTERS = st.characters(exclude_categories=["Cs"])
"""Anything but half a surrogate pair, which no encoding takes."""
WRITER = """
import asyncio, sys
from pathlib import Path
from qingzhi.settings import Settings
from qingzhi.store import Store, Turn
async def main():
    async with await Store.open(Settings(data=Path(sys.argv[1]))) as store:
        conversation = await store.begin_conversation("desk")
        print(conversation, flush=True)
        while True:
            turn = Turn(conversation_id=conversation, service_id="desk", outcome="answered",
                        latency_ms=1.0)
            print(await store.record_turn(turn), flush=True)
asyncio.run(main())
"""


@dataclass
class Clock:
    """A clock that is set by hand."""

    moment: datetime = datetime(2026, 1, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(settings: Settings, clock: Clock) -> AsyncIterator[Store]:
    async with await Store.open(settings, clock=clock) as opened:
        yield opened


def turn(conversation_id: str, service_id: str = "desk", **changes: object) -> Turn:
    """Make a turn whose other fields don't matter to the test."""
    known: dict[str, object] = {"outcome": "answered", "latency_ms": 80.0, **changes}
    return Turn(conversation_id=conversation_id, service_id=service_id, **known)  # type: ignore[arg-type]


def start_writer(settings: Settings) -> subprocess.Popen[str]:
    """Start a process that records turns and prints their ids until it is killed."""
    return subprocess.Popen(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", WRITER, str(settings.data)], stdout=subprocess.PIPE, text=True
    )


async def test_a_conversation_is_recorded(store: Store) -> None:
    """Begin, turns and end are kept with their times, and the turns are counted."""
    conversation = await store.begin_conversation("desk", lang="en")
    first = await store.record_turn(turn(conversation, topics=("passport", "fee")))
    second = await store.record_turn(turn(conversation, outcome="unknown", emotion="anger"))
    await store.end_conversation("desk", conversation)
    (kept,) = await store.conversations("desk")
    assert (kept.id, kept.lang, kept.turns) == (conversation, "en", 2)
    assert kept.ended is not None
    assert kept.started < kept.ended
    turns = await store.turns("desk", conversation)
    assert [t.id for t in turns] == [first, second]
    assert turns[0].topics == ("passport", "fee")
    assert turns[1].emotion == "anger"
    assert turns[0].at.tzinfo is UTC


async def test_words_are_not_kept_by_default(store: Store, settings: Settings) -> None:
    """Unless a redacted question is handed over, no column holds what the visitor said."""
    conversation = await store.begin_conversation("desk")
    await store.record_turn(turn(conversation))
    await store.record_turn(turn(conversation, question="护照丢了怎么办"))
    kept = await store.turns("desk", conversation)
    assert [t.question for t in kept] == [None, "护照丢了怎么办"]


async def test_services_are_kept_apart(store: Store) -> None:
    """No method reads or changes a record by way of another service's name."""
    mine = await store.begin_conversation("mine")
    await store.record_turn(turn(mine, "mine"))
    await store.record_unanswered("mine", "问题")
    (question,) = await store.unanswered("mine")
    assert await store.conversations("other") == []
    assert await store.turns("other", mine) == []
    assert await store.unanswered("other") == []
    for attempt in (
        store.record_turn(turn(mine, "other")),
        store.end_conversation("other", mine),
        store.settle_unanswered("other", question.id, "answered"),
    ):
        with pytest.raises(InputError, match="in this service"):
            await attempt
    (unchanged,) = await store.conversations("mine")
    assert (unchanged.turns, unchanged.ended) == (1, None)


async def test_services_are_put_and_replaced(store: Store) -> None:
    """A service's descriptor comes back as it went in; putting it again replaces it."""
    await store.put_service(Service(id="b", title="护照", descriptor={"voices": ["a"], "n": 1}))
    await store.put_service(Service(id="a", title="First"))
    await store.put_service(Service(id="a", title="Second"))
    assert await store.services() == [
        Service(id="a", title="Second"),
        Service(id="b", title="护照", descriptor={"voices": ["a"], "n": 1}),
    ]


async def test_unanswered_questions_make_a_work_list(store: Store) -> None:
    """The same question is counted, the most asked comes first, a settled one leaves the list."""
    for question in ("怎么  办", "rare", "怎么 办 "):
        await store.record_unanswered("desk", question)
    first, second = await store.unanswered("desk")
    assert (first.question, first.count) == ("怎么 办", 2)
    await store.settle_unanswered("desk", first.id, "answered")
    assert await store.unanswered("desk") == [second]
    await store.record_unanswered("desk", "怎么 办")
    assert (await store.unanswered("desk"))[0].count == 3


async def test_a_response_has_one_rating(store: Store) -> None:
    """A later rating takes the place of the earlier one; other services' stay."""
    good = Feedback(service_id="desk", response_id="resp_1", rating="up", topics=("passport",))
    await store.record_feedback(good)
    await store.record_feedback(Feedback(service_id="other", response_id="resp_1", rating="up"))
    worse = msgspec.structs.replace(good, rating="down", reason="outdated")
    await store.record_feedback(worse)
    [kept] = await store.feedback("desk")
    assert (kept.rating, kept.reason, kept.lang) == ("down", "outdated", "zh")
    assert kept.topics == ("passport",)
    assert [f.rating for f in await store.feedback("other")] == ["up"]


async def test_a_reason_is_never_free_text(store: Store) -> None:
    """Only the fixed words reach the disk."""
    words = Feedback(service_id="desk", response_id="r", rating="down", reason="太慢了")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="outdated"):
        await store.record_feedback(words)
    with pytest.raises(InputError, match="up"):
        await store.record_feedback(Feedback(service_id="desk", response_id="r", rating="meh"))  # type: ignore[arg-type]
    assert await store.feedback("desk") == []


async def test_values_that_cannot_be_are_refused(store: Store) -> None:
    """An unknown outcome or state, or an empty question, is the caller's mistake."""
    conversation = await store.begin_conversation("desk")
    with pytest.raises(InputError, match="answered"):
        await store.record_turn(turn(conversation, outcome="happy"))
    with pytest.raises(InputError, match="words"):
        await store.record_unanswered("desk", " \n")
    with pytest.raises(InputError, match="open"):
        await store.settle_unanswered("desk", "x", "gone")  # type: ignore[arg-type]


async def test_purge_takes_what_is_older(store: Store, clock: Clock) -> None:
    """Older conversations go with their turns, older feedback and questions; newer ones stay."""
    old = await store.begin_conversation("desk")
    await store.record_turn(turn(old))
    await store.record_feedback(Feedback(service_id="desk", response_id="old", rating="down"))
    await store.record_unanswered("desk", "old")
    limit = clock()
    new = await store.begin_conversation("desk")
    await store.record_turn(turn(new))
    await store.record_unanswered("desk", "new")
    await store.record_feedback(Feedback(service_id="desk", response_id="new", rating="up"))
    untouched = await store.purge(limit, service_id="other")
    assert untouched.conversations == untouched.unanswered == untouched.feedback == 0
    gone = await store.purge(limit)
    assert (gone.conversations, gone.turns, gone.feedback, gone.unanswered) == (1, 1, 1, 1)
    assert [c.id for c in await store.conversations("desk")] == [new]
    assert [q.question for q in await store.unanswered("desk")] == ["new"]
    assert [f.response_id for f in await store.feedback("desk")] == ["new"]


async def test_records_outlive_a_restart(settings: Settings) -> None:
    """What one store wrote another reads, and opening again changes nothing."""
    async with await Store.open(settings) as first:
        conversation = await first.begin_conversation("desk")
    async with await Store.open(settings) as second:
        assert [c.id for c in await second.conversations("desk")] == [conversation]


async def test_a_killed_process_loses_nothing_acknowledged(settings: Settings) -> None:
    """After `kill -9` amid writing, each record whose id was printed is there and counted."""
    with start_writer(settings) as writer:
        assert writer.stdout is not None
        conversation = writer.stdout.readline().strip()
        acknowledged = [writer.stdout.readline().strip() for _ in range(40)]
        writer.kill()
        acknowledged += [line.strip() for line in writer.stdout if line.endswith("\n")]
    assert writer.returncode == -signal.SIGKILL
    async with await Store.open(settings) as store:
        kept = {t.id for t in await store.turns("desk", conversation)}
        assert set(acknowledged) <= kept
        assert (await store.conversations("desk"))[0].turns == len(kept)


async def test_two_processes_write_at_once(settings: Settings, store: Store) -> None:
    """A second process writing to the same file makes neither fail."""
    with start_writer(settings) as writer:
        assert writer.stdout is not None
        theirs = writer.stdout.readline().strip()
        ours = await store.begin_conversation("desk")
        for _ in range(20):
            await store.record_turn(turn(ours))
            assert writer.stdout.readline().strip()
        writer.kill()
    assert len(await store.turns("desk", ours)) == 20
    assert len(await store.turns("desk", theirs)) >= 20


async def test_migrations_make_the_tables_of_the_schema(settings: Settings) -> None:
    """Migrating from nothing gives just the tables, columns and indexes that the code names."""

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), schema.metadata))

    async with await Store.open(settings) as store, store._engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_an_older_schema_is_brought_up_to_date(settings: Settings) -> None:
    """Records of the first version are kept, and ratings can be stored beside them."""
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")

    def back(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")

    async with await Store.open(settings) as store:
        conversation = await store.begin_conversation("desk")
        async with store._engine.begin() as connection:
            await connection.run_sync(back)
    async with await Store.open(settings) as store:
        assert [c.id for c in await store.conversations("desk")] == [conversation]
        await store.record_feedback(Feedback(service_id="desk", response_id="r", rating="up"))


async def test_a_newer_schema_is_left_alone(settings: Settings) -> None:
    """A file that a newer version wrote raises StoreError that says so, and is not touched."""
    await (await Store.open(settings)).close()
    path = settings.data / FILE
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match=r"newer Qingzhi.*9999"):
        await Store.open(settings)
    assert [p.name for p in settings.data.glob("*damaged*")] == []
    assert path.exists()


@pytest.mark.parametrize("rubbish", [b"rubbish" * 1000, b"SQLite format 3\0" + b"\xff" * 8000])
async def test_a_damaged_file_is_kept_aside(settings: Settings, rubbish: bytes) -> None:
    """A file that is no database raises StoreError with its new name; a fresh start then works."""
    settings.data.mkdir()
    for expected in ("damaged-1", "damaged-2"):
        (settings.data / FILE).write_bytes(rubbish)
        with pytest.raises(StoreError, match=expected):
            await Store.open(settings)
        assert (settings.data / f"{FILE}.{expected}").read_bytes() == rubbish
    await (await Store.open(settings)).close()


async def test_a_full_disk_is_a_store_error(store: Store) -> None:
    """No room: StoreError that says so, and what was there can still be read."""
    conversation = await store.begin_conversation("desk")
    async with store._engine.connect() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
    event.listen(
        store._engine.sync_engine,
        "begin",
        lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count={pages}"),
    )

    async def fill() -> None:
        for n in range(100):
            await store.record_unanswered("desk", f"{n} " + "长" * 1900)

    with pytest.raises(StoreError, match="no room"):
        await fill()
    assert [c.id for c in await store.conversations("desk")] == [conversation]


async def test_a_data_folder_that_is_a_file(settings: Settings) -> None:
    """A data folder that cannot be made is one error with the variable to set."""
    settings.data.write_text("in the way")
    with pytest.raises(StoreError, match="QINGZHI_DATA"):
        await Store.open(settings)


async def test_a_file_that_cannot_be_opened(settings: Settings) -> None:
    """A database that the system won't open is StoreError, and it is not moved."""
    (settings.data / FILE).mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be opened"):
        await Store.open(settings)
    assert (settings.data / FILE).is_dir()
    await _let_workers_end()


async def _let_workers_end() -> None:
    """Wait for the driver's threads, which answer to this loop even when opening failed."""
    for thread in threading.enumerate():
        if thread.name.endswith("(_connection_worker_thread)"):
            await asyncio.to_thread(thread.join, 30)


async def test_errors_never_quote_records(store: Store) -> None:
    """What goes wrong in the database is told by its kind, not with what somebody said."""
    async with store._engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE unanswered")
    with pytest.raises(StoreError) as caught:
        await store.record_unanswered("desk", "我叫王五")
    assert "王五" not in str(caught.value)


@rules(max_examples=25)
@given(
    outcome=st.sampled_from(OUTCOMES),
    topics=st.lists(st.text(LETTERS, max_size=20), max_size=4).map(tuple),
    question=st.none() | st.text(LETTERS, max_size=MAX_TEXT + 50),
    latency_ms=st.floats(0, 1e6),
)
async def test_any_turn_comes_back_as_it_went(
    tmp_path_factory: pytest.TempPathFactory,
    outcome: str,
    topics: tuple[str, ...],
    question: str | None,
    latency_ms: float,
) -> None:
    """Whatever the words, what is read is what was recorded, cut to the length that is kept."""
    async with await Store.open(Settings(data=tmp_path_factory.mktemp("data"))) as store:
        conversation = await store.begin_conversation("desk")
        changes: dict[str, object] = {
            "outcome": outcome,
            "topics": topics,
            "latency_ms": latency_ms,
            "question": question,
        }
        await store.record_turn(turn(conversation, "desk", **changes))
        (kept,) = await store.turns("desk", conversation)
    assert (kept.outcome, kept.topics, kept.latency_ms) == (outcome, topics, latency_ms)
    assert kept.question == (question and question[:MAX_TEXT])


async def test_half_characters_do_no_harm(store: Store) -> None:
    """Half a surrogate pair, which no encoding takes, is replaced and not an error."""
    await store.record_unanswered("desk", "问\ud83d题")
    assert [q.question for q in await store.unanswered("desk")] == ["问?题"]


async def test_a_callback_is_kept_until_it_is_done(store: Store) -> None:
    """What somebody needs to call, and nothing of it afterwards."""
    kept = Callback(service_id="desk", phone="13800000000", contact_name="李", urgency="high")
    callback_id = await store.keep_callback(kept)
    assert [msgspec.structs.replace(c, id="").phone for c in await store.callbacks()] == [
        kept.phone
    ]
    await store.finish_callback(callback_id)
    assert await store.callbacks() == []
    with pytest.raises(InputError):
        await store.finish_callback(callback_id)


async def test_old_callbacks_are_deleted_made_or_not(store: Store, clock: Clock) -> None:
    """Oldest first, and gone when their time is over; newer ones stay."""
    await store.keep_callback(Callback(service_id="desk", phone="1"))
    clock.moment += timedelta(days=8)
    await store.keep_callback(Callback(service_id="other", phone="2"))
    assert [callback.phone for callback in await store.callbacks()] == ["1", "2"]
    assert await store.expire_callbacks(clock.moment - timedelta(days=7)) == 1
    assert [callback.phone for callback in await store.callbacks()] == ["2"]


def bytes_of(folder: Path) -> bytes:
    """Give everything that lies in a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def number_left(store: Store, way: str, callback_id: str) -> None:
    match way:
        case "finish":
            await store.finish_callback(callback_id)
        case "erase":
            await store.erase_callbacks((callback_id,))
        case "expire":
            await store.expire_callbacks(datetime.now(UTC) + timedelta(days=1))
        case "change":
            other = Callback(service_id="desk", phone="+86 138 5550 1234")
            await store.keep_callback(other, own=(callback_id,))


@pytest.mark.parametrize("way", ["finish", "erase", "expire", "change"])
async def test_an_erased_number_is_in_no_file(tmp_path: Path, way: str) -> None:
    """Neither pages nor the write-ahead log keep what was erased, while the store stays open."""
    async with await Store.open(Settings(data=tmp_path)) as store:
        for n in range(60):
            kept = Callback(service_id="desk", phone=f"1380000{n:04}", note="下午" * (n % 90))
            await store.keep_callback(kept)
        kept = Callback(service_id="desk", phone="138-5550-1234", note="只打这个号码")
        callback_id = await store.keep_callback(kept)
        for n in range(60, 120):
            kept = Callback(service_id="desk", phone=f"1380000{n:04}", note="晚上" * (n % 90))
            await store.keep_callback(kept)
        assert b"138-5550-1234" in bytes_of(tmp_path)
        await number_left(store, way, callback_id)
        found = bytes_of(tmp_path)
        assert b"138-5550-1234" not in found
        assert "只打这个号码".encode() not in found


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of POSIX")
async def test_records_are_for_their_owner_alone(tmp_path: Path) -> None:
    """Folder and files are private, those of an earlier release too."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    (folder / FILE).touch(mode=0o644)
    async with await Store.open(Settings(data=folder)) as store:
        await store.keep_callback(Callback(service_id="desk", phone="13800000000"))
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
        assert set(modes) >= {FILE, f"{FILE}-wal"}
        assert set(modes.values()) == {0o600}
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "again", ["13800000000", "138 0000 0000", "+86 138-0000-0000", "008613800000000"]
)
async def test_a_number_is_called_once(store: Store, again: str) -> None:
    """However it is written; who left it first keeps their words, and only urgency may rise."""
    first = Callback(
        service_id="desk", phone="13800000000", note="下午", need="abuse", urgency="low"
    )
    kept = await store.keep_callback(first)
    second = Callback(service_id="desk", phone=again, note="别打", need="fraud", urgency="medium")
    assert await store.keep_callback(second) == ""
    (entry,) = await store.callbacks()
    assert (entry.id, entry.note, entry.need, entry.urgency) == (kept, "下午", "fraud", "medium")
    calm = Callback(service_id="desk", phone=again, note="晚上")
    assert await store.keep_callback(calm, own=(kept,)) == kept
    (entry,) = await store.callbacks()
    assert (entry.note, entry.need, entry.urgency) == ("晚上", "fraud", "medium")


async def test_no_more_callbacks_are_open_than_somebody_can_make(store: Store) -> None:
    """The limit holds for writers at the same time, and not for a number that is there."""
    calls = [Callback(service_id="desk", phone=f"1380000000{n}") for n in range(6)]
    done = await asyncio.gather(
        *(store.keep_callback(call, most=3) for call in calls), return_exceptions=True
    )
    assert sum(isinstance(each, CallbacksFull) for each in done) == 3
    there = await store.callbacks()
    assert len(there) == 3
    assert await store.keep_callback(calls[int(there[0].phone[-1])], most=3) == ""


async def test_a_pool_that_is_exhausted_is_told_as_a_store_error() -> None:
    """SQLAlchemy has errors that are not the database's."""
    with pytest.raises(StoreError, match="TimeoutError"), database.told():
        raise SQLAlchemyTimeout("QueuePool limit, 13800000000")


async def test_no_error_quotes_what_was_to_be_written(store: Store) -> None:
    """Neither ours nor the one that it rests on names a telephone number."""
    await store.keep_callback(Callback(service_id="desk", phone="13800000000"))
    async with store._writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE callback DROP COLUMN note")
    with pytest.raises(StoreError) as caught:
        await store.keep_callback(Callback(service_id="desk", phone="13877776666", note="晚上"))
    assert caught.value.__cause__
    assert "13877776666" not in f"{caught.value} {caught.value.__cause__}"
