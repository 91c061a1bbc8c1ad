"""Feeling in the sound itself, on sentences that no value was tuned with."""

from __future__ import annotations

import math
from contextlib import aclosing
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from bench.emotions import MAIN_CUE

from qingzhi.emotion import NEUTRAL_EMOTION, Emotion, Strength
from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.measure import AUDIBLE, loudness, manner
from qingzhi.speech.pool import Pool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from numpy.typing import NDArray

    from qingzhi.speech.neural import NeuralEngine

    Sound = NDArray[np.float32]

SENTENCES = {
    "zh": ("图书馆明天上午照常开放", "这趟公交车开往动物园南门", "孩子的疫苗本需要妥善保存"),
    "en": ("The library opens at nine.", "This bus goes to the zoo.", "Keep the booklet safe."),
}
LEAST = {"rate": math.log(1.06), "pitch": 1.0, "level": 1.5}
"""The least step between neighbouring strengths: 6 %, a semitone, 1.5 dB."""


@pytest.fixture
async def espeak(tmp_path: Path) -> AsyncIterator[Pool]:
    """Open a worker with espeak; the library runs nowhere else."""
    pool = Pool("qingzhi.speech.espeak:EspeakEngine", {"readings": str(tmp_path / "none.toml")})
    await pool.open()
    yield pool
    await pool.close()


@pytest.mark.parametrize("lang", SENTENCES)
@pytest.mark.parametrize("name", MAIN_CUE)
async def test_espeaks_strengths_are_told_apart(espeak: Pool, name: str, lang: str) -> None:
    """From neutral to strong each step of the main cue is large enough, in one direction."""
    heard = [
        [await said(espeak, text, lang=lang, emotion=emotion) for text in SENTENCES[lang]]
        for emotion in strengths(name)
    ]
    assert steps(heard, MAIN_CUE[name]) >= LEAST[MAIN_CUE[name]]


@pytest.mark.voice
@pytest.mark.parametrize("name", MAIN_CUE)
def test_the_neural_voices_strengths_are_told_apart(neural: NeuralEngine, name: str) -> None:
    """The same of the demonstration voice."""
    heard = [
        [spoken(neural, text, emotion=emotion) for text in SENTENCES["zh"]]
        for emotion in strengths(name)
    ]
    assert steps(heard, MAIN_CUE[name]) >= LEAST[MAIN_CUE[name]]


@pytest.mark.parametrize("lang", SENTENCES)
async def test_espeak_is_heard_at_once(espeak: Pool, lang: str) -> None:
    """No sentence keeps the visitor waiting more than 10 ms, whatever sound it begins with."""
    for text in SENTENCES[lang]:
        heard = await said(espeak, text, lang=lang)
        assert np.argmax(np.abs(heard) > AUDIBLE) <= 0.010 * SAMPLE_RATE


@pytest.mark.voice
def test_high_pitch_costs_no_time(neural: NeuralEngine) -> None:
    """Joy that goes beyond the model starts as fast, its marks end with the sound."""
    for text in SENTENCES["zh"]:
        chunks = list(neural.speak(EngineRequest(utterance=text, emotion=Emotion(joy=1.0))))
        assert len(chunks[0].samples) > 0.04 * SAMPLE_RATE
        assert np.argmax(np.abs(chunks[0].samples) > AUDIBLE) <= 0.010 * SAMPLE_RATE
        total = sum(len(chunk.samples) for chunk in chunks)
        assert 0 <= total - chunks[0].marks[-1].end < 0.2 * SAMPLE_RATE


@pytest.mark.parametrize("lang", SENTENCES)
async def test_espeak_is_as_loud_as_agreed(espeak: Pool, lang: str) -> None:
    """Neutral speech has −23 LUFS ± 1."""
    heard = [await said(espeak, text, lang=lang) for text in SENTENCES[lang]]
    assert loudness(np.concatenate(heard)) == pytest.approx(-23, abs=1)


@pytest.mark.voice
def test_the_neural_voice_is_as_loud_as_agreed(neural: NeuralEngine) -> None:
    """Neutral speech has −23 LUFS ± 1."""
    heard = [spoken(neural, text) for text in SENTENCES["zh"]]
    assert loudness(np.concatenate(heard)) == pytest.approx(-23, abs=1)


def strengths(name: str) -> list[Emotion]:
    return [NEUTRAL_EMOTION, *(Emotion.of(name, strength) for strength in Strength)]


def steps(heard: list[list[Sound]], cue: str) -> float:
    """Find the smallest step between neighbours; negative when they don't all go one way."""
    values: list[float] = [getattr(manner(sounds), cue) for sounds in heard]
    way = math.copysign(1.0, values[-1] - values[0])
    return min(way * (there - here) for here, there in pairwise(values))


async def said(pool: Pool, text: str, **more: Any) -> Sound:
    async with aclosing(pool.speak(EngineRequest(utterance=text, **more))) as chunks:
        return np.concatenate([chunk.samples async for chunk in chunks])


def spoken(engine: NeuralEngine, text: str, **more: Any) -> Sound:
    return np.concatenate(
        [chunk.samples for chunk in engine.speak(EngineRequest(utterance=text, **more))]
    )
