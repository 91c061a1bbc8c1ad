"""The desk's figure: made once, whole or not at all, never in the desk's way."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.assets import Assets
from qingzhi.errors import AssetUnavailable, InputError
from qingzhi.service import figure_maker, figure_order, figures
from qingzhi.service.figure_cache import FigureCache, compressed
from qingzhi.service.figure_maker import Report, bring
from qingzhi.service.figure_order import BODY, MOST_BYTES, Order, checked, ordered
from qingzhi.service.figures import Figures
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.service.conftest import Client

    from qingzhi.service.parts import Parts

KEY = "0123456789abcdef" * 2
SIZE = 2000
"""Bytes of the operator's own figure."""


PAPERS = (
    b'{"asset":{"version":"2.0","extras":{"provenance":{"maker":"a person","licences":'
    b'[{"part":"all","licence":"CC0-1.0","source":"made here"}],"likeness":{"person":"none"}}}}}'
)


def glb(filling: bytes = b"", document: bytes = PAPERS) -> bytes:
    """Return the smallest binary glTF file, with a chunk of `filling`."""
    document += b" " * (-len(document) % 4)
    filling += b"\0" * (-len(filling) % 4)
    chunks = struct.pack("<I4s", len(document), b"JSON") + document
    chunks += struct.pack("<I4s", len(filling), b"BIN\0") + filling
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Give a figure of the operator's."""
    path = tmp_path / "mine.vrm"
    path.write_bytes(glb(os.urandom(SIZE - len(glb()))))
    return path


def chosen(settings: Settings, figure: object) -> Settings:
    return Settings(data=settings.data, cache=settings.cache, figure=str(figure))


# ---- which figure -------------------------------------------------------------------------------


def test_the_key_follows_the_specification(settings: Settings, tmp_path: Path) -> None:
    """Another person is another figure; the same person, written otherwise, is the same."""
    one, same, other = (tmp_path / f"{name}.json" for name in ("one", "same", "other"))
    one.write_text('{"name": "Lin", "age": 30}', "utf-8")
    same.write_text('{"age": 30.0, "name": "Lin"}', "utf-8")
    other.write_text('{"name": "Lin", "age": 31}', "utf-8")
    keys = [order.key for path in (one, same, other) if (order := ordered(chosen(settings, path)))]
    assert keys[0] == keys[1] != keys[2]


def test_the_key_follows_code_and_body(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """New code or another body never meets an old figure."""
    first = ordered(settings)
    monkeypatch.setattr(figure_order, "_code", lambda: "other code")
    second = ordered(settings)
    monkeypatch.setattr(Assets, "revision", lambda self, name: "other body")
    third = ordered(settings)
    assert len({order.key for order in (first, second, third) if order}) == 3


def test_code_means_every_source_and_table() -> None:
    """Python, TOML and data of the avatar package all count."""
    from importlib.resources import files

    package = files("qingzhi.avatar")
    names = {name for name, _ in figure_order._files("", package)}
    there = {p.relative_to(str(package)).as_posix() for p in Path(str(package)).rglob("*.*")}
    assert names == {name for name in there if "__pycache__" not in name}
    assert {"figure.py", "specs/clerk.toml"} <= names


@pytest.mark.parametrize("figure", ["nobody", "missing.toml", "missing.glb", "/nowhere/at/all.vrm"])
def test_a_figure_that_is_not_there_stops_the_start(settings: Settings, figure: str) -> None:
    """The operator's slip is told at once, not by an empty stage."""
    with pytest.raises(InputError):
        Figures(chosen(settings, figure))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"glTF",
        b"PK\x03\x04" + b"\0" * 100,
        glb()[:-1],
        glb() + b"x",
        b"glTF" + glb()[4:8].replace(b"\2", b"\1") + glb()[8:],
        glb(document=b"[]"),
        glb(document=b"{}"),
        glb(document=b"[" * 100_000),
        glb(document=b"\xff\xfe"),
        struct.pack("<4sIII4s", b"glTF", 2, 20, 2**32 - 1, b"JSON"),
    ],
)
def test_an_own_figure_must_be_one(tmp_path: Path, content: bytes) -> None:
    """Anything but a binary glTF 2.0 file is refused by name."""
    path = tmp_path / "mine.glb"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"mine\.glb"):
        checked(path)


def test_an_own_figure_has_a_size(tmp_path: Path) -> None:
    """A file that no visitor would wait for is refused unread."""
    path = tmp_path / "huge.glb"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(InputError, match="64 MB"):
        checked(path)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_figure_or_refused(tmp_path_factory: Any, content: bytes) -> None:
    """Nothing else ever comes out of the reader."""
    path = tmp_path_factory.getbasetemp() / "any.glb"
    path.write_bytes(b"glTF\2\0\0\0" + content)
    with pytest.raises(InputError):
        checked(path)


# ---- the cache ----------------------------------------------------------------------------------


def test_an_own_figure_is_served_as_it_is(settings: Settings, own: Path) -> None:
    """Its bytes are not touched, and later changes of the file don't reach what is cached."""
    settings = chosen(settings, own)
    order = ordered(settings)
    assert order
    before = own.read_bytes()
    told: list[float] = []
    bring(settings, told.append)
    own.write_bytes(glb(b"changed"))
    assert FigureCache(settings).path(order.key).read_bytes() == before
    assert told[-1] == 1.0


def test_an_own_figure_without_papers_is_not_served(settings: Settings, own: Path) -> None:
    """The error says what is missing, and nothing gets into the cache."""
    own.write_bytes(glb(document=b'{"asset":{"version":"2.0"}}'))
    settings = chosen(settings, own)
    order = ordered(settings)
    assert order
    with pytest.raises(InputError, match="published"):
        bring(settings, lambda _progress: None)
    assert not FigureCache(settings).ready(order.key)


def test_a_compressed_copy_is_kept_where_it_saves(settings: Settings) -> None:
    """Noise stays as it is; geometry gets a smaller copy."""
    cache = FigureCache(settings)
    for key, filling in (("a" * 32, os.urandom(4000)), ("b" * 32, bytes(4000))):
        with cache.locked(key):
            cache.keep(key, glb(filling))
    assert not compressed(cache.path("a" * 32)).exists()
    assert compressed(cache.path("b" * 32)).stat().st_size < 1000


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "x.glb", f"{KEY}.lock", f"{KEY}.glb.gz", f"../figures/{KEY}.glb",
     f"{KEY.upper()}.glb", f"{KEY}.glb\n", f"{KEY}.glb/..", "%2e%2e"],
)  # fmt: skip
def test_only_figures_leave_the_folder(settings: Settings, name: str) -> None:
    """An address names a figure or nothing: no other file, no way out."""
    cache = FigureCache(settings)
    with cache.locked(KEY):
        cache.keep(KEY, glb(bytes(4000)))
    assert cache.find(f"{KEY}.glb") is not None
    assert cache.find(name) is None


WRITER = """
import sys
from pathlib import Path
from qingzhi.service.figure_cache import FigureCache
from qingzhi.settings import Settings
cache, key = FigureCache(Settings(cache=Path(sys.argv[1]))), sys.argv[2]
print("up", flush=True)
while True:
    with cache.locked(key):
        cache.path(key).unlink(missing_ok=True)
        cache.keep(key, bytes(3_000_000))
"""


def writer(settings: Settings) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", WRITER, str(settings.cache), KEY], stdout=subprocess.PIPE, text=True
    )


def killed(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout
    process.stdout.close()


@pytest.mark.parametrize("number", range(3))
def test_a_killed_writer_leaves_no_half_figure(settings: Settings, number: int) -> None:
    """After kill -9 at any moment the figure is whole or missing, and can be made again."""
    process = writer(settings)
    assert process.stdout
    process.stdout.readline()
    cache = FigureCache(settings)
    end = time.monotonic() + 60
    while not (cache.ready(KEY) or time.monotonic() > end):
        os.sched_yield()
    killed(process)
    if cache.ready(KEY):
        assert cache.path(KEY).stat().st_size == 3_000_000
    with cache.locked(KEY):
        cache.keep(KEY, glb())
    assert cache.path(KEY).read_bytes() == glb()
    assert not list(cache.folder.glob(".scratch-*"))


def test_two_starts_at_once_make_one_figure(
    settings: Settings, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second waits for the first, then finds what it wants."""
    from concurrent.futures import ThreadPoolExecutor

    settings = chosen(settings, own)
    made: list[Order] = []

    def slowly(order: Order, *_rest: object) -> bytes:
        made.append(order)
        return own.read_bytes()

    monkeypatch.setattr(figure_maker, "_made", slowly)
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(bring, settings, lambda _: None) for _ in range(4)]:
            done.result()
    assert len(made) == 1


def test_a_full_disk_is_told(settings: Settings, own: Path) -> None:
    """A cache that can't be written is an error of ours, with what to do."""
    settings.cache.mkdir()
    (settings.cache / "figures").write_text("in the way", "utf-8")
    with pytest.raises(AssetUnavailable, match="QINGZHI_CACHE"):
        bring(chosen(settings, own), lambda _: None)


def test_the_body_is_fetched_with_progress(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first half of the way is the download; without a network it is an error of ours."""
    from qingzhi.assets import Stage, Step

    def fetch(self: Assets, name: str, progress: Callable[[Step], None]) -> None:
        assert name == BODY
        progress(Step(name, Stage.LOOKING))
        progress(Step(name, Stage.FETCHING, 25, 100))
        raise AssetUnavailable("There is no network.")

    monkeypatch.setattr(Assets, "fetch", fetch)
    told: list[float] = []
    with pytest.raises(AssetUnavailable):
        bring(settings, told.append)
    assert told == [0.125]


# ---- while the desk is open ---------------------------------------------------------------------


@pytest.fixture
async def watched(
    settings: Settings, own: Path
) -> AsyncIterator[tuple[Figures, asyncio.Queue[str]]]:
    """Give figures that have an own one brought by a real process, and what they tell."""
    told: asyncio.Queue[str] = asyncio.Queue()
    made = Figures(chosen(settings, own))
    made.watch(told.put_nowait)
    yield made, told
    await made.close()


async def test_the_figure_is_brought_by_another_process(
    watched: tuple[Figures, asyncio.Queue[str]], own: Path
) -> None:
    """`making` at first, then a notice and an address that holds the content's hash."""
    figure, told = watched
    assert figure.status().state == "making"
    assert figure.status().url is None
    async with asyncio.timeout(60):
        assert await told.get() == "figure.ready"
    status = figure.status()
    assert (status.state, status.progress, status.scene) == ("ready", 1.0, "hall")
    assert status.bytes == SIZE
    assert status.url == f"/figures/{checked(own)}.glb"


async def test_a_second_start_finds_it_at_once(settings: Settings, own: Path) -> None:
    """No process is started for a figure that is there."""
    settings = chosen(settings, own)
    bring(settings, lambda _: None)
    figure = Figures(settings)
    figure.watch(pytest.fail)
    assert figure.status().state == "ready"
    await figure.close()


async def test_no_figure_is_a_choice(settings: Settings) -> None:
    """`none` is absent, and says why."""
    figure = Figures(chosen(settings, "none"))
    figure.watch(pytest.fail)
    assert (figure.status().state, figure.status().reason) == ("absent", "switched_off")


@pytest.mark.parametrize(
    ("reports", "reason"),
    [
        ([Report(progress=0.2), Report(error="disk_full", message="full")], "disk_full"),
        ([Report(progress=0.9)], "maker_failed"),
        ([], "maker_failed"),
    ],
)
async def test_a_maker_that_fails_leaves_an_honest_reason(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    reports: list[Report],
    reason: str,
) -> None:
    """A code, no path and no traceback; the desk's drawn head stands in."""

    async def fail(_settings: Settings) -> AsyncIterator[Report]:
        for report in reports:
            yield report

    monkeypatch.setattr(figures, "_reports", fail)
    told: asyncio.Queue[str] = asyncio.Queue()
    figure = Figures(settings)
    figure.watch(told.put_nowait)
    assert await told.get() == "figure.absent"
    await figure.close()
    status = figure.status()
    assert (status.state, status.reason, status.url, status.bytes) == ("absent", reason, None, 0)


async def test_a_desk_that_was_offline_tries_again(
    settings: Settings, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the network comes back, so does the figure."""
    settings = chosen(settings, own)
    attempts = 0

    async def second_time(given: Settings) -> AsyncIterator[Report]:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            yield Report(error="asset_unavailable", retryable=True)
        else:
            bring(given, lambda _: None)
            yield Report(progress=1.0)

    monkeypatch.setattr(figures, "_reports", second_time)
    monkeypatch.setattr(figures, "AGAIN_S", 0.0)
    told: asyncio.Queue[str] = asyncio.Queue()
    figure = Figures(settings)
    figure.watch(told.put_nowait)
    assert [await told.get(), await told.get()] == ["figure.absent", "figure.ready"]
    await figure.close()


async def test_closing_ends_the_maker(settings: Settings) -> None:
    """A desk that closes while the figure is being made leaves no process behind."""
    import psutil

    figure = Figures(settings)
    figure.watch(pytest.fail)
    mine = psutil.Process()
    async with asyncio.timeout(30):
        while not (children := mine.children()):  # noqa: ASYNC110 - another process's start
            await asyncio.sleep(0)
    await figure.close()
    assert not [child for child in children if child.is_running()]


def test_the_maker_ends_with_its_parent(settings: Settings) -> None:
    """The maker gives way to everything; a desk that is killed takes it along."""
    env = os.environ | {"QINGZHI_CACHE": str(settings.cache), "QINGZHI_FIGURE": "clerk"}
    cache = FigureCache(settings)
    order = ordered(settings)
    assert order
    with cache.locked(order.key):  # so that it waits rather than fetches
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, *figures.MAKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
        )
        assert process.stdin
        assert process.stdout
        end, gives_way = time.monotonic() + 60, False
        while not gives_way and time.monotonic() < end:
            gives_way = os.getpriority(os.PRIO_PROCESS, process.pid) == figure_maker.NICE
        assert gives_way
        process.stdin.close()
        assert process.wait(60) == 1
        process.stdout.close()


async def test_open_pages_hear_of_the_figure(enter: Callable[..., Client], parts: Parts) -> None:
    """A page that asked for notices hears it in its visitor's language; others hear nothing."""
    asked, stock = enter("notice"), enter()
    for client in (asked, stock):
        client.session.notify("figure.ready")
    [_, notice] = await asked.rest()
    assert (notice["type"], notice["code"], notice["level"]) == (
        "session.notice", "figure.ready", "info",
    )  # fmt: skip
    assert notice["message"]
    assert len(await stock.rest()) == 1


def test_reports_are_short_lines() -> None:
    """What is at its default is left out."""
    assert json.loads(msgspec.json.encode(Report(progress=0.5))) == {"progress": 0.5}
