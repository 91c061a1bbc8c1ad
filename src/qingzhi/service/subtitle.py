"""When each written word is spoken, for the marked word of the subtitles."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.score import PhoneMark

_WORD: Final = re.compile(r"[A-Za-z']+|\d[\d.,:]*|[^\W_]")
"""A Latin word, a number, or one hanzi."""

Word = tuple[int, int, int, int]
"""First character, end, start ms, end ms."""


def words(
    text: str, marks: Sequence[PhoneMark], *, sample_rate: int, offset_ms: int = 0
) -> tuple[Word, ...]:
    """Place the words of `text` on the syllables of `marks`, in proportion to their number.

    Where every word is one syllable, as in Mandarin without digits, the places are exact.
    """
    written = [m.span() for m in _WORD.finditer(text)]
    spoken = [
        (group[0].start, group[-1].end)
        for key, run in groupby(marks, key=lambda m: (m.word, m.syllable))
        if key[0] >= 0 and (group := list(run))
    ]
    if not written or not spoken:
        return ()
    scale = 1000 / sample_rate
    placed = []
    for index, (first, end) in enumerate(written):
        begin = spoken[index * len(spoken) // len(written)][0]
        last = max(index * len(spoken), (index + 1) * len(spoken) - 1) // len(written)
        placed.append(
            (
                first,
                end,
                offset_ms + round(begin * scale),
                offset_ms + round(spoken[min(last, len(spoken) - 1)][1] * scale),
            )
        )
    return tuple(placed)
