"""Syllables and words of what was said, as they are printed: [name, start s, end s]."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from qingzhi.score import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qingzhi.score import PhoneMark

    Timed = list[str | float]


def syllables(marks: Iterable[PhoneMark]) -> list[Timed]:
    """Join the phones of each syllable."""
    groups = groupby(marks, key=lambda mark: (mark.word, mark.chars, mark.syllable))
    return [_timed(key[2], tuple(group)) for key, group in groups if key[2]]


def words(marks: Iterable[PhoneMark]) -> list[Timed]:
    """Join the syllables of each word; a word is named by what is heard of it."""
    groups = (tuple(group) for _, group in groupby(marks, key=lambda mark: mark.word))
    return [
        _timed(" ".join(str(name) for name, *_ in syllables(group)), group)
        for group in groups
        if group[0].word >= 0
    ]


def _timed(name: str, marks: Sequence[PhoneMark]) -> Timed:
    start, end = marks[0].start / SAMPLE_RATE, marks[-1].end / SAMPLE_RATE
    return [name, round(start, 4), round(end, 4)]
