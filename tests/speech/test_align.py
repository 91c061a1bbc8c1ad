"""A told text is found in sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.errors import InputError
from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.align import LONGEST_S, LONGEST_TEXT, Aligner, Reference, fitted
from qingzhi.speech.phones import is_vowel
from qingzhi.speech.spectrum import RATE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qingzhi.assets import Assets
    from qingzhi.score import PhoneMark
    from qingzhi.settings import Settings

TEXT = "您好，请问您今天想办理什么业务？"


@pytest.fixture
async def aligner(settings: Settings, voice_free_assets: Assets) -> AsyncIterator[Aligner]:
    opened = await Aligner.open(settings, voice_free_assets)
    yield opened
    await opened.close()


@pytest.fixture
def voice_free_assets(settings: Settings) -> Assets:
    from qingzhi.assets import Assets

    return Assets(settings)


def starts(marks: Sequence[PhoneMark]) -> NDArray[np.float64]:
    return np.array([mark.start for mark in marks]) / SAMPLE_RATE


async def test_a_voice_finds_itself(aligner: Aligner) -> None:
    """The same sound, half a second later: every phone within 30 ms of where it is."""
    reference = await aligner.reference(TEXT, "zh")
    late = np.concatenate((np.zeros(RATE // 2, np.float32), reference.samples))
    found = fitted(reference, late)
    apart = starts(found) - 0.5 - starts(reference.marks)
    assert [m.phone for m in found] == [m.phone for m in reference.marks]
    assert np.percentile(np.abs(apart), 90) < 0.03


async def test_it_follows_a_voice_that_hurries_and_waits(aligner: Aligner) -> None:
    """With noise, a pause in the middle and half the level, nine of ten are within 60 ms."""
    reference = await aligner.reference(TEXT, "zh")
    cut = int(reference.marks[12].start / SAMPLE_RATE * RATE)
    pause = np.zeros(RATE * 2 // 5, np.float32)
    sound = np.concatenate((reference.samples[:cut], pause, reference.samples[cut:])) * 0.5
    sound += np.random.default_rng(1).normal(0, 0.002, len(sound)).astype(np.float32)
    true = starts(reference.marks) + np.where(np.arange(len(reference.marks)) >= 12, 0.4, 0.0)
    apart = np.abs(starts(fitted(reference, sound)) - true)
    assert np.percentile(apart, 90) < 0.06


async def test_english_is_aligned_too(aligner: Aligner) -> None:
    """The text's own words, in order, inside the sound."""
    reference = await aligner.reference("Please bring your passport.", "en")
    found = await aligner.align(reference.samples, "Please bring your passport.", "en")
    assert np.all(np.diff(starts(found)) >= 0)
    assert found[-1].end <= len(reference.samples) / RATE * SAMPLE_RATE + 1


@pytest.mark.parametrize("seconds", [0.02, 0.3, 3.0])
async def test_sound_that_does_not_fit_still_gives_marks(aligner: Aligner, seconds: float) -> None:
    """Much too short a sound, or silence: marks in order, each of some length."""
    found = await aligner.align(np.zeros(round(seconds * RATE), np.float32), TEXT, "zh")
    assert all(mark.end > mark.start >= 0 for mark in found)
    assert np.all(np.diff(starts(found)) >= 0)


async def test_what_cannot_be_aligned_is_refused(aligner: Aligner) -> None:
    """No words, too many of them, too long a sound."""
    second = np.zeros(RATE, np.float32)
    for samples, text in (
        (second, "……"),
        (second, "字" * (LONGEST_TEXT + 1)),
        (np.zeros(round((LONGEST_S + 1) * RATE), np.float32), TEXT),
    ):
        with pytest.raises(InputError):
            await aligner.align(samples, text, "zh")


def test_a_reference_of_one_phone_is_enough(tmp_path: Path) -> None:
    """The shortest text there is."""
    from qingzhi.score import PhoneMark

    hum = np.sin(np.arange(RATE) * 0.05).astype(np.float32)
    mark = PhoneMark("m", 0, SAMPLE_RATE, word=0)
    (found,) = fitted(Reference(hum, (mark,)), hum)
    assert found.phone == "m"


async def test_english_consonants_begin_where_they_are_heard(aligner: Aligner) -> None:
    """The voice's own sound: half of them within 15 ms, and neither early nor late."""
    text = "Several people complained about the noise from the building site."
    reference = await aligner.reference(text, "en")
    apart = starts(fitted(reference, reference.samples)) - starts(reference.marks)
    consonants = np.array([not is_vowel(mark.phone) for mark in reference.marks])
    assert np.median(np.abs(apart[consonants])) < 0.015
    assert abs(np.median(apart[consonants])) < 0.01
