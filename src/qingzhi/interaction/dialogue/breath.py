"""Cutting what is said into breaths, and finding what is stressed in them.

The first breath ends at the first comma, so that its sound can start early; later ones join
pieces up to what is comfortably said in one go. Digits stay digits: speech reads them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qingzhi.score import Lang

BREATH: Final[Mapping[Lang, int]] = {"zh": 30, "en": 80}
"""Characters in one breath."""
SHORTEST: Final[Mapping[Lang, int]] = {"zh": 3, "en": 4}
"""A first piece shorter than this is joined to the next."""

_PIECES: Final = re.compile(r"(?<=[，。！？；：])|(?<=[,.!?;:])\s+")
_ENDS: Final = frozenset("。！？；!?;.")
_FACTS: Final = re.compile(
    r"《[^》]+》|不收费|免费|free of charge|no fee"
    r"|\d+(?:[.,]\d+)?\s?(?:个工作日|个月|周岁|元|天|日|年|岁|月|小时|%)?"
    r"(?:yuan|(?:working )?days?|months?|years?)?"
)


def breaths(text: str, lang: Lang, *, first: bool = False) -> Iterator[str]:
    """Cut `text`; with `first`, the first breath ends at the first comma."""
    held = ""
    for piece in filter(None, map(str.strip, _PIECES.split(text))):
        full = held and (first or len(held) + len(piece) > BREATH[lang] or held[-1] in _ENDS)
        if full and len(held) >= SHORTEST[lang]:
            yield held
            held, first = "", False
        held = f"{held} {piece}" if held and lang == "en" else held + piece
    if held:
        yield held


def emphasis(text: str, words: Iterable[str] = ()) -> tuple[tuple[int, int], ...]:
    """[start, end) of numbers with their units, names of laws, and the given words."""
    spans = [match.span() for match in _FACTS.finditer(text) if match.group().strip()]
    for word in words:
        at = text.find(word) if word else -1
        if at >= 0:
            spans.append((at, at + len(word)))
    return _apart(sorted(spans))


def _apart(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans without overlap, the earlier one wins."""
    kept: list[tuple[int, int]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)
