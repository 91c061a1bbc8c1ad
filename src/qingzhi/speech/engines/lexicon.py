"""Text in a model's own tokens: our readings, spelled with the model's dictionary.

A dictionary says for each hanzi how the model writes its syllable. Turned round, it says how any
syllable is written; so the polyphones, the sandhi and the operator's own readings are those of our
reader, whatever the dictionary thinks of the word. English words that it does not know are
spelled by the phones that espeak-ng gives them: nothing is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from pypinyin import Style, lazy_pinyin

from qingzhi.errors import EngineError
from qingzhi.speech.phones import is_vowel
from qingzhi.speech.text.characters import HANZI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qingzhi.score import PhoneMark
    from qingzhi.speech.text.pinyin import Syllable

    Tokens = tuple[str, ...]

_TONES: Final = "12345"
_ERHUA: Final = "R"
"""What models that know it write before the tone of a syllable that ends in a retroflex."""
_NEARLY_ALL: Final = 0.9
_NEAREST: Final[Mapping[str, str]] = {"1": "45", "2": "35", "3": "25", "4": "15", "5": "4123"}
"""Tones that stand in for one that a dictionary never shows, the nearest first."""

_SIGNS: Final[Mapping[str, str]] = {
    **dict.fromkeys("，、,", ",，"),
    **dict.fromkeys("。.…", ".。"),
    **dict.fromkeys("？?", "?？"),
    **dict.fromkeys("！!", "!！"),
    **dict.fromkeys("；;", ";；,，"),
    **dict.fromkeys("：:", ":：,，"),
    "—": "—,，",
}
"""How a sign may be written, what is liked best first."""

_KOKORO: Final[Mapping[str, str]] = {
    "eɪ": "A",
    "aɪ": "I",
    "aʊ": "W",
    "oʊ": "O",
    "ɔɪ": "Y",
    "dʒ": "ʤ",
    "tʃ": "ʧ",
    "ɜː": "ɜɹ",
    "ɚ": "əɹ",
    "əl": "ᵊl",
    "aɪə": "Iə",
    "aɪɚ": "Iəɹ",
    "iə": "iə",
    "n̩": "ᵊn",
    "ɐ": "ə",
    "oːɹ": "ɔɹ",
}
"""General American in the letters that Kokoro's models were trained on, where they differ."""
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")


class _Spelling(NamedTuple):
    """How a syllable is written, and a hanzi that the dictionary reads so."""

    tokens: Tokens
    hanzi: str


class Lexicon:
    """A model's dictionary, and what its tokens are."""

    def __init__(self, tokens: frozenset[str], words: Mapping[str, Tokens]) -> None:
        self._tokens = tokens
        self._words = words
        self._syllables = _syllables(words)
        self._tone = _tone_tokens(self._syllables)

    @classmethod
    def load(cls, tokens: Path, dictionaries: Iterable[Path]) -> Lexicon:
        """Read `tokens.txt` and the dictionaries; of a word told twice the first counts."""
        known = frozenset(_token(line) for line in _lines(tokens))
        words: dict[str, Tokens] = {}
        for path in dictionaries:
            for line in _lines(path):
                word, *spelled = line.split()
                if spelled and "::" not in spelled:
                    words.setdefault(word.lower(), tuple(spelled))
        return cls(known, words)

    def chinese(self, text: str, syllables: Sequence[Syllable]) -> list[str]:
        """Spell what the reader made of `text`. Raises EngineError for a syllable unknown to it."""
        spelled: list[str] = []
        for syllable, between in _gaps(text, syllables):
            spelled += self._syllable(syllable, text)
            spelled += self._signs(between)
        return spelled

    def homophones(self, text: str, syllables: Sequence[Syllable]) -> str:
        """Write Chinese in hanzi that the dictionary reads as our reader does.

        For models that take text alone, together with `write_hanzi`. Raises EngineError.
        """
        written = ""
        for syllable, between in _gaps(text, syllables):
            found = self._spelling(syllable.pinyin, str(syllable.tone))
            written += found.hanzi if found else self._itself(text[slice(*syllable.chars)])
            if syllable.erhua:
                tail = self._spelling("er", "2")
                written += tail.hanzi if tail else ""
            written += "".join(self._signs(between))
        return written

    def write_hanzi(self, path: Path) -> None:
        """Write the dictionary without words of several hanzi, which would be read their way."""
        kept = (word for word in self._words if len(word) == 1 or not HANZI.match(word))
        path.write_text("".join(f"{w} {' '.join(self._words[w])}\n" for w in kept), "utf-8")

    def require(self, text: str) -> None:
        """Raise EngineError for an English word that the dictionary lacks."""
        for match in _WORD.finditer(text):
            if match[0][0].isalnum():
                self._itself(match[0].lower())

    def english(self, text: str, marks: Sequence[PhoneMark]) -> list[str]:
        """Spell English; `marks` are espeak's for the same text, for words not known."""
        spelled: list[str] = []
        for match in _WORD.finditer(text):
            word = match[0]
            if word[0].isalnum():
                mine = [
                    mark
                    for mark in marks
                    if mark.chars[0] < match.end() and mark.chars[1] > match.start()
                ]
                spelled += self._words.get(word.lower()) or self._by_phones(mine)
                spelled += [" "] if " " in self._tokens else []
            else:
                spelled += self._signs(word)
        return spelled

    def _syllable(self, syllable: Syllable, text: str) -> Tokens:
        found = self._spelling(syllable.pinyin, str(syllable.tone))
        char = text[slice(*syllable.chars)]
        tokens = found.tokens if found else self._words[self._itself(char)]
        if not syllable.erhua:
            return tokens
        if _ERHUA in self._tokens and tokens[-1] in self._tone.values():
            return (*tokens[:-1], _ERHUA, tokens[-1])
        tail = self._spelling("er", "2")
        return tokens + (tail.tokens if tail else ())

    def _spelling(self, pinyin: str, tone: str) -> _Spelling | None:
        """Find a syllable; else the same in another tone, set right where that can be done."""
        exact = self._syllables.get(f"{pinyin}{tone}")
        if exact:
            return exact
        for other in _NEAREST[tone]:
            found = self._syllables.get(f"{pinyin}{other}")
            if found and self._tone.get(other) == found.tokens[-1] and tone in self._tone:
                return found._replace(tokens=(*found.tokens[:-1], self._tone[tone]))
            if found:
                return found
        return None

    def _itself(self, word: str) -> str:
        """Return a word that the dictionary has. Raises EngineError for another."""
        if word not in self._words:
            raise EngineError("The voice's dictionary lacks a word of this text.")
        return word

    def _by_phones(self, marks: Iterable[PhoneMark]) -> Tokens:
        letters: list[str] = []
        for mark in marks:
            if is_vowel(mark.phone) and mark.stress > 0:
                letters.append("ˈ" if mark.stress > 0.5 else "ˌ")
            letters += _KOKORO.get(mark.phone, mark.phone.replace("ː", ""))
        return tuple(letter for letter in letters if letter in self._tokens)

    def _signs(self, between: str) -> list[str]:
        """Give the first sign in a gap as the model writes it; none where it knows none."""
        for sign in between:
            for written in _SIGNS.get(sign, ""):
                if written in self._tokens:
                    return [written]
        return []


def _gaps(text: str, syllables: Sequence[Syllable]) -> Iterator[tuple[Syllable, str]]:
    """Give each syllable with what stands between it and the next."""
    for index, syllable in enumerate(syllables):
        end = syllable.tail[1] if syllable.erhua else syllable.chars[1]
        following = syllables[index + 1].char if index + 1 < len(syllables) else len(text)
        yield syllable, text[end:following]


def _syllables(words: Mapping[str, Tokens]) -> dict[str, _Spelling]:
    """Turn the dictionary's single hanzi round: a syllable's pinyin → its commonest spelling."""
    hanzi = [word for word in words if len(word) == 1 and HANZI.match(word)]
    read = lazy_pinyin(hanzi, style=Style.TONE3, neutral_tone_with_five=True)
    votes: dict[str, Counter[Tokens]] = {}
    for char, pinyin in zip(hanzi, read, strict=True):
        votes.setdefault(pinyin, Counter())[words[char]] += 1
    best = {pinyin: vote.most_common(1)[0][0] for pinyin, vote in votes.items()}
    written: dict[str, _Spelling] = {}
    for char, pinyin in zip(hanzi, read, strict=True):
        if words[char] == best[pinyin]:
            written.setdefault(pinyin, _Spelling(words[char], char))
    return written


def _tone_tokens(syllables: Mapping[str, _Spelling]) -> dict[str, str]:
    """Find the token of each tone; none where tones are part of other tokens."""
    found: dict[str, str] = {}
    for tone in _TONES:
        mine = (found.tokens for pinyin, found in syllables.items() if pinyin[-1] == tone)
        last = Counter(tokens[-1] for tokens in mine)
        if last and last.most_common(1)[0][1] >= _NEARLY_ALL * last.total():
            found[tone] = last.most_common(1)[0][0]
    return found if len(set(found.values())) == len(found) else {}


def _token(line: str) -> str:
    """Read a line of tokens.txt: the token, which may be a space, and its number."""
    token, _, number = line.rpartition(" ")
    return (token or " ") if number.isdigit() else line


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8", "replace").split("\n") if line.strip()]
