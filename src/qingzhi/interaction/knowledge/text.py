"""From what people write to terms that can be compared: concepts, words, character pairs.

A thesaurus maps many surfaces ("掉了", "找不着", "stolen") to one concept, in both languages, so a
question and an item meet although they share no word. What no concept takes is cut into words
and character pairs. Slips of the pen are mended by sound (`repair.py`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import msgspec
import opencc
import rjieba

from qingzhi.errors import InputError
from qingzhi.interaction.knowledge.items import COLLOQUIAL, read_toml
from qingzhi.interaction.knowledge.repair import Repair
from qingzhi.interaction.knowledge.surfaces import Surfaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MAX_CHARS: Final = 600
"""A visitor's turn is read up to here: its end, where the question stands."""
CONCEPT: Final = "cx"
"""Prefix of concept terms; no word of either language begins so in the index."""
OUTSIDE: Final = CONCEPT + "outside"
"""Prefix of subjects that the pack has nothing on: they are found in questions only."""

WORD_WEIGHT: Final = 0.5
CHARACTER_WEIGHT: Final = 0.2
PAIR_WEIGHT: Final = 0.2
HINT_WEIGHT: Final = 0.3
MENDED_WEIGHT: Final = 0.85

_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_PIECES: Final = re.compile(r"[\u3400-\u9fff]+|[a-z][a-z']*|\d{3,}")
_INVISIBLE: Final = re.compile(
    r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
_HYPHEN: Final = re.compile(r"(?<=[a-z])-(?=[a-z])")
_STEMS: Final = (("sses", "ss"), ("ies", "y"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
_TO_SIMPLIFIED: Final = opencc.OpenCC("t2s")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class _Drop(Entry, frozen=True, forbid_unknown_fields=True):
    split: str = ""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    variants: dict[str, str] = {}
    drop: _Drop = _Drop()
    concepts: dict[str, Entry] = {}
    hints: dict[str, Entry] = {}
    outside: dict[str, Entry] = {}
    regions: Entry = Entry()


@dataclass(frozen=True, slots=True)
class Analysis:
    """Terms of a text with the weight of their kind (0..1), and the places it names.

    `heads` is the text with every subject cut down to its head, so that what a name says is not
    taken for what is asked: "坐车不要钱的卡" asks for no fee.
    """

    text: str
    terms: Mapping[str, float] = field(default_factory=dict)
    regions: frozenset[str] = frozenset()
    heads: str = ""

    @property
    def concepts(self) -> frozenset[str]:
        """The concepts found, hints left out."""
        return frozenset(
            term.removeprefix(CONCEPT)
            for term, weight in self.terms.items()
            if term.startswith(CONCEPT) and weight > HINT_WEIGHT
        )

    @property
    def outside(self) -> bool:
        """Whether a subject was named that the pack has nothing on."""
        return any(term.startswith(OUTSIDE) for term in self.terms)

    def inside(self) -> Analysis:
        """Give the terms without subjects outside the pack."""
        kept = {term: w for term, w in self.terms.items() if not term.startswith(OUTSIDE)}
        return replace(self, terms=kept)

    def only(self, concepts: frozenset[str]) -> Analysis:
        """Give the terms of some concepts alone."""
        kept = {t: w for t, w in self.terms.items() if t.removeprefix(CONCEPT) in concepts}
        return replace(self, terms=kept)

    def joined(self, other: Analysis, factor: float) -> Analysis:
        """Give these terms, and those of `other` at `factor` of their weight."""
        terms = {term: weight * factor for term, weight in other.terms.items()} | dict(self.terms)
        return replace(self, terms=terms, regions=self.regions | other.regions)


def normalise(text: str) -> str:
    """Half-width, simplified, lower case, no invisible characters; the last MAX_CHARS of it."""
    plain = unicodedata.normalize("NFKC", text[-MAX_CHARS:])
    plain = _HYPHEN.sub(" ", _INVISIBLE.sub("", plain).lower().replace("’", "'"))
    return _TO_SIMPLIFIED.convert(plain) if _HAN.search(plain) else plain


class Analyser:
    """Reads texts with one thesaurus. Made by `Analyser.load(pack)`; holds no state of a turn."""

    def __init__(self, tables: Iterable[_Table]) -> None:
        self._variants: dict[str, str] = {}
        self._surfaces: dict[str, tuple[tuple[str, float], ...]] = {}
        self._regions: set[str] = set()
        self._stops: set[str] = set()
        self.actions: frozenset[str] = frozenset()
        split = ""
        for table in tables:
            self._variants |= table.variants
            split += table.drop.split
            self._stops.update(table.drop.zh, table.drop.en)
            self._regions.update(table.regions.zh, table.regions.en)
            self._learn(table.concepts, 1.0)
            self._learn(table.hints, HINT_WEIGHT)
            self._learn(table.outside, 1.0, prefix=OUTSIDE)
        known = (*self._surfaces, *self._stops, *self._regions)
        self._known = Surfaces(surface for surface in known if len(surface) > 1)
        self._split = re.compile(f"[{re.escape(split)}]") if split else re.compile(r"(?!)")
        subjects = (s for s, found in self._surfaces.items() if found[0][1] > HINT_WEIGHT)
        self._repair = Repair(subjects, common=self._stops)

    @classmethod
    def load(cls, pack: Path) -> Analyser:
        """Read the general table and the pack's. Raises InputError naming the file."""
        paths = [COLLOQUIAL, pack / "thesaurus.toml"]
        tables = [_read_table(path) for path in paths if path.exists()]
        analyser = cls(tables)
        analyser.actions = frozenset(name.replace("_", "") for name in tables[0].concepts)
        return analyser

    def analyse(self, text: str, *, asked: bool = True) -> Analysis:
        """Find the terms of `text`.

        `asked` reads it as a question, with its slips and its subjects outside the pack;
        without, it is read as a text of the pack.
        """
        plain = normalise(text)
        for wrong, right in self._variants.items():
            plain = plain.replace(wrong, right)
        terms: dict[str, float] = {}
        regions: set[str] = set()
        heads: list[str] = []
        for piece, surface in self._known.split(plain):
            heads.append(_head(surface) if self._subject(surface) else piece)
            if not surface:
                self._read_rest(piece, terms, asked=asked)
            elif surface in self._regions:
                regions.add(surface)
            else:
                self._add_concepts(surface, 1.0, terms)
        if not asked:
            terms = {t: weight for t, weight in terms.items() if not t.startswith(OUTSIDE)}
        return Analysis(plain, terms, frozenset(regions), "".join(heads))

    def _subject(self, surface: str) -> bool:
        """Whether a surface names a subject: neither a hint nor something that is done."""
        return any(
            weight > HINT_WEIGHT and term.removeprefix(CONCEPT) not in self.actions
            for term, weight in self._surfaces.get(surface, ())
        )

    def _learn(self, entries: Mapping[str, Entry], weight: float, *, prefix: str = CONCEPT) -> None:
        for name, entry in entries.items():
            term = prefix + name.replace("_", "")
            for surface in map(normalise, (*entry.zh, *entry.en)):
                known = self._surfaces.get(surface, ())
                if all(term != other for other, _ in known):
                    self._surfaces[surface] = (*known, (term, weight))

    def _add_concepts(self, surface: str, factor: float, terms: dict[str, float]) -> None:
        for term, weight in self._surfaces.get(surface, ()):
            terms[term] = max(terms.get(term, 0.0), weight * factor)

    def _read_rest(self, text: str, terms: dict[str, float], *, asked: bool) -> None:
        for piece in _PIECES.findall(text):
            if not _HAN.match(piece):
                self._read_latin(piece, terms, asked=asked)
                continue
            for run in self._split.split(piece):
                if run:
                    self._read_han(run, terms, asked=asked)

    def _read_latin(self, word: str, terms: dict[str, float], *, asked: bool) -> None:
        if word in self._stops:
            return
        surface = self._repair.word(word) if asked else None
        if surface:
            self._add_concepts(surface, MENDED_WEIGHT, terms)
        else:
            terms.setdefault(stem(word), WORD_WEIGHT)

    def _read_han(self, run: str, terms: dict[str, float], *, asked: bool) -> None:
        for part, surface in self._repair.by_sound(run) if asked else ((run, None),):
            if surface:
                self._add_concepts(surface, MENDED_WEIGHT, terms)
            else:
                self._cut(part, terms)

    def _cut(self, run: str, terms: dict[str, float]) -> None:
        rest: list[str] = [""]
        for word in rjieba.cut(run):
            if word in self._surfaces:
                self._add_concepts(word, 1.0, terms)
                rest.append("")
            elif word in self._stops:
                rest.append("")
            else:
                terms.setdefault(word, WORD_WEIGHT if len(word) > 1 else CHARACTER_WEIGHT)
                rest[-1] += word
        for part in rest:
            for first, second in pairwise(part):
                terms.setdefault(first + second, PAIR_WEIGHT)


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Cut the commonest endings off an English word."""
    for ending, instead in _STEMS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: len(word) - len(ending)] + instead
    return word


def _head(surface: str) -> str:
    """Give the last word of an English name, the last character of a Chinese one."""
    return surface.rsplit(" ", 1)[-1] if surface.isascii() else surface[-1]


def _read_table(path: Path) -> _Table:
    try:
        return msgspec.convert(read_toml(path), _Table)
    except msgspec.ValidationError as error:
        raise InputError(f"{path.name}: {error}", param=path.name) from error
