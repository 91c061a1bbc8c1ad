"""What a mouth does is heard in sound alone."""

from __future__ import annotations

from contextlib import aclosing
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soxr

from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.engine import EngineRequest
from qingzhi.speech.hearing import _course, heard
from qingzhi.speech.mouths import classes, cut
from qingzhi.speech.pool import Pool
from qingzhi.speech.spectrum import RATE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from qingzhi.score import PhoneMark

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


async def test_a_clear_voice_is_heard(tmp_path: Path) -> None:
    """At most frames of a voice like those it was trained on, the class is right or beside it."""
    sound, truth = await said(tmp_path)
    found = heard(sound)
    times = np.arange(0.05, len(sound) / RATE - 0.05, 0.01) * SAMPLE_RATE
    right = 0
    for time in times:
        mark = next((m for m in truth if m.start <= time < m.end), None)
        near = {m.phone for m in found if m.start - 960 <= time <= m.end + 960} | {""}
        right += mark is None or bool({name for name, _ in cut(mark.phone)} & near)
    assert right / len(times) > 0.6


def test_marks_follow_each_other() -> None:
    """In noise too: in order, without overlap, of some length, of known phones."""
    noise = np.random.default_rng(3).normal(0, 0.1, RATE).astype(np.float32)
    marks = heard(noise)
    assert all(mark.end > mark.start for mark in marks)
    assert all(a.end <= b.start for a, b in pairwise(marks))
    assert {mark.phone for mark in marks} <= set(classes()) - {""}


@pytest.mark.parametrize("count", [0, 100, RATE])
def test_silence_says_nothing(count: int) -> None:
    """Nor does no sound at all."""
    assert heard(np.zeros(count, np.float32)) == ()


def test_a_sound_lasts_some_frames() -> None:
    """One frame of another class is not believed."""
    likely = np.full((40, len(classes())), -4.0, np.float32)
    likely[:, 3] = -0.1
    likely[20, 3], likely[20, 5] = -4.0, -0.1
    assert set(_course(likely).tolist()) == {3}


def test_a_change_is_found_where_it_is() -> None:
    """Two classes, twenty frames each."""
    likely = np.full((40, len(classes())), -4.0, np.float32)
    likely[:20, 3] = likely[20:, 5] = -0.1
    assert _course(likely).tolist() == [3] * 20 + [5] * 20
