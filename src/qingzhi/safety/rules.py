"""Rules by category, read from lists, and the exceptions from them.

What the files look like: `lists/README.md`. A rule speaks of one sentence at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from qingzhi.safety.lists import Shelf
from qingzhi.safety.matcher import Matcher
from qingzhi.safety.verdict import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qingzhi.safety.lists import Exemption, Rule
    from qingzhi.safety.verdict import Audience, Direction

_SENTENCE: Final = re.compile(r"[^。！？!?;；\n]+")


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All lists with one automaton over their words."""

    version: str
    rules: Sequence[Rule]
    exemptions: Sequence[Exemption]
    matcher: Matcher

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Read the packaged lists, then those of the operator's `folder`, which win by id.

        Raises SettingsError, which names the file and the entry that is wrong.
        """
        return cls.of(Shelf.read(folder))

    @classmethod
    def of(cls, shelf: Shelf) -> Self:
        """Build the automaton over a shelf of lists."""
        words = {word for rule in shelf.rules for word in rule.any | rule.beside}
        words |= {word for exemption in shelf.exemptions for word in exemption.unless}
        return cls(shelf.version, shelf.rules, shelf.exemptions, Matcher.of(sorted(words)))

    @property
    def named(self) -> list[str]:
        """Words that name what a rule is about, in order: those that people disguise."""
        return sorted({word for rule in self.rules for word in rule.any})

    def matches(self, plain: str, direction: Direction, audience: Audience) -> list[Finding]:
        """Give the rules that a folded text breaks, gravest first."""
        broken = {
            rule.id: rule
            for sentence in _SENTENCE.findall(plain)
            for rule in self._broken(sentence)
            if rule.concerns(direction, audience)
        }
        found = [Finding(r.id, r.category, r.action, r.level) for r in broken.values()]
        return sorted(found, key=lambda finding: finding.gravity, reverse=True)

    def excuses(self, plain: str, identity: str) -> bool:
        """Whether a folded text speaks of a matter that excuses it from the rule `identity`."""
        words = frozenset(self.matcher.found(plain))
        return any(
            identity.startswith(exemption.excuses) and exemption.covers(plain, words)
            for exemption in self.exemptions
        )

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
