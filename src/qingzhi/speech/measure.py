"""What a voice sounds like, in numbers: loudness, level, pitch and rate of mono at 24 kHz."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.score import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

AUDIBLE: Final = 10 ** (-45 / 20)
"""The first sample above this (−45 dBFS) is the first that is heard."""
_BLOCK: Final = SAMPLE_RATE * 400 // 1000
_GATE: Final = -70.0
_RELATIVE: Final = -10.0
_FRAME: Final = SAMPLE_RATE * 40 // 1000
_LOWEST_HZ, _HIGHEST_HZ = 90, 520
_VOICED: Final = 0.6
_OCTAVE_COST: Final = 0.02
"""Of two equal peaks the higher pitch is meant."""


class Manner(NamedTuple):
    """Natural logarithm of 1 / seconds, median pitch in semitones over 1 Hz, level in dBFS."""

    rate: float
    pitch: float
    level: float


def manner(sounds: Sequence[Sound]) -> Manner:
    """Measure how the same sentences are said; only differences between two mean anything."""
    frames = np.concatenate([_framed(sound) for sound in sounds])
    power = np.square(frames).mean(axis=1)
    loud = power > 0.1 * power.mean()
    pitches = [hertz for frame in frames[loud] if (hertz := pitch(frame))]
    return Manner(
        -math.log(sum(map(len, sounds)) / SAMPLE_RATE),
        12 * math.log2(float(np.median(pitches))),
        10 * math.log10(float(power[loud].mean())),
    )


def pitch(frame: Sound) -> float:
    """F0 in Hz by the peak of the normalised autocorrelation, 90..520 Hz; 0 when unvoiced.

    After P. Boersma, "Accurate short-term analysis of the fundamental frequency", 1993.
    """
    window = np.hanning(len(frame))
    lags = _correlation((frame - frame.mean()) * window) / _correlation(window)
    if lags[0] <= 0:
        return 0.0
    places = np.arange(SAMPLE_RATE // _HIGHEST_HZ, SAMPLE_RATE // _LOWEST_HZ)
    best = places[np.argmax(lags[places] / lags[0] - _OCTAVE_COST * np.log2(places))]
    return SAMPLE_RATE / best if lags[best] > _VOICED * lags[0] else 0.0


def level(sound: Sound) -> float:
    """Mean power in dBFS."""
    return 10 * math.log10(float(np.square(sound).mean()) + 1e-12)


def loudness(sound: NDArray[np.floating]) -> float:
    """Integrated loudness in LUFS, ITU-R BS.1770-4: blocks of 400 ms that overlap by 75 %.

    `sound` [N] or [N, C] at 24 kHz; channels add as powers. Shorter than a block is one block.
    Silence has −inf.
    """
    from scipy.signal import lfilter  # noqa: PLC0415 - 0.3 s, and voices do without it

    columns = np.asarray(sound, np.float64).reshape(len(sound), -1)
    weighted = lfilter(*_high_pass(), lfilter(*_shelf(), columns, axis=0), axis=0)
    energy = np.concatenate(([0.0], np.cumsum(np.square(weighted).sum(axis=1))))
    size = min(_BLOCK, len(columns))
    starts = np.arange(0, len(columns) - size + 1, _BLOCK // 4)
    power = (energy[starts + size] - energy[starts]) / max(size, 1)
    power = power[_lufs(power) > _GATE]
    if not len(power):
        return -math.inf
    power = power[_lufs(power) > _lufs(power.mean()) + _RELATIVE]
    return float(_lufs(power.mean()))


def _framed(sound: Sound) -> Sound:
    """Frames [T, 960] of 40 ms, half overlapping."""
    return np.lib.stride_tricks.sliding_window_view(sound, _FRAME)[:: _FRAME // 2]


def _correlation(frame: NDArray[np.floating]) -> NDArray[np.float64]:
    spectrum = np.abs(np.fft.rfft(frame, 2 * len(frame))) ** 2
    return np.asarray(np.fft.irfft(spectrum)[: len(frame) // 2], np.float64)


def _lufs(power: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)))


def _shelf() -> tuple[list[float], list[float]]:
    """Annex 1, stage 1: the head, +4 dB above 1.7 kHz, made for our sample rate."""
    k, q, high = math.tan(math.pi * 1681.974 / SAMPLE_RATE), 0.7071752, 10 ** (3.999844 / 20)
    band = high**0.4996668
    a0 = 1 + k / q + k * k
    last = (high - band * k / q + k * k) / a0
    return (
        [(high + band * k / q + k * k) / a0, 2 * (k * k - high) / a0, last],
        [1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0],
    )


def _high_pass() -> tuple[list[float], list[float]]:
    """Annex 1, stage 2: a high-pass at 38 Hz."""
    k, q = math.tan(math.pi * 38.13547 / SAMPLE_RATE), 0.5003270
    a0 = 1 + k / q + k * k
    return [1.0, -2.0, 1.0], [1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]
