"""Opening a database and bringing it up to date; its errors told in our words.

SQLite runs with a write-ahead log, and waits for the disk at each commit (`synchronous=FULL`): an
acknowledged record outlives a killed process and a power cut, and recording is never on the way
from a question to its sound. What is deleted is overwritten, and `scrub` takes it out of the log.
"""

from __future__ import annotations

import itertools
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from qingzhi.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

BUSY_S: Final = 15
"""How long a writer waits for another process's transaction."""
_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_S * 1000}",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
)
OURS: Final = 0o600
OUR_FOLDER: Final = 0o700
"""Nobody else on the machine reads records."""
_DAMAGED: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_TOLD: Final = {
    "SQLITE_FULL": ("There is no room left for records.", "Free some space on that disk."),
    "SQLITE_IOERR": ("The disk failed while records were written.", "Check the disk."),
    "SQLITE_READONLY": ("Records cannot be written.", "Mend the permissions of the data folder."),
    "SQLITE_CANTOPEN": ("Records cannot be opened.", "Mend the data folder's permissions."),
    "SQLITE_BUSY": ("Another process holds the records.", "Stop it, or try again."),
    "SQLITE_CORRUPT": ("The file of records is damaged.", "Restore it from a backup."),
    "SQLITE_NOTADB": ("The file of records is no database.", "Restore it from a backup."),
}
"""By SQLite's own names of its errors: what happened, what to do."""


def sqlite_url(path: Path) -> str:
    """Return the address of an SQLite file."""
    return f"sqlite+aiosqlite:///{path}"


def engine(url: str) -> AsyncEngine:
    """Make an engine whose transactions are real ones, from the first statement on.

    No error of it quotes what was to be written.
    """
    made = create_async_engine(url, hide_parameters=True)
    if made.dialect.name == "sqlite":
        event.listen(made.sync_engine, "connect", _prepare)
        event.listen(made.sync_engine, "begin", _begin)
    return made


def migrate(connection: Connection) -> None:
    """Bring the tables up to this version's. Raises StoreError if they are newer than that."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current and current not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(
            f"The records were written by a newer Qingzhi (schema {current}).",
            hint="Upgrade Qingzhi, or point QINGZHI_DATA to another folder.",
        )
    command.upgrade(config, "head")


@contextmanager
def told() -> Iterator[None]:
    """Turn the database's errors into StoreError, with what to do."""
    try:
        yield
    except SQLAlchemyError as error:
        kind = _kind(error) if isinstance(error, DBAPIError) else ""
        message, hint = _TOLD.get(kind, ("The database refused.", ""))
        # The driver's own text may quote what a visitor said: its kind must do.
        name = kind or type(getattr(error, "orig", None) or error).__name__
        raise StoreError(f"{message} ({name})", hint=hint) from error


def damaged(error: StoreError) -> bool:
    """Whether an error says that the file itself is no good."""
    return isinstance(error.__cause__, DBAPIError) and _kind(error.__cause__) in _DAMAGED


def keep_aside(path: Path) -> Path:
    """Rename a damaged file, and its log, to a name that is free; nothing is deleted."""
    names = (path.with_name(f"{path.name}.damaged-{n}") for n in itertools.count(1))
    kept = next(name for name in names if not name.exists())
    for suffix in ("-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
    return kept


async def scrub(connection: AsyncConnection) -> bool:
    """Write the log into the file and empty it; False while somebody else still reads from it.

    The log of SQLite keeps what was written, deleted or not, until then. `connection` must not be
    in a transaction.
    """
    if connection.dialect.name != "sqlite":
        return True
    busy: int = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
    return not busy


def make_private(path: Path) -> None:
    """Make the folder and the file of records for their owner alone. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # SQLite gives its log the mode of the file, which must therefore be there first.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, OURS))
    with suppress(PermissionError):  # who owns it decides, where that is somebody else
        for each in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            if each.is_file():
                each.chmod(OURS)
        path.parent.chmod(OUR_FOLDER)


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions of its own
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the write lock first, so that no transaction fails half-way for want of it.

    Reading takes none.
    """
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _kind(error: DBAPIError) -> str:
    """SQLite's name of an error without its detail: SQLITE_IOERR_WRITE is SQLITE_IOERR."""
    seen: BaseException | None = error.orig
    while seen is not None:
        if name := getattr(seen, "sqlite_errorname", ""):
            return "_".join(str(name).split("_")[:2])
        seen = seen.__cause__
    return ""
