"""How reading rules are written: a kind, a pattern, and what is said for what it matches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Rule(NamedTuple):
    """`read` gives what is said, or None where it turns out not to be of this kind."""

    kind: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], str | None]


def rule(kind: str, pattern: str, read: Callable[[re.Match[str]], str | None]) -> Rule:
    """Compile one rule."""
    return Rule(kind, re.compile(pattern), read)


def before(match: re.Match[str], size: int = 12) -> str:
    """Give what is written before a match."""
    return match.string[max(0, match.start() - size) : match.start()]


def after(match: re.Match[str], size: int = 12) -> str:
    """Give what is written after a match."""
    return match.string[match.end() : match.end() + size]
