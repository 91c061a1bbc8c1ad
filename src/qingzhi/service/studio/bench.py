"""The maker's process, from the service's side: started when needed, ended when idle."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Final

import msgspec
import structlog

from qingzhi.service.figures import ONE_THREAD
from qingzhi.service.studio.job import Job, Order, Told

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncGenerator

    from qingzhi.settings import Settings

log = structlog.get_logger(__name__)
MAKER: Final = ("-P", "-m", "qingzhi.service.studio.maker")
IDLE_S: Final = 900.0
"""A maker holds some 300 MB; it ends when nobody has wanted a figure for so long."""
_GONE: Final = Told(0, error="maker_failed", message="The maker ended.", retryable=True)


class Bench:
    """Gives jobs to the maker. A job whose reports nobody reads any more is dropped."""

    def __init__(self, settings: Settings, maker: tuple[str, ...] = MAKER) -> None:
        self._settings, self._maker = settings, maker
        self._process: Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._heard: dict[int, asyncio.Queue[Told]] = {}
        self._numbers = count(1)
        self._starting = asyncio.Lock()
        self._idle: asyncio.TimerHandle | None = None

    def number(self) -> int:
        """Return a job's number."""
        return next(self._numbers)

    async def wake(self) -> None:
        """Have the maker ready for a job that is likely to come."""
        await self._running()
        self._rest()

    async def do(self, job: Job) -> AsyncGenerator[Told]:
        """Give a job to the maker and yield what it tells, up to the last word."""
        heard = self._heard[job.id] = asyncio.Queue()
        ended = False
        try:
            process = await self._running()
            self._send(process, Order(job=job))
            while not ended:
                told = await heard.get()
                ended = told.final
                yield told
        finally:
            del self._heard[job.id]
            if not ended and self._process is not None:
                self._send(self._process, Order(drop=job.id))
            self._rest()

    async def close(self) -> None:
        """End the maker and all that it does."""
        if self._idle is not None:
            self._idle.cancel()
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def _running(self) -> Process:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        async with self._starting:
            if self._process is None or self._process.returncode is not None:
                self._process = await self._start()
                self._reading = asyncio.create_task(self._read(self._process))
            return self._process

    async def _start(self) -> Process:
        wish = {"QINGZHI_CACHE": str(self._settings.cache)}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, *self._maker),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | ONE_THREAD | wish,
            start_new_session=True,
        )

    def _send(self, process: Process, order: Order) -> None:
        if process.stdin is not None and not process.stdin.is_closing():
            process.stdin.write(msgspec.json.encode(order) + b"\n")

    async def _read(self, process: Process) -> None:
        """Hand on what the maker tells until it ends, however it ends."""
        try:
            while process.stdout is not None and (line := await process.stdout.readline()):
                with suppress(msgspec.DecodeError):
                    self._hear(msgspec.json.decode(line, type=Told))
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            if process.stdin is not None:
                process.stdin.close()
            if self._process is process:
                self._process = None
            self._tell_all(_GONE)
            await process.wait()

    def _hear(self, told: Told) -> None:
        if told.id == 0:
            log.warning("no maker", code=told.error, detail=told.message)
            self._tell_all(told)
        elif told.id in self._heard:
            self._heard[told.id].put_nowait(told)

    def _tell_all(self, told: Told) -> None:
        for number, queue in self._heard.items():
            queue.put_nowait(msgspec.structs.replace(told, id=number))

    def _rest(self) -> None:
        """End the maker when nobody wants it for long."""
        if self._idle is not None:
            self._idle.cancel()
        if not self._heard:
            self._idle = asyncio.get_running_loop().call_later(IDLE_S, self._end)

    def _end(self) -> None:
        if self._reading is not None and not self._heard:
            self._reading.cancel()
