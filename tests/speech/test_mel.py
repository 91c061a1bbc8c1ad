"""The mel spectrogram, coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qingzhi.speech.mel import BINS, coloured, loudness

if TYPE_CHECKING:
    from numpy.typing import NDArray


def test_nothing_asked_is_nothing_changed() -> None:
    """A neutral colour is the identity."""
    assert np.allclose(coloured(hill(), np.zeros(40)), hill())


@pytest.mark.parametrize("decibels", [-6.0, 3.0, 6.0])
def test_level_is_loudness(decibels: float) -> None:
    """Decibels on the spectrogram are decibels of the sound to come."""
    before, after = loudness(hill()), loudness(coloured(hill(), np.full(40, decibels)))
    assert after - before == pytest.approx(decibels, rel=0.1)


@pytest.mark.parametrize("factor", [0.9, 1.1])
def test_formants_move_and_harmonics_stay(factor: float) -> None:
    """The envelope's top moves up or down in frequency; a narrow ripple stays where it is."""
    moved = coloured(hill(), np.zeros(40), formant=factor)[0]
    assert np.sign(np.argmax(smooth(moved)) - np.argmax(smooth(hill()[0]))) == np.sign(factor - 1)
    ripple = np.where(np.arange(BINS) % 4 < 2, 0.5, -0.5)[None].astype(np.float32)
    after = coloured(ripple, np.zeros(1), formant=factor)
    assert np.corrcoef(after[0], ripple[0])[0, 1] > 0.98


def test_tilt_raises_the_high_against_the_low() -> None:
    """The difference between both ends grows with the tilt, evenly."""
    tilted = coloured(hill(), np.zeros(40), tilt=4.0) - hill()
    assert tilted[0, -1] > 0 > tilted[0, 0]
    assert np.ptp(np.diff(tilted[0])) < 1e-5


@pytest.mark.parametrize("frames", [1, 5, 8, 33])
def test_pieces_of_any_length_have_a_loudness(frames: int) -> None:
    """One frame is enough."""
    assert np.isfinite(loudness(np.tile(hill()[:1], (frames, 1))))


def hill() -> NDArray[np.float32]:
    """Forty frames with one broad formant."""
    row = 2 * np.exp(-((np.arange(BINS) - 40) ** 2) / 200) - 1
    return np.tile(row.astype(np.float32), (40, 1))


def smooth(row: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.convolve(row, np.hanning(9), "same")
