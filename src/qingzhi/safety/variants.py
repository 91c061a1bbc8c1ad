"""Undo disguises: parts of characters, sounds, pinyin, pictures, look-alikes, codes.

`plain` never hides what was written: where a text can't be undone in place, the undone text is
added behind it. The tables lie in `variants.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Self

import rjieba
from pypinyin import lazy_pinyin

from qingzhi.safety.hidden import hidden_in
from qingzhi.safety.matcher import Matcher
from qingzhi.safety.normalise import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_PIECE: Final = re.compile(r"[\u4e00-\u9fff]|[a-z]+")
_LEET: Final = re.compile(
    r"(?<![a-z0-9@$])(?=[0-9@$]*[a-z])(?=[a-z]*[0-9@$])[a-z0-9@$]{3,16}(?![a-z0-9@$])"
)
_FIRST_SOUND: Final = 0xE000
"""Sounds are written as private-use characters, so that the matcher of words matches them."""
_LONGEST_SYLLABLE: Final = 6
_GAP: Final = 3
"""Characters that may stand between two syllables of one word."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One syllable of a text, and where it stands; `latin` where it is written in letters."""

    sound: str
    start: int
    end: int
    latin: bool


@dataclass(frozen=True, slots=True)
class Variants:
    """Tables of disguises. `sounds` gives the word for its sounds."""

    parts: Mapping[str, str]
    pictures: Mapping[str, str]
    letters: Mapping[int, str]
    syllables: Mapping[str, str]
    names: frozenset[str]
    sounds: Mapping[str, str]
    read: frozenset[str]
    matcher: Matcher

    @classmethod
    def load(cls, words: Iterable[str] = ()) -> Self:
        """Read the packaged tables; `words` are known by their sound as well."""
        text = (files(__package__) / "variants.toml").read_text("utf-8")
        table: dict[str, Any] = tomllib.loads(text)
        names = table["sound"]["syllables"].split()
        syllables = {name: chr(_FIRST_SOUND + i) for i, name in enumerate(names)}
        mute = frozenset(table["sound"]["mute"].split())
        heard = [*table["sound"]["words"].split(), *words]
        heard = [word for word in heard if _is_hanzi(word) and word not in mute]
        read = table["sound"]["pinyin"].split()
        sounds: dict[str, str] = {}
        for word in (*heard, *read):
            for sound in _spellings(word, syllables):
                sounds.setdefault(sound, word)
        return cls(
            parts={**table["parts"], **table["instead"]},
            pictures=table["pictures"],
            letters=str.maketrans(table["letters"]),
            syllables=syllables,
            names=frozenset(names),
            sounds=sounds,
            read=frozenset(read),
            matcher=Matcher.of(sounds),
        )

    def plain(self, text: str) -> str:
        """Return a legible text folded, with what was disguised written plainly."""
        shown = "".join(self.pictures.get(c, c) for c in text)
        known = self._whole(folded(shown))
        added = [self._whole(folded(hidden)) for hidden in hidden_in(text)]
        return "\n".join(dict.fromkeys((known, *added)))

    def _whole(self, plain: str) -> str:
        for parts, whole in self.parts.items():
            if parts in plain:
                plain = plain.replace(parts, whole)
        return self._heard(_LEET.sub(lambda m: m[0].translate(self.letters), plain))

    def _heard(self, plain: str) -> str:
        """Write words plainly that are only there by their sound."""
        pieces = list(self._pieces(plain))
        if not pieces:
            return plain
        heard = "".join(piece.sound for piece in pieces)
        longest = sorted(self._hits(plain, pieces, heard), key=lambda hit: hit[0] - hit[1])
        chosen: list[tuple[int, int, str]] = []
        taken: set[int] = set()
        for start, end, word in longest:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                chosen.append((start, end, word))
        for start, end, word in sorted(chosen, reverse=True):
            plain = plain[:start] + word + plain[end:]
        return plain

    def _hits(self, plain: str, pieces: list[Piece], heard: str) -> Iterator[tuple[int, int, str]]:
        known: frozenset[int] | None = None
        for sound, first in self.matcher.places(heard):
            run = pieces[first : first + len(sound)]
            start, end, word = run[0].start, run[-1].end, self.sounds[sound]
            if plain[start:end] == word or end - start > len(word) * 7 + _GAP:
                continue
            latin = all(piece.latin for piece in run)
            if word in self.read and not latin:
                continue
            if not any(piece.latin for piece in run):
                if end - start != len(word):
                    continue
                known = _in_words(plain) if known is None else known
                if not known.isdisjoint(range(start, end)):
                    continue
            yield start, end, word

    def _pieces(self, plain: str) -> Iterator[Piece]:
        for match in _PIECE.finditer(plain):
            token, at = match[0], match.start()
            if token.isascii():
                for syllable in _parsed(token, self.names):
                    yield Piece(self.syllables[syllable], at, at + len(syllable), latin=True)
                    at += len(syllable)
            else:
                sound = self.syllables.get(_sound(token), "")
                if sound:
                    yield Piece(sound, at, at + 1, latin=False)


def _in_words(plain: str) -> frozenset[int]:
    """Give the places that belong to words of two letters and more by the dictionary."""
    words = (cut for cut in rjieba.tokenize(plain) if cut[2] - cut[1] > 1)
    return frozenset(chain.from_iterable(range(a, b) for w, a, b in words if rjieba.has_word(w)))


def _spellings(word: str, syllables: Mapping[str, str]) -> Iterator[str]:
    """Write a word in sounds: as it is read in context and character by character."""
    for reading in (lazy_pinyin(word), [_sound(c) for c in word]):
        if all(syllable in syllables for syllable in reading):
            yield "".join(syllables[syllable] for syllable in reading)


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    return str(lazy_pinyin(character)[0])


@lru_cache(maxsize=2048)
def _parsed(token: str, syllables: frozenset[str]) -> tuple[str, ...]:
    """Cut letters into syllables, longest first; nothing where they are no pinyin."""
    end = len(token)
    sizes = [0] * end
    for at in reversed(range(end)):
        fit = range(min(_LONGEST_SYLLABLE, end - at), 0, -1)
        closed = (size for size in fit if at + size == end or sizes[at + size])
        sizes[at] = next((size for size in closed if token[at : at + size] in syllables), 0)
    return tuple(_cut(token, sizes)) if end and sizes[0] else ()


def _cut(token: str, sizes: Sequence[int]) -> Iterator[str]:
    at = 0
    while at < len(token):
        yield token[at : at + sizes[at]]
        at += sizes[at]


def _is_hanzi(word: str) -> bool:
    return len(word) > 1 and all("\u4e00" <= c <= "\u9fff" for c in word)
