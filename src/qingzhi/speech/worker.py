"""A worker process: one engine, many jobs, always the most urgent chunk next.

    python -m qingzhi.speech.worker

Orders come on standard input and reports go to standard output (see `wire`). Each job is an
iterator of chunks. The job whose sound would run dry first has the next step (earliest deadline
first), so a new turn's first sound waits for one chunk of another, never for a whole clause. A
job dropped is not stepped again. When standard input closes, the process ends at once, even in
the middle of foreign code.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

from qingzhi.errors import QingzhiError
from qingzhi.score import SAMPLE_RATE
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
    read_order,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qingzhi.speech.engine import Engine, EngineChunk

_EMPTY: Final = np.zeros(0, np.float32)


@dataclass(slots=True)
class _Job:
    chunks: Iterator[EngineChunk]
    deadline: float
    """When the sound sent so far will have been played; late sound plays when it comes."""


class Worker:
    """Steps jobs; `report` sends a message, `clock` gives seconds."""

    def __init__(
        self,
        engine: Engine,
        report: Callable[[Report, bytes], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._report = report
        self._clock = clock
        self._jobs: dict[int, _Job] = {}

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    def obey(self, order: Order) -> None:
        """Take on or forget a job."""
        match order:
            case Say(job=job, request=request, lead_s=lead):
                self._jobs[job] = _Job(self._engine.speak(request), self._clock() + lead)
            case Drop(job=job):
                self._jobs.pop(job, None)

    def step(self) -> None:
        """Make one chunk of the most urgent job and report it."""
        job = min(self._jobs, key=lambda j: self._jobs[j].deadline)
        state = self._jobs[job]
        try:
            chunk = next(state.chunks, None)
        except QingzhiError as error:
            self._fail(job, error.code)
        except Exception as error:  # noqa: BLE001 - foreign engines: the job ends, the worker lives
            self._fail(job, type(error).__name__)
        else:
            if chunk is None:
                del self._jobs[job]
                self._report(Sound(job, last=True), b"")
                return
            state.deadline = max(state.deadline, self._clock()) + len(chunk.samples) / SAMPLE_RATE
            if not len(chunk.samples) and not chunk.marks:
                return  # it waits for a server: others go first now
            self._report(Sound(job, chunk.marks), chunk.samples.astype("<f4").tobytes())

    def _fail(self, job: int, reason: str) -> None:
        del self._jobs[job]
        self._report(Failed(job, reason), b"")


def main() -> None:
    """Serve until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = _take_stdout()
    orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, orders), daemon=True).start()

    def report(message: Report, body: bytes) -> None:
        out.write(pack(message, body))
        out.flush()

    worker = _start(orders.get(), report)
    if worker is None:
        return
    while True:
        while not (worker.busy and orders.empty()):
            worker.obey(orders.get())
        worker.step()


def _start(order: Order, report: Callable[[Report, bytes], None]) -> Worker | None:
    if not isinstance(order, Start):
        return None
    module, _, name = order.target.partition(":")
    try:
        engine: Engine = getattr(import_module(module), name)(order.options)
    except QingzhiError as error:
        report(Failed(-1, error.code), b"")
        return None
    report(Ready(), b"")
    return Worker(engine, report)


def _listen(pipe: BinaryIO, orders: queue.SimpleQueue[Order]) -> None:
    """Read orders; when the service is gone there is nothing left to do."""
    while (order := read_order(pipe)) is not None:
        orders.put(order)
    os._exit(0)


def _take_stdout() -> BinaryIO:
    """Keep standard output for reports; what libraries print goes nowhere."""
    out = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.close(silence)
    return out


if __name__ == "__main__":
    main()
