"""What a mouth does is heard in sound alone."""

from __future__ import annotations

from contextlib import aclosing
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soxr

from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.diphones import PHONES
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.hearing import PIECE_S
from qingzhi.speech.mouths import cut
from qingzhi.speech.pool import Pool
from qingzhi.speech.spectrum import RATE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from qingzhi.score import PhoneMark
    from qingzhi.speech.hearing import Ears

TEXT = "妈妈抱着宝宝去买面包和葡萄"


async def said(folder: Path) -> tuple[NDArray[np.float32], tuple[PhoneMark, ...]]:
    pool = Pool("qingzhi.speech.espeak:EspeakEngine", {"readings": str(folder / "none.toml")})
    await pool.open()
    try:
        pieces: list[NDArray[np.float32]] = []
        marks: tuple[PhoneMark, ...] = ()
        async with aclosing(pool.speak(EngineRequest(utterance=TEXT))) as chunks:
            async for chunk in chunks:
                pieces.append(chunk.samples)
                marks = chunk.marks or marks
    finally:
        await pool.close()
    return soxr.resample(np.concatenate(pieces), SAMPLE_RATE, RATE), marks


def right(found: tuple[PhoneMark, ...], truth: tuple[PhoneMark, ...], seconds: float) -> float:
    """Share of moments at which the mouth's class is told within 40 ms."""
    times = np.arange(0.05, seconds - 0.05, 0.01) * SAMPLE_RATE
    good = 0
    for time in times:
        mark = next((m for m in truth if m.start <= time < m.end), None)
        near = [m for m in found if m.start - 960 <= time <= m.end + 960]
        told = {name for m in near for name, _ in cut(m.phone)}
        good += mark is None or bool({name for name, _ in cut(mark.phone)} & told)
    return good / len(times)


async def test_a_clear_voice_is_heard(ears: Ears, tmp_path: Path) -> None:
    """At most frames of a plain voice the class is right or beside it."""
    sound, truth = await said(tmp_path)
    assert right(ears.heard(sound), truth, len(sound) / RATE) > 0.7


async def test_a_voice_in_noise_is_heard(ears: Ears, tmp_path: Path) -> None:
    """Steady noise 20 dB below it is taken out."""
    sound, truth = await said(tmp_path)
    level = float(np.sqrt(np.mean(sound**2))) * 0.1
    noise = np.random.default_rng(4).normal(0, level, len(sound)).astype(np.float32)
    assert right(ears.heard(sound + noise), truth, len(sound) / RATE) > 0.5


async def test_lips_that_shut_are_heard(ears: Ears, tmp_path: Path) -> None:
    """Most of a sentence of m, b and p."""
    sound, truth = await said(tmp_path)
    shut = [m for m in truth if m.phone in {"m", "p", "pʰ"}]
    found = [m for m in ears.heard(sound) if m.phone in {"m", "b", "p"}]
    hit = sum(any(f.start < m.end + 960 and f.end > m.start - 960 for f in found) for m in shut)
    assert hit > 0.6 * len(shut)


async def test_long_sound_is_heard_piece_by_piece(ears: Ears, tmp_path: Path) -> None:
    """Said over and over, half a minute of it: marks all along, in order."""
    sound, _ = await said(tmp_path)
    times = round(2.2 * PIECE_S * RATE / len(sound))
    marks = ears.heard(np.tile(sound, times))
    seconds = times * len(sound) / RATE
    starts = np.array([mark.start for mark in marks]) / SAMPLE_RATE
    assert np.all(np.diff(starts) > 0)
    assert np.diff(starts, prepend=0.0, append=seconds).max() < 1.5


def test_marks_follow_each_other(ears: Ears) -> None:
    """In noise too: in order, without overlap, of some length, of known phones."""
    noise = np.random.default_rng(3).normal(0, 0.1, RATE).astype(np.float32)
    marks = ears.heard(noise)
    assert all(mark.end > mark.start for mark in marks)
    assert all(a.end <= b.start for a, b in pairwise(marks))
    assert {mark.phone for mark in marks} <= set(PHONES) - {""}


@pytest.mark.parametrize("count", [0, 100, RATE])
def test_silence_says_nothing(ears: Ears, count: int) -> None:
    """Nor does no sound at all."""
    assert ears.heard(np.zeros(count, np.float32)) == ()


@pytest.mark.parametrize("count", [1, 100, 500])
def test_a_click_is_no_fault(ears: Ears, count: int) -> None:
    """Sound that is shorter than a frame."""
    assert all(mark.end > mark.start for mark in ears.heard(np.full(count, 0.5, np.float32)))
