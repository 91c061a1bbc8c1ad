"""Whoever wants to leave may leave: words that end a visit.

Only a turn made of nothing else ends a visit: 我走了 does, 我走了以后户口怎么办 does not.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Self

from qingzhi.safety.normalise import folded

LENGTH: Final = 60
"""Characters of the longest turn that can be a good-bye."""
_NOT_WORD: Final = re.compile(r"[\W_]+")
_BETWEEN_WORDS: Final = re.compile(r"(?<= )|$")
_ANYWHERE: Final = re.compile("")


@dataclass(frozen=True, slots=True)
class Grammar:
    """A good-bye is any of `before`, then `end` with any of `after`, once or more.

    `cut` finds the places between two of them.
    """

    before: re.Pattern[str]
    end: re.Pattern[str]
    after: re.Pattern[str]
    cut: re.Pattern[str]

    @classmethod
    def of(cls, table: dict[str, Any], gap: str, cut: re.Pattern[str]) -> Self:
        before, end, after = (
            re.compile(f"(?:{'|'.join(table[name])}){gap}") for name in ("before", "end", "after")
        )
        return cls(before, end, after, cut)

    def makes(self, words: str) -> bool:
        """Whether `words` is wholly a good-bye; takes time square in its length, no more."""
        if self.end.search(words) is None:
            return False
        cuts = [match.end() for match in self.cut.finditer(words)]
        opening, closing = {0}, set[int]()
        for start in (0, *cuts):
            for stop in (place for place in cuts if place > start):
                if start in opening and self.before.fullmatch(words, start, stop):
                    opening.add(stop)
                if start in opening | closing and self.end.fullmatch(words, start, stop):
                    closing.add(stop)
                if start in closing and self.after.fullmatch(words, start, stop):
                    closing.add(stop)
        return len(words) in closing


def is_exit(text: str) -> bool:
    """Whether a turn as a whole says good-bye or asks to end, in either language."""
    if len(text) > LENGTH:
        return False
    words = _NOT_WORD.sub(" ", folded(text)).strip()
    zh, en = _grammars()
    return zh.makes(words.replace(" ", "")) or en.makes(words)


@cache
def _grammars() -> tuple[Grammar, Grammar]:
    table = tomllib.loads((files(__package__) / "leaving.toml").read_text("utf-8"))
    return Grammar.of(table["zh"], "", _ANYWHERE), Grammar.of(table["en"], " ?", _BETWEEN_WORDS)
