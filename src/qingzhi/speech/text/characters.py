"""Which character is what to a voice: Chinese, punctuation that pauses, or nothing at all."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HANZI: Final = re.compile(r"[㐀-䶿一-鿿豈-﫿〇𠀀-𲎯]")
"""One Chinese character, rare ones included."""

PAUSES: Final[Mapping[str, int]] = dict.fromkeys("，,：:；;。！？!?—…\n", 3) | {"、": 2}
"""Punctuation → strength of the boundary it makes."""

LETTERS: Final[Mapping[str, int]] = dict.fromkeys("ABCDEGIJKNOPQRTUVYZ", 1) | {
    **dict.fromkeys("FHLMS", 2),
    **dict.fromkeys("WX", 3),
}
"""Capital letter → syllables that its Chinese name has."""

_SPACES: Final = frozenset({"Zs", "Zl", "Zp"})
_SILENT: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "So", "Sk"})
_SPOKEN_SIGNS: Final = frozenset("℃℉°№✓✔○^")
_LINE: Final = frozenset("\n\r\u2028\u2029\u0085")


def plain(char: str) -> str:
    """Return what a voice sees of a character: "" where there is no sound, ASCII for wide forms.

    Emoji, controls, zero-width signs, combining marks and lone surrogates have no sound.
    """
    if char in _LINE:
        return "\n"
    if char in _ALIKE:
        return _ALIKE[char]
    kind = unicodedata.category(char)
    if char == "\t" or kind in _SPACES:
        return " "
    if kind in _SILENT and char not in _SPOKEN_SIGNS:
        return ""
    if "！" <= char <= "～" and (char.isascii() or kind[0] in "LN" or char in _WIDE):
        return chr(ord(char) - 0xFEE0)
    return char


_WIDE: Final = frozenset("％＋－／＝＠＆＃．＄～＊＜＞［］｛｝｜＿＾｀＼＂＇")
_ALIKE: Final[Mapping[str, str]] = {
    "¥": "￥",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "−": "-",
    "～": "~",
    "〜": "~",
    "’": "'",
    "‘": "'",
    "∼": "~",
    "─": "—",
    "―": "—",
    "㎡": "m²",
    "㎥": "m³",
    "㎏": "kg",
    "㎎": "mg",
    "㎞": "km",
    "㎝": "cm",
    "㎜": "mm",
    "µ": "μ",
    "﹣": "-",
}
