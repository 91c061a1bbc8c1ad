"""Filters that colour a voice as it streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.portrait import portrait
from qingzhi.speech.prosody import Prosody
from qingzhi.speech.timbre import CEILING, Timbre, coloured, rounded, shelf, tilted
from qingzhi.speech.voicing import track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

ALL: dict[str, Any] = {"tilt": -4.0, "breath": 0.2, "tremor": 0.6, "rough": 0.01, "gain": 1.3}


@pytest.mark.parametrize("size", [1, 7, 480, 2880, 12_000])
def test_pieces_of_any_size_sound_as_one(size: int) -> None:
    """No seam: what comes in pieces leaves as if it had come at once."""
    sound = voice()
    piecewise = Timbre(**ALL)
    parts = [piecewise.colour(sound[at : at + size]) for at in range(0, len(sound), size)]
    assert np.allclose(np.concatenate(parts), Timbre(**ALL).colour(sound), atol=1e-5)


@given(st.lists(st.integers(0, 900), max_size=8))
def test_as_many_samples_leave_as_came(sizes: list[int]) -> None:
    """Nothing is held back, so nothing has to be waited for."""
    timbre = Timbre(**ALL)
    assert [len(timbre.colour(np.zeros(n, np.float32))) for n in sizes] == sizes


def test_neutral_is_untouched() -> None:
    """Without a colour the sound is the same."""
    assert np.array_equal(Timbre().colour(voice()), voice())


@pytest.mark.parametrize("decibels", [-6.0, -2.0, 3.0, 6.0])
def test_tilt_is_heard_above_the_corner(decibels: float) -> None:
    """The filter's response is the one that was asked for, within half a decibel."""
    hertz = np.fft.rfftfreq(4096, 1 / SAMPLE_RATE)
    response = 20 * np.log10(np.abs(np.fft.rfft(shelf(decibels), 4096)))
    heard = (hertz > 300) & (hertz < 8000)
    assert np.abs(response - tilted(hertz, decibels))[heard].max() < 0.5


def test_tilt_has_no_delay() -> None:
    """The first tap is the highest."""
    assert np.argmax(np.abs(shelf(4.0))) == 0


def test_breath_is_noise_that_follows_the_voice() -> None:
    """HNR falls as breath grows; where the voice is silent, so is the breath."""
    sound = voice()
    ratios = [portrait(Timbre(breath=b).colour(sound)).hnr_db or 0.0 for b in (0.0, 0.1, 0.3)]
    assert ratios[0] > ratios[1] + 1
    assert ratios[1] > ratios[2] + 1
    after = Timbre(breath=0.3).colour(np.concatenate((sound, np.zeros(4800, np.float32))))
    assert np.abs(after[len(sound) + 480 :]).max() < 1e-3


def test_tremor_swings_pitch_five_to_seven_times_a_second() -> None:
    """By as many semitones as asked, evenly to both sides."""
    found = track(Timbre(tremor=0.8).colour(voice()))
    semitones = 12 * np.log2(found.f0[20:-20] / 200)
    assert np.ptp(semitones) == pytest.approx(1.6, abs=0.3)
    spectrum = np.abs(np.fft.rfft(semitones - semitones.mean()))
    swings = np.argmax(spectrum) / (len(semitones) / 100)
    assert 5 <= swings <= 7


def test_roughness_is_jitter() -> None:
    """Periods differ more the rougher the voice; the pitch stays where it is."""
    found = [portrait(Timbre(rough=r).colour(voice())) for r in (0.0, 0.004, 0.012)]
    jitters = [one.jitter or 0.0 for one in found]
    assert jitters[0] < jitters[1] < jitters[2]
    assert all(one.f0_median_hz == pytest.approx(200, rel=0.02) for one in found)


@pytest.mark.parametrize("name", ["tilt", "breath", "tremor", "rough"])
def test_no_colour_clicks_clips_or_shifts(name: str) -> None:
    """Each filter leaves no click, no clipped sample and no direct current."""
    heard = Timbre(**{name: ALL[name]}).colour(voice())
    found = portrait(heard)
    assert (found.clicks, found.clipped) == (0, 0)
    assert abs(float(heard.mean())) < 1e-3


def test_too_loud_is_bent_never_cut() -> None:
    """Whatever comes, nothing reaches full scale, and louder stays louder."""
    ramp = np.linspace(-3, 3, 601, dtype=np.float32)
    bent = rounded(ramp)
    assert np.abs(bent).max() <= CEILING
    assert (np.diff(bent) >= 0).all()
    assert portrait(rounded(5 * voice())).clipped == 0


def test_any_engine_can_be_coloured() -> None:
    """A stream gets tilt, breath, tremor, roughness and level of a manner."""
    manner = Prosody(level=6.0)
    parts = list(coloured([0.1 * voice()[:100], 0.1 * voice()[100:200]], manner))
    assert np.allclose(np.concatenate(parts), 0.1 * voice()[:200] * 10 ** (6 / 20))


def voice() -> Sound:
    """Make a second and a half of an even voice at 200 Hz, faded at both ends."""
    time = np.arange(SAMPLE_RATE * 3 // 2) / SAMPLE_RATE
    wave = sum(np.sin(2 * np.pi * 200 * k * time + k * k) / k for k in range(1, 40))
    ramp = np.clip(np.minimum(time, time[-1] - time) / 0.02, 0, 1)
    return np.asarray(0.1 * np.asarray(wave) * ramp, np.float32)
