"""The sound that marks an AI."""

from __future__ import annotations

import numpy as np

from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.earcon import LOUDNESS, REST_S, UNIT_S, earcon


def envelope() -> list[bool]:
    """Whether it sounds, unit by unit, judged at the middle of each."""
    samples, unit = earcon(), UNIT_S * SAMPLE_RATE
    level = np.sqrt(np.convolve(samples**2, np.ones(240) / 240, "same"))
    return [bool(level[round((i + 0.5) * unit)] > 0.02) for i in range(11)]


def test_its_rhythm_spells_a_i() -> None:
    """Short, long; a gap; short, short: the rhythm that GB 45438-2025 names."""
    beats = "".join("x" if on else "." for on in envelope())
    # the release of a bell may ring into the gap of one unit after it, never through three
    assert beats[0] == "x"
    assert beats[2:5] == "xxx"
    assert "." in beats[5:8]
    assert (beats[8], beats[10]) == ("x", "x")


def test_it_is_short_and_gentle() -> None:
    """Under three quarters of a second with its rest, as loud as speech, far from clipping."""
    samples = earcon()
    assert len(samples) / SAMPLE_RATE < 0.75
    assert np.abs(samples).max() < 0.3
    sounding = samples[: -round(REST_S * SAMPLE_RATE)]
    assert abs(20 * np.log10(np.sqrt(np.mean(sounding**2))) - LOUDNESS) < 0.1


def test_nothing_clicks() -> None:
    """It begins and ends at silence, and no sample jumps further than its highest partial can."""
    samples = earcon()
    assert abs(samples[0]) < 1e-4
    assert not samples[-round(REST_S * SAMPLE_RATE) + 1 :].any()
    steepest = 2 * np.pi * 880 * 3 / SAMPLE_RATE * np.abs(samples).max()
    assert np.abs(np.diff(samples)).max() < steepest


def test_it_is_the_same_every_time_and_nobody_changes_it() -> None:
    """Recognisable means unchanging."""
    assert earcon() is earcon()
    assert not earcon().flags.writeable
