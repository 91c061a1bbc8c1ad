"""A visitor's text made safe and plain before anything is read from it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from opencc import OpenCC

if TYPE_CHECKING:
    from qingzhi.score import Lang

LIMIT: Final = 600
"""Characters that are read; of a longer text its head and its tail, half each."""

_HANZI: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]{2,}|\b[IaA]\b")
_DROPPED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_SPACES: Final = re.compile(r"\s+")
_RUN: Final = re.compile(r"(.)\1{3,}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reading:
    """`shown` keeps case and punctuation; `plain` is simplified, lower case, half width.

    `lang` is what the text is written in, or the fallback where it holds neither script.
    """

    shown: str
    plain: str
    lang: Lang

    @classmethod
    def of(cls, text: str, *, lang: Lang | None = None, fallback: Lang = "zh") -> Reading:
        """Read any string, however hostile, in time bounded by LIMIT."""
        shown = legible(text)
        compatible = unicodedata.normalize("NFKC", shown)[: 2 * LIMIT]
        plain = _SPACES.sub(" ", simplified(compatible).lower()).replace("’", "'").strip()
        return cls(shown, _RUN.sub(r"\1\1\1", plain), lang or language(shown, fallback))


def legible(text: str) -> str:
    """Bound the length and drop what can't be shown; never raises."""
    if len(text) > LIMIT:
        text = f"{text[: LIMIT // 2]} {text[-LIMIT // 2 :]}"
    text = _DROPPED.sub("", _SURROGATE.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def language(text: str, fallback: Lang = "zh") -> Lang:
    """Tell Chinese from English: a hanzi weighs as much as a Latin word."""
    hanzi = len(_HANZI.findall(text))
    words = len(_LATIN_WORD.findall(text))
    if not hanzi and not words:
        return fallback
    return "zh" if hanzi >= words else "en"


def simplified(text: str) -> str:
    """Turn traditional characters into simplified ones."""
    return str(_converter().convert(text))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
