"""What must not be in a sound: clipped samples and clicks, counted; what is no fault, isn't.

Clicks are found as S. V. Vaseghi does it, "Advanced Digital Signal Processing and Noise Reduction",
2008, chapter 13: in what linear prediction leaves, where speech is small and a click is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.linalg import solve_toeplitz

from qingzhi.score import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FULL: Final = 0.985
"""Share of full scale from which a flat top is a clipped one; 8-bit sound ends at 0.992."""
_FLAT: Final = 1e-4
"""A sine of 60 Hz or more has at most two neighbours so near each other at its top."""
_RUN: Final = 3

_ORDER: Final = 20
"""Of the linear prediction that takes out what a voice does by itself."""
_STEP: Final = SAMPLE_RATE // 50
_FRAME: Final = SAMPLE_RATE // 20
_SPIKE: Final = 0.02
"""What prediction misses by less can't be heard as a click."""
_ABOVE: Final = 3.0
"""How far a click stands out of all that prediction misses nearby, on both sides."""
_NEAR: Final = SAMPLE_RATE * 15 // 1000
"""The neighbourhood: longer than a period of the lowest voice, so that pulses have company."""
_OWN: Final = SAMPLE_RATE // 2000
"""A click's own width."""


def clipped(samples: NDArray[np.floating]) -> int:
    """Count the samples [N] or [N, C] in flat tops at full scale, three or more in a row."""
    columns = np.asarray(samples, np.float64).reshape(len(samples), -1)
    return sum(_clipped(columns[:, i]) for i in range(columns.shape[1]))


def _clipped(wave: Floats) -> int:
    flat = (np.abs(np.diff(wave)) < _FLAT) & (np.abs(wave[1:]) >= _FULL)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flat.astype(np.int8), [0]))))
    lengths = edges[1::2] - edges[::2] + 1
    return int(lengths[lengths >= _RUN].sum())


def clicks(sound: NDArray[np.floating]) -> int:
    """Count the places of mono 24 kHz `sound` where the wave breaks off and goes on elsewhere.

    A step or a spike can't be predicted from what came before, and stands alone within 15 ms before
    and after. Bursts of stops are followed by their own noise, pulses of a voice by the next pulse:
    they don't count. Sound that begins or ends without a fade does.
    """
    missed = np.abs(_unpredicted(np.pad(np.asarray(sound, np.float64), _FRAME)))
    tops = (missed[1:-1] > _SPIKE) & (missed[1:-1] > missed[:-2]) & (missed[1:-1] >= missed[2:])
    return sum(_stands_out(missed, int(at)) for at in np.flatnonzero(tops) + 1)


def _unpredicted(wave: Floats) -> Floats:
    """Give what linear prediction leaves, the prediction made anew every 20 ms."""
    window = np.hanning(_FRAME)
    left = np.zeros(len(wave))
    for start in range((_FRAME - _STEP) // 2, len(wave) - _FRAME, _STEP):
        first = start - (_FRAME - _STEP) // 2
        frame = wave[first : first + _FRAME] * window
        lags = np.correlate(frame, frame, "full")[_FRAME - 1 : _FRAME + _ORDER]
        lags[0] = lags[0] * 1.0001 + 1e-6
        weights = np.append(1.0, -solve_toeplitz(lags[:-1], lags[1:]))
        piece = wave[start - _ORDER : start + _STEP]
        left[start : start + _STEP] = np.convolve(piece, weights, "valid")
    return left


def _stands_out(missed: Floats, at: int) -> bool:
    own = missed[max(0, at - _OWN) : at + _OWN + 1]
    before = missed[max(0, at - _NEAR) : max(0, at - _OWN)]
    after = missed[at + _OWN + 1 : at + _NEAR]
    limit = missed[at] / _ABOVE
    alone = before.max(initial=0.0) < limit and after.max(initial=0.0) < limit
    return bool(alone and missed[at] >= own.max())
