"""What a voice sounds like, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.measure import level, loudness, manner, pitch

if TYPE_CHECKING:
    from numpy.typing import NDArray


def test_loudness_of_the_standards_tone() -> None:
    """A sine of 997 Hz at full scale has −3.01 LUFS (BS.1770-4, annex 1)."""
    assert loudness(tone(997, 1.0)) == pytest.approx(-3.01, abs=0.05)


def test_silence_between_words_does_not_count() -> None:
    """Quiet blocks are gated out."""
    loud = tone(997, 0.1)
    assert loudness(np.concatenate([loud, np.zeros_like(loud), loud])) == pytest.approx(
        loudness(loud), abs=0.8
    )


@pytest.mark.parametrize("hertz", [110, 220, 440])
def test_pitch_of_a_tone(hertz: int) -> None:
    """A voiced frame has its pitch; noise and silence have none."""
    assert pitch(tone(hertz, 0.2)[:960]) == pytest.approx(hertz, rel=0.02)
    assert pitch(np.zeros(960, np.float32)) == 0.0


def test_twice_as_loud_an_octave_up_and_half_as_long() -> None:
    """Each part of the manner follows its own cue."""
    here, there = manner([tone(150, 0.1)]), manner([tone(300, 0.2)[:SAMPLE_RATE]])
    assert there.rate - here.rate == pytest.approx(np.log(2), abs=0.01)
    assert there.pitch - here.pitch == pytest.approx(12, abs=0.3)
    assert there.level - here.level == pytest.approx(6, abs=0.1)
    assert level(tone(150, 0.1)) == pytest.approx(-23, abs=0.1)


def tone(hertz: float, height: float) -> NDArray[np.float32]:
    """Two seconds of a sine."""
    t = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    return np.asarray(height * np.sin(2 * np.pi * hertz * t), np.float32)
