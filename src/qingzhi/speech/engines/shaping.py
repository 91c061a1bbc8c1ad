"""What is done to sound that a foreign model made: rate, edges, level, and pitch.

Pitch is moved by playing the sound faster or slower, while the model is asked for as much slower
or faster speech: it costs next to nothing and the formants move along, so it is kept small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import soxr

from qingzhi.score import SAMPLE_RATE
from qingzhi.speech.loudness import expected, gain
from qingzhi.speech.timbre import coloured

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.speech.prosody import Prosody

    Sound = NDArray[np.float32]

HIGHEST_ST: Final = 2.5
"""Semitones beyond which a voice played faster is another person's."""
SPEEDS: Final = (0.5, 2.0)
"""The speeds that models are asked for: outside they break."""
_SILENT: Final = 10 ** (-52 / 20)
_FADE: Final = SAMPLE_RATE * 3 // 1000
_LEAD: Final = SAMPLE_RATE * 5 // 1000
_TAIL: Final = SAMPLE_RATE * 20 // 1000


def played(manner: Prosody) -> float:
    """Say how many times faster the sound is to be played, for the manner's pitch."""
    semitones = min(HIGHEST_ST, max(-HIGHEST_ST, manner.pitch + manner.contour / 3))
    return float(2.0 ** (semitones / 12))


def speed(manner: Prosody) -> float:
    """Say how fast the model is to speak, so that played so it has the manner's rate."""
    low, high = SPEEDS
    return min(high, max(low, manner.rate / played(manner)))


def finished(raw: Sound, rate: int, manner: Prosody, gain_db: float) -> Sound:
    """Bring a whole part at `rate` to SAMPLE_RATE, one loudness and the manner, edges cut.

    `gain_db` is the operator's own wish beside that.
    """
    sound = np.nan_to_num(np.asarray(raw, np.float32).ravel())
    if not len(sound):
        return sound
    sound = sound - np.float32(sound.mean(dtype=np.float64))
    source = rate * played(manner)
    if round(source) != SAMPLE_RATE:
        sound = np.asarray(soxr.resample(sound, source, SAMPLE_RATE), np.float32)
    sound = edged(sound)
    factor = gain(expected(sound, manner.tilt)) * 10 ** (gain_db / 20)
    return next(coloured((sound,), manner, factor))


def edged(sound: Sound) -> Sound:
    """Cut the silence at both ends and fade them."""
    audible = np.flatnonzero(np.abs(sound) > _SILENT)
    if not len(audible):
        return sound[:0]
    cut = sound[max(0, int(audible[0]) - _LEAD) : int(audible[-1]) + _TAIL].copy()
    ramp = np.linspace(0, 1, min(_FADE, len(cut)), dtype=np.float32)
    cut[: len(ramp)] *= ramp
    cut[len(cut) - len(ramp) :] *= ramp[::-1]
    return cut
