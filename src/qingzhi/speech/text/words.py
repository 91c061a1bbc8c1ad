"""Words and how each is read: the desk's dictionary, then pypinyin's phrases, then characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import rjieba
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from qingzhi.speech.text.characters import HANZI
from qingzhi.speech.text.polyphones import polyphones
from qingzhi.speech.text.spoken import context, surnames
from qingzhi.speech.text.syllable import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_UNKNOWN: Final = "e5"
_MARKS: Final[Mapping[str, str]] = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_RUNS: Final = re.compile(rf"{HANZI.pattern}+|(?:(?!{HANZI.pattern}).)+", re.DOTALL)
_LONGEST: Final = 8
_SURNAMES: Final = surnames()
_TITLE: Final = re.compile(context("title"))
_ALONE: Final = re.compile(
    r"(?:^|[，。、：；！？“（ 请叫给和与跟找向由是的姓]|就是|患者|病人|顾客|联系人|申请人)$"
)


class Word(NamedTuple):
    """A word, where it begins, and its part of speech as jieba tags it."""

    text: str
    at: int
    tag: str


@lru_cache(maxsize=4)
def segmenter(terms: frozenset[str]) -> rjieba.Jieba:
    """Make a segmenter that knows `terms`."""
    jieba = rjieba.Jieba()
    for term in sorted(terms, key=len):
        if not jieba.has_word(term):
            jieba.add_word(term, max(3, jieba.suggest_freq(term)), "n")
    return jieba


def words(jieba: rjieba.Jieba, text: str) -> Iterator[Word]:
    """Cut `text`; a run that mixes hanzi with other signs is cut again."""
    at = 0
    for token, tag in jieba.tag(text) if text else ():
        for run in _RUNS.findall(token):
            yield Word(run, at, tag)
            at += len(run)


class Pronouncer:
    """Gives the dictionary reading of each character of a word in its text."""

    def __init__(self, readings: Mapping[str, tuple[str, ...]]) -> None:
        self._own = readings
        self._several = polyphones()

    def readings(self, word: Word, text: str) -> list[str]:
        """Pinyin with tone digits, one for each character of `word`."""
        own = word.text in self._own
        sounds = list(self._known(word.text) or self._parts(word, text))
        for i, char in enumerate(word.text):
            told = _FIXED.get(char) or (None if own else self._told(word, i, text))
            if told:
                sounds[i] = told
        return sounds

    def _told(self, word: Word, i: int, text: str) -> str | None:
        """Tell what goes before the readings of words: surnames, and patterns marked so."""
        char, at = word.text[i], word.at + i
        if char in _SURNAMES and _named(word, i, text) and _ALONE.search(text, 0, at):
            return _SURNAMES[char]
        several = self._several.get(char)
        return several.reading(text, at, first=True) if several else None

    def _known(self, text: str) -> tuple[str, ...] | None:
        if len(text) == 1:
            return None
        return self._own.get(text) or _phrase(text)

    def _parts(self, word: Word, text: str) -> list[str]:
        """Read a word nobody knows by the longest words in it, and single characters."""
        sounds: list[str] = []
        at = 0
        while at < len(word.text):
            inner = self._longest(word.text, at)
            if inner:
                sounds += inner
                at += len(inner)
            else:
                sounds.append(self._character(text, word.at + at))
                at += 1
        return sounds

    def _longest(self, text: str, at: int) -> tuple[str, ...] | None:
        for size in range(min(_LONGEST, len(text) - at), 1, -1):
            known = self._known(text[at : at + size]) if size < len(text) else None
            if known:
                return known
        return None

    def _character(self, text: str, at: int) -> str:
        several = self._several.get(text[at])
        if several:
            return several.reading(text, at) or several.usual
        return _single(text[at])


def _named(word: Word, i: int, text: str) -> bool:
    """Whether a title follows a surname, or the name that begins with it."""
    if _TITLE.match(text, word.at + i + 1):
        return True
    end = word.at + len(word.text)
    return i == 0 and word.tag == "nr" and _TITLE.match(text, end) is not None


_FIXED: Final = {"一": "yi1", "不": "bu4"}
"""Their tones are a matter of sandhi."""


@lru_cache(maxsize=20_000)
def _phrase(text: str) -> tuple[str, ...] | None:
    rows = PHRASES_DICT.get(text)
    if rows is None or len(rows) != len(text):
        return None
    return tuple(numbered(row[0]) for row in rows)


@lru_cache(maxsize=20_000)
def _single(char: str) -> str:
    return numbered(PINYIN_DICT.get(ord(char), "").split(",")[0])


def numbered(marked: str, *, unknown: str = _UNKNOWN) -> str:
    """Write a syllable with a tone digit; one that is no Mandarin becomes a plain vowel."""
    tone, letters = "5", ""
    for char in unicodedata.normalize("NFD", marked):
        if char in _MARKS:
            tone = _MARKS[char]
        elif char == "\u0308":
            letters = letters[:-1] + "v"
        elif char != "\u0302":
            letters += char
    try:
        split(letters + tone)
    except ValueError:
        return unknown
    return letters + tone
