"""A given text performed from beginning to end: sound, marks and composed motion."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from qingzhi.emotion import NEUTRAL_EMOTION
from qingzhi.errors import InputError
from qingzhi.motion import Performer
from qingzhi.motion.compose import Composed, compose
from qingzhi.motion.visemes import is_vowel
from qingzhi.score import SAMPLE_RATE, Clause
from qingzhi.service.text import language_of, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from qingzhi.emotion import Emotion
    from qingzhi.score import MotionFrames, PhoneMark
    from qingzhi.speech import Speaker

STYLE = "formal"
"""The manner of a desk, where none is asked for."""
_STRESSED = 0.5


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is to be said; `voice` empty: the one in use."""

    emotion: Emotion = NEUTRAL_EMOTION
    style: str = STYLE
    rate: float = 1.0
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Recital:
    """`samples` float32 mono at SAMPLE_RATE; `marks` count in them."""

    samples: NDArray[np.float32]
    marks: tuple[PhoneMark, ...]
    motion: Composed
    voice: str

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE

    @property
    def phones(self) -> list[tuple[str, float, float]]:
        """Phones as (IPA, start s, end s)."""
        return [(m.phone, m.start / SAMPLE_RATE, m.end / SAMPLE_RATE) for m in self.marks]

    @property
    def onsets(self) -> list[float]:
        """Seconds at which stressed vowels begin."""
        return [
            m.start / SAMPLE_RATE for m in self.marks if m.stress > _STRESSED and is_vowel(m.phone)
        ]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One clause as it was said: marks count from its own start."""

    clause: Clause
    samples: NDArray[np.float32]
    marks: tuple[PhoneMark, ...]
    voice: str


async def spoken(speaker: Speaker, clauses: Iterable[Clause], manner: Manner) -> list[Spoken]:
    """Say clauses one after the other. Raises InputError where there are none."""
    said: list[Spoken] = []
    for clause in clauses:
        marks: tuple[PhoneMark, ...] = ()
        pieces: list[NDArray[np.float32]] = []
        voice = speaker.voice
        speaking = speaker.speak(clause, rate=manner.rate, voice=manner.voice)
        async with aclosing(speaking) as chunks:
            async for chunk in chunks:
                pieces.append(chunk.samples)
                marks = chunk.marks or marks
                voice = chunk.voice or voice
        said.append(Spoken(clause, np.concatenate(pieces), marks, voice))
    if not said:
        raise InputError("There is nothing to say in this text.", param="text")
    return said


async def recite(speaker: Speaker, text: str, manner: Manner, *, seed: int = 0) -> Recital:
    """Say and play `text` in one manner throughout. Raises InputError for a mute text."""
    said = await spoken(speaker, clauses(text, manner), manner)
    performer = Performer(seed=seed)
    segments: list[MotionFrames] = []
    starts: dict[str, float] = {}
    marks: list[PhoneMark] = []
    offset = 0
    for one in said:
        starts[one.clause.id] = offset / SAMPLE_RATE
        segments += performer.perform(one.clause, one.marks, SAMPLE_RATE)
        performer.sounded(len(one.samples) / SAMPLE_RATE)
        marks += moved(one.marks, offset)
        offset += len(one.samples)
    samples = np.concatenate([one.samples for one in said])
    seconds = len(samples) / SAMPLE_RATE
    segments.append(performer.idle(0.0, seconds))
    motion = compose(segments, seconds, audio_starts=starts)
    return Recital(samples, tuple(marks), motion, said[-1].voice)


def clauses(text: str, manner: Manner) -> Iterator[Clause]:
    """Cut a text into the clauses that a figure says."""
    for number, sentence in enumerate(sentences(text)):
        yield Clause(
            id=f"c0.{number}",
            generation=0,
            text=sentence,
            lang=language_of(sentence),
            emotion=manner.emotion,
            style=manner.style,
        )


def moved(marks: Iterable[PhoneMark], samples: int) -> Iterator[PhoneMark]:
    """Move marks later."""
    for mark in marks:
        yield msgspec.structs.replace(mark, start=mark.start + samples, end=mark.end + samples)
