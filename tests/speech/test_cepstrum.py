"""Features stay the same whatever the level, the channel and the room's hum."""

from __future__ import annotations

import numpy as np
import pytest

from qingzhi.speech.cepstrum import VALUES, powers, quieted, streams
from qingzhi.speech.spectrum import RATE


def syllables(seconds: float = 2.0) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Give a tone with overtones that comes and goes four times a second."""
    time = np.arange(round(seconds * RATE)) / RATE
    voice = sum(np.sin(2 * np.pi * 140 * k * time) / k for k in range(1, 30))
    return np.asarray(0.1 * voice * (np.sin(2 * np.pi * 4 * time) > 0), np.float32)


def test_one_frame_each_hundredth() -> None:
    """Three streams of as many values."""
    assert streams(powers(syllables())).shape == (3, 198, VALUES)


def test_level_does_not_matter() -> None:
    """A tenth of the level gives the same features."""
    noise = np.random.default_rng(1).normal(0, 1e-3, 2 * RATE).astype(np.float32)
    sound = syllables() + noise
    loud, soft = streams(powers(sound)), streams(powers(sound * 0.1))
    assert np.abs(loud - soft).max() < 0.05


def test_steady_noise_is_taken_out() -> None:
    """Where the voice pauses in noise, power comes nearer to what it is without."""
    noise = np.random.default_rng(2).normal(0, 0.02, 2 * RATE).astype(np.float32)
    noisy = powers(syllables() + noise)
    assert np.median(quieted(noisy).sum(axis=1)) < 0.5 * np.median(noisy.sum(axis=1))


def test_clean_sound_is_left_alone() -> None:
    """What is soft in it is speech."""
    power = powers(syllables())
    assert np.array_equal(quieted(power), power)


@pytest.mark.parametrize("count", [0, 1, 300, 411])
def test_hardly_any_sound_still_gives_numbers(count: int) -> None:
    """Shorter than a window, or all zeros: finite features."""
    assert np.isfinite(streams(quieted(powers(np.zeros(count, np.float32))))).all()
