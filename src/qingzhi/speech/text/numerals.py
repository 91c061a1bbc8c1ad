"""Numbers as Chinese says them."""

from __future__ import annotations

from typing import Final

import cn2an

_DIGITS: Final = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
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
    spoken = digits(whole) if len(whole) > _LARGEST else str(cn2an.an2cn(whole, "low"))
    if whole.startswith("2") and len(whole) in {4, 5, 9} and spoken.startswith("二"):
        spoken = "两" + spoken[1:]
    sign = "负" if bare.startswith("-") else ""
    return f"{sign}{spoken}{'点' if part else ''}{digits(part)}"


def quantity(text: str) -> str:
    """Read a number before a measure word: two is liǎng.

    >>> quantity("2")
    '两'
    """
    return "两" if text.strip("0") == "2" and text.endswith("2") else cardinal(text)
