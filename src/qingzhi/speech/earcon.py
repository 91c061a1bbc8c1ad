"""The sound that says "an AI speaks": the letters A I in Morse code, as two soft bells.

GB 45438-2025, 5.3, takes this rhythm (short long, short short) for a mark that can be heard.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.score import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNIT_S: Final = 0.045
"""A short tone; a long one, and the gap between letters, is three."""
REST_S: Final = 0.18
"""Silence between the earcon and the first word."""
LOUDNESS: Final = -23.0
"""Root mean square of the tones, dBFS: about as loud as the voices (EBU R 128 programmes)."""
_NOTES: Final = ((0, 1, 659.26), (2, 3, 880.0), (8, 1, 880.0), (10, 1, 659.26))
"""Start and length in units, and pitch in hertz (E5, A5): up for A, and back for I."""
_PARTIALS: Final = ((1.0, 1.0), (2.0, 0.22), (3.0, 0.06))
_ATTACK_S: Final = 0.008
_RELEASE_S: Final = 0.05


@cache
def earcon() -> NDArray[np.float32]:
    """Make the sound, with its rest: float32 mono at SAMPLE_RATE, read-only."""
    end_s = (_NOTES[-1][0] + _NOTES[-1][1]) * UNIT_S + _RELEASE_S
    samples = np.zeros(round((end_s + REST_S) * SAMPLE_RATE))
    for start, length, pitch in _NOTES:
        tone = _bell(length * UNIT_S, pitch)
        first = round(start * UNIT_S * SAMPLE_RATE)
        samples[first : first + len(tone)] += tone
    sounding = samples[: round(end_s * SAMPLE_RATE)]
    samples *= 10 ** (LOUDNESS / 20) / np.sqrt(np.mean(sounding**2))
    made = samples.astype(np.float32)
    made.setflags(write=False)
    return made


def _bell(held_s: float, pitch: float) -> NDArray[np.float64]:
    """One tone that swells in and dies away smoothly, so that nothing clicks."""
    t = np.arange(round((held_s + _RELEASE_S) * SAMPLE_RATE)) / SAMPLE_RATE
    wave = sum(level * np.sin(2 * np.pi * pitch * ratio * t) for ratio, level in _PARTIALS)
    rising = np.sin(np.pi / 2 * np.clip(t / _ATTACK_S, 0, 1)) ** 2
    falling = np.cos(np.pi / 2 * np.clip((t - held_s) / _RELEASE_S, 0, 1)) ** 2
    return np.asarray(wave * rising * falling)
