"""Every measure against sounds whose truth is known, and hostile ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.signal import lfilter

from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.portrait import portrait

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@pytest.mark.parametrize("hertz", [75.0, 120.0, 220.0, 480.0])
def test_pitch_of_a_steady_voice(hertz: float) -> None:
    """The median is the pitch, whatever its height, and the range is nothing."""
    found = portrait(harmonics(hertz))
    assert found.f0_median_hz == pytest.approx(hertz, rel=0.005)
    assert found.f0_range_st == pytest.approx(0.0, abs=0.1)


def test_range_of_a_glide() -> None:
    """A glide over an octave has nine tenths of it between its 5th and 95th percentile."""
    course = 150 * 2 ** np.linspace(0, 1, 3 * SAMPLE_RATE)
    assert portrait(harmonics(course, 3.0)).f0_range_st == pytest.approx(10.8, abs=0.3)


@pytest.mark.parametrize("decibels", [5.0, 10.0, 20.0, 30.0])
def test_harmonics_over_noise(decibels: float) -> None:
    """HNR is the ratio that was mixed."""
    mixed = harmonics(200.0) + 10 ** (-decibels / 20) * noise()
    assert portrait(mixed).hnr_db == pytest.approx(decibels, abs=0.7)


@pytest.mark.parametrize("slope", [-12.0, -6.0, 0.0])
def test_tilt_of_harmonics(slope: float) -> None:
    """Tilt is the slope that the harmonics were made with."""
    assert portrait(harmonics(200.0, slope=slope)).tilt_db_oct == pytest.approx(slope, abs=0.8)


def test_tilt_of_noise() -> None:
    """White noise is level; noise that falls is not."""
    assert portrait(noise()).tilt_db_oct == pytest.approx(0.0, abs=0.3)
    darker = lfilter([0.05], [1, -0.95], noise())
    fallen = portrait(darker).tilt_db_oct
    assert fallen is not None
    assert fallen < -4


@pytest.mark.parametrize("share", [0.0, 0.01, 0.02])
def test_jitter_of_uneven_periods(share: float) -> None:
    """Neighbouring periods differ by the share that was put in."""
    found = portrait(pulses(jitter=share)).jitter
    assert found == pytest.approx(share, rel=0.15, abs=0.001)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.1])
def test_shimmer_of_uneven_heights(share: float) -> None:
    """Neighbouring heights differ by the share that was put in."""
    found = portrait(pulses(shimmer=share)).shimmer
    assert found == pytest.approx(share, rel=0.25, abs=0.006)


@pytest.mark.parametrize("rate", [3.0, 4.5, 6.0])
def test_rate_of_swells(rate: float) -> None:
    """Each swell is a syllable."""
    assert portrait(syllables(rate)).rate_syl_s == pytest.approx(rate, rel=0.07)


def test_a_pause_is_not_spoken() -> None:
    """A second of silence in the middle doesn't slow a voice down."""
    said = syllables(4.0)
    paused = np.concatenate((said, np.zeros(SAMPLE_RATE), said))
    assert portrait(paused).rate_syl_s == pytest.approx(portrait(said).rate_syl_s, rel=0.05)


def test_loudness_of_both_channels_adds() -> None:
    """BS.1770: a sine of 997 Hz at full scale on one channel has −3.01 LUFS, on two 0."""
    time = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    sine = np.sin(2 * np.pi * 997 * time)
    silent = np.zeros_like(sine)
    assert portrait(np.stack((sine, silent), 1)).loudness_lufs == pytest.approx(-3.01, abs=0.05)
    assert portrait(np.stack((sine, sine), 1)).loudness_lufs == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_every_rate_tells_the_same(rate: int) -> None:
    """Pitch and loudness don't hang on the sample rate."""
    time = np.arange(2 * rate) / rate
    wave = sum(0.1 / k * np.sin(2 * np.pi * 180 * k * time) for k in range(1, 15))
    found = portrait(np.asarray(wave), rate)
    assert found.f0_median_hz == pytest.approx(180, rel=0.01)
    assert found.loudness_lufs == pytest.approx(-22.3, abs=1.0)


def test_clipped_samples_are_counted() -> None:
    """What was cut at full scale is counted; a loud sine that only touches it is not."""
    time = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    sine = np.sin(2 * np.pi * 200 * time)
    cut = np.clip(1.5 * sine, -1, 1)
    assert portrait(cut).clipped == int((np.abs(cut) == 1).sum())
    assert portrait(sine).clipped == 0


def test_clicks_are_counted() -> None:
    """Three breaks of a wave are three clicks; an even voice, noise and silence have none."""
    voice = faded(pulses(jitter=0.01, shimmer=0.05))
    assert portrait(voice).clicks == 0
    broken = voice.copy()
    for at in (20_011, 36_057, 52_123):
        broken[at:] += 0.3 * np.exp(-np.arange(len(broken) - at) / 2400)
    assert portrait(broken).clicks == 3
    assert portrait(faded(noise())).clicks == 0


def test_a_hard_start_is_a_click() -> None:
    """Sound that begins in the middle of a wave can be heard to."""
    time = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    assert portrait(0.3 * np.cos(2 * np.pi * 200 * time)).clicks >= 1


def test_silence_has_no_voice() -> None:
    """What means nothing is None; counts are zero."""
    found = portrait(np.zeros(SAMPLE_RATE))
    assert (found.f0_median_hz, found.loudness_lufs, found.tilt_db_oct) == (None, None, None)
    assert (found.hnr_db, found.jitter, found.shimmer, found.f0_range_st) == (None,) * 4
    assert (found.rate_syl_s, found.clipped, found.clicks) == (0.0, 0, 0)


def test_noise_has_no_pitch() -> None:
    """A hiss is loud, and that is all."""
    found = portrait(noise())
    assert found.f0_median_hz is None
    assert found.rate_syl_s == 0
    assert found.loudness_lufs is not None


@pytest.mark.parametrize("count", [1, 2, 7, 300, 1200])
def test_the_shortest_sounds_are_measured(count: int) -> None:
    """However little there is, there is an answer."""
    assert portrait(0.1 * np.ones(count)).clipped == 0


def faded(wave: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fade both ends over 20 ms."""
    ramp = np.linspace(0, 1, SAMPLE_RATE // 50)
    shaped = wave.copy()
    shaped[: len(ramp)] *= ramp
    shaped[-len(ramp) :] *= ramp[::-1]
    return shaped


def harmonics(hertz: float | Floats, seconds: float = 2.0, slope: float = -6.0) -> Floats:
    """Add harmonics that fall by `slope` dB an octave; RMS 0.1."""
    course = np.broadcast_to(hertz, round(seconds * SAMPLE_RATE))
    phase = 2 * np.pi * np.cumsum(course) / SAMPLE_RATE
    count = int(11_000 / course.max())
    wave = sum(k ** (slope / 6.02) * np.sin(k * phase) for k in range(1, count + 1))
    return np.asarray(0.1 * wave / np.std(wave))


def noise(seconds: float = 2.0, seed: int = 0) -> Floats:
    """White noise, RMS 0.1."""
    return 0.1 * np.random.default_rng(seed).standard_normal(round(seconds * SAMPLE_RATE))


def pulses(jitter: float = 0.0, shimmer: float = 0.0, hertz: float = 150.0) -> Floats:
    """Three seconds of a vowel whose periods and heights differ from their neighbours' by these."""
    rng = np.random.default_rng(3)
    wave = np.zeros(3 * SAMPLE_RATE)
    at = 0.0
    while at < len(wave) - 2:
        whole, part = divmod(at, 1.0)
        height = 1 + shimmer * rng.normal() * np.sqrt(np.pi) / 2
        wave[int(whole)] += height * (1 - part)
        wave[int(whole) + 1] += height * part
        at += SAMPLE_RATE / hertz * (1 + jitter * rng.normal() * np.sqrt(np.pi) / 2)
    for centre, width in ((500, 150), (1500, 250)):
        r = np.exp(-np.pi * width / SAMPLE_RATE)
        wave = lfilter([1.0], [1, -2 * r * np.cos(2 * np.pi * centre / SAMPLE_RATE), r * r], wave)
    return np.asarray(0.1 * wave / np.std(wave))


def syllables(rate: float, seconds: float = 4.0) -> Floats:
    """Make a hum that swells `rate` times a second."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return harmonics(220.0, seconds) * (0.05 + np.sin(np.pi * rate * time) ** 2)
