"""Cut a caller's text into clauses and tell its language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.score import Lang

_HANZI: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_END: Final = re.compile(r"(?<=[。！？；!?;\n])|(?<=\.)(?=\s|$)")
_SOUND: Final = re.compile(r"\w")
LONGEST: Final = 120
"""Characters of one clause; a longer sentence is cut at commas, then anywhere."""


def language_of(text: str) -> Lang:
    """Tell Chinese from English: any hanzi makes a text Chinese unless words outnumber them."""
    hanzi, latin = len(_HANZI.findall(text)), len(_LATIN.findall(text))
    return "zh" if hanzi >= max(1, latin) or not latin else "en"


def sentences(text: str) -> Iterator[str]:
    """Yield the speakable sentences of a text in order."""
    for raw in _END.split(text):
        sentence = raw.strip()
        while len(sentence) > LONGEST:
            cut = max(sentence.rfind(mark, 0, LONGEST) for mark in "，,、 ") + 1 or LONGEST
            yield sentence[:cut].strip()
            sentence = sentence[cut:].strip()
        if _SOUND.search(sentence):
            yield sentence
