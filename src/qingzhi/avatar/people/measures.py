"""Numbers in words: ages, statures and weights as people say them in Chinese and in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Reading = Callable[[re.Match[str]], float]

_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CN: Final = "[零〇一二两三四五六七八九十百]"
_N: Final = rf"(?:\d{{1,3}}(?:\.\d+)?|{_CN}{{1,7}})"
_D: Final = r"\d一二三四五六七八九两零〇"
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ONES: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_UNITS: Final = "|".join(list(_ONES)[:9])
_SMALL: Final = "|".join(sorted(_ONES, key=len, reverse=True))
_EN: Final = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{_UNITS}))?|{_SMALL})"
_DECADES: Final = {
    "teens": 15, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip
_PART: Final = {"early": 2, "mid": 5, "middle": 5, "late": 8, "": 5}
_NEAR: Final = {"多": 4, "几": 5, "来": 0, "出头": 2, "左右": 0, "上下": 0, "开外": 4, "余": 3}
_POUND: Final = 0.45359237
_INCH: Final = 2.54
_JIN: Final = 0.5
"""Kilograms of a 斤."""


class Measure(NamedTuple):
    """One number found: the field, its value and where it stands in the text."""

    field: str
    value: float
    start: int
    end: int


def number(word: str) -> float:
    """Return the number that a Chinese or Arabic numeral or an English word stands for."""
    try:
        return float(word)
    except ValueError:
        pass
    if word[0].isascii():
        parts = re.split(r"[- ]", word)
        return float(sum(_TENS.get(p, _ONES.get(p, 0)) for p in parts))
    if not set(word) & set("十百"):
        return float("".join(str(_DIGITS[c]) for c in word))
    total, last = 0, 0
    for c in word:
        if c in _DIGITS:
            last = _DIGITS[c]
        else:
            total += (last or 1) * (10 if c == "十" else 100)
            last = 0
    tail = 10 if word[-1] in _DIGITS and len(word) > 1 and word[-2] == "百" else 1
    return float(total + last * tail)


def measures(text: str) -> Iterator[Measure]:
    """Find all measures in lower-case text, each piece of it once."""
    free = text
    for field, pattern, reading in _PATTERNS:
        for found in pattern.finditer(free):
            value = reading(found)
            yield Measure(field, value, found.start(), found.end())
            free = free[: found.start()] + "\0" * len(found[0]) + free[found.end() :]


def _plain(found: re.Match[str]) -> float:
    return number(found["n"])


def _cm(found: re.Match[str]) -> float:
    return number(found["n"]) * 100


def _jin(found: re.Match[str]) -> float:
    return number(found["n"]) * _JIN


def _pounds(found: re.Match[str]) -> float:
    return number(found["n"]) * _POUND


def _between(found: re.Match[str]) -> float:
    return (number(found["a"]) + number(found["b"])) / 2


def _nearly(found: re.Match[str]) -> float:
    """Read 四十多 and 六十出头: a little more than they say."""
    return number(found["n"]) + _NEAR.get(found["near"] or "", 0)


def _not_yet(found: re.Match[str]) -> float:
    return number(found["n"]) - 2


def _past(found: re.Match[str]) -> float:
    return number(found["n"]) + 3


def _spoken_range(found: re.Match[str]) -> float:
    """Read 三四十 and 二十七八: two digits beside each other are two guesses."""
    tens, a, b, ten = found["tens"], _DIGITS[found["a"]], _DIGITS[found["b"]], found["ten"]
    middle = (a + b) / 2
    if ten:
        return middle * 10
    return (number(tens) if tens else 0) + middle


def _metres(found: re.Match[str]) -> float:
    whole, rest = number(found["m"]), found["rest"] or "0"
    digits = "".join(c if c.isdigit() else str(_DIGITS[c]) for c in rest)
    return whole * 100 + float(digits.ljust(2, "0")[:2])


def _feet(found: re.Match[str]) -> float:
    inches = number(found["inch"]) if found["inch"] else 0.0
    return (number(found["foot"]) * 12 + inches) * _INCH


def _decade(found: re.Match[str]) -> float:
    begin = _DECADES.get(found["d"])
    base = float(begin) if begin is not None else number(found["d"].rstrip("s").rstrip("'"))
    return base + (_PART[found["part"] or ""] if begin != _DECADES["teens"] else 0)


_AGE, _TALL, _HEAVY = "age", "height_cm", "weight_kg"
_DIGIT: Final = "[一二三四五六七八九]"
_ABOUT: Final = "|".join(_NEAR)
_CM: Final = r"(?:厘米|公分|cm\b|centimet(?:re|er)s?)(?:\s*tall|高)?"
_FOOT: Final = r"(?:'|’|′|ft\b|feet\b|foot\b|英尺)"
_IN: Final = r"(?:\"|”|″|''|inches|inch|in\b|英寸)"
_OLD: Final = r"(?:years?[- ]old|year[- ]olds?|yrs?[- ]old|y/?o\b|years? of age)"
_WHOSE: Final = r"(?:in (?:his|her|their) )?(?:(?P<part>early|mid|middle|late)[- ])?"
_TEXTS: Final[tuple[tuple[str, str, Reading], ...]] = (
    (
        _TALL,
        rf"(?:身高|高)?(?<![\d.])(?P<m>[12一两])米(?P<rest>[{_D}]{{1,2}})?(?:公分|厘米)?高?",
        _metres,
    ),
    (_TALL, r"(?:身高|高)?(?P<n>[12]\.\d{1,2})\s*(?:米|m\b|met(?:re|er)s?)(?:\s*tall)?", _cm),
    (
        _TALL,
        rf"(?:身高|高|height[: ]*)?\s*(?P<n>\d{{2,3}}(?:\.\d+)?|{_CN}{{3,7}})\s*{_CM}",
        _plain,
    ),
    (
        _TALL,
        rf"(?P<foot>[3-7])\s*{_FOOT}\s*(?:(?P<inch>\d{{1,2}})\s*{_IN}?)?(?:\s*tall)?",
        _feet,
    ),
    (_TALL, rf"(?P<foot>three|four|five|six)[ -](?:foot|feet)(?:[ -](?P<inch>{_EN}))?", _feet),
    (_HEAVY, rf"(?:体重)?(?P<n>{_N})\s*(?:公斤|千克|kg\b|kgs\b|kilos?\b|kilograms?)", _plain),
    (_HEAVY, rf"(?:体重)?(?P<n>{_N})\s*斤", _jin),
    (_HEAVY, r"(?P<n>\d{2,3})\s*(?:lbs?\b|pounds?\b|磅)", _pounds),
    (_TALL, r"身高\s*(?:是|为|约)?\s*(?P<n>\d{2,3})", _plain),
    (_HEAVY, r"体重\s*(?:是|为|约)?\s*(?P<n>\d{2,3})", _plain),
    (_AGE, rf"(?P<a>{_N})\s*岁?\s*(?:-|~|–|—|到|至)\s*(?P<b>{_N})\s*周?岁", _between),
    (_AGE, rf"(?:aged?\s*)?(?P<a>\d{{1,2}})\s*(?:-|–|to)\s*(?P<b>\d{{1,2}})[- ]?{_OLD}", _between),
    (
        _AGE,
        rf"(?P<tens>{_DIGIT}?十)?(?P<a>{_DIGIT})(?P<b>{_DIGIT})(?P<ten>十)?(?:来|多)?岁",
        _spoken_range,
    ),
    (_AGE, rf"(?:年近|快|将近|近)(?P<n>{_N})岁?", _not_yet),
    (_AGE, rf"年过(?P<n>{_N})岁?", _past),
    (_AGE, rf"(?P<n>{_N})\s*(?P<near>{_ABOUT})\s*的?岁", _nearly),
    (_AGE, rf"(?P<n>{_N})\s*周?岁\s*(?P<near>{_ABOUT})?半?", _nearly),
    (_AGE, rf"(?P<n>[二三四五六七八九]十)(?P<near>{_ABOUT})", _nearly),
    (_AGE, rf"(?:aged?\s+|age[:=]\s*)(?P<n>\d{{1,3}}|{_EN})", _plain),
    (_AGE, rf"(?P<n>\d{{1,3}}|{_EN})[- ]?{_OLD}", _plain),
    (_AGE, rf"{_WHOSE}(?P<d>{'|'.join(_DECADES)}|[2-9]0'?s\b)", _decade),
    (_AGE, r"(?<![\d.])(?P<n>\d{1,2})(?=\s*,?\s*(?:male|female|man|woman|boy|girl)\b)", _plain),
)
_PATTERNS: Final = tuple((name, re.compile(text), reading) for name, text, reading in _TEXTS)
"""In the order in which they are tried: what is longest and surest comes first."""
