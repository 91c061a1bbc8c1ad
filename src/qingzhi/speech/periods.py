"""Period by period: how evenly a voice swings (jitter, shimmer) and how clean it is (HNR).

Definitions as in P. Boersma & D. Weenink, "Praat: doing phonetics by computer": jitter and shimmer
"local", the mean difference of neighbouring periods over their mean.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.voicing import HOP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.speech.voicing import Voicing

    Floats = NDArray[np.float64]

_REACH: Final = 0.2
"""A period is looked for within this share of what the pitch says."""
_WORST: Final = 1.3
"""Neighbouring periods that differ by more are no neighbours."""
_LEAST: Final = 5
"""Frames of voice that are worth following."""
_CLEANEST: Final = 1 - 1e-5


def hnr(voicing: Voicing) -> float | None:
    """Harmonics over noise in dB, the median of the voiced frames; None without a voice."""
    found = voicing.correlation[voicing.voiced]
    if not len(found):
        return None
    r = float(np.clip(np.median(found), 1e-5, _CLEANEST))
    return 10 * float(np.log10(r / (1 - r)))


def unevenness(sound: NDArray[np.floating], voicing: Voicing) -> tuple[float | None, float | None]:
    """Give jitter and shimmer as shares of a period and of its height; None without a voice."""
    wave = np.asarray(sound, np.float64)
    steps, lengths, drops, heights = [], [], [], []
    for marks in _stretches(wave, voicing):
        periods = np.diff(marks)
        near = _near(periods)
        steps.append(np.abs(np.diff(periods))[near])
        lengths.append(periods)
        tall = np.array([np.ptp(wave[int(a) : int(b) + 1]) for a, b in pairwise(marks)])
        alike = near & (_ratio(tall) < 1.6)
        drops.append(np.abs(np.diff(tall))[alike])
        heights.append(tall)
    return _share(steps, lengths), _share(drops, heights)


def _near(periods: Floats) -> NDArray[np.bool_]:
    return _ratio(periods) < _WORST


def _ratio(values: Floats) -> Floats:
    low = np.maximum(np.minimum(values[1:], values[:-1]), 1e-12)
    return np.asarray(np.maximum(values[1:], values[:-1]) / low)


def _share(steps: list[Floats], wholes: list[Floats]) -> float | None:
    found = np.concatenate(steps) if steps else np.zeros(0)
    if not len(found):
        return None
    return float(found.mean() / max(float(np.concatenate(wholes).mean()), 1e-12))


def _stretches(wave: Floats, voicing: Voicing) -> Iterator[Floats]:
    """Yield the marks of the periods of each stretch of voice, in samples with their fractions."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], voicing.voiced.astype(np.int8), [0]))))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start >= _LEAST:
            marks = _marks(wave, voicing.f0, start * HOP, (end - 1) * HOP)
            if len(marks) > 3:
                yield marks


def _marks(wave: Floats, f0: Floats, start: int, end: int) -> Floats:
    """Mark periods by the shape of each one in the next."""
    marks = [float(start)]
    while marks[-1] < end:
        at = marks[-1]
        period = SAMPLE_RATE / max(f0[min(round(at / HOP), len(f0) - 1)], 1.0)
        if not np.isfinite(period) or period > SAMPLE_RATE / 40:
            break
        step = _step(wave, at, period)
        if step is None:
            break
        marks.append(at + step)
    return np.array(marks)


def _step(wave: Floats, at: float, period: float) -> float | None:
    """Find how far on the wave repeats itself, near `period`; None at the sound's end."""
    half = round(period / 2)
    first = round(at)
    low, high = round(period * (1 - _REACH)), round(period * (1 + _REACH))
    if first - half < 0 or first + high + half + 2 > len(wave):
        return None if first - half >= 0 else period
    shape = wave[first - half : first + half]
    there = wave[first + low - 1 - half : first + high + 1 + half]
    curve = np.correlate(there, shape, "valid")
    views = np.lib.stride_tricks.sliding_window_view(there, len(shape))
    curve /= np.sqrt(np.maximum(np.einsum("ij,ij->i", views, views), 1e-12))
    best = int(np.argmax(curve[1:-1])) + 1
    left, top, right = curve[best - 1 : best + 2]
    bend = left - 2 * top + right
    offset = 0.5 * (left - right) / bend if bend < 0 else 0.0
    return low - 1 + best + float(np.clip(offset, -0.5, 0.5)) + first - at
