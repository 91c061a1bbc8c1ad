"""Voices to test against: the fake one everywhere, the demonstration one where it is fetched."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest

from qingzhi.score import Clause, SpeechChunk
from qingzhi.speech.neural import NeuralEngine
from qingzhi.speech.pool import Pool
from qingzhi.speech.speaker import Speaker, Voice
from qingzhi.speech.testing import TARGET, FakeEngine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from qingzhi.assets import Assets

    Said = Callable[..., Awaitable[list[SpeechChunk]]]

PATIENCE_S = 1.0


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    """One worker with the fake engine."""
    opened = Pool(TARGET, {}, patience_s=PATIENCE_S)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def speaker() -> AsyncIterator[Speaker]:
    """Give a speaker with two fake voices; the second, its fallback, never fails."""
    pools = [Pool(TARGET, options, patience_s=PATIENCE_S) for options in ({}, {"sturdy": "1"})]
    for one in pools:
        await one.open()
    made = Speaker([Voice(FakeEngine.record, one) for one in pools])
    yield made
    await made.close()


@pytest.fixture
def said(speaker: Speaker) -> Said:
    """Speak a text to its end."""

    async def say(text: str, lang: str = "zh", **more: object) -> list[SpeechChunk]:
        clause = Clause(id="c", generation=1, text=text, lang="en" if lang == "en" else "zh")
        async with aclosing(speaker.speak(clause, **more)) as chunks:  # type: ignore[arg-type]
            return [chunk async for chunk in chunks]

    return say


@pytest.fixture(scope="session")
def neural(voice_assets: Assets, tmp_path_factory: pytest.TempPathFactory) -> NeuralEngine:
    """Load the demonstration voice into this process."""
    from qingzhi.settings import Settings

    settings = Settings(demo=True, data=tmp_path_factory.mktemp("data"))
    return NeuralEngine(NeuralEngine.prepare(settings, voice_assets))
