"""Sound as a matcher hears it: mel spectra and cepstra, a hundred frames a second.

Level and channel are taken out by each recording's own mean over its louder frames, so that a
telephone and a studio, a whisper and a shout come near each other.

Sources: S. Davis & P. Mermelstein, "Comparison of parametric representations for monosyllabic word
recognition", 1980 (mel cepstra); B. Atal, "Effectiveness of linear prediction characteristics",
1974 (mean subtraction).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.fft import dct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

RATE: Final = 16_000
HOP: Final = 160
FRAMES_S: Final = RATE / HOP
"""Frames a second."""
BANDS: Final = 80
CEPSTRA: Final = 13
_WINDOW: Final = 400
_SIZE: Final = 512
_LOW, _HIGH = 60.0, 7600.0
_EMPHASIS: Final = 0.97
_FLOOR: Final = 1e-7
"""Of the loudest band of a recording: what is fainter is the recording's own noise."""
_BLOCK: Final = 4096
_LOUDER: Final = 0.45
"""Share of a recording's frames, from the softest, that say nothing of its channel."""


def log_mel(samples: NDArray[np.floating[Any]]) -> Floats:
    """Log energies [T, BANDS] of mono samples at RATE; see `centre_s` for where frames lie."""
    sound = np.asarray(samples, np.float32)
    sound = np.append(sound[:1], sound[1:] - _EMPHASIS * sound[:-1])
    if len(sound) < _WINDOW:
        sound = np.pad(sound, (0, _WINDOW - len(sound)))
    count = 1 + (len(sound) - _WINDOW) // HOP
    views = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::HOP][:count]
    energy = np.empty((count, BANDS), np.float32)
    for first in range(0, count, _BLOCK):
        window = views[first : first + _BLOCK] * _hamming()
        power = np.abs(np.fft.rfft(window, _SIZE)) ** 2
        energy[first : first + _BLOCK] = power @ _bank()
    loudest = float(energy.max(initial=0.0))
    return np.asarray(np.log(energy + max(_FLOOR * loudest, 1e-12)), np.float32)


def cepstra(mel: Floats) -> Floats:
    """Cepstra and their slopes [T, 2·CEPSTRA], each of mean 0 and deviation 1."""
    plain = np.asarray(dct(mel, axis=1, norm="ortho")[:, :CEPSTRA], np.float32)
    loud = plain[louder(mel)]
    plain = (plain - loud.mean(axis=0)) / (loud.std(axis=0) + 1e-3)
    slope = np.gradient(plain, axis=0) * 2.0 if len(plain) > 1 else np.zeros_like(plain)
    return np.hstack((plain, slope)).astype(np.float32)


def louder(mel: Floats) -> NDArray[np.bool_]:
    """Tell which frames [T] are loud enough to show the channel."""
    level = mel.mean(axis=1)
    return np.asarray(level >= np.quantile(level, _LOUDER))


def centre_s(frame: NDArray[Any]) -> NDArray[np.float64]:
    """Return the middle of frames in seconds."""
    return (np.asarray(frame, np.float64) * HOP + _WINDOW / 2) / RATE


@cache
def _hamming() -> Floats:
    return np.hamming(_WINDOW).astype(np.float32)


@cache
def _bank() -> Floats:
    """[257, BANDS] triangles that are evenly spaced on the mel scale."""
    low, high = (2595 * np.log10(1 + f / 700) for f in (_LOW, _HIGH))
    edges = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1) * _SIZE / RATE
    place = np.arange(_SIZE // 2 + 1)[:, None]
    rise = (place - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - place) / (edges[2:] - edges[1:-1])
    bank = np.maximum(0.0, np.minimum(rise, fall))
    empty = bank.sum(axis=0) < 0.5
    nearest = np.abs(place - edges[1:-1]).argmin(axis=0)
    bank[nearest[empty], np.flatnonzero(empty)] = 1.0
    return np.asarray(bank / bank.sum(axis=0), np.float32)
