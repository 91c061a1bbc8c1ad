"""When each written word is spoken, for the marked word of the subtitles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.score import PhoneMark

Word = tuple[int, int, int, int]
"""First character, end, start ms, end ms."""


def words(
    text: str, marks: Sequence[PhoneMark], *, sample_rate: int, offset_ms: int = 0
) -> tuple[Word, ...]:
    """Place the words and hanzi of `text` in time, by the marks that say what they are spoken for.

    Marks that point outside `text`, as in a clause that is spoken otherwise than it is written,
    are left out.
    """
    scale = 1000 / sample_rate
    placed: dict[tuple[int, int], tuple[int, int]] = {}
    for mark in marks:
        first, end = mark.chars
        if not 0 <= first < end <= len(text):
            continue
        begin, _ = placed.get(mark.chars, (mark.start, 0))
        placed[mark.chars] = (begin, mark.end)
    return tuple(
        (first, end, offset_ms + round(begin * scale), offset_ms + round(over * scale))
        for (first, end), (begin, over) in sorted(placed.items())
    )
