"""Chinese characters to syllables: words, polyphones, tone sandhi, erhua, prosodic boundaries.

Domain terms come first (`readings.toml` and the operator's own file), then words by rjieba with
their readings from pypinyin, then sandhi over the whole phrase. Rules after Lin Yen-Hwei,
"The Sounds of Chinese", 2007, chapter 9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import msgspec
import pypinyin
import rjieba
from pypinyin import Style

from qingzhi.errors import SettingsError
from qingzhi.speech.phones import FINALS, INITIALS
from qingzhi.speech.text.characters import HANZI, LETTERS, PAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_CLITICS: Final = frozenset("的了吗呢吧着过们地得啊呀")
_CONJUNCTIONS: Final = frozenset({"和", "或", "或者", "以及", "并", "并且", "但", "但是", "如果"})
_DIGITS: Final = frozenset("零一二三四五六七八九幺点")
_NUMERALS: Final = _DIGITS | frozenset("十百千万亿")
_DATE_UNITS: Final = frozenset("月号日楼级")

_SIBILANT: Final = dict.fromkeys(("z", "c", "s"), "ii") | dict.fromkeys(
    ("zh", "ch", "sh", "r"), "iii"
)
_PINYIN: Final = re.compile(r"([a-zü]+?)(r?)([1-5])")
_UNKNOWN: Final = "e5"
_ODD: Final[Mapping[str, str]] = {"n": "en", "ng": "en", "m": "en", "hm": "heng", "hng": "heng"}
_ODD_FINALS: Final[Mapping[str, str]] = {"io": "iou", "ê": "ei", "uong": "ueng", "": "e"}


@dataclass(frozen=True, slots=True)
class Syllable:
    """One spoken syllable. `char` is its character's index in the text read, `word` its word's.

    `boundary` after it: 0 inside a word, 1 word, 2 phrase, 3 pause.
    """

    initial: str
    final: str
    tone: int
    pinyin: str
    char: int
    word: int
    erhua: bool = False
    boundary: int = 0

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


class Lexicon(msgspec.Struct, frozen=True):
    """Readings of domain terms, words that end in a retroflex, names of letters."""

    readings: dict[str, tuple[str, ...]]
    erhua: frozenset[str]
    letters: dict[str, tuple[str, ...]]

    @classmethod
    def parse(cls, source: str, name: str) -> Lexicon:
        """Read a dictionary file. Raises SettingsError, which names the entry at fault."""
        try:
            file = msgspec.toml.decode(source, type=_File)
        except (msgspec.DecodeError, ValueError) as error:
            raise SettingsError(f"{name} cannot be read: {error}.", hint=_HINT) from None
        readings = {term: tuple(line.split()) for term, line in file.readings.items()}
        letters = {letter: tuple(line.split()) for letter, line in file.letters.items()}
        for term, syllables in (readings | letters).items():
            _check(term, syllables, name, each=term in readings)
        return cls(readings, frozenset(file.erhua.words), letters)

    def __or__(self, other: Lexicon) -> Lexicon:
        """Lay `other` over this one."""
        return Lexicon(
            self.readings | other.readings,
            self.erhua | other.erhua,
            self.letters | other.letters,
        )


class _Erhua(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    readings: dict[str, str] = {}
    erhua: _Erhua = _Erhua()
    letters: dict[str, str] = {}


_HINT: Final = 'Write one syllable with its tone digit for each character, as in "diao4 dang4".'


def _check(term: str, syllables: tuple[str, ...], name: str, *, each: bool) -> None:
    whole = len(syllables) == len(term) > 1 and HANZI.match(term) is not None
    if not (whole if each else syllables and term in LETTERS):
        raise SettingsError(f"{name}: the reading of {term!r} does not fit it.", hint=_HINT)
    for syllable in syllables:
        try:
            split(syllable)
        except ValueError as error:
            raise SettingsError(f"{name}: {term!r}: {error}", hint=_HINT) from None


class Reader:
    """Reads Chinese text aloud, on paper."""

    def __init__(self, lexicon: Lexicon) -> None:
        readings = lexicon.readings
        self._readings = readings
        self._erhua = lexicon.erhua
        self._letters = lexicon.letters
        self._longest = max(map(len, readings), default=0)
        self._starts = frozenset(term[0] for term in readings)

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

    def read(self, text: str) -> tuple[Syllable, ...]:
        """Give the syllables of every Chinese character in `text`; other signs only divide."""
        syllables: list[Syllable] = []
        phrase: list[Syllable] = []
        word = 0
        for token, at in self._tokens(text):
            if HANZI.match(token) is None:
                letters = list(self._spelt(token, at, word))
                phrase += letters
                word += bool(letters)
                level = max((PAUSES.get(sign, 0) for sign in token), default=0)
                if level and phrase:
                    syllables += _sandhi(phrase, text)
                    syllables[-1] = replace(syllables[-1], boundary=level)
                    phrase = []
                continue
            phrase += self._word(token, at, word)
            word += 1
        syllables += _sandhi(phrase, text)
        return tuple(_bounded(syllables, text))

    def _tokens(self, text: str) -> Iterator[tuple[str, int]]:
        """Cut into words; a domain term is always one word."""
        start = at = 0
        while at < len(text):
            term = self._term(text, at)
            if term:
                yield from _words(text[start:at], start)
                yield term, at
                at += len(term)
                start = at
            else:
                at += 1
        yield from _words(text[start:], start)

    def _term(self, text: str, at: int) -> str:
        if text[at] not in self._starts:
            return ""
        for size in range(min(self._longest, len(text) - at), 1, -1):
            if text[at : at + size] in self._readings:
                return text[at : at + size]
        return ""

    def _spelt(self, token: str, at: int, word: int) -> Iterator[Syllable]:
        """Say capital letters by their Chinese names."""
        for i, char in enumerate(token):
            for reading in self._letters.get(char, ()):
                initial, final, tone, pinyin = split(reading)
                yield Syllable(initial, final, tone, pinyin, at + i, word)

    def _word(self, token: str, at: int, word: int) -> Iterator[Syllable]:
        spoken = self._readings.get(token) or _lexicon(token)
        retroflex = token.endswith("儿") and token in self._erhua and len(token) > 1
        count = len(token) - retroflex
        for i, reading in enumerate(spoken[:count]):
            initial, final, tone, pinyin = split(reading)
            tone = {"一": 1, "不": 4}.get(token[i], tone)
            yield Syllable(
                initial, final, tone, pinyin, at + i, word, erhua=retroflex and i == count - 1
            )


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


def _lexicon(token: str) -> tuple[str, ...]:
    """Read a word by pypinyin; characters that nobody knows are said as a plain vowel."""
    rows = pypinyin.pinyin(token, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
    readings = tuple(_sound(row[0]) for row in rows)
    if len(readings) == len(token):
        return readings
    return tuple(reading for char in token for reading in _single(char))


@cache
def _single(char: str) -> tuple[str, ...]:
    rows = pypinyin.pinyin(char, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
    return (_sound(rows[0][0]) if rows else _UNKNOWN,)


def _sound(reading: str) -> str:
    try:
        split(reading)
    except ValueError:
        return _UNKNOWN
    return reading


def _words(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Cut by rjieba; a run that mixes characters with other signs is cut again."""
    for token in rjieba.cut(text) if text else ():
        for run in _RUNS.findall(token):
            yield run, start
            start += len(run)


_RUNS: Final = re.compile(rf"{HANZI.pattern}+|(?:(?!{HANZI.pattern}).)+", re.DOTALL)


def _sandhi(phrase: list[Syllable], text: str) -> list[Syllable]:
    """Apply the tone changes of 不, 一 and the third tone, in this order."""
    tones = [syllable.tone for syllable in phrase]
    for i, syllable in enumerate(phrase):
        follower = tones[i + 1] if i + 1 < len(phrase) else 0
        match text[syllable.char]:
            case "不":
                tones[i] = _bu(i, phrase, text, follower)
            case "一":
                tones[i] = _yi(i, phrase, text, follower)
    for i in range(len(phrase) - 1):
        if tones[i] == 3 and tones[i + 1] == 3 and _bound(phrase, i):
            tones[i] = 2
    return [replace(s, tone=tone) for s, tone in zip(phrase, tones, strict=True)]


def _bu(i: int, phrase: list[Syllable], text: str, follower: int) -> int:
    """去不去 is neutral; before a falling tone it rises."""
    inner = 0 < i < len(phrase) - 1
    if inner and text[phrase[i - 1].char] == text[phrase[i + 1].char]:
        return 5
    return 2 if follower == 4 else 4


def _yi(i: int, phrase: list[Syllable], text: str, follower: int) -> int:
    """Keep the first tone in counting, ordinals and dates; else oppose the next tone."""
    before = text[phrase[i - 1].char] if i else ""
    after = text[phrase[i + 1].char] if i + 1 < len(phrase) else ""
    counted = before in _NUMERALS or after in _DIGITS or before in {"第", "初", "周", "期"}
    if counted or not after or after in _DATE_UNITS:
        hundreds = after in {"百", "千", "万", "亿"} and before in {"", "零", "万", "千"}
        if not hundreds:
            return 1
    if before == after:
        return 5
    return 2 if follower in {4, 5} else 4


def _bound(phrase: list[Syllable], i: int) -> bool:
    """Whether two third tones stand close enough: inside a word, or beside a short one."""
    here, following = phrase[i], phrase[i + 1]
    if here.word == following.word:
        return True
    sizes = [sum(1 for s in phrase if s.word == word) for word in (here.word, following.word)]
    return min(sizes) == 1


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
        yield replace(syllable, boundary=level)


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
