"""Loudness known in advance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.loudness import TARGET, expected, gain, gated
from qingzhi.speech.measure import loudness
from qingzhi.speech.timbre import Timbre

if TYPE_CHECKING:
    from numpy.typing import NDArray


@pytest.mark.parametrize("hertz", [120.0, 250.0, 997.0, 3000.0])
@pytest.mark.parametrize("tilt", [-5.0, 0.0, 5.0])
def test_what_is_expected_is_measured(hertz: float, tilt: float) -> None:
    """The quick estimate, tilt included, is what the standard's filters measure afterwards."""
    sound = swelling(hertz)
    heard = Timbre(tilt=tilt).colour(sound)
    assert expected(sound, tilt) == pytest.approx(loudness(heard), abs=0.35)


@pytest.mark.parametrize("level", [-6.0, 0.0, 6.0])
def test_a_piece_is_brought_to_its_level(level: float) -> None:
    """Whatever it was before, it then has the target and what feeling adds."""
    sound = 0.6 * swelling(300.0)
    heard = sound * gain(expected(sound), level)
    assert loudness(heard) == pytest.approx(TARGET + level, abs=0.35)


def test_silence_is_not_raised_without_end() -> None:
    """Nothing has −inf LUFS, and a gain that stays finite."""
    assert expected(np.zeros(SAMPLE_RATE, np.float32)) == -math.inf
    assert 1 <= gain(-math.inf) <= 10
    assert gated(np.zeros(0)) == -math.inf


@pytest.mark.parametrize("count", [1, 100, 2399, 2401])
def test_the_shortest_pieces_have_a_loudness(count: int) -> None:
    """A sound shorter than a block is a block."""
    sound = swelling(997.0)[1000 : 1000 + count]
    assert expected(sound) < 0 < gain(expected(sound)) <= 10


def swelling(hertz: float) -> NDArray[np.float32]:
    """Two seconds of a tone that swells four times a second, with a pause."""
    time = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    wave = 0.1 * np.sin(2 * np.pi * hertz * time) * np.abs(np.sin(2 * np.pi * 2 * time))
    return np.asarray(wave * ((time < 0.9) | (time > 1.2)), np.float32)
