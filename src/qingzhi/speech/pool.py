"""Worker processes of one engine, seen from the service: bounded, watched, restarted."""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import structlog

from qingzhi.errors import EngineCrashed, EngineError, EngineUnavailable, Overloaded
from qingzhi.speech.engine import EngineChunk
from qingzhi.speech.wire import (
    Drop,
    Failed,
    Order,
    Ready,
    Report,
    Say,
    Sound,
    Start,
    pack,
    read_report,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from qingzhi.speech.engine import EngineRequest

_log = structlog.get_logger(__name__)

PATIENCE_S: Final = 4.0
"""A worker with work that reports nothing for so long hangs: its chunks take 60 ms."""
FIRST_PATIENCE_S: Final = 1.2
"""The same while a visitor waits in silence for the first sound of a turn.

Twenty times what a chunk takes leaves room for a busy machine, and with the next voice the
silence stays under the two seconds after which people ask whether anyone is there. A worker
that has not spoken yet is still loading its dictionaries and is given `PATIENCE_S`.
"""
START_S: Final = 60.0
"""Loading a voice takes under a second; a cold disk on a busy machine is given this."""
JOBS_PER_WORKER: Final = 64
_GRACE_S: Final = 1.0
_BACKOFF_S: Final = (0.0, 0.5, 2.0, 10.0, 30.0)


class Pool:
    """`size` workers that each run the engine `target` (`module:attribute`)."""

    def __init__(
        self,
        target: str,
        options: Mapping[str, str],
        *,
        size: int = 1,
        patience_s: float = PATIENCE_S,
        first_patience_s: float = FIRST_PATIENCE_S,
        jobs_per_worker: int = JOBS_PER_WORKER,
    ) -> None:
        self._start = Start(target, dict(options))
        self._patience = _Patience(patience_s, min(first_patience_s, patience_s))
        self._jobs_per_worker = jobs_per_worker
        self._workers: list[_Worker | None] = [None] * size
        self._keepers: list[asyncio.Task[None]] = []
        self._next_job = 0
        self._whole = asyncio.Event()

    async def open(self) -> None:
        """Start all workers. Raises EngineError when one cannot start; none is left then."""
        try:
            await self._fill_all()
        except BaseException:
            await self.close()
            raise
        self._keepers = [asyncio.create_task(self._keep(i)) for i in range(len(self._workers))]

    async def close(self) -> None:
        """End every worker; jobs still open get EngineCrashed."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        self._keepers = []
        workers, self._workers = self._workers, [None] * len(self._workers)
        await asyncio.gather(*(worker.close() for worker in workers if worker))

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers alive."""
        return tuple(worker.pid for worker in self._workers if worker and worker.alive)

    @property
    def load(self) -> int:
        """Jobs that are being spoken."""
        return sum(worker.load for worker in self._workers if worker)

    async def recovered(self) -> None:
        """Wait until every worker that died has been replaced."""
        while len(self.pids) < len(self._workers):
            self._whole.clear()
            await self._whole.wait()

    async def speak(
        self, request: EngineRequest, *, lead_s: float = 0.0
    ) -> AsyncGenerator[EngineChunk]:
        """Speak one piece on the least busy worker; closing the iterator frees its place.

        `lead_s` is how much sound the listener still has before this piece: less goes first.
        Raises EngineUnavailable (no worker alive), Overloaded, EngineCrashed, EngineError.
        """
        alive = [worker for worker in self._workers if worker and worker.alive]
        if not alive:
            raise EngineUnavailable("No worker of this voice is alive.")
        worker = min(alive, key=lambda w: w.load)
        if worker.load >= self._jobs_per_worker:
            raise Overloaded("Every voice worker is full.", hint="Try again shortly.")
        self._next_job += 1
        async with aclosing(worker.speak(self._next_job, request, lead_s)) as chunks:
            async for chunk in chunks:
                yield chunk

    async def _fill_all(self) -> None:
        """Start every worker; when one fails, the others have ended before the error is raised."""
        try:
            async with asyncio.TaskGroup() as group:
                for place in range(len(self._workers)):
                    group.create_task(self._fill(place))
        except* EngineError as failures:
            raise failures.exceptions[0] from None

    async def _fill(self, place: int) -> None:
        """Start a worker; one whose start is cancelled is waited for and closed."""
        opening = asyncio.create_task(_Worker.open(self._start, self._patience))
        try:
            self._workers[place] = await asyncio.shield(opening)
        except asyncio.CancelledError:
            (opened,) = await asyncio.gather(opening, return_exceptions=True)
            if isinstance(opened, _Worker):
                await opened.close()
            raise
        if len(self.pids) == len(self._workers):
            self._whole.set()

    async def _keep(self, place: int) -> None:
        """Replace the worker at `place` whenever it dies, more slowly each time."""
        failures = 0
        while True:
            worker = self._workers[place]
            if worker is not None:
                await worker.ended()
                failures = 0 if worker.served else failures
                await worker.close()  # it keeps its place: a close of the pool ends it as well
                self._workers[place] = None
                _log.warning("voice_worker_died", engine=self._start.target)
            await asyncio.sleep(_BACKOFF_S[min(failures, len(_BACKOFF_S) - 1)])
            failures += 1
            with suppress(EngineError, OSError):
                await self._fill(place)


class _Patience(NamedTuple):
    """Seconds without a report after which a worker is given up; `first` for a turn's start."""

    usual: float
    first: float


class _Worker:
    """One process and its jobs."""

    def __init__(self, process: asyncio.subprocess.Process, patience: _Patience) -> None:
        self._process = process
        self._patience = patience
        self._jobs: dict[int, asyncio.Queue[tuple[Report, bytes]]] = {}
        self._loop = asyncio.get_running_loop()
        self._stirred = self._loop.time()
        self._reader = asyncio.create_task(self._read())
        self.served = False

    @classmethod
    async def open(cls, start: Start, patience: _Patience) -> _Worker:
        """Start a process and wait until its engine is loaded."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "qingzhi.speech.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            await _loaded(process, start)
        except BaseException:
            await _end(process)
            raise
        return cls(process, patience)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return not self._reader.done()

    @property
    def load(self) -> int:
        return len(self._jobs)

    async def ended(self) -> None:
        """Wait until the process has ended or was given up."""
        await asyncio.wait((self._reader,))

    async def close(self) -> None:
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await _end(self._process)

    async def speak(
        self, job: int, request: EngineRequest, lead_s: float
    ) -> AsyncGenerator[EngineChunk]:
        reports: asyncio.Queue[tuple[Report, bytes]] = asyncio.Queue()
        self._stir(idle=not self._jobs)
        self._jobs[job] = reports
        usual, first = self._patience
        patience_s = first if self.served and lead_s <= 0 else usual
        try:
            self._send(Say(job, request, lead_s))
            while True:
                report, body = await self._next(reports, patience_s)
                patience_s = usual
                match report:
                    case Sound(last=False, marks=marks):
                        yield EngineChunk(np.frombuffer(body, "<f4"), marks)
                    case Failed(reason=reason):
                        raise EngineCrashed(f"The voice failed ({reason}).")
                    case _:
                        self.served = True
                        return
        finally:
            if self._jobs.pop(job, None) is not None:
                self._send(Drop(job))

    async def _next(
        self, reports: asyncio.Queue[tuple[Report, bytes]], patience_s: float
    ) -> tuple[Report, bytes]:
        """Wait for a job's next report; give the worker up when it is silent for too long."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience_s):
                    return await reports.get()
            if self._loop.time() - self._stirred >= patience_s:
                self._reader.cancel()

    def _stir(self, *, idle: bool) -> None:
        """Note that the worker shows life, or has only now been given work."""
        if idle:
            self._stirred = self._loop.time()

    def _send(self, order: Order) -> None:
        stdin = self._process.stdin
        if self.alive and stdin is not None and not stdin.is_closing():
            stdin.write(pack(order))

    async def _read(self) -> None:
        """Hand reports to their jobs until the process ends, hangs or talks nonsense."""
        stdout = self._process.stdout
        try:
            while stdout is not None:
                report, body = await read_report(stdout)
                self._stir(idle=True)
                if not isinstance(report, Ready):
                    self._deliver(report, body)
        except (EOFError, OSError, EngineCrashed):
            return
        finally:
            for job, reports in self._jobs.items():
                reports.put_nowait((Failed(job, "worker ended"), b""))
            self._jobs.clear()

    def _deliver(self, report: Sound | Failed, body: bytes) -> None:
        done = isinstance(report, Failed) or report.last
        reports = self._jobs.pop(report.job, None) if done else self._jobs.get(report.job)
        if reports is not None:
            reports.put_nowait((report, body))


async def _loaded(process: asyncio.subprocess.Process, start: Start) -> None:
    """Give the first order and wait for the answer. Raises EngineUnavailable."""
    if process.stdin is None or process.stdout is None:
        raise EngineUnavailable("A voice worker has no pipes.")
    process.stdin.write(pack(start))
    try:
        async with asyncio.timeout(START_S):
            report, _ = await read_report(process.stdout)
    except (EOFError, OSError, TimeoutError, EngineCrashed) as error:
        raise EngineUnavailable("A voice worker did not start.") from error
    if isinstance(report, Failed):
        raise EngineUnavailable(f"A voice could not be loaded ({report.reason}).")


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close its input, which ends a worker; kill one that hangs. It holds nothing to lose."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_GRACE_S):
            await _drained(process)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await _drained(process)


async def _drained(process: asyncio.subprocess.Process) -> None:
    """Read the pipe dry, so that it closes, and wait for the end."""
    if process.stdout is not None:
        with suppress(OSError):
            while await process.stdout.read(1 << 20):
                pass
    await process.wait()
