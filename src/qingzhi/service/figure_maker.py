"""The process that brings or makes the desk's figure: `python -m qingzhi.service.figure_maker`.

It gives way to everything else on the machine, ends when its parent does, and takes its memory
(some 1.8 GB at the peak) with it. One JSON line on standard output for each step.
"""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.assets import Assets, Stage, Step
from qingzhi.errors import QingzhiError
from qingzhi.service.figure_cache import FigureCache
from qingzhi.service.figure_order import BODY, Order, ordered
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FETCHING: Final = 0.5
"""Share of the progress that bringing the body takes, where it is not there yet."""
USUAL_S: Final = 10.0
"""Processor time after which progress has gone 63 % of the way; a figure takes about 17 s."""
TICK_S: Final = 0.5
NICE: Final = 19
FIRST_TO_GO: Final = "1000"
"""Where memory runs out, Linux ends this process before the desk."""


class Report(msgspec.Struct, omit_defaults=True):
    """One line: how far it has come, or the code and text of what went wrong."""

    progress: float = 0.0
    error: str = ""
    message: str = ""
    retryable: bool = False


def main() -> int:
    """Have the figure that the environment's settings ask for, then end."""
    os.nice(NICE)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, "ascii")
    threading.Thread(target=_follow_parent, daemon=True).start()
    try:
        bring(Settings.from_env(), _tell)
    except QingzhiError as error:
        _say(Report(error=error.code, message=str(error), retryable=error.retryable))
        return 1
    return 0


def bring(settings: Settings, tell: Callable[[float], None]) -> None:
    """Have the figure in the cache. Raises InputError or AssetError."""
    order = ordered(settings)
    if order is None:
        return
    figures = FigureCache(settings)
    with figures.locked(order.key):
        if not figures.ready(order.key):
            figures.keep(order.key, _made(order, settings, tell))
    tell(1.0)


def _made(order: Order, settings: Settings, tell: Callable[[float], None]) -> bytes:
    if order.own:
        from qingzhi.avatar_check import documented  # noqa: PLC0415 - only an own figure needs it

        data = Path(order.source).read_bytes()
        documented(data)
        return data
    from qingzhi.avatar import base, figure, spec  # noqa: PLC0415 - an own figure needs no scipy

    assets, begin = Assets(settings), 0.0
    if not assets.ready(BODY):
        begin = FETCHING

        def advance(step: Step) -> None:
            if step.stage is Stage.FETCHING and step.total:
                tell(begin * step.done / step.total)

        assets.fetch(BODY, advance)
    with _estimated(begin, tell):
        return figure.build(base.Base.load(assets), spec.load(order.source)).glb


@contextmanager
def _estimated(begin: float, tell: Callable[[float], None]) -> Iterator[None]:
    """Report from `begin` towards 1 by the processor time that the block has had."""
    done, started = threading.Event(), time.process_time()

    def tick() -> None:
        while not done.wait(TICK_S):
            spent = time.process_time() - started
            tell(begin + (1 - begin) * (1 - math.exp(-spent / USUAL_S)))

    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()


def _follow_parent() -> None:
    """End when standard input does: with the service, however that ends."""
    while os.read(sys.stdin.fileno(), 1):  # unbuffered: a lock held here would outlive the rest
        pass
    os._exit(1)


def _tell(progress: float) -> None:
    _say(Report(progress=round(progress, 3)))


def _say(report: Report) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(report) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
