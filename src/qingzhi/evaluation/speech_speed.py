"""How quickly each voice speaks, and how many can speak at once on one core.

Real clauses, never the same twice, in changing emotions, so that every filter is at work. First
sound is the first audible sample (above −45 dBFS), heard from the moment the clause was known.
Processor time is the worker's own; the waits and the crowd are measured on the clock on the wall,
so they want a quiet machine.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import psutil

from qingzhi.emotion import BASIC, Emotion, Strength
from qingzhi.errors import EngineError, Overloaded
from qingzhi.evaluation.questions import questions
from qingzhi.evaluation.stats import summary
from qingzhi.motion import Performer
from qingzhi.scenarios import pack
from qingzhi.score import SAMPLE_RATE, Clause
from qingzhi.speech.measure import AUDIBLE
from qingzhi.speech.phrasing import plan
from qingzhi.speech.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.score import Lang
    from qingzhi.speech.engine import EngineChunk, EngineRequest, VoiceRecord
    from qingzhi.speech.offers import Offer

CLAUSES: Final = 40
CROWD_S: Final = 6.0
"""How long a crowd speaks before it counts."""
MOST: Final = 256
_AHEAD_S: Final = 1.0
"""A speaker asks for the next clause when so much sound is left, as a conversation does."""
_GRACE_S: Final = 0.25
"""A pause between clauses that nobody takes for a gap."""
_MS: Final = 1e3
_MB: Final = 1e6


class First(msgspec.Struct, frozen=True):
    """Milliseconds from the clause to its first audible sample."""

    p50: float
    p95: float


class VoiceSpeed(msgspec.Struct, frozen=True):
    """One voice: processor seconds for a second of sound, memory in MB (10⁶ bytes)."""

    voice: str
    first_audio_ms: First
    rtf: float
    mb: float
    concurrent_speakers_per_core: int | None
    """None: not measured."""


async def measure(
    offer: Offer, *, count: int = CLAUSES, crowd_s: float = CROWD_S, most: int = MOST
) -> VoiceSpeed:
    """Measure one voice in one worker. `crowd_s` 0 leaves the crowd out. Raises EngineError."""
    options = await asyncio.to_thread(offer.prepare)
    pool = Pool(offer.target, dict(options), jobs_per_worker=2 * most)
    await pool.open()
    try:
        texts = _requests(offer.record)
        for request in itertools.islice(texts, 2):
            await _alone(pool, request)
        worker = psutil.Process(pool.pids[0])
        before = _cpu_s(worker)
        told = [await _alone(pool, next(texts)) for _ in range(count)]
        spent = _cpu_s(worker) - before
        waits = summary([wait * _MS for wait, _ in told])
        crowd = await _largest(pool, texts, crowd_s, most) if crowd_s else None
        return VoiceSpeed(
            voice=offer.record.name,
            first_audio_ms=First(waits.p50, waits.p95),
            rtf=round(spent / sum(seconds for _, seconds in told), 4),
            mb=round(_memory(worker) / _MB, 1),
            concurrent_speakers_per_core=crowd,
        )
    finally:
        await pool.close()


def _requests(record: VoiceRecord) -> Iterator[EngineRequest]:
    """Give pieces without end, each text once, the feelings in turn."""
    feelings = itertools.cycle(Emotion.of(name, s) for s in Strength for name in BASIC)
    said: set[str] = set()
    for number, text in enumerate(_texts("zh" if "zh" in record.languages else "en")):
        clause = Clause(id=f"b{number}", generation=0, text=text, emotion=next(feelings))
        for piece in plan(clause):
            words = piece.request.utterance
            sounding = any(map(str.isalnum, words)) and piece.request.lang == record.languages[0]
            if sounding and words not in said:
                said.add(words)
                yield piece.request


def _texts(lang: Lang) -> Iterator[str]:
    if lang == "zh":
        asked = questions(pack(), 1500)
        yield from (f"{text}。" for text in asked)
        yield from (f"{text}，第{turn}次。" for turn in itertools.count(2) for text in asked)
    for number in itertools.count(1):
        yield f"Ticket {number}, please go to window {number * 7 % 97}, and bring your papers."


async def _alone(pool: Pool, request: EngineRequest) -> tuple[float, float]:
    """Return the seconds until one piece is heard, and how long it is."""
    began = time.perf_counter()
    first, heard, size = None, None, 0
    async with aclosing(pool.speak(request)) as chunks:
        async for chunk in chunks:
            now = time.perf_counter() - began
            first = now if first is None else first
            if heard is None and (place := _audible(chunk)) is not None:
                heard = max(now, first + size / SAMPLE_RATE) + place / SAMPLE_RATE
            size += len(chunk.samples)
    if heard is None:
        raise EngineError("A piece of the measurement stayed silent.")
    return heard, size / SAMPLE_RATE


def _audible(chunk: EngineChunk) -> int | None:
    over = np.abs(chunk.samples) > AUDIBLE
    return int(np.argmax(over)) if over.any() else None


async def _largest(pool: Pool, texts: Iterator[EngineRequest], seconds: float, most: int) -> int:
    """Double the crowd until somebody's sound breaks, then close in on the largest without."""
    good, bad = 0, 1
    while bad <= most and await _flows(pool, texts, bad, seconds):
        good, bad = bad, bad * 2
    bad = min(bad, most + 1)
    while bad - good > max(1, good // 8):
        middle = (good + bad) // 2
        if await _flows(pool, texts, middle, seconds):
            good = middle
        else:
            bad = middle
    return good


async def _flows(pool: Pool, texts: Iterator[EngineRequest], count: int, seconds: float) -> bool:
    """Whether `count` speakers, begun one after the other, all speak without a gap."""
    end = time.perf_counter() + seconds
    speakers = [_Speaker(pool, texts, index) for index in range(count)]
    running = [
        asyncio.create_task(speaker.run(end, index / count))
        for index, speaker in enumerate(speakers)
    ]
    done = await asyncio.gather(*running)
    return all(done)


class _Speaker:
    """Somebody who listens to clause after clause, with a body that moves along."""

    def __init__(self, pool: Pool, texts: Iterator[EngineRequest], seed: int) -> None:
        self._pool = pool
        self._texts = texts
        self._performer = Performer(seed=seed)
        self._heard_until = 0.0

    async def run(self, end: float, delay_s: float) -> bool:
        """Speak until `end`; False as soon as the listener runs dry."""
        await asyncio.sleep(delay_s)
        self._heard_until = time.perf_counter() + _AHEAD_S
        while time.perf_counter() < end:
            lead = self._heard_until - time.perf_counter()
            await asyncio.sleep(max(0.0, lead - _AHEAD_S))
            with suppress(StopIteration):
                if not await self._clause(next(self._texts)):
                    return False
        return True

    async def _clause(self, request: EngineRequest) -> bool:
        lead = max(0.0, self._heard_until - time.perf_counter())
        due = self._heard_until + _GRACE_S
        try:
            async with aclosing(self._pool.speak(request, lead_s=lead)) as chunks:
                async for chunk in chunks:
                    now = time.perf_counter()
                    if now > due:
                        return False
                    if chunk.marks:
                        self._move(request, chunk)
                    start = max(now, self._heard_until)
                    self._heard_until = start + len(chunk.samples) / SAMPLE_RATE
                    due = self._heard_until
        except (EngineError, Overloaded):
            return False
        return True

    def _move(self, request: EngineRequest, chunk: EngineChunk) -> None:
        clause = Clause(id="b", generation=0, text=request.utterance, emotion=request.emotion)
        for _ in self._performer.perform(clause, chunk.marks, SAMPLE_RATE):
            pass


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _memory(process: psutil.Process) -> int:
    memory = process.memory_full_info()
    return memory.pss if psutil.LINUX else memory.uss
