"""Figures made on request: from the cache where they lie, else in their turn by the maker."""

from __future__ import annotations

import asyncio
import os
import re
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Final, Literal, TypeVar

import msgspec

from qingzhi.avatar import spec as specification
from qingzhi.avatar_check import Report, publishable
from qingzhi.errors import EngineCrashed, InputError, Overloaded
from qingzhi.service.figure_cache import FigureCache
from qingzhi.service.figure_order import key_of
from qingzhi.service.studio.bench import Bench
from qingzhi.service.studio.job import PREVIEW, WHOLE, Facts, Job, Lang

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator
    from pathlib import Path

    from qingzhi.avatar.spec import AvatarSpec
    from qingzhi.service.studio.job import Told
    from qingzhi.settings import Settings

AT_ONCE: Final = 2 if (os.cpu_count() or 1) >= 4 else 1
"""Figures in the making: the voices need the rest of the machine."""
MOST_WAITING: Final = 6
"""Who comes after so many is asked to come again."""
MOST_FILES: Final = 48
MOST_BYTES: Final = 512 << 20
"""Of the cache of figures; the ones that were wanted longest ago go first."""
Kind = TypeVar("Kind", Facts, Report)
_NAME: Final = re.compile(r"[0-9a-f]{32}\.glb")


class Step(msgspec.Struct, frozen=True):
    """How a figure stands: waiting for its turn, in the making, or there at `file`.

    `report` is what a check found, `refusal` why such a figure is not to be published.
    """

    state: Literal["waiting", "making", "ready"]
    progress: float = 0.0
    file: str | None = None
    facts: Facts | None = None
    report: Report | None = None
    refusal: str | None = None


class Workshop:
    """Makes figures for one running service."""

    def __init__(self, settings: Settings, bench: Bench | None = None) -> None:
        self._settings = settings
        self._folder = settings.cache / "studio"
        self._whole = FigureCache(settings)
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self.bench = bench or Bench(settings)

    async def close(self) -> None:
        """Stop whatever is in the making."""
        await self.bench.close()

    def find(self, name: str) -> Path | None:
        """Find a figure's file by the name that `make` gave; None for everything else."""
        if not _NAME.fullmatch(name):
            return None
        path = self._folder / name
        return path if path.is_file() else self._whole.find(name)

    async def make(
        self, spec: AvatarSpec, level: str, report: Lang | None = None
    ) -> AsyncGenerator[Step]:
        """Have a figure, and yield how it stands until it is there.

        Leaving the iterator drops what is in the making. Raises Overloaded when too many wait,
        and the error that kept the figure from being made.
        """
        spec = _looks(spec) if level == PREVIEW else spec
        key, path = await asyncio.to_thread(self._known, spec, level)
        found = None if path is None else await asyncio.to_thread(self._ready, key, path, report)
        if found is not None:
            yield found
            return
        yield Step("waiting")
        async with self._place():
            job = Job(
                id=self.bench.number(),
                key=key,
                spec=spec,
                level=level,
                folder=str(self._folder),
                report=report,
                glb=str(path) if path is not None else None,
            )
            async with aclosing(self.bench.do(job)) as tellings:
                async for told in tellings:
                    if told.error:
                        raise _failure(told)
                    if not told.final:
                        yield Step("making", told.progress)
            made = await asyncio.to_thread(self._ready, key, self._folder / f"{key}.glb", report)
        await asyncio.to_thread(self._prune)
        if made is None:
            raise EngineCrashed("The figure was lost.", hint="Try again.")
        yield made

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """Wait for a place at the bench. Raises Overloaded."""
        if self._waiting >= MOST_WAITING:
            raise Overloaded("Many figures are in the making.", hint="Try again in a minute.")
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turn.release()

    def _known(self, spec: AvatarSpec, level: str) -> tuple[str, Path | None]:
        """Return the key of a figure and, where it lies in a cache, its file.

        A look at a figure may be the whole of it, where that was made for the desk.
        """
        whole = key_of(spec, self._settings)
        key = whole if level == WHOLE else key_of(spec, self._settings, level)
        name = self.find(f"{key}.glb")
        return key, name or (self.find(f"{whole}.glb") if level == PREVIEW else None)

    def _ready(self, key: str, path: Path, lang: Lang | None) -> Step | None:
        """Read what is known of a figure; None where it isn't there, or was never checked."""
        path = self.find(path.name) or path
        try:
            os.utime(path)
            facts = Facts(path.stat().st_size)
        except OSError:
            return None
        facts = _read(self._folder / f"{path.stem}.json", Facts) or facts
        if lang is None:
            return Step("ready", 1.0, path.name, facts)
        report = _read(self._folder / f"{key}.{lang}.json", Report)
        if report is None:
            return None
        return Step("ready", 1.0, path.name, facts, report, refusal(report))

    def _prune(self) -> None:
        """Forget the figures that were wanted longest ago."""
        kept = [(path, path.stat()) for path in self._folder.glob("*.glb")]
        kept.sort(key=lambda entry: -entry[1].st_mtime_ns)
        size = 0
        for place, (path, stat) in enumerate(kept):
            size += stat.st_size
            if place >= MOST_FILES or size > MOST_BYTES:
                for file in self._folder.glob(f"{path.stem}.*"):
                    file.unlink(missing_ok=True)


def refusal(report: Report) -> str | None:
    """Say why a figure with this report may not be published; None: it may."""
    try:
        publishable(report)
    except InputError as error:
        return str(error)
    return None


def _read(path: Path, kind: type[Kind]) -> Kind | None:
    """Read what the maker wrote; None where that isn't there or is of another version."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError):
        return None


def _looks(spec: AvatarSpec) -> AvatarSpec:
    """Leave out what isn't seen, so that equal looks are made once."""
    known = specification.shipped()
    return msgspec.structs.replace(spec, name=spec.name if spec.name in known else PREVIEW)


def _failure(told: Told) -> EngineCrashed | InputError:
    if told.error == InputError.code:
        return InputError(told.message, param="spec")
    return EngineCrashed(
        told.message or "The figure was not made.", hint="Try again; the log has the details."
    )
