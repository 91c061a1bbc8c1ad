"""Chinese characters to syllables: words, polyphones, tone sandhi, erhua, prosodic boundaries.

Text is cut into words by rjieba, which knows the terms of `readings.toml` and of the operator's
own file; `words` reads them, `sandhi` gives the tones that are heard.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Final

from qingzhi.speech.text.characters import HANZI, PAUSES
from qingzhi.speech.text.lexicon import Lexicon
from qingzhi.speech.text.sandhi import sandhi
from qingzhi.speech.text.syllable import Syllable, split
from qingzhi.speech.text.words import Pronouncer, Word, segmenter, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qingzhi.score import Sound

__all__ = ["Lexicon", "Reader", "Syllable", "split"]

_CLITICS: Final = frozenset("的了吗呢吧着过们地得啊呀")
_CONJUNCTIONS: Final = frozenset({"和", "或", "或者", "以及", "并", "并且", "但", "但是", "如果"})


class Reader:
    """Reads Chinese text aloud, on paper."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._pronouncer = Pronouncer(lexicon.readings)
        self._erhua = lexicon.erhua
        self._letters = lexicon.letters
        self._jieba = segmenter(frozenset(lexicon.readings) | lexicon.erhua)

    @classmethod
    def load(cls, extra: Path | None = None) -> Reader:
        """Read the dictionary shipped, then the operator's `extra` file over it.

        Raises SettingsError when a file is not TOML, or a reading does not fit its term.
        """
        shipped = resources.files("qingzhi.speech.text") / "readings.toml"
        lexicon = Lexicon.parse(shipped.read_text("utf-8"), shipped.name)
        if extra is not None and extra.is_file():
            lexicon |= Lexicon.parse(extra.read_text("utf-8"), extra.name)
        return cls(lexicon)

    def read(self, text: str, sounds: Sequence[Sound] = ()) -> tuple[Syllable, ...]:
        """Give the syllables of every Chinese character in `text`; other signs only divide.

        `sounds` are spans of `text` whose pinyin is given; those in IPA are an engine's affair.
        """
        given = [sound for sound in sounds if sound.alphabet == "pinyin"]
        syllables: list[Syllable] = []
        phrase: list[Syllable] = []
        for number, word in enumerate(words(self._jieba, text)):
            if HANZI.match(word.text):
                phrase += self._word(word, number, text)
                continue
            phrase += self._spelt(word.text, word.at, number)
            level = max((PAUSES.get(sign, 0) for sign in word.text), default=0)
            if level:
                syllables += _ended(sandhi(_told(phrase, given), text), level)
                phrase = []
        syllables += sandhi(_told(phrase, given), text)
        return tuple(_bounded(_renumbered(syllables), text))

    def _spelt(self, token: str, at: int, word: int) -> Iterator[Syllable]:
        """Say capital letters by their Chinese names."""
        for i, char in enumerate(token):
            for reading in self._letters.get(char, ()):
                yield _syllable(reading, at + i, word)

    def _word(self, word: Word, number: int, text: str) -> Iterator[Syllable]:
        spoken = self._pronouncer.readings(word, text)
        tail = self._tail(word, text)
        count = len(word.text) - tail
        for i, reading in enumerate(spoken[:count]):
            yield _syllable(reading, word.at + i, number, erhua=bool(tail) and i == count - 1)

    def _tail(self, word: Word, text: str) -> int:
        """1 where the last 儿 only colours the syllable before it."""
        if not word.text.endswith("儿") or len(word.text) == 1:
            return 0
        end = word.at + len(word.text)
        return int(any(text[end - size : end] in self._erhua for size in (4, 3, 2) if size <= end))


def _syllable(reading: str, char: int, word: int, *, erhua: bool = False) -> Syllable:
    initial, final, tone, pinyin = split(reading)
    return Syllable(initial, final, tone, pinyin, char, word, erhua=erhua, lexical=tone)


def _ended(phrase: list[Syllable], level: int) -> list[Syllable]:
    """Put a pause after a phrase."""
    if phrase:
        phrase[-1] = replace(phrase[-1], boundary=level)
    return phrase


def _told(phrase: list[Syllable], sounds: Sequence[Sound]) -> list[Syllable]:
    """Put given readings in the place of those found."""
    for sound in sounds:
        inside = [s for s in phrase if sound.start <= s.char < sound.end]
        if not inside:
            continue
        first = phrase.index(inside[0])
        last = sound.end - 1
        told = [
            _syllable(reading, min(sound.start + i, last), inside[0].word)
            for i, reading in enumerate(sound.phones.split())
        ]
        phrase[first : first + len(inside)] = told
    return phrase


def _renumbered(syllables: Sequence[Syllable]) -> list[Syllable]:
    """Count words that sound from 0."""
    numbers: dict[int, int] = {}
    for syllable in syllables:
        numbers.setdefault(syllable.word, len(numbers))
    return [s if numbers[s.word] == s.word else replace(s, word=numbers[s.word]) for s in syllables]


def _bounded(syllables: list[Syllable], text: str) -> Iterator[Syllable]:
    """Set word and phrase boundaries: prosodic words of two syllables or more."""
    size = 0
    for i, syllable in enumerate(syllables):
        size += 1
        follower = syllables[i + 1] if i + 1 < len(syllables) else None
        if syllable.boundary or follower is None:
            size = 0
            yield syllable
            continue
        level = _level(syllable, follower, _word_at(syllables, i + 1, text), size)
        size = 0 if level else size
        yield replace(syllable, boundary=level) if level else syllable


def _level(here: Syllable, following: Syllable, word: str, size: int) -> int:
    if here.word == following.word or word in _CLITICS:
        return 0
    if word in _CONJUNCTIONS and size > 1:
        return 2
    return 1 if size > 1 else 0


def _word_at(syllables: list[Syllable], i: int, text: str) -> str:
    word = syllables[i].word
    last = i
    while last + 1 < len(syllables) and syllables[last + 1].word == word:
        last += 1
    return text[syllables[i].char : syllables[last].char + 1]
