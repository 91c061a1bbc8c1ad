"""What must be done from time to time, whether or not anybody asks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from qingzhi.errors import StoreError

if TYPE_CHECKING:
    from qingzhi.service.parts import Parts

log = structlog.get_logger(__name__)
SWEEP_S: Final = 5.0
"""Between two looks at whether anybody of the staff is still there."""
EXPIRE_EVERY: Final = 360
"""Sweeps from one deletion of old call-backs to the next."""


async def care_for(parts: Parts) -> None:
    """Look after the staff desk and the call-backs until cancelled, whatever goes wrong."""
    sweeps = 0
    while True:
        try:
            if sweeps % EXPIRE_EVERY == 0:
                await expire(parts)
            parts.desk.sweep()
        except Exception as error:  # noqa: BLE001 - a round that breaks must not be the last
            # Neither message nor traceback: they may hold a visitor's words.
            log.error("care round broke", kind=type(error).__name__)  # noqa: TRY400 - as said above
        sweeps += 1
        await asyncio.sleep(SWEEP_S)


async def expire(parts: Parts) -> None:
    """Delete call-backs whose time is over."""
    before = datetime.now(UTC) - timedelta(days=parts.settings.callback_days)
    try:
        gone = await parts.store.expire_callbacks(before)
    except StoreError as error:
        log.warning("callbacks not expired", code=error.code)
        return
    if gone:
        log.info("callbacks expired", count=gone)
