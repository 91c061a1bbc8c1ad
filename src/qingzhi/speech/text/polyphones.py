"""Characters that have several readings, told apart by what stands around them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_REACH: Final = 8
"""Characters before and after that can decide."""


class Pattern(NamedTuple):
    """`reading` where `before` ends and `after` begins at the character."""

    reading: str
    first: bool
    before: re.Pattern[str]
    after: re.Pattern[str]

    def fits(self, text: str, at: int) -> bool:
        """Tell whether it fits the character at a place."""
        return (
            self.after.match(text, at + 1) is not None
            and self.before.search(text, max(0, at - _REACH), at) is not None
        )


class Polyphone(NamedTuple):
    """One character: patterns in order, and its reading where none fits."""

    patterns: tuple[Pattern, ...]
    usual: str

    def reading(self, text: str, at: int, *, first: bool = False) -> str | None:
        """Read it in its place; with `first` only patterns that go before words count."""
        for pattern in self.patterns:
            if (pattern.first or not first) and pattern.fits(text, at):
                return pattern.reading
        return None if first else self.usual


@cache
def polyphones() -> Mapping[str, Polyphone]:
    """Read the shipped table, once."""
    file = resources.files("qingzhi.speech.text") / "polyphones.toml"
    table: dict[str, list[str]] = tomllib.loads(file.read_text("utf-8"))
    return {char: _polyphone(entries) for char, entries in table.items()}


def _polyphone(entries: Sequence[str]) -> Polyphone:
    *patterns, usual = entries
    return Polyphone(tuple(map(_pattern, patterns)), usual)


def _pattern(entry: str) -> Pattern:
    reading, _, place = entry.partition(" ")
    before, _, after = place.partition("_")
    return Pattern(
        reading.lstrip("!"),
        reading.startswith("!"),
        re.compile(f"(?:{before})$"),
        re.compile(after),
    )
