"""Phone times for engines that tell none: espeak-ng says the same, and the sound is led along it.

espeak-ng lives in the same worker process, so nothing travels; the result is that of `align`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import soxr

from qingzhi.emotion import NEUTRAL_EMOTION, Stance
from qingzhi.score import SAMPLE_RATE, Act
from qingzhi.speech.align import Reference, fitted
from qingzhi.speech.espeak import EspeakEngine
from qingzhi.speech.spectrum import RATE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from qingzhi.score import PhoneMark
    from qingzhi.speech.engine import EngineRequest

    Sound = NDArray[np.float32]

_SHORTEST_S: Final = 0.1
"""Less sound than this, or less for each phone than `_PHONE_S`, is only divided."""
_PHONE_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Told:
    """A piece as espeak-ng says it: `samples` and `marks` at SAMPLE_RATE."""

    samples: Sound
    marks: tuple[PhoneMark, ...]


class Clock:
    """Says pieces in a plain voice, and finds their phones in other sound."""

    def __init__(self, readings: Path) -> None:
        self._espeak = EspeakEngine({"readings": str(readings)})

    def tell(self, request: EngineRequest) -> Told:
        """Say a piece without feeling; marks are () where there is nothing to say."""
        plain = msgspec.structs.replace(
            request,
            emotion=NEUTRAL_EMOTION,
            stance=Stance.NONE,
            act=Act.INFORM,
            rate=1.0,
            pitch=0.0,
            volume=0.0,
        )
        chunks = list(self._espeak.speak(plain))
        sound = np.concatenate([np.zeros(0, np.float32), *(chunk.samples for chunk in chunks)])
        return Told(sound, next((chunk.marks for chunk in chunks if chunk.marks), ()))

    def find(self, told: Told, sound: Sound) -> tuple[PhoneMark, ...]:
        """Return the marks of what was told, placed in `sound` (mono at SAMPLE_RATE)."""
        seconds = len(sound) / SAMPLE_RATE
        if seconds < max(_SHORTEST_S, _PHONE_S * len(told.marks)):
            return stretched(told, len(sound))
        said = soxr.resample(told.samples, SAMPLE_RATE, RATE)
        heard = soxr.resample(sound, SAMPLE_RATE, RATE)
        return within(fitted(Reference(said, told.marks), heard), len(sound))


def stretched(told: Told, size: int) -> tuple[PhoneMark, ...]:
    """Spread the marks evenly over `size` samples: a guess until the sound is known."""
    scale = size / max(1, len(told.samples))
    return tuple(
        msgspec.structs.replace(
            mark, start=round(mark.start * scale), end=round(mark.end * scale), provisional=True
        )
        for mark in told.marks
    )


def within(marks: tuple[PhoneMark, ...], size: int) -> tuple[PhoneMark, ...]:
    """Let no mark begin or end after `size` samples."""
    return tuple(
        msgspec.structs.replace(mark, start=min(mark.start, size), end=min(mark.end, size))
        for mark in marks
    )


def later(mark: PhoneMark, samples: int, chars: int, words: int) -> PhoneMark:
    """Move a mark of a part to its place in the piece."""
    start, end = mark.chars
    placed = (start + chars, end + chars) if start >= 0 else mark.chars
    return msgspec.structs.replace(
        mark,
        start=mark.start + samples,
        end=mark.end + samples,
        word=mark.word + words if mark.word >= 0 else -1,
        chars=placed,
    )
