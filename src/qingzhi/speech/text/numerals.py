"""Numbers as Chinese says them."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_UNITS: Final = ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十"))
_LARGEST: Final = 16
"""Digits up to which a number is read as a quantity; longer ones digit by digit."""


def digits(text: str, *, telephone: bool = False) -> str:
    """Read digit by digit; other signs fall out. On the telephone 1 is yāo.

    >>> digits("12345", telephone=True)
    '幺二三四五'
    """
    read = "".join(_DIGITS.get(sign, "") for sign in text)
    return read.replace("一", "幺") if telephone else read


def cardinal(text: str) -> str:
    """Read a quantity: thousands separators, decimals and a leading minus are understood.

    >>> cardinal("1,234.50")
    '一千二百三十四点五零'
    """
    bare = text.replace(",", "")
    whole, _, part = bare.lstrip("-").partition(".")
    whole = whole.lstrip("0") or "0"
    spoken = digits(whole) if len(whole) > _LARGEST else _whole(whole)
    sign = "负" if bare.startswith("-") else ""
    return f"{sign}{spoken}{'点' if part else ''}{digits(part)}"


def quantity(text: str) -> str:
    """Read a number before a measure word: two is liǎng.

    >>> quantity("2")
    '两'
    """
    return "两" if text.lstrip("0") == "2" else cardinal(text)


def _whole(number: str) -> str:
    """Read up to sixteen digits: 十 and 两千 at the start, 一十 and 二千 further on."""
    read = _read(int(number))
    if read.startswith("一十"):
        return read[1:]
    return "两" + read[1:] if read[:2] in _TWO else read


_TWO: Final = frozenset({"二千", "二万", "二亿"})


def _read(number: int) -> str:
    for unit, name in _UNITS:
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return _read(high) + name + gap + (_read(low) if low else "")
    return _DIGITS[str(number)]
