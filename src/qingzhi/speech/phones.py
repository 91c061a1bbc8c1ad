"""The sounds that voices report: one IPA string for each phone, whatever the engine.

A Mandarin syllable is at most an initial and a final, each one phone (San Duanmu, "The Phonology
of Standard Chinese", 2007, for the values); an erhua adds `ɚ`. English phones are those of
General American as espeak-ng writes them, without stress and length variants of consonants.
`INVENTORY` is complete: no mark ever carries another string, so a table over it needs no default.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SILENCE: Final = ""

INITIALS: Final[Mapping[str, str]] = {
    "b": "p",
    "p": "pʰ",
    "m": "m",
    "f": "f",
    "d": "t",
    "t": "tʰ",
    "n": "n",
    "l": "l",
    "g": "k",
    "k": "kʰ",
    "h": "x",
    "j": "tɕ",
    "q": "tɕʰ",
    "x": "ɕ",
    "zh": "ʈʂ",
    "ch": "ʈʂʰ",
    "sh": "ʂ",
    "r": "ɻ",
    "z": "ts",
    "c": "tsʰ",
    "s": "s",
}
"""Pinyin initial → IPA. A syllable without an initial has none here either."""

FINALS: Final[Mapping[str, str]] = {
    "a": "a",
    "ai": "aɪ",
    "an": "an",
    "ang": "aŋ",
    "ao": "aʊ",
    "e": "ɤ",
    "ei": "eɪ",
    "en": "ən",
    "eng": "əŋ",
    "er": "ɚ",
    "i": "i",
    "ia": "ia",
    "ian": "iɛn",
    "iang": "iaŋ",
    "iao": "iaʊ",
    "ie": "iɛ",
    "ii": "ɹ̩",
    "iii": "ɻ̩",
    "in": "in",
    "ing": "iŋ",
    "iong": "iʊŋ",
    "iou": "ioʊ",
    "o": "o",
    "ong": "ʊŋ",
    "ou": "oʊ",
    "u": "u",
    "ua": "ua",
    "uai": "uaɪ",
    "uan": "uan",
    "uang": "uaŋ",
    "uei": "ueɪ",
    "uen": "uən",
    "ueng": "uəŋ",
    "uo": "uo",
    "v": "y",
    "van": "yɛn",
    "ve": "yɛ",
    "vn": "yn",
}
"""Final in full spelling (`ii` as in zi, `iii` as in zhi, `v` for ü) → IPA."""

ENGLISH: Final = (
    *("p", "b", "t", "d", "k", "ɡ", "tʃ", "dʒ", "f", "v", "θ", "ð", "s", "z", "ʃ", "ʒ", "h"),
    *("m", "n", "ŋ", "l", "ɹ", "j", "w", "ɾ", "ʔ", "n̩", "əl", "x"),
    *("iː", "i", "ɪ", "ᵻ", "ɛ", "æ", "ɑː", "ɔ", "ɔː", "ʌ", "ʊ", "uː", "u", "ə", "ɐ", "ɚ", "ɜː"),
    *("eɪ", "aɪ", "ɔɪ", "aʊ", "oʊ", "iə", "aɪə", "aɪɚ"),
    *("ɪɹ", "ɛɹ", "ʊɹ", "ɔːɹ", "ɑːɹ", "oːɹ"),
)

MANDARIN: Final = (*INITIALS.values(), *FINALS.values())
INVENTORY: Final = frozenset({SILENCE, *MANDARIN, *ENGLISH})

VOWEL_LETTERS: Final = frozenset("aeiouyæøœɑɐɒɔəɚɛɜɝɤɨɪʉʊʌʏᵻ")
"""A phone with one of these carries a syllable."""

_STRESS: Final = {"ˈ": 1.0, "ˌ": 0.5}
_SAME: Final[Mapping[str, str]] = {
    "g": "ɡ",
    "r": "ɹ",
    "a": "æ",
    "aː": "ɑː",
    "ɑ": "ɑː",
    "ɒ": "ɔ",
    "e": "ɛ",
    "o": "oʊ",
    "oː": "ɔː",
    "ɜ": "ɜː",
    "ɝ": "ɜː",
    "əʊ": "oʊ",
    "ɔːɪ": "ɔɪ",
    "ɛə": "ɛɹ",
    "ʊə": "ʊɹ",
    "ɪə": "ɪɹ",
    "ɫ": "l",
    "ɬ": "l",
    "ç": "h",
    "ʍ": "w",
}


def english(symbol: str) -> tuple[str, float]:
    """Bring espeak's IPA `symbol` into the inventory: (phone, stress 0..1)."""
    stress = max((_STRESS.get(mark, 0.0) for mark in symbol), default=0.0)
    bare = "".join(c for c in symbol if c not in _STRESS)
    return _known(bare), stress


def _known(bare: str) -> str:
    if bare in INVENTORY:
        return bare
    if bare in _SAME:
        return _SAME[bare]
    plain = "".join(c for c in unicodedata.normalize("NFD", bare) if unicodedata.combining(c) == 0)
    for end in range(len(plain), 0, -1):
        head = plain[:end]
        if head in INVENTORY or head in _SAME:
            return _SAME.get(head, head)
    return "ə" if VOWEL_LETTERS.intersection(plain) else "t"


def is_vowel(phone: str) -> bool:
    """Whether a phone carries a syllable."""
    return bool(VOWEL_LETTERS.intersection(phone)) or phone in {"ɹ̩", "ɻ̩", "n̩"}
