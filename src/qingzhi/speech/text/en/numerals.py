"""Numbers as English says them."""

from __future__ import annotations

from typing import Final

_SMALL: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS: Final = (
    "_",
    "_",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
)
_SCALES: Final = (
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (1000, "thousand"),
    (100, "hundred"),
)
_ORDINALS: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_LARGEST: Final = 15
"""Digits up to which a number is read as a quantity."""


def digits(text: str) -> str:
    """Read digit by digit; other signs fall out.

    >>> digits("911")
    'nine one one'
    """
    return " ".join(_SMALL[int(sign)] for sign in text if sign in "0123456789")


def cardinal(text: str) -> str:
    """Read a quantity with thousands separators and decimals.

    >>> cardinal("1,250.5")
    'one thousand two hundred fifty point five'
    """
    whole, _, part = text.replace(",", "").partition(".")
    whole = whole.lstrip("0") or "0"
    said = digits(whole) if len(whole) > _LARGEST else _count(int(whole))
    return f"{said} point {digits(part)}" if part else said


def ordinal(text: str) -> str:
    """Read a rank.

    >>> ordinal("22")
    'twenty-second'
    """
    said = cardinal(text)
    cut = max(said.rfind(" "), said.rfind("-")) + 1
    head, last = said[:cut], said[cut:]
    if last in _ORDINALS:
        return head + _ORDINALS[last]
    return head + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def year(text: str) -> str:
    """Read a year of four digits in pairs.

    >>> year("2026")
    'twenty twenty-six'
    """
    number = int(text)
    century, rest = divmod(number, 100)
    if number % 1000 < 10 or number % 1000 == 0:
        return _count(number)
    if not rest:
        return f"{_count(century)} hundred"
    return f"{_count(century)} {'oh ' if rest < 10 else ''}{_count(rest)}"


def room(text: str) -> str:
    """Read a room or house number: 301 is three oh one, 221 two twenty-one.

    >>> room("301")
    'three oh one'
    """
    if len(text) == 3 and text[1] == "0" and text[2] != "0":
        return f"{_SMALL[int(text[0])]} oh {_SMALL[int(text[2])]}"
    if len(text) == 3 and text[1] != "0":
        return f"{_SMALL[int(text[0])]} {_count(int(text[1:]))}"
    if len(text) == 4 and text[2] != "0":
        return f"{_count(int(text[:2]))} {_count(int(text[2:]))}"
    if len(text) == 4 and text[3] != "0" and text[1] != "0":
        return f"{_count(int(text[:2]))} oh {_SMALL[int(text[3])]}"
    return cardinal(text) if len(text) < 4 else digits(text)


def _count(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[rest]}" if rest else "")
    scale, name = next((s, n) for s, n in _SCALES if number >= s)
    high, low = divmod(number, scale)
    return f"{_count(high)} {name}" + (f" {_count(low)}" if low else "")
