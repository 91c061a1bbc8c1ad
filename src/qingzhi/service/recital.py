"""A given text performed from beginning to end: sound, marks and composed motion."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qingzhi.errors import InputError
from qingzhi.motion import Performer
from qingzhi.motion.compose import Composed, compose
from qingzhi.score import SAMPLE_RATE, Clause
from qingzhi.service.text import language_of, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.emotion import Emotion
    from qingzhi.score import MotionFrames, PhoneMark
    from qingzhi.speech import Speaker


@dataclass(frozen=True, slots=True)
class Recital:
    """`samples` float32 mono at SAMPLE_RATE; `phones` as (IPA, start s, end s)."""

    samples: NDArray[np.float32]
    phones: list[tuple[str, float, float]]
    motion: Composed
    voice: str

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


async def recite(
    speaker: Speaker, text: str, emotion: Emotion, *, rate: float = 1.0, seed: int = 0
) -> Recital:
    """Say and play `text` with one emotion throughout. Raises InputError for a mute text."""
    performer = Performer(seed=seed)
    pieces: list[NDArray[np.float32]] = []
    phones: list[tuple[str, float, float]] = []
    segments: list[MotionFrames] = []
    starts: dict[str, float] = {}
    offset, voice = 0, speaker.voice
    for clause in _clauses(text, emotion):
        marks: tuple[PhoneMark, ...] = ()
        async with aclosing(speaker.speak(clause, rate=rate)) as chunks:
            async for chunk in chunks:
                pieces.append(chunk.samples)
                marks = chunk.marks or marks
                voice = chunk.voice or voice
        start_s = offset / SAMPLE_RATE
        phones += [
            (m.phone, (offset + m.start) / SAMPLE_RATE, (offset + m.end) / SAMPLE_RATE)
            for m in marks
        ]
        starts[clause.id] = start_s
        segments += performer.perform(clause, marks, SAMPLE_RATE)
        offset = sum(len(piece) for piece in pieces)
        performer.sounded(offset / SAMPLE_RATE - start_s)
    if not pieces:
        raise InputError("There is nothing to say in this text.", param="text")
    samples = np.concatenate(pieces)
    seconds = len(samples) / SAMPLE_RATE
    segments.append(performer.idle(0.0, seconds))
    return Recital(samples, phones, compose(segments, seconds, audio_starts=starts), voice)


def _clauses(text: str, emotion: Emotion) -> Iterator[Clause]:
    for number, sentence in enumerate(sentences(text)):
        yield Clause(
            id=f"c0.{number}",
            generation=0,
            text=sentence,
            lang=language_of(sentence),
            emotion=emotion,
        )
