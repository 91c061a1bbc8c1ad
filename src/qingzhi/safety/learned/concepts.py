"""Concepts: what a text speaks of, by expressions and by products of them.

The tables lie in one file for each task. Concepts carry what a few thousand examples can't teach an
n-gram: that 累死了 is no wish, that somebody else died, that a wish is denied.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_ANY: Final = r"[^,。!?;\n]"
"""What `~` stands for: any character of the same clause."""
_NEGATION: Final = "!"


@dataclass(frozen=True, slots=True)
class Concepts:
    """Expressions by name, unions of them, and products: what must hold and what must not."""

    patterns: Mapping[str, re.Pattern[str]]
    unions: Mapping[str, frozenset[str]]
    products: Mapping[str, tuple[frozenset[str], frozenset[str]]]

    @classmethod
    def load(cls, task: str) -> Self:
        """Read the packaged table of one task."""
        text = (files(__package__) / f"{task}.toml").read_text("utf-8")
        table = tomllib.loads(text)
        return cls(
            {name: compiled(pattern) for name, pattern in table["concepts"].items()},
            _sets(table.get("unions", {})),
            {name: _product(terms) for name, terms in table["products"].items()},
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The order of `vector`; the last is the length of the text."""
        return (*self.patterns, *self.unions, *self.products, "length")

    def found(self, folded: str) -> frozenset[str]:
        """Name the expressions and unions that a folded text holds."""
        single = frozenset(name for name, p in self.patterns.items() if p.search(folded))
        return single | {name for name, any_of in self.unions.items() if single & any_of}

    def vector(self, found: frozenset[str], length: int) -> NDArray[np.float32]:
        """Give 0 or 1 for each concept and product, and a fifth of log(1 + length): [C]."""
        single = (name in found for name in (*self.patterns, *self.unions))
        joint = (
            present <= found and absent.isdisjoint(found)
            for present, absent in self.products.values()
        )
        return np.array([*single, *joint, np.log1p(length) / 5], dtype=np.float32)


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile an expression in which `~` stands for any character of the same clause."""
    return re.compile(pattern.replace("~", _ANY))


def _sets(table: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(terms) for name, terms in table.items()}


def _product(terms: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    present = frozenset(term for term in terms if not term.startswith(_NEGATION))
    absent = frozenset(term[1:] for term in terms if term.startswith(_NEGATION))
    return present, absent
