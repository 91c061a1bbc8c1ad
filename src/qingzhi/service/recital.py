"""A given text performed from beginning to end: sound, marks and composed motion."""

from __future__ import annotations

import dataclasses
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from qingzhi.emotion import NEUTRAL_EMOTION, Stance
from qingzhi.errors import InputError
from qingzhi.motion import Performer
from qingzhi.motion.compose import Composed, compose
from qingzhi.motion.visemes import is_vowel
from qingzhi.score import SAMPLE_RATE, Clause, SpeechChunk
from qingzhi.service.text import language_of, sentences
from qingzhi.speech import ssml

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Iterator

    from numpy.typing import NDArray

    from qingzhi.emotion import Emotion
    from qingzhi.score import MotionFrames, PhoneMark
    from qingzhi.speech import Speaker

STYLE = "formal"
"""The manner of a desk, where none is asked for."""
_STRESSED = 0.5
_SLOWEST, _FASTEST = 0.5, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a text is to be said; `voice` empty: the one in use."""

    emotion: Emotion = NEUTRAL_EMOTION
    stance: Stance = Stance.NONE
    style: str = STYLE
    rate: float = 1.0
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What is said in one breath, and how; without a clause only the pause.

    `pitch` adds semitones, `volume` decibels; `pause_s` stands in place of the silence that the
    punctuation asks for; `places` are names of places in the clause's text.
    """

    clause: Clause | None
    rate: float = 1.0
    pitch: float = 0.0
    volume: float = 0.0
    pause_s: float | None = None
    places: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Recital:
    """`samples` float32 mono at SAMPLE_RATE; `marks` count in them; `places` are in seconds."""

    samples: NDArray[np.float32]
    marks: tuple[PhoneMark, ...]
    motion: Composed
    voice: str
    timing: str = "exact"
    """Whether the voice told the times of its phones, or they were found: `aligned`."""
    places: tuple[tuple[str, float], ...] = ()

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
    """One line as it was said: marks count from its own start."""

    line: Line
    samples: NDArray[np.float32]
    marks: tuple[PhoneMark, ...]
    voice: str


async def spoken(speaker: Speaker, lines: Iterable[Line], voice: str = "") -> list[Spoken]:
    """Say lines one after the other. Raises InputError where nothing is said."""
    said = [await _spoken(speaker, line, voice) for line in lines]
    if not any(one.line.clause for one in said):
        raise InputError("There is nothing to say in this text.", param="text")
    return said


async def _spoken(speaker: Speaker, line: Line, voice: str) -> Spoken:
    marks: tuple[PhoneMark, ...] = ()
    pieces: list[NDArray[np.float32]] = []
    used = ""
    async with aclosing(sounding(speaker, line, voice)) as chunks:
        async for chunk in chunks:
            pieces.append(chunk.samples)
            marks = chunk.marks or marks
            used = chunk.voice or used
    return Spoken(line, np.concatenate(pieces), marks, used or speaker.voice)


async def sounding(speaker: Speaker, line: Line, voice: str = "") -> AsyncGenerator[SpeechChunk]:
    """Say a line as it comes; its own pause stands in place of the last silence."""
    own = _silence(line.pause_s or 0.0)
    if line.clause is None:
        yield SpeechChunk(clause_id="", generation=0, start=0, samples=own, last=True)
        return
    speaking = speaker.speak(
        line.clause, voice=voice, rate=line.rate, pitch=line.pitch, volume=line.volume
    )
    async with aclosing(speaking) as chunks:
        async for chunk in chunks:
            silent = chunk.last and line.pause_s is not None
            yield dataclasses.replace(chunk, samples=own) if silent else chunk


async def recite(
    speaker: Speaker, lines: Iterable[Line], *, voice: str = "", seed: int = 0
) -> Recital:
    """Say and play lines. Raises InputError for a mute text."""
    said = await spoken(speaker, lines, voice)
    performer = Performer(seed=seed)
    segments: list[MotionFrames] = []
    starts: dict[str, float] = {}
    marks: list[PhoneMark] = []
    places: list[tuple[str, float]] = []
    offset = 0
    for one in said:
        if one.line.clause is not None:
            starts[one.line.clause.id] = offset / SAMPLE_RATE
            segments += performer.perform(one.line.clause, one.marks, SAMPLE_RATE)
            performer.sounded(len(one.samples) / SAMPLE_RATE)
        marks += moved(one.marks, offset)
        places += [(name, (offset + at) / SAMPLE_RATE) for name, at in placed(one)]
        offset += len(one.samples)
    samples = np.concatenate([one.samples for one in said])
    seconds = len(samples) / SAMPLE_RATE
    segments.append(performer.idle(0.0, seconds))
    motion = compose(segments, seconds, audio_starts=starts)
    used = {one.voice for one in said if one.line.clause}
    found = {record.marks for record in speaker.voices() if record.name in used}
    timing = "aligned" if "aligned" in found else "exact"
    voice = next(one.voice for one in reversed(said) if one.line.clause)
    return Recital(samples, tuple(marks), motion, voice, timing, tuple(places))


def lines(text: str, manner: Manner) -> Iterator[Line]:
    """Cut a text into the clauses that a figure says."""
    for number, sentence in enumerate(sentences(text)):
        clause = Clause(
            id=f"c0.{number}",
            generation=0,
            text=sentence,
            lang=language_of(sentence),
            emotion=manner.emotion,
            stance=manner.stance,
            style=manner.style,
        )
        yield Line(clause, manner.rate)


def ssml_lines(document: str, manner: Manner) -> Iterator[Line]:
    """Read SSML into the lines that are said. Raises InputError that says where it is wrong."""
    for number, part in enumerate(ssml.parts(document)):
        clause = Clause(
            id=f"c0.{number}",
            generation=0,
            text=part.text,
            lang=part.lang,
            emotion=manner.emotion,
            stance=manner.stance,
            style=manner.style,
            emphasis=part.stressed,
            sounds=part.sounds,
        )
        yield Line(
            clause if any(map(str.isalnum, part.text)) else None,
            min(_FASTEST, max(_SLOWEST, part.manner.rate * manner.rate)),
            part.manner.pitch,
            part.manner.volume,
            part.pause_s,
            tuple((mark.name, mark.at) for mark in part.marks),
        )


def placed(one: Spoken) -> Iterator[tuple[str, int]]:
    """Find the sample of each named place: where the first phone at or after it begins."""
    for name, at in one.line.places:
        later = (mark.start for mark in one.marks if mark.chars[0] >= at)
        yield name, next(later, one.marks[-1].end if one.marks and at else 0)


def moved(marks: Iterable[PhoneMark], samples: int) -> Iterator[PhoneMark]:
    """Move marks later."""
    for mark in marks:
        yield msgspec.structs.replace(mark, start=mark.start + samples, end=mark.end + samples)


def _silence(seconds: float) -> NDArray[np.float32]:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)
