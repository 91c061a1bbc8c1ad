"""What a turn wants, coarsely, by the rule table `intents.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qingzhi.interaction.perception.reading import Reading
    from qingzhi.score import Lang

INTENTS: Final = (
    "ask",
    "greet",
    "thank",
    "bye",
    "stop",
    "identity",
    "complain",
    "repeat",
    "slower",
    "louder",
    "affirm",
    "deny",
    "other",
)
"""Every value of `Percept.intent`."""

_EDGES: Final = re.compile(r"[^\w]+|_+")
_SOFTENERS: Final = re.compile(
    r"^(?:请[你您]?|麻烦[你您]|快|[你您](?=停|说|别))(?=.)|[啊呀吧啦呢哦嘛了吗哈]+$"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Matches when the bare turn is in `whole` or any of `patterns` is found.

    A `firm` one stands, however angrily the turn is said.
    """

    intent: str
    firm: bool
    whole: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    def matches(self, plain: str, bare: frozenset[str]) -> bool:
        return not self.whole.isdisjoint(bare) or any(p.search(plain) for p in self.patterns)


OTHER: Final = Rule("other", firm=False, whole=frozenset(), patterns=())


@dataclass(frozen=True, slots=True)
class IntentTable:
    """Rules of each language, in the order in which they are tried."""

    rules: Mapping[Lang, Sequence[Rule]]

    @classmethod
    def load(cls) -> Self:
        """Read the packaged table."""
        text = (files(__package__) / "intents.toml").read_text(encoding="utf-8")
        table = tomllib.loads(text)
        langs: tuple[Lang, ...] = ("zh", "en")
        return cls({lang: [_rule(entry) for entry in table[lang]] for lang in langs})

    def rule(self, reading: Reading) -> Rule:
        """Find the first rule that speaks of a reading; OTHER where none does."""
        bare = _bare(reading.plain)
        for rule in self.rules[reading.lang]:
            if rule.matches(reading.plain, bare):
                return rule
        return OTHER


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        intent=entry["intent"],
        firm=entry.get("firm", False),
        whole=frozenset(_squeezed(word) for word in entry.get("whole", ())),
        patterns=tuple(re.compile(pattern) for pattern in entry.get("patterns", ())),
    )


def _bare(plain: str) -> frozenset[str]:
    """Give the turn without punctuation, and also without polite openings and particles."""
    squeezed = _squeezed(plain)
    return frozenset((squeezed, _SOFTENERS.sub("", squeezed)))


def _squeezed(text: str) -> str:
    return _EDGES.sub(" ", text.replace("'", "")).strip()
