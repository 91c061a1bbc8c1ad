"""The process that makes figures for the workshop: `python -m qingzhi.service.studio.maker`.

It loads the base body once and forks for each job, so that a job begins at once, is dropped by
ending one process, and takes its memory with it. Previews alone are left to one process that stays
and keeps what the next can use again. All give way to everything else on the machine and end when
the service does. Orders come as JSON lines on standard input; what becomes of them
goes out as JSON lines on standard output, each in one write.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import msgspec

from qingzhi.assets import Assets, disk
from qingzhi.avatar import base, figure
from qingzhi.avatar.kept import Kept
from qingzhi.avatar_check import check
from qingzhi.errors import QingzhiError
from qingzhi.service.figure_maker import FIRST_TO_GO, estimated
from qingzhi.service.studio.job import DETAILS, PREVIEW, Facts, Job, Order, Told
from qingzhi.service.studio.looker import Looker, failed
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType
    from typing import BinaryIO

    from qingzhi.avatar.base import Base

NICE: Final = 10
PREVIEW_S: Final = 2.5
WHOLE_S: Final = 12.0
"""Processor time after which a job's progress has gone 63 % of the way."""
MOST_LOOKS: Final = 50
"""Previews that are remembered to have been given to one process; far fewer ever wait."""
CHECKING: Final = 0.9
"""Progress of a job that has only to be checked."""


class Maker:
    """Forks for each job but previews, and knows which are running."""

    def __init__(self, made: Callable[[Job, Callable[[float], None], Kept], Told]) -> None:
        self._made = made
        self._running: dict[int, list[int]] = {}
        """The numbers of the jobs that each process was given."""
        self._looker: tuple[int, BinaryIO] | None = None
        """Who makes previews, and the pipe to it."""

    def run(self) -> None:
        """Take orders until standard input ends."""
        signal.signal(signal.SIGCHLD, self._reap)
        for line in sys.stdin.buffer:
            order = msgspec.json.decode(line, type=Order)
            if order.job is not None:
                self._begin(order.job)
            if order.drop is not None:
                self._drop(order.drop)
        for process in tuple(self._running):
            _kill(process)

    def _begin(self, job: Job) -> None:
        if job.level == PREVIEW and job.report is None and job.glb is None:
            self._have_looked(job)
        else:
            self._fork(lambda: self._work(job), job.id)

    def _fork(self, work: Callable[[], None], *jobs: int) -> int:
        """Have work done by a process of its own, which ends with it."""
        with _unreaped():  # until it is written down
            process = os.fork()
            if process == 0:
                _alone(work)
            self._running[process] = [*jobs]
        return process

    def _work(self, job: Job) -> None:
        try:
            tell(self._made(job, lambda progress: tell(Told(job.id, round(progress, 3))), Kept(0)))
        except QingzhiError as error:
            tell(failed(job.id, error))

    def _have_looked(self, job: Job) -> None:
        with _unreaped():
            if self._looker is None or self._looker[0] not in self._running:
                self._looker = self._hired()
            process, pipe = self._looker
            self._running[process] = [*self._running[process][-MOST_LOOKS:], job.id]
        _order(pipe, Order(job=job))

    def _hired(self) -> tuple[int, BinaryIO]:
        if self._looker is not None:
            self._looker[1].close()
        here, there = os.pipe()

        def look() -> None:
            os.close(there)
            with os.fdopen(here, "rb") as orders:
                Looker(self._made, tell).run(orders)

        process = self._fork(look)
        os.close(here)
        return process, os.fdopen(there, "wb", buffering=0)

    def _drop(self, job: int) -> None:
        for process, numbers in tuple(self._running.items()):
            if job not in numbers:
                continue
            if self._looker is not None and process == self._looker[0]:
                _order(self._looker[1], Order(drop=job))
            else:
                _kill(process)

    def _reap(self, _signal: int, _frame: FrameType | None) -> None:
        """Note which processes have ended; one that says nothing more has failed."""
        while self._running:
            try:
                process, _status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if process == 0:
                return
            for job in self._running.pop(process, ()):
                tell(Told(job, error="maker_failed", message="The maker ended.", retryable=True))


def main() -> int:
    """Load the body, then make figures until the service ends."""
    os.nice(NICE)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, "ascii")
    assets = Assets(Settings.from_env())
    try:
        if not assets.ready(base.ASSET):
            assets.fetch(base.ASSET, lambda _step: None)
        body = base.Base.load(assets)
    except QingzhiError as error:
        tell(failed(0, error))
        return 1
    Maker(lambda job, progress, kept: made(body, job, progress, kept)).run()
    return 0


def made(body: Base, job: Job, progress: Callable[[float], None], kept: Kept) -> Told:
    """Make a job's figure where it isn't there yet, and check it where that is asked for."""
    began = time.process_time()
    glb, facts = _figure(body, job, progress, kept)
    if job.report is not None:
        progress(CHECKING)
        found = check(glb, lang=job.report, scene=job.spec.scene, lod=job.level)
        folder = Path(job.folder)
        with disk.guarded(folder):
            disk.write(folder / f"{job.key}.{job.report}.json", msgspec.json.encode(found))
    spent = round(time.process_time() - began, 2)
    return Told(job.id, 1.0, msgspec.structs.replace(facts, cpu_s=spent))


def _figure(
    body: Base, job: Job, progress: Callable[[float], None], kept: Kept
) -> tuple[bytes, Facts]:
    if job.glb is not None:
        glb = Path(job.glb).read_bytes()
        return glb, Facts(len(glb))
    began = time.process_time()
    usual = PREVIEW_S if job.level == PREVIEW else WHOLE_S
    with estimated(0.0, progress, usual):
        done = figure.build(body, job.spec, DETAILS[job.level], kept)
    cpu_s = round(time.process_time() - began, 2)
    facts = Facts(len(done.glb), done.triangles, round(done.height_cm, 2), cpu_s)
    folder = Path(job.folder)
    with disk.guarded(folder):
        disk.write(folder / f"{job.key}.json", msgspec.json.encode(facts))
        disk.write(folder / f"{job.key}.glb", done.glb)
    return done.glb, facts


def tell(told: Told) -> None:
    """Say it in one write: lines of several processes never mix."""
    os.write(sys.stdout.fileno(), msgspec.json.encode(told) + b"\n")


@contextmanager
def _unreaped() -> Iterator[None]:
    """Put off the news that processes have ended."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _alone(work: Callable[[], None]) -> NoReturn:
    """Do work in a process that was forked for it, and end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    os.close(sys.stdin.fileno())
    status = 1
    try:
        work()
        status = 0
    finally:
        if (fault := sys.exception()) is not None:
            sys.excepthook(type(fault), fault, fault.__traceback__)
        os._exit(status)


def _order(pipe: BinaryIO, order: Order) -> None:
    """Hand on an order; where its reader has ended, that is told of when it is reaped."""
    with suppress(BrokenPipeError):
        pipe.write(msgspec.json.encode(order) + b"\n")


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
