"""One Mandarin syllable: pinyin spelling, initial, full final and tone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qingzhi.speech.phones import FINALS, INITIALS

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIBILANT: Final = dict.fromkeys(("z", "c", "s"), "ii") | dict.fromkeys(
    ("zh", "ch", "sh", "r"), "iii"
)
_PINYIN: Final = re.compile(r"([a-zü]+?)(r?)([1-5])")
_ODD: Final[Mapping[str, str]] = {"n": "en", "ng": "en", "m": "en", "hm": "heng", "hng": "heng"}
_ODD_FINALS: Final[Mapping[str, str]] = {"io": "iou", "ê": "ei", "uong": "ueng", "": "e"}


@dataclass(frozen=True, slots=True)
class Syllable:
    """One spoken syllable. `char` is its character's index in the text read, `word` its word's.

    `tone` is the one heard, `lexical` the dictionary's (0: the same). `boundary` after it: 0 inside
    a word, 1 word, 2 phrase, 3 pause.
    """

    initial: str
    final: str
    tone: int
    pinyin: str
    char: int
    word: int
    erhua: bool = False
    boundary: int = 0
    lexical: int = 0

    @property
    def chars(self) -> tuple[int, int]:
        """Span of its hanzi or letter in the text read."""
        return self.char, self.char + 1

    @property
    def tail(self) -> tuple[int, int]:
        """Span of the 儿 of an erhua."""
        return self.char + 1, self.char + 2

    @property
    def label(self) -> str:
        """Pinyin with the tone digit as spoken."""
        return f"{self.pinyin}{'r' if self.erhua else ''}{self.tone}"


@lru_cache(maxsize=4096)
def split(reading: str) -> tuple[str, str, int, str]:
    """Cut pinyin with a tone digit into (initial, full final, tone, pinyin).

    >>> split("xuan3")
    ('x', 'van', 3, 'xuan')
    """
    match = _PINYIN.fullmatch(reading.replace("v", "ü"))
    if match is None:
        raise ValueError(f"{reading!r} is no pinyin syllable with a tone digit.")
    bare = _ODD.get(match[1] + match[2], match[1] + match[2])
    initial = next((bare[:n] for n in (2, 1) if bare[:n] in INITIALS), "")
    final = _full_final(initial, bare[len(initial) :])
    if final not in FINALS:
        raise ValueError(f"{reading!r} is no pinyin syllable.")
    return initial, final, int(match[3]), bare.replace("ü", "v")


_SPELLED: Final[Mapping[str, str]] = {
    "iu": "iou",
    "ui": "uei",
    "un": "uen",
    "ü": "v",
    "üe": "ve",
    "üan": "van",
    "ün": "vn",
}
_ZERO: Final[Mapping[str, str]] = {
    "yi": "i",
    "ya": "ia",
    "yan": "ian",
    "yang": "iang",
    "yao": "iao",
    "ye": "ie",
    "yin": "in",
    "ying": "ing",
    "yong": "iong",
    "you": "iou",
    "yo": "iou",
    "yu": "v",
    "yuan": "van",
    "yue": "ve",
    "yun": "vn",
    "wu": "u",
    "wa": "ua",
    "wai": "uai",
    "wan": "uan",
    "wang": "uang",
    "wei": "uei",
    "wen": "uen",
    "weng": "ueng",
    "wo": "uo",
}


def _full_final(initial: str, rest: str) -> str:
    """Undo the abbreviations of pinyin spelling."""
    if not initial:
        return _ZERO.get(rest, _ODD_FINALS.get(rest, rest))
    if rest == "i" and initial in _SIBILANT:
        return _SIBILANT[initial]
    if initial in {"j", "q", "x"} and rest.startswith("u"):
        rest = "ü" + rest[1:]
    return _SPELLED.get(rest, _ODD_FINALS.get(rest, rest))
