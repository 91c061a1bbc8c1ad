"""The process that makes previews, one after the other, and keeps what the next can use again."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.avatar.kept import Kept
from qingzhi.errors import QingzhiError
from qingzhi.service.studio.job import Job, Order, Told

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

MOST_WORDS: Final = 500
"""Characters of an error's message: a line has to go out in one write."""


class _Dropped(Exception):
    """Nobody waits for the figure in the making any more."""


class Looker:
    """Takes orders from a pipe until it ends. A job that is dropped ends at its next stage."""

    def __init__(
        self,
        made: Callable[[Job, Callable[[float], None], Kept], Told],
        tell: Callable[[Told], None],
    ) -> None:
        self._made, self._tell = made, tell
        self._kept = Kept(before=self._go_on)
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._dropped: set[int] = set()
        self._now = 0

    def run(self, orders: BinaryIO) -> None:
        """Make what is ordered, in the order in which it comes."""
        threading.Thread(target=self._listen, args=(orders,), daemon=True).start()
        for job in iter(self._jobs.get, None):
            self._now = job.id
            try:
                self._go_on()
                self._tell(self._made(job, self._progress, self._kept))
            except _Dropped:
                self._dropped.discard(job.id)
            except QingzhiError as error:
                self._tell(failed(job.id, error))

    def _listen(self, orders: BinaryIO) -> None:
        for line in orders:
            order = msgspec.json.decode(line, type=Order)
            if order.drop is not None:
                self._dropped.add(order.drop)
            if order.job is not None:
                self._jobs.put(order.job)
        self._jobs.put(None)

    def _go_on(self) -> None:
        if self._now in self._dropped:
            raise _Dropped

    def _progress(self, progress: float) -> None:
        self._tell(Told(self._now, round(progress, 3)))


def failed(job: int, error: QingzhiError) -> Told:
    """Say what went wrong with a job."""
    words = str(error)[:MOST_WORDS]
    return Told(job, error=error.code, message=words, retryable=error.retryable)
