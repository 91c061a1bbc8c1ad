"""What the rules for Chinese share: words of the catalogue, numbers, what may follow them."""

from __future__ import annotations

import re
from typing import Final

from qingzhi.speech.text.numerals import cardinal, digits, quantity
from qingzhi.speech.text.spoken import context, strings

W: Final = strings("zh")
"""Words that rules put in, by their names in the catalogue."""

N: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
"""A number with thousands separators or without, and decimals."""
TO: Final = r"\s*(?:-{1,2}|~|—{1,2}|至|到)\s*"
"""What joins the ends of a range."""
NO_DIGIT: Final = r"(?![\d])(?!\.\d)"

PAIRED: Final = re.compile(r"\s*" + context("paired"))
"""After one of these two is liǎng."""
COUNTING: Final = re.compile(
    r"(?:以下|这|那|共|分|有|前|后|每|各|另|任选|任意|其中|仅|近|约|满|第?一或)\s*$"
)
"""Before a number that counts what is also numbered (2类, 2层, 2级)."""
NUMBERED: Final = re.compile(r"\s*(?:类|层|级|本|栏|区|期|队|班)")


def counted(text: str, head: str, tail: str) -> str:
    """Read a whole number or decimal by what stands around it: 2个 is 两个, 第2个 第二个."""
    if head.rstrip().endswith("第"):
        return cardinal(text)
    if PAIRED.match(tail) or (NUMBERED.match(tail) and COUNTING.search(head)):
        return quantity(text)
    return cardinal(text)


def signed(text: str) -> str:
    """Read a number that may have a sign before it."""
    if text.startswith("-"):
        return W["minus"] + cardinal(text[1:])
    return cardinal(text.lstrip("+"))


def spelt(text: str) -> str:
    """Digits one by one as on the telephone, what stands between as it is."""
    return re.sub(r"\d+", lambda m: digits(m[0], telephone=True), text)
