"""Which words the keyboard knows, and how each is read: toneless pinyin, ü written v."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pypinyin
from bench.pinyin.corpora import HANZI
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

READINGS: Final = Path(__file__).parents[2] / "src/qingzhi/speech/text/readings.toml"
WORDS: Final = 48_000
LONGEST: Final = 8
"""Syllables in a word, at most."""
MIN_NAME: Final = 300
"""People's names (tags nr…) of the general dictionary need this frequency."""
COMMON_SHARE: Final = 0.15
"""A reading is common if so many of a character's words use it."""
ODD: Final[Mapping[str, str]] = {"n": "en", "ng": "en", "m": "mu", "hm": "heng", "hng": "heng"}
FINAL_U: Final[Mapping[str, str]] = {"nve": "nue", "lve": "lue"}
"""Both spellings are typed; the dictionary keeps one."""

Reading = tuple[str, ...]


def characters() -> list[str]:
    """Give the 6,763 characters of GB 2312-80, the commoner level first."""
    rows = (
        bytes((high, low)).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    )
    return [char for char in rows if char]


def general(path: Path) -> dict[str, int]:
    """Word → frequency, from jieba's dictionary, written in the characters of GB 2312."""
    known = frozenset(characters())
    found: dict[str, int] = {}
    for line in path.read_text("utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        if set(word) <= known and len(word) <= LONGEST:
            person = tag.startswith("nr") and len(word) > 1
            if not person or int(frequency) >= MIN_NAME:
                found[word] = int(frequency)
    return found


def terms(texts: Iterable[str], known: Mapping[str, int]) -> Counter[str]:
    """Words of the desk: names of three or four characters, of two or five if they are known.

    What the desk understands in two characters is often dialect: 唔使 would crowd out 五十.
    """
    allowed = frozenset(characters())
    return Counter(
        text
        for text in texts
        if HANZI.fullmatch(text) and 2 <= len(text) <= 5 and set(text) <= allowed
        if text in known or 3 <= len(text) <= 4
    )


class Readings:
    """Readings of words: the desk's own, then pypinyin's phrases, then those of characters."""

    def __init__(self) -> None:
        own: dict[str, str] = tomllib.loads(READINGS.read_text("utf-8"))["readings"]
        phrases = {word: [[each] for each in line.split()] for word, line in own.items()}
        pypinyin.load_phrases_dict(phrases, style="tone2")
        self._sure = frozenset(own) | frozenset(PHRASES_DICT)
        self._common = self._shares()

    def of_character(self, char: str) -> list[str]:
        """All readings, the usual one first."""
        found = pypinyin.pinyin(char, style=Style.NORMAL, heteronym=True)[0]
        return list(dict.fromkeys(map(_plain, found)))

    def of_text(self, text: str) -> list[str]:
        """Read the whole of a text in its context."""
        return [_plain(each) for each in lazy_pinyin(text, style=Style.NORMAL, strict=False)]

    def of_word(self, word: str) -> list[Reading]:
        """Give the readings of a word of two characters or more, the likeliest first.

        A word that no phrase list holds may be read by any common reading of its characters.
        """
        first = tuple(self.of_text(word))
        if word in self._sure:
            return [first]
        choices = [
            (read, *(each for each in self._common.get(char, ()) if each != read))
            for char, read in zip(word, first, strict=True)
        ]
        return list(product(*choices))[:4]

    def _shares(self) -> dict[str, tuple[str, ...]]:
        """Character → readings that many of its words use."""
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for word in self._sure:
            if HANZI.fullmatch(word):
                readings = lazy_pinyin(word, style=Style.NORMAL, strict=False)
                for char, read in zip(word, readings, strict=False):
                    seen[char][_plain(read)] += 1
        return {
            char: tuple(
                read for read, n in counts.most_common() if n >= COMMON_SHARE * counts.total()
            )
            for char, counts in seen.items()
        }


def _plain(read: str) -> str:
    read = read.replace("ü", "v").replace("ê", "ei")
    read = ODD.get(read, read)
    return FINAL_U.get(read, read)
