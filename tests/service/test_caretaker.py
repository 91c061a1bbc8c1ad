"""What is done from time to time: call-backs end with their time, a failing disk ends nothing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from qingzhi.errors import StoreError
from qingzhi.service.caretaker import care_for, expire
from qingzhi.store import Callback

if TYPE_CHECKING:
    from qingzhi.service.parts import Parts


async def test_callbacks_end_with_their_time(parts: Parts) -> None:
    """After QINGZHI_CALLBACK_DAYS one is deleted, made or not."""
    await parts.store.keep_callback(Callback(service_id="qingzhi", phone="1"))
    then = datetime.now(UTC) - timedelta(days=parts.settings.callback_days, seconds=1)
    parts.store._clock = lambda: then
    await parts.store.keep_callback(Callback(service_id="qingzhi", phone="2"))
    await expire(parts)
    assert [callback.phone for callback in await parts.store.callbacks()] == ["1"]


async def test_a_failing_disk_ends_nothing(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next round tries again."""

    async def fail(before: datetime) -> int:
        raise StoreError("no room")

    monkeypatch.setattr(parts.store, "expire_callbacks", fail)
    await expire(parts)


@pytest.mark.parametrize("error", [StoreError("no room"), RuntimeError("王女士 13800000000")])
async def test_no_error_ends_the_rounds(
    parts: Parts,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    """Neither of the records nor of a visitor's session; the log names its kind alone."""
    again, rounds = asyncio.Event(), []

    def fail() -> None:
        rounds.append(1)
        if len(rounds) > 2:
            again.set()
        raise error

    monkeypatch.setattr("qingzhi.service.caretaker.SWEEP_S", 0.0)
    monkeypatch.setattr(parts.desk, "sweep", fail)
    task = asyncio.create_task(care_for(parts))
    await asyncio.wait_for(again.wait(), 20)
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    logged = caplog.text + "".join(capsys.readouterr())
    assert type(error).__name__ in logged
    assert "13800000000" not in logged


async def test_it_looks_after_the_desk(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old call-backs are deleted at the start, and the desk is swept again and again."""
    swept = asyncio.Event()
    monkeypatch.setattr("qingzhi.service.caretaker.SWEEP_S", 0.0)
    monkeypatch.setattr(parts.desk, "sweep", swept.set)
    task = asyncio.create_task(care_for(parts))
    await asyncio.wait_for(swept.wait(), 20)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
