"""A voice without a process, for sessions: each character is 50 ms of a steady level."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np

from qingzhi.errors import EngineCrashed
from qingzhi.score import SAMPLE_RATE, PhoneMark, SpeechChunk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from qingzhi.score import Clause
    from qingzhi.speech import VoiceRecord

SYLLABLE = SAMPLE_RATE // 20


class FakeSpeaker:
    """Speaks clause by clause, one chunk a character; can be held, broken or hung."""

    voice = "fake"
    alive = True

    def __init__(self) -> None:
        self.active = 0
        self.spoken: list[str] = []
        self.began: asyncio.Queue[str] = asyncio.Queue()
        self.broken = False
        self.gate = asyncio.Event()
        self.gate.set()

    def voices(self) -> list[VoiceRecord]:
        return []

    def check(self, name: str) -> None:
        """Refuse nothing."""

    async def speak(
        self,
        clause: Clause,
        *,
        voice: str = "",  # noqa: ARG002 - the real one uses it
        rate: float = 1.0,  # noqa: ARG002 - the same
        pitch: float = 0.0,  # noqa: ARG002 - the same
        volume: float = 0.0,  # noqa: ARG002 - the same
        lead_s: float = 0.0,  # noqa: ARG002 - the same
    ) -> AsyncIterator[SpeechChunk]:
        self.active += 1
        try:
            if self.broken:
                raise EngineCrashed("Told to break.")
            self.spoken.append(clause.text)
            self.began.put_nowait(clause.text)
            count = len(clause.text)
            marks = tuple(
                PhoneMark("a", i * SYLLABLE, (i + 1) * SYLLABLE, f"a{i}", 0.5, i, chars=(i, i + 1))
                for i in range(count)
            )
            for i in range(count):
                await self.gate.wait()
                yield SpeechChunk(
                    clause_id=clause.id,
                    generation=clause.generation,
                    start=i * SYLLABLE,
                    samples=np.full(SYLLABLE, 0.25, np.float32),
                    marks=() if i else marks,
                    last=i == count - 1,
                    voice=self.voice,
                )
                await asyncio.sleep(0)
        finally:
            self.active -= 1

    async def close(self) -> None:
        pass
