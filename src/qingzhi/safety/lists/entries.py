"""The entries of a list, read from one table each. Mistakes are named by file, entry and field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self, get_args

from qingzhi.errors import SettingsError
from qingzhi.safety.lists.explosive import is_explosive
from qingzhi.safety.normalise import folded
from qingzhi.safety.risks import risks
from qingzhi.safety.verdict import LEVELS, Action, Audience, Direction, Level

if TYPE_CHECKING:
    from collections.abc import Mapping

_RULE_ACTIONS: Final = ("caution", "refuse", "care")
_RULE_FIELDS: Final = frozenset(
    ("id", "risk", "category", "action", "level", "any", "with", "patterns", "directions",
     "audience", "source")
)  # fmt: skip
_EXEMPTION_FIELDS: Final = frozenset(("id", "excuses", "patterns", "unless"))
LONGEST_PATTERN: Final = 2_000
MOST_WORDS: Final = 20_000
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of one list; see `README.md` for the fields."""

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

    @classmethod
    def read(cls, entry: Mapping[str, Any], where: str) -> Self:
        """Read one `[[rule]]`. Raises SettingsError, which says what is wrong and where."""
        table = Table(entry, where, _RULE_FIELDS)
        rule = cls(
            id=table.name("id"),
            risk=table.one_of("risk", ("", *risks()), default=""),
            category=table.name("category"),
            action=table.one_of("action", _RULE_ACTIONS),
            level=table.one_of("level", LEVELS[1:]),
            any=table.words("any"),
            beside=table.words("with"),
            patterns=table.patterns("patterns"),
            directions=table.some_of("directions", get_args(Direction)) or frozenset(("in", "out")),
            audience=table.some_of("audience", get_args(Audience)),
        )
        if not rule.any and not rule.patterns:
            raise table.wrong("any", "or `patterns` must say what the rule looks for")
        return rule

    def concerns(self, direction: Direction, audience: Audience) -> bool:
        return direction in self.directions and (not self.audience or audience in self.audience)

    def matches(self, sentence: str, words: frozenset[str]) -> bool:
        named = not self.any.isdisjoint(words)
        if named and (not self.beside or not self.beside.isdisjoint(words)):
            return True
        return any(pattern.search(sentence) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A public-service matter that excuses its sentence from rules by the start of their id."""

    id: str
    excuses: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    unless: frozenset[str]

    @classmethod
    def read(cls, entry: Mapping[str, Any], where: str) -> Self:
        """Read one `[[exception]]`. Raises SettingsError, which says what is wrong and where."""
        table = Table(entry, where, _EXEMPTION_FIELDS)
        return cls(
            id=table.name("id"),
            excuses=tuple(table.strings("excuses")),
            patterns=table.patterns("patterns"),
            unless=table.words("unless"),
        )

    def covers(self, sentence: str, words: frozenset[str]) -> bool:
        return self.unless.isdisjoint(words) and any(p.search(sentence) for p in self.patterns)


class Table:
    """One table of a list file, with words for every mistake in it."""

    def __init__(self, entry: object, where: str, fields: frozenset[str]) -> None:
        if not isinstance(entry, dict):
            raise SettingsError(f"{where} is not a table.", hint="Write [[rule]] above it.")
        self.entry: dict[str, Any] = entry
        self.where = f"{where} {entry.get('id', '')!r}"
        unknown = sorted(set(entry) - fields)
        if unknown:
            raise self.wrong(unknown[0], f"is unknown; known are {', '.join(sorted(fields))}")

    def wrong(self, field: str, what: str) -> SettingsError:
        return SettingsError(f"{self.where}: `{field}` {what}.")

    def name(self, field: str) -> str:
        value = self.entry.get(field)
        if not isinstance(value, str) or not _NAME.fullmatch(value):
            raise self.wrong(field, "must be a name of a-z, 0-9, dot, dash and underscore")
        return value

    def one_of(self, field: str, allowed: tuple[Any, ...], default: str | None = None) -> Any:
        value = self.entry.get(field, default)
        if value not in allowed:
            raise self.wrong(field, f"must be one of: {', '.join(filter(None, allowed))}")
        return value

    def some_of(self, field: str, allowed: tuple[str, ...]) -> frozenset[str]:
        values = frozenset(self.strings(field))
        if not values <= set(allowed):
            raise self.wrong(field, f"takes only: {', '.join(allowed)}")
        return values

    def strings(self, field: str) -> list[str]:
        values = self.entry.get(field, [])
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise self.wrong(field, "must be a list of texts")
        if len(values) > MOST_WORDS:
            raise self.wrong(field, f"holds more than {MOST_WORDS} entries")
        return values

    def words(self, field: str) -> frozenset[str]:
        words = frozenset(folded(word) for word in self.strings(field))
        if "" in words:
            raise self.wrong(field, "holds an empty word")
        return words

    def patterns(self, field: str) -> tuple[re.Pattern[str], ...]:
        return tuple(self._pattern(field, text) for text in self.strings(field))

    def _pattern(self, field: str, text: str) -> re.Pattern[str]:
        if len(text) > LONGEST_PATTERN:
            raise self.wrong(field, f"holds a pattern of more than {LONGEST_PATTERN} characters")
        try:
            pattern = re.compile(text)
        except (re.error, OverflowError, RecursionError) as error:
            raise self.wrong(field, f"holds {text!r}, no regular expression: {error}") from None
        if is_explosive(text):
            raise self.wrong(field, f"holds {text!r}, which can take for ever: see the README")
        if pattern.search(""):
            raise self.wrong(field, f"holds {text!r}, which matches every text")
        return pattern
