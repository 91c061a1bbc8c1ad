"""How quickly motion is made: processor time, so that a busy machine measures the same."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.evaluation.lipsync import sentences
from qingzhi.evaluation.stats import summary
from qingzhi.motion import Performer
from qingzhi.motion.rhythm import estimate
from qingzhi.score import SAMPLE_RATE, Act, Clause

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG_S: Final = 60.0
_ROUNDS: Final = 6
_LONG_CLAUSES: Final = 4
_MS: Final = 1e3


class First(msgspec.Struct, frozen=True):
    """Milliseconds of processor time until the first half second of a clause is there."""

    p50: float
    p95: float


class Speed(msgspec.Struct, frozen=True):
    """What `qingzhi bench motion` tells."""

    frames_per_second_per_core: float
    ms_to_first_half_second: First
    clauses: int
    frames: int


def measure(rounds: int = _ROUNDS) -> Speed:
    """Perform short clauses for their first half second, and long ones to their ends."""
    performer = Performer()
    waits = []
    for clause in _clauses(rounds):
        marks = tuple(estimate(clause.text))
        began = time.thread_time()
        next(performer.perform(clause, marks))
        waits.append((time.thread_time() - began) * _MS)
    frames, spent = _long(performer)
    first = summary(waits[len(waits) // rounds :] or waits)
    return Speed(
        frames_per_second_per_core=round(frames / max(spent, 1e-9), 1),
        ms_to_first_half_second=First(first.p50, first.p95),
        clauses=len(waits),
        frames=frames,
    )


def _clauses(rounds: int) -> Iterator[Clause]:
    """Give every sentence with another act each round; the first round warms up."""
    acts = tuple(Act)
    for turn in range(rounds):
        for lang, texts in sentences().items():
            for number, text in enumerate(texts):
                act = acts[(number + turn) % len(acts)]
                yield Clause(id=f"{lang}{turn}.{number}", generation=turn, text=text, act=act)


def _long(performer: Performer) -> tuple[int, float]:
    """Return frames and seconds of processor time of clauses of about LONG_S."""
    text = "".join(sentences()["zh"])
    while (marks := tuple(estimate(text)))[-1].end < LONG_S * SAMPLE_RATE:
        text += text
    frames, began = 0, time.thread_time()
    for number in range(_LONG_CLAUSES):
        clause = Clause(id=f"long{number}", generation=1000 + number, text=text)
        frames += sum(len(segment) for segment in performer.perform(clause, marks))
    return frames, time.thread_time() - began
