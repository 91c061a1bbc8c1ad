"""Lips against sound: do they shut, show and move when the voice speaks, and by which source.

    voice ─► sound, its own phone times (the truth)
               │            └── marks ──────┐
               ├── alignment: sound + text ─┼─► the figure's motion ─► faces ─► judged
               └── audio: sound alone ──────┘

The truth is the times that the voice itself made its sound by. What must be seen at them is
written down apart from the tables that move the mouth (`shown`), and closures are measured on
figures' own meshes (`mouth`): nothing is scored by what made it.
"""

from __future__ import annotations

import tomllib
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec
import numpy as np
import soxr

from qingzhi.errors import EngineCrashed
from qingzhi.evaluation.shown import TOLERANCE_S, Event, Tally, asked, signals, tally
from qingzhi.motion import Performer
from qingzhi.motion.compose import compose
from qingzhi.score import FPS, SAMPLE_RATE, Clause
from qingzhi.speech.spectrum import RATE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from qingzhi.evaluation.mouth import Mouth
    from qingzhi.score import Lang, PhoneMark
    from qingzhi.speech import Speaker
    from qingzhi.speech.align import Aligner
    from qingzhi.speech.hearing import Ears

    Faces = NDArray[np.float32]

Source: TypeAlias = Literal["marks", "alignment", "audio"]
SHUT_MM: Final = 1.5
"""A gap that nobody sees from the distance of a talk."""
MEASURED: Final = 40
"""Sounds of a kind that are measured on each mesh, at most: a median needs no more."""
TIP: Final = frozenset({"l", "n", "t", "tʰ", "d"})
"""Sounds of the tip of the tongue."""
LATE_S: Final = 0.12
"""A boundary that is found no nearer than this is not the same boundary."""


class Spread(msgspec.Struct, frozen=True):
    """Milliseconds, or millimetres, of the middle case and of the worst ones."""

    p50: float
    p90: float


class Closure(msgspec.Struct, frozen=True):
    """Gap between the lips at bilabials, in millimetres on the mesh, and how many are shut."""

    p95: float
    shut: float
    count: int


class Shapes(msgspec.Struct, frozen=True):
    """Medians on the mesh."""

    rounded_mm: float
    spread_mm: float
    """How wide the opening between the lips is at rounded and at spread sounds."""
    teeth_mm: float
    """How far the lower lip is from the upper teeth at f and v."""
    tongue_mm2: float
    """How much of the tongue is seen at l, n, d and t."""


class Lipsync(msgspec.Struct, frozen=True):
    """`within_40ms`: phones that the source puts within 40 ms of the voice's own start."""

    source: Source
    voice: str
    seconds: float
    closure_mm: Closure | None
    shapes: Shapes | None
    viseme_f1_40ms: float
    boundary_error_ms: Spread
    within_40ms: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence as a voice says it."""

    text: str
    lang: Lang
    samples: NDArray[np.float32]
    """Mono at SAMPLE_RATE."""
    marks: tuple[PhoneMark, ...]


class _Sentences(msgspec.Struct, frozen=True):
    zh: tuple[str, ...]
    en: tuple[str, ...]


@cache
def sentences() -> dict[Lang, tuple[str, ...]]:
    """Return what is said, by language."""
    text = files(__package__).joinpath("lipsync.toml").read_text("utf-8")
    said = msgspec.convert(tomllib.loads(text), _Sentences)
    return {"zh": said.zh, "en": said.en}


async def spoken(speaker: Speaker, voice: str, langs: Iterable[Lang]) -> AsyncIterator[Spoken]:
    """Have one voice say all the sentences of its languages.

    Raises EngineCrashed where another voice had to stand in: its times would be another truth.
    """
    for lang in langs:
        for number, text in enumerate(sentences()[lang]):
            clause = Clause(id=f"{lang}{number}", generation=0, text=text, lang=lang)
            pieces: list[NDArray[np.float32]] = []
            marks: tuple[PhoneMark, ...] = ()
            async with aclosing(speaker.speak(clause, voice=voice)) as chunks:
                async for chunk in chunks:
                    if chunk.voice not in {"", voice}:
                        raise EngineCrashed(f"The voice {voice} gave up; nothing was measured.")
                    pieces.append(chunk.samples)
                    marks = chunk.marks or marks
            yield Spoken(text, lang, np.concatenate(pieces), marks)


async def told(spoken: Spoken, source: Source, aligner: Aligner, ears: Ears) -> Sequence[PhoneMark]:
    """Return the marks as the source has them."""
    if source == "marks":
        return spoken.marks
    sound = soxr.resample(spoken.samples, SAMPLE_RATE, RATE)
    if source == "alignment":
        return await aligner.align(sound, spoken.text, spoken.lang)
    return ears.heard(sound)


def faces(spoken: Spoken, marks: Sequence[PhoneMark]) -> Faces:
    """Move a figure to the marks: [T, 52] from the sound's start."""
    clause = Clause(id="lipsync", generation=0, text=spoken.text, lang=spoken.lang)
    performer = Performer()
    seconds = len(spoken.samples) / SAMPLE_RATE
    segments = [performer.idle(0.0, seconds), *performer.perform(clause, marks)]
    return compose(segments, seconds).face


def summed(
    source: Source,
    voice: str,
    said: Sequence[Spoken],
    marks: Sequence[Sequence[PhoneMark]],
    mouths: Sequence[Mouth] = (),
) -> Lipsync:
    """Judge all that was said with the marks a source gave for it."""
    shown = [faces(one, given) for one, given in zip(said, marks, strict=True)]
    tallies = [tally(face, FPS, one.marks) for face, one in zip(shown, said, strict=True)]
    whole = Tally(*np.sum(tallies, axis=0).tolist())
    apart = np.concatenate([_apart(s.marks, g) for s, g in zip(said, marks, strict=True)])
    edges = apart
    if source == "marks":
        edges = np.concatenate([_parted(f, s.marks) for f, s in zip(shown, said, strict=True)])
    return Lipsync(
        source=source,
        voice=voice,
        seconds=round(sum(len(s.samples) for s in said) / SAMPLE_RATE, 1),
        closure_mm=_closure(shown, said, mouths),
        shapes=_shapes(shown, said, mouths),
        viseme_f1_40ms=round(whole.f1, 4),
        boundary_error_ms=_spread(edges),
        within_40ms=round(float((apart <= TOLERANCE_S).mean()), 4),
    )


def _spread(seconds: NDArray[np.float64]) -> Spread:
    if not len(seconds):
        return Spread(0.0, 0.0)
    p50, p90 = np.percentile(seconds * 1e3, (50, 90)).tolist()
    return Spread(round(p50, 1), round(p90, 1))


def _apart(truth: Sequence[PhoneMark], given: Sequence[PhoneMark]) -> NDArray[np.float64]:
    """How far [N] from the start of each phone the source starts it, in seconds.

    Where it names the same phones they are matched in order, else each with the nearest start.
    """
    starts = np.array([mark.start for mark in truth]) / SAMPLE_RATE
    if [mark.phone for mark in truth] == [mark.phone for mark in given]:
        return np.asarray(np.abs(starts - np.array([m.start for m in given]) / SAMPLE_RATE))
    found = np.array([mark.start for mark in given if mark.phone], np.float64) / SAMPLE_RATE
    return np.asarray(np.abs(starts[:, None] - found).min(axis=1, initial=LATE_S))


def _parted(face: Faces, marks: Sequence[PhoneMark]) -> NDArray[np.float64]:
    """How far [N] from the end of each closure the lips are seen to part, in seconds."""
    shut = signals(face)["closed"] >= 1.0
    parting = (np.flatnonzero(shut[:-1] & ~shut[1:]) + 0.5) / FPS
    ends = [event.end for event in asked(marks) if event.kind == "closed"]
    nearest = [np.abs(parting - end).min(initial=LATE_S) for end in ends]
    return np.array(nearest, np.float64)


def _closure(
    shown: Sequence[Faces], said: Sequence[Spoken], mouths: Sequence[Mouth]
) -> Closure | None:
    gaps = [
        mouth.gap_mm(_fullest(face, event))
        for face, one in zip(shown, said, strict=True)
        for event in asked(one.marks)
        if event.kind == "closed"
        for mouth in mouths
    ]
    if not gaps:
        return None
    shut = float(np.mean(np.array(gaps) <= SHUT_MM))
    return Closure(round(float(np.percentile(gaps, 95)), 2), round(shut, 4), len(gaps))


def _shapes(
    shown: Sequence[Faces], said: Sequence[Spoken], mouths: Sequence[Mouth]
) -> Shapes | None:
    kinds: dict[str, list[Faces]] = {"rounded": [], "spread": [], "teeth": [], "tongue": []}
    for face, one in zip(shown, said, strict=True):
        for event in asked(one.marks):
            kinds.get(event.kind, []).append(_fullest(face, event))
        for mark in one.marks:
            if mark.phone in TIP:
                middle = (mark.start + mark.end) / 2 / SAMPLE_RATE
                kinds["tongue"].append(face[min(len(face) - 1, round(middle * FPS))])
    if not mouths or not all(kinds.values()):
        return None

    def median(kind: str, measure: Callable[[Mouth, Faces], float]) -> float:
        some = kinds[kind][:: max(1, len(kinds[kind]) // MEASURED)]
        return round(float(np.median([measure(m, face) for m in mouths for face in some])), 2)

    return Shapes(
        rounded_mm=median("rounded", lambda mouth, face: mouth.width_mm(face)),
        spread_mm=median("spread", lambda mouth, face: mouth.width_mm(face)),
        teeth_mm=median("teeth", lambda mouth, face: mouth.bare_mm(face)),
        tongue_mm2=median("tongue", lambda mouth, face: mouth.tongue_mm2(face)),
    )


def _fullest(face: Faces, event: Event) -> Faces:
    """Return the face of the frame in and around an event that shows it best."""
    first = max(0, int(np.floor((event.start - TOLERANCE_S) * FPS)))
    last = min(len(face), int(np.ceil((event.end + TOLERANCE_S) * FPS)) + 1)
    first = min(first, last - 1)
    return np.asarray(face[first + int(signals(face[first:last])[event.kind].argmax())])
