"""Words of feeling, as visitors of a service desk use them: terms, negation, degree.

The tables lie beside this file in `lexicon.zh.toml`, `lexicon.en.toml` and `emoji.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Self

from qingzhi.emotion import BASIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qingzhi.score import Lang

BOOST: Final = 1.3
DAMP: Final = 0.55
FLIPPED: Final[Mapping[str, tuple[str, float]]] = {
    "joy": ("sadness", 0.6),
    "trust": ("disgust", 0.7),
    "anticipation": ("sadness", 0.4),
}
"""What a negated feeling turns into, and how strong; others just go."""

_WINDOW: Final = 12
"""Characters before and after a term in which its modifiers are looked for."""


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that mean one emotion at one `strength` (0..1), with weaker companions."""

    name: str
    strength: float
    also: tuple[tuple[str, float], ...] = ()

    @property
    def emotion(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Hit:
    """One feeling found: `emotion` at `intensity` (0..1; 0 if denied), because of `evidence`."""

    emotion: str
    intensity: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Modifiers:
    """Negators, boosters and dampers as expressions over the text around a term.

    `seeming` are negators by their letters only, such as those of a question (是不是).
    """

    negated: re.Pattern[str]
    seeming: re.Pattern[str]
    boosted: re.Pattern[str]
    boosted_after: re.Pattern[str]
    damped: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's table, indexed by the first character of each term."""

    whole_words: bool
    terms: Mapping[str, Sequence[tuple[str, Group]]]
    patterns: Sequence[tuple[re.Pattern[str], Group]]
    modifiers: Modifiers
    emoji: Mapping[str, Group] = field(default_factory=dict)

    @classmethod
    def load(cls, lang: Lang) -> Self:
        """Read the packaged table of a language."""
        table = _read(f"lexicon.{lang}.toml")
        terms: defaultdict[str, list[tuple[str, Group]]] = defaultdict(list)
        patterns: list[tuple[re.Pattern[str], Group]] = []
        for group, entry in _groups(table):
            for word in entry.get("words", ()):
                terms[word[0]].append((word, group))
            patterns += [(re.compile(p), group) for p in entry.get("patterns", ())]
        for candidates in terms.values():
            candidates.sort(key=lambda item: -len(item[0]))
        return cls(lang == "en", dict(terms), patterns, _modifiers(table, lang), _emoji())

    def hits(self, plain: str) -> Iterator[Hit]:
        """Find every feeling in `plain` (see Reading), in no particular order."""
        for start, end, group in self._spans(plain):
            yield from self._weighed(plain, start, end, group)
        for sign, group in self.emoji.items():
            if sign in plain:
                yield Hit(group.emotion, group.strength, group.name)

    def _spans(self, plain: str) -> Iterator[tuple[int, int, Group]]:
        place = 0
        while place < len(plain):
            found = self._term_at(plain, place)
            if found:
                end, group = found
                yield place, end, group
                place = end
            else:
                place += 1
        for pattern, group in self.patterns:
            if match := pattern.search(plain):
                yield match.start(), match.end(), group

    def _term_at(self, plain: str, place: int) -> tuple[int, Group] | None:
        if self.whole_words and place and plain[place - 1].isalnum():
            return None
        for term, group in self.terms.get(plain[place], ()):
            end = place + len(term)
            if plain.startswith(term, place) and not (self.whole_words and _inside(plain, end)):
                return end, group
        return None

    def _weighed(self, plain: str, start: int, end: int, group: Group) -> Iterator[Hit]:
        before = plain[max(0, start - _WINDOW) : start]
        degree = self._degree(before, plain[end : end + _WINDOW])
        if self.modifiers.negated.search(self.modifiers.seeming.sub(",", before)):
            if group.emotion in FLIPPED:
                emotion, share = FLIPPED[group.emotion]
                yield Hit(emotion, group.strength * share * degree, f"negated.{group.name}")
            else:
                yield Hit(group.emotion, 0.0, f"negated.{group.name}")
            return
        yield Hit(group.emotion, min(1.0, group.strength * degree), group.name)
        for emotion, share in group.also:
            yield Hit(emotion, min(1.0, share * degree), group.name)

    def _degree(self, before: str, after: str) -> float:
        if self.modifiers.damped.search(before):
            return DAMP
        boosted = self.modifiers.boosted.search(before) or self.modifiers.boosted_after.match(after)
        return BOOST if boosted else 1.0


def _inside(plain: str, end: int) -> bool:
    """Whether a word goes on at `end`, after a term that ends in a letter."""
    return end < len(plain) and plain[end - 1].isalnum() and plain[end].isalnum()


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


def _groups(table: Mapping[str, Any]) -> Iterator[tuple[Group, Mapping[str, Any]]]:
    for emotion in BASIC:
        for name, entry in table.get(emotion, {}).items():
            also = tuple(entry.get("also", {}).items())
            yield Group(f"{emotion}.{name}", entry["strength"], also), entry


def _emoji() -> dict[str, Group]:
    return {
        sign: Group(f"{emotion}.emoji", entry["strength"])
        for emotion, entry in _read("emoji.toml").items()
        for sign in entry["emoji"]
    }


def _modifiers(table: Mapping[str, Any], lang: Lang) -> Modifiers:
    near = _NEAR[lang]
    negators, boosters, dampers = table["negators"], table["boosters"], table["dampers"]
    return Modifiers(
        negated=near(negators["words"], negators["reach"]),
        seeming=re.compile(_any(negators["seeming"])),
        boosted=near(boosters["before"], boosters["reach"]),
        boosted_after=re.compile(rf"\s*(?:{_any(boosters['after'])})"),
        damped=near(dampers["before"], dampers["reach"]),
    )


def _near_zh(words: Sequence[str], reach: int) -> re.Pattern[str]:
    """Match a word that ends at most `reach` characters before the end, no clause between."""
    return re.compile(rf"(?:{_any(words)})[^，。！？,.!?；;\s]{{0,{reach}}}$")


def _near_en(words: Sequence[str], reach: int) -> re.Pattern[str]:
    """Match a word with fewer than `reach` words between it and the end, no clause between."""
    return re.compile(rf"(?:^|\W)(?:{_any(words)})(?:\s+[a-z']+){{0,{reach - 1}}}\s+$")


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NEAR: Final = {"zh": _near_zh, "en": _near_en}
