"""A voice's portrait: everything `qingzhi speech measure` tells about a recording."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import soxr

from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.faults import clicks, clipped
from qingzhi.speech.measure import loudness
from qingzhi.speech.periods import hnr, unevenness
from qingzhi.speech.tempo import tempo
from qingzhi.speech.voicing import HOP, track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.speech.voicing import Voicing

    Floats = NDArray[np.float64]

_EDGES: Final = (5.0, 95.0)
"""Percentiles of the pitch between which its range lies."""
_BANDS_HZ: Final = 353.6 * 2.0 ** (np.arange(12) / 3)
"""Middles of bands an octave wide, 250..500 Hz to 3.2..6.3 kHz: each holds a harmonic or two."""
_WINDOW: Final = 1024


class Measures(msgspec.Struct, frozen=True):
    """What a recording sounds like. A number that has no meaning for it is None.

    `f0_median_hz`; `f0_range_st`: semitones between the 5th and the 95th percentile of the pitch;
    `rate_syl_s`: syllables a second without pauses; `loudness_lufs`: ITU-R BS.1770-4, gated;
    `tilt_db_oct`: fall of the long-term spectrum's density of what is voiced, 250 Hz..6.3 kHz;
    `hnr_db`: harmonics over noise; `jitter`, `shimmer`: mean difference of neighbouring periods,
    as a share; `clipped`: samples in flat tops at full scale; `clicks`: breaks of the wave.
    """

    f0_median_hz: float | None
    f0_range_st: float | None
    rate_syl_s: float
    loudness_lufs: float | None
    tilt_db_oct: float | None
    hnr_db: float | None
    jitter: float | None
    shimmer: float | None
    clipped: int
    clicks: int


def portrait(samples: NDArray[np.floating], rate: int = SAMPLE_RATE) -> Measures:
    """Measure samples [N] or [N, C], −1..1, of any rate from 4 kHz. N ≥ 1, all finite."""
    columns = np.asarray(samples, np.float32).reshape(len(samples), -1)
    here = columns if rate == SAMPLE_RATE else soxr.resample(columns, rate, SAMPLE_RATE)
    sound = here.mean(axis=1)
    voicing = track(sound)
    pitch = voicing.f0[voicing.voiced]
    jitter, shimmer = unevenness(sound, voicing)
    loud = loudness(here)
    return Measures(
        f0_median_hz=_rounded(float(np.median(pitch)), 2) if len(pitch) else None,
        f0_range_st=_rounded(_range(pitch), 3) if len(pitch) else None,
        rate_syl_s=round(tempo(sound, voicing).rate, 3),
        loudness_lufs=_rounded(loud, 2),
        tilt_db_oct=_rounded(tilt(sound, voicing), 3),
        hnr_db=_rounded(hnr(voicing), 2),
        jitter=_rounded(jitter, 5),
        shimmer=_rounded(shimmer, 5),
        clipped=clipped(columns),
        clicks=clicks(sound),
    )


def _rounded(value: float | None, places: int) -> float | None:
    return round(value, places) if value is not None and math.isfinite(value) else None


def _range(pitch: Floats) -> float:
    low, high = np.percentile(pitch, _EDGES)
    return 12 * math.log2(high / low)


def tilt(sound: NDArray[np.floating], voicing: Voicing) -> float | None:
    """Fit a line through the long-term spectrum; dB an octave. None for silence.

    Frames with a voice count; where none has one, all that are loud.
    """
    padded = np.pad(np.asarray(sound, np.float64), (_WINDOW // 2, _WINDOW))
    views = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][: len(voicing.f0)]
    power = np.square(views).mean(axis=1)
    chosen = views[voicing.voiced] if voicing.voiced.any() else views[power > 0.1 * power.mean()]
    if not len(chosen) or power.max() < 1e-9:
        return None
    spectrum = np.zeros(_WINDOW // 2 + 1)
    for first in range(0, len(chosen), 1024):
        windowed = chosen[first : first + 1024] * np.hanning(_WINDOW)
        spectrum += np.square(np.abs(np.fft.rfft(windowed, axis=1))).sum(axis=0)
    hertz = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)
    low, high = _BANDS_HZ * 2**-0.5, _BANDS_HZ * 2**0.5
    density = [spectrum[(hertz >= a) & (hertz < b)].mean() for a, b in zip(low, high, strict=True)]
    level = 10 * np.log10(np.maximum(density, 1e-15))
    return float(np.polyfit(np.log2(_BANDS_HZ), level, 1)[0])
