"""What a screen decides about one text."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

Action = Literal["allow", "caution", "redact", "refuse", "care"]
Level = Literal["none", "low", "medium", "high"]
Direction = Literal["in", "out"]
Audience = Literal["adult", "minor", "elder"]

LEVELS: Final[tuple[Level, ...]] = ("none", "low", "medium", "high")
"""From harmless to grave."""
PRECEDENCE: Final[tuple[Action, ...]] = ("allow", "caution", "redact", "refuse", "care")
"""A later action wins: a person in danger is cared for, whatever else they said."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one layer holds against a text: the rule that speaks, and what it asks for."""

    rule: str
    category: str
    action: Action
    level: Level

    @property
    def gravity(self) -> tuple[int, int]:
        """For sorting: the stronger action first, then the higher level."""
        return PRECEDENCE.index(self.action), LEVELS.index(self.level)


def new_id() -> str:
    """Make a verdict's id, unguessable and free of anything about the text."""
    return f"v_{secrets.token_hex(8)}"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that can be looked up and explained.

    `text` is what may go on: legible, with personal data and markup taken out where `action`
    is `redact`; empty where it is `refuse`. `rule` names the rule that decided, `version` the
    lists it stood in, `reason` says in plain words why, for the visitor who asks, and `way_on`
    what they can do instead.
    """

    action: Action
    text: str
    categories: tuple[str, ...] = ()
    level: Level = "none"
    reason: str = ""
    way_on: str = ""
    rule: str = ""
    version: str = ""
    id: str = msgspec.field(default_factory=new_id)

    @property
    def passes(self) -> bool:
        """Whether `text` may go on to the next part."""
        return self.action not in {"refuse", "care"}
