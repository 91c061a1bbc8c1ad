"""Showing how far the assets have come: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from qingzhi.assets.state import Stage, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


WORDS: Final = {
    Stage.WAITING: "waiting for another process",
    Stage.LOOKING: "looking for it",
    Stage.FETCHING: "fetching",
    Stage.UNPACKING: "unpacking",
    Stage.READY: "ready",
}
_TENTHS: Final = 10


@contextmanager
def shown_progress(console: Console | None = None) -> Iterator[Callable[[Step], None]]:
    """Give a callback for `Assets.ensure` and `Assets.fetch` that shows each step.

    On the standard error stream, unless another console is given.
    """
    console = console or Console(stderr=True)
    if not console.is_terminal:
        yield _Lines(console)
        return
    with _bar(console) as progress:
        yield _Bars(progress)


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
    )


class _Bars:
    """One bar for each asset, begun anew by each stage."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}
        self._stages: dict[str, Stage] = {}

    def __call__(self, step: Step) -> None:
        if step.asset not in self._tasks:
            if step.stage is Stage.READY:
                return  # it was there all along
            self._tasks[step.asset] = self._progress.add_task("", total=None)
        task = self._tasks[step.asset]
        if self._stages.get(step.asset) is not step.stage:
            self._stages[step.asset] = step.stage
            title = f"{step.asset} {WORDS[step.stage]}"
            self._progress.reset(task, description=title, total=step.total or None)
        self._progress.update(task, completed=step.done)


class _Lines:
    """A plain line at the start of each stage and at each tenth of its bytes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last: tuple[str, Stage, int] | None = None

    def __call__(self, step: Step) -> None:
        tenth = step.done * _TENTHS // step.total if step.total else 0
        now = step.asset, step.stage, tenth
        if now == self._last or (step.stage is Stage.READY and self._last is None):
            return
        self._last = now
        self._console.print(f"{step.asset} {WORDS[step.stage]}{_amount(step)}", highlight=False)


def _amount(step: Step) -> str:
    if not step.total or step.stage is Stage.READY:
        return ""
    percent = step.done * 100 // step.total
    return f" {percent} % ({step.done / 1e6:.1f} / {step.total / 1e6:.1f} MB)"
