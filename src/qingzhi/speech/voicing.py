"""F0 over time: candidates from the autocorrelation of each frame, the smoothest way through them.

After P. Boersma, "Accurate short-term analysis of the fundamental frequency and the harmonics-to-
noise ratio of a sampled sound", Proc. Institute of Phonetic Sciences 17 (1993).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy import fft

from qingzhi.score import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HOP: Final = SAMPLE_RATE // 100
"""A frame every 10 ms."""
FRAMES_S: Final = SAMPLE_RATE / HOP
LOWEST_HZ, HIGHEST_HZ = 60.0, 620.0
_FRAME: Final = SAMPLE_RATE * 50 // 1000
"""Three periods of the lowest voice."""
_SIZE: Final = 2048
"""A frame and the longest lag fit in: nothing that matters wraps round."""
_FINER: Final = 4
"""Lags are read off a curve so many times finer than the samples."""
_BLOCK: Final = 256
_CANDIDATES: Final = 4
_VOICED: Final = 0.45
"""Correlation from which a frame may be voiced."""
_SILENCE: Final = 0.03
"""Of the sound's highest level: what is fainter has no voice."""
_FLOOR: Final = 1e-4
"""Nor has what lies below −80 dBFS."""
_OCTAVE: Final = 0.01
"""Of two equal peaks the higher pitch is meant."""
_JUMP: Final = 0.35
"""Cost of an octave between neighbouring frames."""
_SWITCH: Final = 0.14
"""Cost of a voice that begins or ends."""


class Voicing(NamedTuple):
    """Frames [T] at FRAMES_S: F0 in Hz (0: unvoiced), correlation of neighbouring periods 0..1."""

    f0: Floats
    correlation: Floats

    @property
    def voiced(self) -> NDArray[np.bool_]:
        """Which frames have a voice."""
        return self.f0 > 0


def track(sound: NDArray[np.floating]) -> Voicing:
    """Follow the pitch of mono `sound` at 24 kHz, 60..620 Hz; frame i is centred on i × HOP."""
    padded = np.pad(np.asarray(sound, np.float64), _FRAME // 2 + _FRAME % 2)
    views = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::HOP]
    highest = max(float(np.abs(sound).max(initial=0.0)) * _SILENCE, _FLOOR)
    lags = np.empty((len(views), _CANDIDATES))
    values = np.zeros((len(views), _CANDIDATES))
    for first in range(0, len(views), _BLOCK):
        rows = slice(first, first + _BLOCK)
        lags[rows], values[rows] = _peaks(views[rows])
    values[np.abs(views).max(axis=1) < highest] = 0.0
    return _way(SAMPLE_RATE / lags, values)


def _peaks(frames: Floats) -> tuple[Floats, Floats]:
    """Give the best lags [B, K] in samples and their correlations, 0 where there are fewer."""
    window = np.hanning(_FRAME)
    curve = _correlation((frames - frames.mean(axis=1, keepdims=True)) * window)
    curve /= np.maximum(curve[:, :1], 1e-12)
    own = _correlation(window[None])
    curve /= np.maximum(own / own[:, :1], 1e-3)
    low, high = (round(_FINER * SAMPLE_RATE / hertz) for hertz in (HIGHEST_HZ, LOWEST_HZ))
    inner = curve[:, low : high + 1]
    tops = (inner > curve[:, low - 1 : high]) & (inner >= curve[:, low + 1 : high + 2])
    places = np.arange(low, high + 1)
    weight = np.where(tops, inner - _OCTAVE * np.log2(places / low), -1.0)
    best = np.argpartition(-weight, _CANDIDATES, axis=1)[:, :_CANDIDATES]
    rows = np.arange(len(frames))[:, None]
    values = np.where(tops[rows, best], inner[rows, best].clip(0.0, 1.0), 0.0)
    return places[best] / _FINER, values


def _correlation(frames: Floats) -> Floats:
    """Autocorrelate rows, on a grid `_FINER` times finer than the samples."""
    power = np.square(np.abs(fft.rfft(frames.astype(np.float32), _SIZE)))
    curve: Floats = fft.irfft(power, _SIZE * _FINER)[:, : _SIZE * _FINER // 2]
    return curve


def _way(hertz: Floats, values: Floats) -> Voicing:
    """Choose one candidate a frame, or none, so that pitch moves as little as it has to."""
    count = len(hertz)
    octaves = np.log2(hertz)
    gains = np.where(values > _VOICED, values - _OCTAVE * np.log2(HIGHEST_HZ / hertz), -10.0)
    local = np.concatenate((gains, np.full((count, 1), _VOICED)), axis=1)
    back = np.zeros((count, _CANDIDATES + 1), np.intp)
    total = local[0] if count else np.zeros(_CANDIDATES + 1)
    for i in range(1, count):
        step = np.full((_CANDIDATES + 1, _CANDIDATES + 1), -_SWITCH)
        step[:-1, :-1] = -_JUMP * np.abs(octaves[i - 1][:, None] - octaves[i][None])
        step[-1, -1] = 0.0
        reached = total[:, None] + step
        back[i] = reached.argmax(axis=0)
        total = reached.max(axis=0) + local[i]
    return _traced(back, int(total.argmax()), hertz, values)


def _traced(back: NDArray[np.intp], last: int, hertz: Floats, values: Floats) -> Voicing:
    f0, strength = np.zeros(len(back)), np.zeros(len(back))
    for i in range(len(back) - 1, -1, -1):
        if last < _CANDIDATES:
            f0[i], strength[i] = hertz[i, last], values[i, last]
        last = int(back[i, last])
    return Voicing(f0, strength)
