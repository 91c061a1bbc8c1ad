"""How loud a piece will be, known before its first sound leaves: no gain ever has to follow later.

Both engines know the whole piece before it sounds: espeak's samples, the neural voice's mel
spectrogram. Their power, weighted as ITU-R BS.1770-4 weights it, gives one gain for the piece.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.score import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TARGET: Final = -23.0
"""LUFS of every piece without feeling; an emotion's own level is added to it."""
_HOP: Final = SAMPLE_RATE // 10
_BLOCK: Final = 4
_GATE: Final = -70.0
_RELATIVE: Final = -10.0
_HIGHEST_DB: Final = 18.0
"""No piece is raised by more: what is so faint is no speech."""


def gain(loudness: float, level: float = 0.0) -> float:
    """Give the factor that brings a piece of `loudness` LUFS to `level` dB over the target."""
    return float(10 ** (min(_HIGHEST_DB, TARGET + level - loudness) / 20))


def gated(power: Floats) -> float:
    """Integrate weighted power, one value for each 100 ms, over blocks of 400 ms, gated. LUFS."""
    size = min(_BLOCK, len(power))
    if not size:
        return -math.inf
    blocks = np.convolve(power, np.full(size, 1 / size), "valid")
    for limit in (_GATE, None):
        least = limit if limit is not None else _lufs(blocks.mean()) + _RELATIVE
        blocks = blocks[_lufs(blocks) > least]
        if not len(blocks):
            return -math.inf
    return float(_lufs(blocks.mean()))


def expected(sound: NDArray[np.float32], tilt: float = 0.0) -> float:
    """Estimate the loudness of mono `sound` at 24 kHz once its tilt is on it, in LUFS."""
    count = max(1, round(len(sound) / _HOP))
    hops = np.zeros((count, _HOP), np.float32)
    hops.reshape(-1)[: len(sound)] = sound[: count * _HOP]
    spectrum = np.fft.rfft(hops, axis=1)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    return gated(power @ _weights(round(tilt, 1)))


@lru_cache(maxsize=256)
def _weights(tilt: float) -> Floats:
    """Give what each frequency of a hop adds: the standard's two stages, and the tilt."""
    from qingzhi.speech.timbre import tilted  # noqa: PLC0415 - timbre knows nothing of loudness

    hertz = np.fft.rfftfreq(_HOP, 1 / SAMPLE_RATE)
    high_pass = hertz**2 / (hertz**2 + 38.0**2)
    shelf = 10 ** (0.4 * (hertz / 1480.0) ** 4 / (1 + (hertz / 1480.0) ** 4))
    both = np.square(high_pass) * shelf * 10 ** (tilted(hertz, tilt) / 10)
    return np.asarray(both * 2 / _HOP**2)


def _lufs(power: Floats | np.floating) -> Floats:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)))
