"""Sound as the sounds that people taught were measured: cepstra, their slopes, their bends.

These are the features that `diphones` was trained on, so every constant is that model's own; what
is added is the taking out of steady noise.

Sources: S. Davis & P. Mermelstein, "Comparison of parametric representations for monosyllabic word
recognition", 1980; S. Boll, "Suppression of acoustic noise in speech using spectral subtraction",
1979; feature parameters of CMU Sphinx' en-us model.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.fft import dct
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from qingzhi.speech.spectrum import HOP, RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]

VALUES: Final = 13
"""Cepstra of a frame."""
_BANDS: Final = 25
_LOW, _HIGH = 130.0, 6800.0
_WINDOW: Final = 410
_SIZE: Final = 512
_EMPHASIS: Final = 0.97
_SCALE: Final = 32768.0
_LIFTER: Final = 22
_REACH: Final = 3
"""Frames on either side that slopes and bends look at."""
_BLOCK: Final = 4096

_STEADY: Final = 0.1
"""Share of frames, the softest of each band, that are noise and nothing else."""
_OVER: Final = 2.0
"""How many times the noise that softest share is taken for: noise flutters."""
_CLEAN: Final = 300.0
"""How many times the noise a clean recording's power is: there the softest is speech."""
_LEFT: Final = 0.03
"""Of a frame's power, what is left whatever is taken out."""
_FAINTEST: Final = 1e-9
"""Of the loudest power: what is fainter is a recorder's own."""
_FLUTTER: Final = 5
_SPOKEN: Final = 0.3
"""Share of the way from softest to loudest, in logarithms, above which frames are speech."""
_AROUND: Final = 31
"""Frames around speech that still show the channel."""


def powers(samples: Floats) -> Doubles:
    """Powers [T, bands] of mono samples at RATE; frames as in `spectrum`."""
    sound = np.asarray(samples, np.float64) * _SCALE
    sound = np.append(sound[:1], sound[1:] - _EMPHASIS * sound[:-1])
    if len(sound) < _WINDOW:
        sound = np.pad(sound, (0, _WINDOW - len(sound)))
    views = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::HOP]
    power = np.empty((len(views), _BANDS))
    for first in range(0, len(views), _BLOCK):
        window = views[first : first + _BLOCK] * np.hamming(_WINDOW)
        power[first : first + _BLOCK] = np.abs(np.fft.rfft(window, _SIZE)) ** 2 @ _bank()
    return np.maximum(power, max(_FAINTEST * power.max(initial=0.0), _FAINTEST))


def quieted(power: Doubles) -> Doubles:
    """Take out of powers [T, bands] what is there all the time."""
    even = uniform_filter1d(power, _FLUTTER, axis=0, mode="nearest")
    noise = np.quantile(even, _STEADY, axis=0)
    if power.sum() > _CLEAN * len(power) * noise.sum():
        return power
    return np.maximum(power - _OVER * noise, _LEFT * power)


def streams(power: Doubles) -> Floats:
    """Cepstra, slopes and bends [3, T, VALUES] of powers [T, bands], without the channel."""
    plain = dct(np.log(power), axis=1, norm="ortho")[:, :VALUES] * _lifter()
    plain -= plain[_spoken(power)].mean(axis=0)
    wide = np.pad(plain, ((_REACH, _REACH), (0, 0)), mode="edge")

    def near(frames: int) -> Doubles:
        return wide[_REACH + frames : _REACH + frames + len(plain)]

    bend = (near(3) - near(-1)) - (near(1) - near(-3))
    return np.stack((plain, near(2) - near(-2), bend)).astype(np.float32)


def _spoken(power: Doubles) -> NDArray[np.bool_]:
    """Frames in and around speech, and so of its channel."""
    level = np.log(power).mean(axis=1)
    low, high = level.min(), level.max()
    loud = level >= low + _SPOKEN * (high - low)
    return np.asarray(maximum_filter1d(loud, _AROUND), np.bool_)


@cache
def _lifter() -> Doubles:
    return 1.0 + _LIFTER / 2.0 * np.sin(np.pi * np.arange(VALUES) / _LIFTER)


@cache
def _bank() -> Doubles:
    """[257, bands] triangles of one area, their edges on the lines of the spectrum."""
    low, high = (2595 * np.log10(1 + f / 700) for f in (_LOW, _HIGH))
    step = RATE / _SIZE
    edges = 700 * (10 ** (np.linspace(low, high, _BANDS + 2) / 2595) - 1)
    edges = np.floor(edges / step + 0.5) * step
    left, middle, right = edges[:-2], edges[1:-1], edges[2:]
    place = np.arange(_SIZE // 2 + 1)[:, None] * step
    rise, fall = (place - left) / (middle - left), (right - place) / (right - middle)
    return np.maximum(0.0, np.minimum(rise, fall)) * 2.0 / (right - left)
