"""Rules that make English text safe to read aloud; espeak-ng itself reads plain numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qingzhi.speech.text.spoken import months, one_of, table, word

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_CURRENCY: Final = table("en", "currency")
_UNIT: Final = table("en", "unit")
_SIGN: Final = table("en", "sign")
_MONTHS: Final = months()
_TO: Final = word("en", "to")
_PERCENT: Final = word("en", "per_cent")
_MINUS: Final = word("en", "minus")

_N: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_START: Final = r"(?<![\d.,A-Za-z])"


def _number(text: str) -> str:
    return re.sub(r"\.0+$", "", text.replace(",", ""))


def _date(m: re.Match[str]) -> str:
    return f"{_MONTHS[int(m[2]) - 1]} {int(m[3])}, {m[1]}"


def _money(m: re.Match[str]) -> str:
    return f"{_number(m[2])} {_CURRENCY[m[1]]}"


def _spelt(m: re.Match[str]) -> str:
    return " ".join(re.sub(r"\D", "", m[0]))


def _rule(pattern: str, read: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), read


RULES: Final[tuple[Rule, ...]] = (
    _rule(rf"{_START}(\d{{4}})[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)", _date),
    _rule(rf"({one_of(_CURRENCY)})\s*({_N})", _money),
    _rule(rf"{_START}({_N})\s*%", lambda m: f"{_number(m[1])} {_PERCENT}"),
    _rule(
        rf"{_START}({_N})\s*({one_of(_UNIT)})(?![A-Za-z])",
        lambda m: f"{_number(m[1])} {_UNIT[m[2]]}",
    ),
    _rule(rf"{_START}(?:\+?\d[\d -]{{8,}}\d|0\d+|\d{{9,}})(?!\d)", _spelt),
    _rule(rf"{_START}(?:11[0249]|12[02]|12\d{{3}}|9[56]\d{{3}})(?![\d.,])", _spelt),
    _rule(
        rf"{_START}({_N})\s*[-~]\s*({_N})(?![\d-])",
        lambda m: f"{_number(m[1])} {_TO} {_number(m[2])}",
    ),
    _rule(rf"(?<![\w])-({_N})", lambda m: f"{_MINUS} {_number(m[1])}"),
    _rule(_N, lambda m: _number(m[0])),
    _rule(one_of(_SIGN), lambda m: f" {_SIGN[m[0]]} "),
)
"""Patterns and how to read what they match, in order of precedence."""
