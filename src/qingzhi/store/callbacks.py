"""Keeping call-backs: one for a telephone number, and no more than somebody can make."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import func, insert, select, update

from qingzhi.errors import StoreError
from qingzhi.store import schema

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from qingzhi.store.records import Callback

URGENCY: Final = ("none", "low", "medium", "high")
_CHINA: Final = re.compile(r"(?:00)?86(?=1\d{10}$)", re.ASCII)
"""The country code before a Chinese mobile number, which many leave out."""


class CallbacksFull(StoreError):
    """More calls are open than anybody would ever make."""

    code = "callbacks_full"


def comparable(phone: str) -> str:
    """Give the digits of a number, in one form however it was written."""
    return _CHINA.sub("", "".join(filter(str.isdecimal, phone)))


async def keep(
    connection: AsyncConnection,
    callback: Callback,
    *,
    at: datetime,
    new_id: str,
    most: int | None,
    own: Collection[str],
) -> str:
    """Keep a call-back in one transaction; see `Store.keep_callback`."""
    table = schema.callback
    values = msgspec.structs.asdict(callback)
    known = await _of(connection, callback.phone)
    if known is None:
        if most is not None and await _count(connection) >= most:
            raise CallbacksFull("Too many call-backs are open.")
        await connection.execute(insert(table).values(values | {"id": new_id, "at": at}))
        return new_id
    known_id, urgency = known
    mine = known_id in own
    changed = dict(values) if mine else {name: values[name] for name in ("need", "urgency")}
    if URGENCY.index(callback.urgency) <= URGENCY.index(urgency):
        del changed["need"], changed["urgency"]
    if changed:
        await connection.execute(update(table).where(table.c.id == known_id).values(changed))
    return known_id if mine else ""


async def _of(connection: AsyncConnection, phone: str) -> tuple[str, str] | None:
    """Find the id and the urgency of the entry with a number."""
    table = schema.callback
    rows = (await connection.execute(select(table.c.id, table.c.urgency, table.c.phone))).all()
    wanted = comparable(phone)
    return next(((row[0], row[1]) for row in rows if comparable(row[2]) == wanted), None)


async def _count(connection: AsyncConnection) -> int:
    return (
        await connection.execute(select(func.count()).select_from(schema.callback))
    ).scalar_one()
