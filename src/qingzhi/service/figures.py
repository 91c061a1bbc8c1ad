"""The desk's figure: there, being made, or absent with a reason. The desk never waits for it."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

import msgspec
import structlog

from qingzhi.motion.repertoire import repertoire
from qingzhi.service.bodies import body_of
from qingzhi.service.figure_cache import FigureCache
from qingzhi.service.figure_maker import Report
from qingzhi.service.figure_order import ordered

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from pathlib import Path

    from qingzhi.motion.body import Body
    from qingzhi.service.figure_order import Order
    from qingzhi.settings import Settings

log = structlog.get_logger(__name__)
State = Literal["ready", "making", "absent"]
AGAIN_S: Final = 60.0
"""Wait before the next attempt where the network was away; each wait is twice the one before."""
MOST_AGAIN_S: Final = 3600.0
MAKER: Final = ("-P", "-m", "qingzhi.service.figure_maker")
ONE_THREAD: Final = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
"""The numeric libraries must not take every core from the voices."""


def _met(path: Path) -> Body:
    body = body_of(path)
    repertoire(body)
    return body


class Status(msgspec.Struct, frozen=True):
    """What the page is told. `bytes` is the size when unpacked, `reason` a code."""

    state: State
    progress: float
    url: str | None
    bytes: int
    scene: str
    reason: str | None = None


class Figures:
    """Looks after the figure of one running service."""

    def __init__(self, settings: Settings) -> None:
        """Raise InputError when the figure asked for can't be."""
        self._settings = settings
        self._order = ordered(settings)
        self._state: State = "making"
        self._progress = 0.0
        self._reason = ""
        self._url: str | None = None
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None
        self._tell: Callable[[str], None] = lambda _code: None
        self._meeting: asyncio.Task[None] | None = None
        self.body: Body | None = None
        """The figure's measures, once they are taken; until then gestures fit a usual body."""
        self.cache = FigureCache(settings)

    def watch(self, tell: Callable[[str], None]) -> None:
        """Have the figure made where it is missing; `tell` hears the code of what became of it."""
        self._tell = tell
        if self._order is None:
            self._state, self._reason = "absent", "switched_off"
        elif self.cache.ready(self._order.key):
            self._found(self._order)
        else:
            self._task = asyncio.create_task(self._bring(self._order, tell))

    async def close(self) -> None:
        """Stop making it."""
        for task in filter(None, (self._task, self._meeting)):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def turn_to(self, name: str) -> None:
        """Show another figure until the service ends. Raises InputError where there is none."""
        settings = replace(self._settings, figure=name)
        order = ordered(settings)
        await self.close()
        self._settings, self._order, self._task = settings, order, None
        self._meeting, self.body = None, None
        self._state, self._progress, self._reason = "making", 0.0, ""
        self.watch(self._tell)

    @property
    def settings(self) -> Settings:
        """What they are now: `figure` is the one that is wanted."""
        return self._settings

    def status(self) -> Status:
        """Say how things stand now."""
        return Status(
            self._state,
            self._progress,
            self._url,
            self._bytes,
            self._settings.scene,
            self._reason or None,
        )

    def _found(self, order: Order) -> None:
        path = self.cache.path(order.key)
        self._url, self._bytes = f"/figures/{path.name}", path.stat().st_size
        self._state, self._progress = "ready", 1.0
        self._meeting = asyncio.create_task(self._meet(path))

    async def _meet(self, path: Path) -> None:
        """Measure the figure and solve its gestures beside the loop."""
        self.body = await asyncio.to_thread(_met, path)

    async def _bring(self, order: Order, tell: Callable[[str], None]) -> None:
        wait = AGAIN_S
        while True:
            self._state, self._reason = "making", ""
            failure = await self._make()
            if failure is None and self.cache.ready(order.key):
                self._found(order)
                log.info("figure ready", key=order.key)
                tell("figure.ready")
                return
            failure = failure or Report(error="maker_failed")
            self._state, self._progress, self._reason = "absent", 0.0, failure.error
            log.warning("no figure", code=failure.error, detail=failure.message)
            tell("figure.absent")
            if not failure.retryable:
                return
            await asyncio.sleep(wait)
            wait = min(2 * wait, MOST_AGAIN_S)

    async def _make(self) -> Report | None:
        """Run the maker to its end; return what went wrong, or None."""
        failure: Report | None = None
        async with aclosing(_reports(self._settings)) as reports:
            async for report in reports:
                if report.error:
                    failure = report
                self._progress = max(self._progress, report.progress)
        return failure


async def _reports(settings: Settings) -> AsyncGenerator[Report]:
    """Start a maker and give its reports until it ends; it ends with this iterator."""
    wish = {
        "QINGZHI_FIGURE": settings.figure,
        "QINGZHI_CACHE": str(settings.cache),
        "QINGZHI_DATA": str(settings.data),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *MAKER),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | ONE_THREAD | wish,
        start_new_session=True,
    )
    if process.stdin is None or process.stdout is None:
        return
    try:
        async for line in process.stdout:
            with suppress(msgspec.DecodeError):
                yield msgspec.json.decode(line, type=Report)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.stdin.close()
        while await process.stdout.read(1 << 16):
            pass
        await process.wait()
