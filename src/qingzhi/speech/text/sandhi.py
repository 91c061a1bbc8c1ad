"""Tones as heard: 不, 一 and third tones in their feet.

After Lin Yen-Hwei, "The Sounds of Chinese", 2007, chapter 9: words change first, then the feet
that short words form with their neighbours; feet are feet of two syllables where they can be.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.speech.text.syllable import Syllable

_DIGITS: Final = frozenset("零一二三四五六七八九幺")
_NUMERALS: Final = _DIGITS | frozenset("十百千万亿点")
_ORDINAL: Final = frozenset("第初周期拜")
_RANKED: Final = frozenset("月号日楼级等期线")
"""After one of these words one is a rank."""
_LARGE: Final = frozenset("百千万亿")
_REACHED: Final = frozenset("了到起上下着住动完见清及开成掉得多")
"""Complements that make 不 before them weak: 办不了, 对不起."""
_STATES: Final = frozenset("清开成动多")
"""Those of them that after a longer word are words themselves: 信号不清, 收入不多."""
_WHOLE: Final = frozenset("统唯专划")
"""After one of these 一 ends a word, whatever it is written together with."""
_NO_VERB: Final = frozenset(
    "我你您他她它们也都就还是可并且但而又绝决从而人员者料件章单的将会要能仍"
)


def sandhi(phrase: Sequence[Syllable], text: str) -> list[Syllable]:
    """Give the syllables between two pauses the tones that are heard."""
    tones = [syllable.tone for syllable in phrase]
    for i, syllable in enumerate(phrase):
        match text[syllable.char]:
            case "不" if syllable.tone == 4:
                tones[i] = _bu(i, phrase, text)
            case "一" if syllable.tone == 1:
                tones[i] = _yi(i, phrase, text)
    _third(phrase, tones)
    return [
        syllable if tone == syllable.tone else replace(syllable, tone=tone)
        for syllable, tone in zip(phrase, tones, strict=True)
    ]


def _char(i: int, phrase: Sequence[Syllable], text: str) -> str:
    return text[phrase[i].char] if 0 <= i < len(phrase) else ""


def _bu(i: int, phrase: Sequence[Syllable], text: str) -> int:
    """去不去 and 去不了 are weak; before a falling tone it rises."""
    before, after = _char(i - 1, phrase, text), _char(i + 1, phrase, text)
    if before and after and (before == after or _reached(i, phrase, text)):
        return 5
    return 2 if after and phrase[i + 1].tone == 4 else 4


def _reached(i: int, phrase: Sequence[Syllable], text: str) -> bool:
    """Whether 不 stands between a verb and what it cannot reach: 看不见, but 写得不清楚."""
    before, after = _char(i - 1, phrase, text), _char(i + 1, phrase, text)
    if after not in _REACHED or before in _NO_VERB:
        return False
    if before == "得" and phrase[i - 1].tone == 5:
        return False
    long = i > 1 and phrase[i - 2].word == phrase[i - 1].word != phrase[i].word
    return not (long and after in _STATES)


def _yi(i: int, phrase: Sequence[Syllable], text: str) -> int:
    """Keep the first tone in counting, ranks and at the end of a word; else oppose the next."""
    before, after = _char(i - 1, phrase, text), _char(i + 1, phrase, text)
    if not after or _counted(i, phrase, text):
        return 1
    if before == after:
        return 5
    return 2 if phrase[i + 1].lexical == 4 or phrase[i + 1].tone in {4, 5} else 4


def _counted(i: int, phrase: Sequence[Syllable], text: str) -> bool:
    before, after = _char(i - 1, phrase, text), _char(i + 1, phrase, text)
    if after in _LARGE:
        return before in _NUMERALS - {"零", "万", "千", "亿"} or before in _ORDINAL
    if before in _NUMERALS | _ORDINAL | _WHOLE or after in _DIGITS or after in _RANKED:
        return True
    if after == "年" and _char(i + 2, phrase, text) == "级":
        return True
    if after == "点" and _char(i + 2, phrase, text) in _DIGITS:
        return True
    ends = i > 0 and phrase[i - 1].word == phrase[i].word != phrase[i + 1].word
    return ends and before != after


def _third(phrase: Sequence[Syllable], tones: list[int]) -> None:
    """Change third tones before third tones: in words, then in feet, in place."""
    bounds = _words(phrase)
    for start, end in bounds:
        for i in range(start, end - 1):
            if tones[i] == 3 == phrase[i + 1].tone == tones[i + 1]:
                tones[i] = 2
    for start, end in _feet(bounds):
        for i in range(end - 2, start - 1, -1):
            if tones[i] == 3 == tones[i + 1]:
                tones[i] = 2


def _words(phrase: Sequence[Syllable]) -> list[tuple[int, int]]:
    bounds: list[tuple[int, int]] = []
    for i, syllable in enumerate(phrase):
        if bounds and phrase[i - 1].word == syllable.word:
            bounds[-1] = (bounds[-1][0], i + 1)
        else:
            bounds.append((i, i + 1))
    return bounds


def _feet(bounds: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join short words in twos; one left over goes with the word after it, else before it."""
    feet: list[tuple[int, int]] = []
    i = 0
    while i < len(bounds):
        start, end = bounds[i]
        if end - start == 1 and i + 1 < len(bounds):
            i += 1
            end = bounds[i][1]
        elif end - start == 1 and feet:
            start = feet.pop()[0]
        feet.append((start, end))
        i += 1
    return feet
