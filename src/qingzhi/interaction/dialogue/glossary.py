"""Words that the desk can explain: what is asked, and in which sentence it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.errors import InputError
from qingzhi.interaction.knowledge.items import Words, read_toml
from qingzhi.interaction.knowledge.text import normalise
from qingzhi.score import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Self

FILE: Final = "glossary.toml"
LAWS: Final = "https://flk.npc.gov.cn"
"""The national database of laws and regulations, where every `law` can be read."""


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A word's names, its meaning in one sentence, the law that defines it, the item it is of."""

    zh: tuple[str, ...]
    en: tuple[str, ...]
    means: Words
    law: str = ""
    item: str = ""

    def source(self) -> Source | None:
        """Give what the sentence cites, where a law says it."""
        return Source(f"term:{self.en[0].replace(' ', '-')}", self.law, LAWS) if self.law else None


class Glossary:
    """Terms by any of their names."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self._terms = terms
        self._named = {
            normalise(name): term for term in terms.values() for name in (*term.zh, *term.en)
        }

    @classmethod
    def load(cls, pack: Path) -> Self:
        """Read `glossary.toml`, which a pack may lack. Raises InputError naming what is wrong."""
        path = pack / FILE
        if not path.exists():
            return cls({})
        try:
            return cls(msgspec.convert(read_toml(path), dict[str, Term]))
        except msgspec.ValidationError as error:
            raise InputError(f"{FILE}: {error}", param=FILE) from error

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def find(self, name: str) -> Term | None:
        """Give the term of that name, in any script and case."""
        return self._named.get(normalise(name).strip())
