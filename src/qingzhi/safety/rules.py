"""Rules by category, read from `lists/*.toml`, and the exceptions from them.

What the files look like: `lists/README.md`. A rule speaks of one sentence at a time.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Self

from qingzhi.errors import SettingsError
from qingzhi.safety.matcher import Matcher
from qingzhi.safety.normalise import folded
from qingzhi.safety.verdict import LEVELS, PRECEDENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qingzhi.safety.verdict import Action, Audience, Direction, Level

GROUPS: Final = ("values", "discrimination", "commerce", "rights", "reliability", "conduct", "care")
"""The five groups of TC260-003 and two of our own: one file each."""
EXCEPTIONS: Final = "exceptions"

_SENTENCE: Final = re.compile(r"[^。！？!?;；\n]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of one list; see `lists/README.md` for the fields."""

    id: str
    risk: str
    category: str
    action: Action
    level: Level
    any: frozenset[str]
    beside: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    directions: frozenset[str]
    audience: frozenset[str]

    def concerns(self, direction: Direction, audience: Audience) -> bool:
        return direction in self.directions and (not self.audience or audience in self.audience)

    def matches(self, sentence: str, words: frozenset[str]) -> bool:
        named = not self.any.isdisjoint(words)
        if named and (not self.beside or not self.beside.isdisjoint(words)):
            return True
        return any(pattern.search(sentence) for pattern in self.patterns)

    @property
    def gravity(self) -> tuple[int, int]:
        """For sorting: the stronger action first, then the higher level."""
        return PRECEDENCE.index(self.action), LEVELS.index(self.level)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A public-service matter that excuses its sentence from rules by the start of their id."""

    id: str
    excuses: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    unless: frozenset[str]

    def covers(self, sentence: str, words: frozenset[str]) -> bool:
        return self.unless.isdisjoint(words) and any(p.search(sentence) for p in self.patterns)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All lists with one automaton over their words."""

    version: str
    rules: Sequence[Rule]
    exemptions: Sequence[Exemption]
    matcher: Matcher

    @classmethod
    def load(cls) -> Self:
        """Read the packaged lists. Raises SettingsError, which names the entry that is wrong."""
        tables = {name: _read(name) for name in (*GROUPS, EXCEPTIONS)}
        rules = [_rule(entry) for name in GROUPS for entry in tables[name]["rule"]]
        exemptions = [_exemption(entry) for entry in tables[EXCEPTIONS]["exception"]]
        words = {word for rule in rules for word in rule.any | rule.beside}
        words |= {word for exemption in exemptions for word in exemption.unless}
        version = max(str(table["version"]) for table in tables.values())
        return cls(version, rules, exemptions, Matcher.of(sorted(words)))

    def matches(self, text: str, direction: Direction, audience: Audience) -> list[Rule]:
        """Give the rules that `text` (legible, not folded) breaks, gravest first."""
        broken = {
            rule.id: rule
            for sentence in _sentences(text)
            for rule in self._broken(sentence)
            if rule.concerns(direction, audience)
        }
        return sorted(broken.values(), key=lambda rule: rule.gravity, reverse=True)

    def _broken(self, sentence: str) -> Iterator[Rule]:
        words = frozenset(self.matcher.found(sentence))
        broken = [rule for rule in self.rules if rule.matches(sentence, words)]
        if not broken:
            return
        excused = tuple(
            prefix
            for exemption in self.exemptions
            if exemption.covers(sentence, words)
            for prefix in exemption.excuses
        )
        yield from (rule for rule in broken if not rule.id.startswith(excused))


def _sentences(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(folded(text)):
        yield match[0]


def _read(name: str) -> dict[str, Any]:
    text = (files(__package__) / "lists" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _rule(entry: Mapping[str, Any]) -> Rule:
    if entry["action"] not in PRECEDENCE or entry["level"] not in LEVELS:
        raise SettingsError(f"Rule {entry['id']!r} has an unknown action or level.")
    return Rule(
        id=entry["id"],
        risk=entry["risk"],
        category=entry["category"],
        action=entry["action"],
        level=entry["level"],
        any=_words(entry.get("any", ())),
        beside=_words(entry.get("with", ())),
        patterns=_patterns(entry),
        directions=frozenset(entry.get("directions", ("in", "out"))),
        audience=frozenset(entry.get("audience", ())),
    )


def _exemption(entry: Mapping[str, Any]) -> Exemption:
    return Exemption(
        id=entry["id"],
        excuses=tuple(entry["excuses"]),
        patterns=_patterns(entry),
        unless=_words(entry.get("unless", ())),
    )


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(word) for word in words)


def _patterns(entry: Mapping[str, Any]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in entry.get("patterns", ()))
