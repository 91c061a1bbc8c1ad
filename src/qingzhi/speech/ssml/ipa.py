"""IPA for Mandarin, in the phones of `speech.phones` with tone letters or digits, to pinyin."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from pypinyin.constants import PINYIN_DICT

from qingzhi.speech.phones import FINALS, INITIALS
from qingzhi.speech.text.syllable import split
from qingzhi.speech.text.words import numbered

if TYPE_CHECKING:
    from collections.abc import Mapping

_TONES: Final[Mapping[str, str]] = {
    "˥˥": "1",
    "˥": "1",
    "˧˥": "2",
    "˨˩˦": "3",
    "˨˩": "3",
    "˥˩": "4",
    "": "5",
    **{digit: digit for digit in "12345"},
    "55": "1",
    "35": "2",
    "214": "3",
    "21": "3",
    "51": "4",
    "0": "5",
}
_TONE: Final = re.compile(r"[˥˦˧˨˩0-9]*$")
_ALIKE: Final = (("͡", ""), ("ʐ", "ɻ"), ("ˈ", ""))


def mandarin(phones: str) -> str:
    """Give the pinyin of syllables that are divided by spaces or full stops.

    >>> mandarin("xaŋ˧˥")
    'hang2'
    """
    return " ".join(_syllable(one) for one in re.split(r"[\s.]+", phones.strip()) if one)


def _syllable(phones: str) -> str:
    tone = _TONE.search(phones)
    written = tone[0] if tone else ""
    bare = phones[: len(phones) - len(written)]
    for sign, like in _ALIKE:
        bare = bare.replace(sign, like)
    pinyin = _table().get(bare)
    if pinyin is None or written not in _TONES:
        raise ValueError(f"{phones!r} is no Mandarin syllable in IPA.")
    return pinyin + _TONES[written]


@cache
def _table() -> Mapping[str, str]:
    """IPA of every syllable that a character has → pinyin without tone."""
    spelled = {numbered(one)[:-1] for row in PINYIN_DICT.values() for one in row.split(",")}
    table: dict[str, str] = {}
    for pinyin in sorted(spelled):
        initial, final, _, _ = split(f"{pinyin}1")
        table.setdefault(INITIALS.get(initial, "") + FINALS[final], pinyin)
    return table
