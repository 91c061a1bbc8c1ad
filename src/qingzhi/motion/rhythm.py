"""A clause in time: its phones made sound, its syllables, stresses and emphasised places.

Where an engine gives no marks, or not yet, the rhythm is estimated from the text alone.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final
from zlib import crc32

from qingzhi.errors import InputError
from qingzhi.motion.visemes import is_vowel, sounds
from qingzhi.score import SAMPLE_RATE, PhoneMark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qingzhi.score import Clause

LONGEST_S: Final = 900.0
"""A clause is one breath; what lies beyond a quarter of an hour is a fault in the marks."""
HANZI_S: Final = 0.18
LETTER_S: Final = 0.065
PAUSE_S: Final = 0.22
_STRESSED: Final = 0.6
_BEAT_GAP_S: Final = 0.8
_GUESSED_ONSETS: Final = ("t", "ʂ", "k", "l", "p", "x", "tɕ", "n")
_GUESSED_RHYMES: Final = ("a", "i", "ɤ", "u", "ai", "ən", "iɛ", "ɑŋ")


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone in seconds from the start of the clause's audio; `ipa` is never empty."""

    ipa: str
    start: float
    end: float
    stress: float
    word: int


@dataclass(frozen=True, slots=True)
class Syllable:
    """`start` is where its first phone starts, `onset` where its vowel does (seconds)."""

    start: float
    onset: float
    end: float
    stress: float


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`seconds` is the length of the clause's audio as far as it is known."""

    phones: tuple[Phone, ...]
    syllables: tuple[Syllable, ...]
    beats: tuple[Syllable, ...]
    """Syllables that body and brows mark: emphasised by the clause or stressed by the voice."""
    seconds: float


def rhythm(clause: Clause, marks: Sequence[PhoneMark], sample_rate: int = SAMPLE_RATE) -> Rhythm:
    """Make a rhythm from marks in any state: unsorted, overlapping, reversed or missing.

    Raises InputError for a sample rate that is not above 0.
    """
    if sample_rate <= 0:
        raise InputError(f"{sample_rate} is no sample rate.", param="sample_rate")
    usable = [m for m in marks if m.end > m.start and m.end > 0]
    if not usable:
        usable, sample_rate = list(estimate(clause.utterance)), SAMPLE_RATE
    phones = tuple(_phones(usable, sample_rate))
    syllables = tuple(_syllables(phones))
    end = min(LONGEST_S, max((m.end for m in usable), default=0) / sample_rate)
    return Rhythm(phones, syllables, tuple(_beats(clause, syllables)), end)


def estimate(text: str) -> Iterator[PhoneMark]:
    """Guess marks from writing: a time for each sounding character, a pause at punctuation."""
    clock = 0.0
    for word, character in enumerate(text[: int(LONGEST_S / HANZI_S)]):
        seconds, pieces = _guess(character)
        start = clock
        for ipa, share in pieces:
            end = start + seconds * share
            yield PhoneMark(ipa, _samples(start), _samples(end), word=word, provisional=True)
            start = end
        clock += seconds


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)


def _guess(character: str) -> tuple[float, tuple[tuple[str, float], ...]]:
    kind = unicodedata.category(character)
    if kind == "Lo":
        code = crc32(character.encode())
        onset = _GUESSED_ONSETS[code % len(_GUESSED_ONSETS)]
        rhyme = _GUESSED_RHYMES[code // 8 % len(_GUESSED_RHYMES)]
        return HANZI_S, ((onset, 0.35), (rhyme, 0.65))
    if kind[0] == "L":
        return LETTER_S, ((character.lower(), 1.0),)
    if kind[0] == "N":
        return HANZI_S, (("ə", 1.0),)
    return (PAUSE_S if kind == "Po" else LETTER_S), (("", 1.0),)


def _phones(marks: list[PhoneMark], sample_rate: int) -> Iterator[Phone]:
    """Put marks in order and cut overlaps, so that phones follow each other."""
    ordered = sorted(marks, key=lambda m: (m.start, m.end))
    for index, mark in enumerate(ordered):
        later = ordered[index + 1].start if index + 1 < len(ordered) else mark.end
        start = max(0.0, mark.start / sample_rate)
        end = min(LONGEST_S, min(mark.end, max(later, mark.start)) / sample_rate)
        if end > start and sounds(mark.phone):
            stress = min(1.0, max(0.0, mark.stress))
            yield Phone(mark.phone, start, end, stress, mark.word)


def _syllables(phones: tuple[Phone, ...]) -> Iterator[Syllable]:
    """Each phone with a vowel carries a syllable, with the consonants since the last one."""
    start: float | None = None
    last_end = 0.0
    for phone in phones:
        if start is None or phone.start - last_end > PAUSE_S / 2:
            start = phone.start
        last_end = phone.end
        if is_vowel(phone.ipa):
            yield Syllable(start, phone.start, phone.end, phone.stress)
            start = None


def _beats(clause: Clause, syllables: tuple[Syllable, ...]) -> Iterator[Syllable]:
    emphasised = {_syllable_at(clause.text, start, len(syllables)) for start, _ in clause.emphasis}
    marked = [
        syllable
        for index, syllable in enumerate(syllables)
        if index in emphasised or syllable.stress >= _STRESSED
    ]
    yield from marked or _prominent(syllables)


def _prominent(syllables: tuple[Syllable, ...]) -> Iterator[Syllable]:
    """Where nothing is marked, listeners hear the long syllables as stressed."""
    if not syllables:
        return
    usual = median(s.end - s.start for s in syllables)
    last = -_BEAT_GAP_S
    for syllable in syllables:
        if syllable.end - syllable.start >= usual and syllable.onset - last >= _BEAT_GAP_S:
            last = syllable.onset
            yield syllable


def _syllable_at(text: str, place: int, count: int) -> int:
    """Find the syllable a character falls on: sounding characters share them evenly."""
    heard = _heard(text[: max(0, place)])
    return min(count - 1, round(heard / max(1.0, _heard(text)) * count))


def _heard(text: Iterable[str]) -> float:
    return sum(_guess(c)[0] for c in text if unicodedata.category(c)[0] in "LN")
