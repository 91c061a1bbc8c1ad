"""Rules that read Chinese text aloud: of those for what begins at a place, the first that reads it.

Each group begins with a kind of character, so a clause costs few attempts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.speech.text.characters import HANZI
from qingzhi.speech.text.numerals import cardinal
from qingzhi.speech.text.zh import calendar, counting, latin, naming, signs, sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.speech.text.rule import Rule

__all__ = ["START", "cardinal", "rules"]

START: Final = naming.START
"""Hanzi that a rule may begin with; all others are said as they are."""

_DIGIT: Final[tuple[Rule, ...]] = (
    *signs.LIST,
    *latin.WEB,
    *naming.DIGIT,
    *sums.DIGIT,
    *calendar.DIGIT,
    *naming.CODE,
    *counting.DIGIT,
    *naming.LAST,
)
_LATIN: Final[tuple[Rule, ...]] = (counting.PREFIXED, *calendar.LATIN, *latin.LATIN)
_NONE: Final[tuple[Rule, ...]] = ()


def rules(char: str) -> Sequence[Rule]:
    """Give the rules for what may begin with `char`."""
    if HANZI.match(char):
        return naming.HANZI if char in naming.START else _NONE
    if char.isdigit() and char.isascii():
        return _DIGIT
    if char.isalpha() and "A" <= char <= "ɏ":
        return _LATIN
    return signs.SIGN
