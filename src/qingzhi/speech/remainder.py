"""What is left to say when a voice breaks off in the middle of a piece."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.speech.phones import is_vowel
from qingzhi.speech.text.characters import HANZI, LETTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.score import PhoneMark
    from qingzhi.speech.engine import EngineRequest

    Spans = tuple[tuple[int, int], ...]

_WORD: Final = re.compile(r"\S+")


def remainder(request: EngineRequest, heard: Sequence[PhoneMark]) -> EngineRequest | None:
    """Cut the part of `request` after what `heard` covers; None when all of it was said.

    What was cut short is said again: a Chinese syllable, an English word.
    """
    cut = (_chinese if request.lang == "zh" else _english)(request.utterance, heard)
    if cut is None:
        return None
    return after(request, cut)


def after(request: EngineRequest, cut: int) -> EngineRequest:
    """Cut the first `cut` characters off a request, its spans moved along."""
    return msgspec.structs.replace(
        request,
        utterance=request.utterance[cut:],
        emphasis=_moved(request.emphasis, cut),
        careful=_moved(request.careful, cut),
        sounds=tuple(
            msgspec.structs.replace(one, start=one.start - cut, end=one.end - cut)
            for one in request.sounds
            if one.start >= cut
        ),
    )


def _moved(spans: Spans, cut: int) -> Spans:
    return tuple((max(0, a - cut), b - cut) for a, b in spans if b > cut)


def _chinese(text: str, heard: Sequence[PhoneMark]) -> int | None:
    """Where the first syllable not heard is written."""
    syllables = sum(is_vowel(mark.phone) for mark in heard)
    places = [i for i, char in enumerate(text) if HANZI.match(char) or char in LETTERS]
    totals = accumulate(LETTERS.get(text[i], 1) for i in places)
    return next((i for i, total in zip(places, totals, strict=True) if total > syllables), None)


def _english(text: str, heard: Sequence[PhoneMark]) -> int | None:
    """Where the last word begun is written; heard or not, it is said again."""
    words = len({mark.word for mark in heard if mark.word >= 0})
    places = [match.start() for match in _WORD.finditer(text)]
    return places[min(max(0, words - 1), len(places) - 1)] if places else None
