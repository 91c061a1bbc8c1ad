"""A clause performed for one client: sound and motion leave together, piece by piece."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.score import SAMPLE_RATE, Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qingzhi.motion import Performer
    from qingzhi.score import Clause, Lang, MotionFrames, SpeechChunk
    from qingzhi.service.delivery import Delivery
    from qingzhi.speech import Speaker


KNEE: Final = 0.7
"""Share of full scale from which a raised sound is bent."""


class Stage:
    """Plays clauses. `produced` is told the seconds of each piece of sound that left."""

    def __init__(self, speaker: Speaker, performer: Performer) -> None:
        self.speaker = speaker
        self.performer = performer
        self.gain_db = 0.0
        """How much louder than the voice itself; peaks are rounded, never cut."""

    async def play(
        self,
        clause: Clause,
        delivery: Delivery,
        *,
        voice: str,
        rate: float,
        lead_s: float,
        moving: bool,
        produced: Callable[[float], None],
    ) -> bool:
        """Perform one clause; `lead_s` of sound before it is still to be heard.

        Return whether another voice had to stand in for the one that should have said it.
        Raises EngineError when no voice can say it.
        """
        if not delivery.audio:
            delivery.begin(clause, None)
            return False
        heard: set[str] = set()
        playing = _Playing(self.performer, clause, delivery) if moving else None
        begun = False
        async with aclosing(
            self.speaker.speak(clause, voice=voice, rate=rate, lead_s=lead_s)
        ) as chunks:
            async for chunk in chunks:
                if not begun:
                    delivery.begin(clause, chunk)
                    begun = True
                delivery.sound(louder(chunk, self.gain_db) if self.gain_db else chunk)
                heard.add(chunk.voice)
                produced(len(chunk.samples) / SAMPLE_RATE)
                if playing:
                    playing.follow(chunk)
        if not begun:
            delivery.begin(clause, None)
        if playing:
            playing.finish()
        return bool(heard) and self._expected(voice, clause.lang) not in {"", *heard}

    def _expected(self, wanted: str, lang: Lang) -> str:
        """Name the voice that should speak this language: the wanted one where it can."""
        able = [record.name for record in self.speaker.voices() if lang in record.languages]
        return wanted if wanted in able else next(iter(able), "")


def louder(chunk: SpeechChunk, gain_db: float) -> SpeechChunk:
    """Raise a chunk's level; what would come near full scale is bent smoothly below it."""
    samples = chunk.samples * np.float32(10 ** (gain_db / 20))
    over = np.abs(samples) > KNEE
    bent = KNEE + (1 - KNEE) * np.tanh((np.abs(samples[over]) - KNEE) / (1 - KNEE))
    samples[over] = np.sign(samples[over]) * bent
    return replace(chunk, samples=samples)


class _Playing:
    """Motion that keeps up with the sound; new marks begin a new performance from here on."""

    def __init__(self, performer: Performer, clause: Clause, delivery: Delivery) -> None:
        self._performer = performer
        self._clause = clause
        self._delivery = delivery
        self._frames: Iterator[MotionFrames] = iter(())
        self._moved_s = self._sounded_s = 0.0

    def follow(self, chunk: SpeechChunk) -> None:
        """Send the motion of a chunk that has just left."""
        if chunk.marks:
            self._frames = self._performer.perform(self._clause, chunk.marks, chunk.sample_rate)
        self._sounded_s = chunk.end / chunk.sample_rate
        self._send(self._sounded_s)

    def finish(self) -> None:
        """Send what is left: the way back to rest."""
        self._performer.sounded(self._sounded_s)
        self._send(float("inf"))

    def _send(self, until_s: float) -> None:
        if self._moved_s >= until_s:
            return
        for frames in self._frames:
            end = frames.start_s + frames.seconds
            if frames.layer is not Layer.SPEECH:
                self._delivery.move(frames)
                continue
            if len(frames) and end <= self._moved_s:
                continue
            self._delivery.move(frames)
            self._moved_s = max(self._moved_s, end)
            if end >= until_s:
                return
