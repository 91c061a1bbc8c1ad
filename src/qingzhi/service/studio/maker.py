"""The process that makes figures for the workshop: `python -m qingzhi.service.studio.maker`.

It loads the base body once and forks for each job, so that a job begins at once, is dropped by
ending one process, and takes its memory with it. It gives way to everything else on the machine
and ends when the service does. Orders come as JSON lines on standard input; what becomes of them
goes out as JSON lines on standard output, each in one write.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.assets import Assets, disk
from qingzhi.avatar import base, figure
from qingzhi.avatar_check import check
from qingzhi.errors import QingzhiError
from qingzhi.service.figure_maker import FIRST_TO_GO, estimated
from qingzhi.service.studio.job import DETAILS, PREVIEW, Facts, Job, Order, Told
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from qingzhi.avatar.base import Base

NICE: Final = 10
PREVIEW_S: Final = 2.5
WHOLE_S: Final = 12.0
"""Processor time after which a job's progress has gone 63 % of the way."""
CHECKING: Final = 0.9
"""Progress of a job that has only to be checked."""
MOST_WORDS: Final = 500
"""Characters of an error's message: a line has to go out in one write."""


class Maker:
    """Forks for each job and knows which are running."""

    def __init__(self, made: Callable[[Job, Callable[[float], None]], Told]) -> None:
        self._made = made
        self._running: dict[int, int] = {}
        """The job's number by its process."""

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
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # until it is written down
        process = os.fork()
        if process == 0:
            self._work(job)
        self._running[process] = job.id
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})

    def _work(self, job: Job) -> None:
        """Do a job in a process of its own, and end."""
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        os.close(sys.stdin.fileno())
        status = 1
        try:
            tell(self._made(job, lambda progress: tell(Told(job.id, round(progress, 3)))))
            status = 0
        except QingzhiError as error:
            words = str(error)[:MOST_WORDS]
            tell(Told(job.id, error=error.code, message=words, retryable=error.retryable))
        finally:
            if (fault := sys.exception()) is not None:
                sys.excepthook(type(fault), fault, fault.__traceback__)
            os._exit(status)

    def _drop(self, job: int) -> None:
        for process, number in tuple(self._running.items()):
            if number == job:
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
            job = self._running.pop(process, None)
            if job is not None:
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
        tell(Told(0, error=error.code, message=str(error)[:MOST_WORDS], retryable=error.retryable))
        return 1
    Maker(lambda job, progress: made(body, job, progress)).run()
    return 0


def made(body: Base, job: Job, progress: Callable[[float], None]) -> Told:
    """Make a job's figure where it isn't there yet, and check it where that is asked for."""
    began = time.process_time()
    glb, facts = _figure(body, job, progress)
    if job.report is not None:
        progress(CHECKING)
        found = check(glb, lang=job.report, scene=job.spec.scene, lod=job.level)
        folder = Path(job.folder)
        with disk.guarded(folder):
            disk.write(folder / f"{job.key}.{job.report}.json", msgspec.json.encode(found))
    spent = round(time.process_time() - began, 2)
    return Told(job.id, 1.0, msgspec.structs.replace(facts, cpu_s=spent))


def _figure(body: Base, job: Job, progress: Callable[[float], None]) -> tuple[bytes, Facts]:
    if job.glb is not None:
        glb = Path(job.glb).read_bytes()
        return glb, Facts(len(glb))
    began = time.process_time()
    usual = PREVIEW_S if job.level == PREVIEW else WHOLE_S
    with estimated(0.0, progress, usual):
        done = figure.build(body, job.spec, DETAILS[job.level])
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


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
