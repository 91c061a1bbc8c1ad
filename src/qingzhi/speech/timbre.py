"""The colour of a voice, put on as it streams: tilt, breath, tremor, level. No look-ahead.

    sound ─► spectral tilt ─► tremor (pitch and level) ─► breath ─► gain, rounded below full scale

Each sample depends on what came before it alone, so pieces of any size give the same sound as one.
Only numpy is needed: about 2 ms of work for a second of sound.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.score import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from qingzhi.speech.prosody import Prosody

    Sound = NDArray[np.float32]

SHELF_HZ: Final = 1500.0
"""Tilt raises or lowers what lies above."""
_TAPS: Final = 32
_NO_SHELF: Final = np.ones(1, np.float32)
_SIZE: Final = 1024

TREMOR_HZ: Final = 5.6
"""A frightened or moved voice trembles 5 to 7 times a second."""
_TREMOR_DB: Final = 2.0
"""Level that trembles with a semitone of pitch."""
_DEEPEST: Final = 2.0
"""Semitones of tremor, at the most."""

_ROUGHEST: Final = 0.016
"""Beyond, the voice breaks into its own half."""
_PERIOD: Final = SAMPLE_RATE / 220
"""Samples of a period, as a rule; roughness is a share of it."""
_UNREST_HZ: Final = 150.0
"""Faster than this no period differs from the one before: the sound would only be distorted."""

_NOISE_S: Final = 2
_NOISE_HZ: Final = (1400.0, 7000.0)
"""Breath is heard between these; below, the voice covers it."""
_FOLLOW: Final = SAMPLE_RATE * 12 // 1000
"""Breath follows the voice's level over so many samples."""

KNEE: Final = 0.75
"""Share of full scale from which sound is bent."""
CEILING: Final = 0.97


class Timbre:
    """Colours one piece of sound, chunk by chunk."""

    def __init__(
        self,
        *,
        tilt: float = 0.0,
        breath: float = 0.0,
        tremor: float = 0.0,
        rough: float = 0.0,
        gain: float = 1.0,
    ) -> None:
        """`tilt` in dB above 1.5 kHz; `breath` share of the voice's level; `tremor` semitones.

        `rough` is how unevenly the voice swings, as a share of a period; `gain` a factor.
        """
        self._shelf = shelf(round(tilt, 1)) if abs(tilt) >= 0.05 else _NO_SHELF
        self._breath = max(0.0, breath)
        self._depth = min(max(0.0, tremor), _DEEPEST)
        self._rough = min(max(0.0, rough), _ROUGHEST) * _PERIOD
        self._gain = gain
        self._done = 0
        self._past = np.zeros(len(self._shelf) - 1, np.float32)
        self._line = np.zeros(round(2 * self._swing + 6 * self._rough) + 5, np.float32)
        self._power = np.zeros(_FOLLOW, np.float64)

    @property
    def _swing(self) -> float:
        """Samples by which a line must swing to bend the pitch by the tremor's semitones."""
        return (2 ** (self._depth / 12) - 1) * SAMPLE_RATE / (2 * np.pi * TREMOR_HZ)

    def colour(self, chunk: Sound) -> Sound:
        """Return the next samples, coloured; as many as came."""
        if not len(chunk):
            return chunk
        sound = self._tilted(chunk) if len(self._shelf) > 1 else chunk
        sound = self._trembling(sound) if self._depth or self._rough else sound
        sound = self._breathing(sound) if self._breath else sound
        self._done += len(chunk)
        return rounded(sound * np.float32(self._gain))

    def _tilted(self, chunk: Sound) -> Sound:
        whole = np.concatenate((self._past, chunk))
        self._past = whole[-len(self._past) :]
        return np.convolve(whole, self._shelf, "valid")

    def _trembling(self, chunk: Sound) -> Sound:
        """Read the sound from a line whose length swings: pitch and level swing with it."""
        whole = np.concatenate((self._line, chunk))
        time = self._done + np.arange(len(chunk))
        phase = 2 * np.pi * TREMOR_HZ / SAMPLE_RATE * time
        delay = 2.0 + self._swing * (1 - np.cos(phase))
        if self._rough:
            wander = _unrest()
            delay += self._rough * (3 + wander[time % len(wander)])
        place = len(self._line) + np.arange(len(chunk)) - delay
        level = 10 ** (_TREMOR_DB * self._depth * np.sin(phase) / 20)
        self._line = whole[len(whole) - len(self._line) :]
        return np.asarray(_between(whole, place) * level, np.float32)

    def _breathing(self, chunk: Sound) -> Sound:
        """Add noise that is as loud as the voice has been in the last moments."""
        whole = np.concatenate((self._power, np.square(chunk, dtype=np.float64)))
        total = np.cumsum(whole)
        mean = (total[_FOLLOW:] - total[: len(chunk)]) / _FOLLOW
        self._power = whole[-_FOLLOW:]
        places = (self._done + np.arange(len(chunk))) % len(_noise())
        hiss = self._breath * np.sqrt(np.maximum(mean, 0.0)) * _noise()[places]
        return np.asarray(chunk + hiss, np.float32)


def coloured(sounds: Iterable[Sound], manner: Prosody, gain: float = 1.0) -> Iterator[Sound]:
    """Colour a stream for an engine that can't do it itself: tilt, breath, tremor and level."""
    timbre = Timbre(
        tilt=manner.tilt,
        breath=manner.breath,
        tremor=manner.tremor,
        rough=manner.rough,
        gain=gain * 10 ** (manner.level / 20),
    )
    for sound in sounds:
        yield timbre.colour(sound)


def rounded(sound: Sound) -> Sound:
    """Bend what comes near full scale smoothly below `CEILING`; nothing is ever cut flat."""
    height = np.abs(sound)
    if not len(sound) or float(height.max()) <= KNEE:
        return sound
    room = CEILING - KNEE
    bent = KNEE + room * np.tanh((height - KNEE) / room)
    return np.where(height > KNEE, np.copysign(bent, sound), sound).astype(np.float32)


def tilted(hertz: NDArray[np.floating], tilt: float) -> NDArray[np.float64]:
    """Give the decibels that a tilt adds at these frequencies."""
    ratio = np.square(hertz / SHELF_HZ)
    return np.asarray(tilt * ratio / (1 + ratio))


@lru_cache(maxsize=256)
def shelf(tilt: float) -> Sound:
    """Make the shortest filter [32] whose level above 1.5 kHz is `tilt` dB against below.

    Its phase is minimal, so that it has no delay: the cepstrum folded onto its first half.
    """
    decibels = tilted(np.fft.rfftfreq(_SIZE, 1 / SAMPLE_RATE), tilt)
    cepstrum = np.fft.irfft(decibels * np.log(10) / 20)
    cepstrum[1 : _SIZE // 2] *= 2
    cepstrum[_SIZE // 2 + 1 :] = 0
    taps = np.fft.irfft(np.exp(np.fft.rfft(cepstrum)))[:_TAPS]
    fade = np.ones(_TAPS)
    fade[-16:] = np.cos(np.linspace(0, np.pi / 2, 16)) ** 2
    return np.asarray(taps * fade, np.float32)


def _between(sound: Sound, place: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read between samples, by Catmull and Rom's cubic."""
    whole = np.floor(place).astype(np.intp).clip(1, len(sound) - 3)
    t = place - whole
    a, b, c, d = (sound[whole + k].astype(np.float64) for k in (-1, 0, 1, 2))
    inner = (2 * a - 5 * b + 4 * c - d) + t * (3 * (b - c) + d - a)
    return np.asarray(b + 0.5 * t * (c - a + t * inner))


@cache
def _noise() -> NDArray[np.float64]:
    """Noise of the breath's band that repeats without a seam; RMS 1."""
    low, high = _NOISE_HZ
    hertz = np.fft.rfftfreq(_NOISE_S * SAMPLE_RATE, 1 / SAMPLE_RATE)
    return _shaped(1 / (1 + (low / np.maximum(hertz, 1.0)) ** 6) / (1 + (hertz / high) ** 6))


@cache
def _unrest() -> NDArray[np.float64]:
    """Give a wander within ±3 that repeats without a seam; RMS 1."""
    hertz = np.fft.rfftfreq(_NOISE_S * SAMPLE_RATE, 1 / SAMPLE_RATE)
    return _shaped((hertz > 30) / (1 + (hertz / _UNREST_HZ) ** 6)).clip(-3, 3)


def _shaped(shape: NDArray[np.float64]) -> NDArray[np.float64]:
    phases = np.random.default_rng(7).random(len(shape))
    noise = np.fft.irfft(shape * np.exp(2j * np.pi * phases))
    return np.asarray(noise / noise.std())
