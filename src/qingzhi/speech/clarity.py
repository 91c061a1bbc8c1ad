"""What is said slower so that it can be followed: numbers, codes, addresses, the names of steps.

The patterns are read on the text as written, where a number is still a number; `spans` of what
is spoken follow from where each character comes from.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.score import Lang

Span = tuple[int, int]

_NUMBER: Final = r"\d(?:[\d,. :/-]{1,24}\d)[Xx]?(?!\d)"
"""Two digits or more, with what stands between the groups of a telephone number, date or time."""
_CODE: Final = (
    r"(?<![A-Za-z])(?=[A-Z0-9-]{4,20}(?![A-Za-z]))(?=[A-Z-]*\d)(?=[0-9-]*[A-Z])"
    r"[A-Z0-9][A-Z0-9-]+[A-Z0-9]"
)
_WEB: Final = (
    r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?:https?://|www\.)[A-Za-z0-9./?=&%_-]+"
)
_ORDINAL: Final = r"[零〇一二三四五六七八九十百\d]"
_INSIDE: Final = rf"(?:{_ORDINAL}{{1,4}}(?:号楼|栋|单元|层|楼|室|号窗口))"
_CHINESE: Final = (
    rf"第{_ORDINAL}{{1,3}}步",
    r"[零〇一二三四五六七八九幺两]{3,}",
    rf"(?:(?![在到去于是请的])[一-鿿]){{1,5}}?(?:大道|路|街|巷|胡同|弄){_ORDINAL}{{1,5}}号?{_INSIDE}*",
    rf"{_INSIDE}+",
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·・]?[A-Z0-9]{4,6}",
)
_ENGLISH: Final = (
    r"\b[Ss]tep (?:\d+|one|two|three|four|five|six)\b",
    r"\b\d+[A-Za-z]? (?:[A-Z][a-z]+ ){1,3}(?:Street|Road|Avenue|Lane|Square)\b",
    r"\b(?:[Rr]oom|[Ff]loor|[Cc]ounter|[Ww]indow|[Bb]uilding) \d+\b|\b\d+(?:st|nd|rd|th) floor\b",
)
_KINDS: Final = {"zh": _CHINESE, "en": _ENGLISH}


def careful(text: str, lang: Lang) -> tuple[Span, ...]:
    """Find what is to be said slower: [start, end) of `text`, in order, apart from each other."""
    found: list[Span] = []
    for match in _pattern(lang).finditer(text):
        start, end = match.span()
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def spans(source: Sequence[Span], wanted: Sequence[Span]) -> tuple[Span, ...]:
    """Give [start, end) of the spoken characters whose `source` meets a span of the text."""
    within = [any(a < end and b > start for start, end in wanted) for a, b in source]
    edges = [i for i, on in enumerate([*within, False]) if on != (within[i - 1] if i else False)]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@cache
def _pattern(lang: Lang) -> re.Pattern[str]:
    return re.compile("|".join((_WEB, *_KINDS[lang], _CODE, _NUMBER, r"\d{2,}[Xx]?")))
