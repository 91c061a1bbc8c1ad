"""Cues of a turn: the facet asked for, moves that need no subject, choices, going on."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.interaction.knowledge.items import Facet  # noqa: TC001 - msgspec reads the annotations at run time

if TYPE_CHECKING:
    from collections.abc import Mapping

CHOICES: Final[Mapping[str, int]] = {"first": 0, "second": 1, "third": 2, "last": -1}
NONE: Final = "none"
SUMMARY: Final[Facet] = "summary"
LETTER: Final = 90
"""Characters from which a complaint is a letter."""
LETTER_WORDS: Final = 60
GRIEVED: Final = 3
"""Signs of a grievance that a letter has at least."""
SHORT: Final = 12
"""A choice is named in few characters or words; a longer turn says something of its own."""


class _Patterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    patterns: tuple[str, ...]


class _Letter(_Patterns, frozen=True, forbid_unknown_fields=True):
    wanted: tuple[str, ...]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    facets: dict[Facet, tuple[str, ...]]
    moves: dict[str, tuple[str, ...]]
    choice: dict[str, tuple[str, ...]]
    about_us: _Patterns
    going_on: _Patterns
    supposing: _Patterns
    verbs: _Patterns
    request: _Patterns
    paper: _Patterns
    term: _Patterns
    account: _Patterns
    legal: _Patterns
    downcast: _Patterns
    service: _Patterns
    errand: _Patterns
    letter: _Letter


class Cues:
    """The rule table, compiled. All questions take normalised text."""

    def __init__(self, table: _Table) -> None:
        self._facets = {kind: _any(patterns) for kind, patterns in table.facets.items()}
        self._moves = {name: _any(patterns) for name, patterns in table.moves.items()}
        self._choice = {name: _any(patterns) for name, patterns in table.choice.items()}
        self._about_us = _any(table.about_us.patterns)
        self._going_on = _any(table.going_on.patterns)
        self._supposing = _any(table.supposing.patterns)
        self._verbs = _any(table.verbs.patterns)
        self._request = _any(table.request.patterns)
        self._paper = tuple(map(re.compile, table.paper.patterns))
        self._term = tuple(map(re.compile, table.term.patterns))
        self._account = _any(table.account.patterns)
        self._legal = _any(table.legal.patterns)
        self._downcast = _any(table.downcast.patterns)
        self._service = _any(table.service.patterns)
        self._errand = _any(table.errand.patterns)
        self._letter = tuple(map(re.compile, table.letter.patterns))
        self._wanted = _any(table.letter.wanted)

    def facets(self, text: str) -> tuple[Facet, ...]:
        """Give the facets asked for, in the table's order; a plain "how" asks for the summary."""
        named = tuple(kind for kind, cue in self._facets.items() if cue.search(text))
        special = tuple(kind for kind in named if kind != SUMMARY)
        return special or named

    def without_facets(self, text: str) -> str:
        """Give the text with what asks for facets taken out."""
        for cue in self._facets.values():
            text = cue.sub(" ", text)
        return text

    def move(self, text: str) -> str:
        """Give the conversational move, or an empty string."""
        return next((name for name, cue in self._moves.items() if cue.search(text)), "")

    def choice(self, text: str) -> str:
        """`first`, `second`, `third`, `last`, `none`, or an empty string."""
        if len(text.split()) > SHORT or len(text) > 4 * SHORT:
            return ""
        return next((name for name, cue in self._choice.items() if cue.search(text)), "")

    def about_us(self, text: str) -> bool:
        """Whether a complaint is about this desk, not about life."""
        return bool(self._about_us.search(text))

    def goes_on(self, text: str) -> bool:
        """Whether the turn continues what was talked about."""
        return bool(self._going_on.search(text))

    def supposes(self, text: str) -> bool:
        """Whether the turn changes the case that is talked about."""
        return bool(self._supposing.search(text))

    def bare(self, text: str) -> bool:
        """Whether a subject is named and nothing is said about it."""
        return not self._verbs.search(text)

    def requests(self, text: str) -> bool:
        """Whether something is asked for at all."""
        return bool(self._request.search(text))

    def paper(self, text: str) -> re.Match[str] | None:
        """Find the question whether one paper is needed; its group `paper` names it."""
        return _first(self._paper, text)

    def term(self, text: str) -> str:
        """Give the word whose meaning is asked for, or an empty string."""
        match = _first(self._term, text)
        return match["term"] if match else ""

    def account(self, text: str) -> bool:
        """Whether the visitor's own records are asked for."""
        return bool(self._account.search(text))

    def legal(self, text: str) -> bool:
        """Whether a judgement under the law is asked for."""
        return bool(self._legal.search(text))

    def downcast(self, text: str) -> bool:
        """Whether a bad day is told of."""
        return bool(self._downcast.search(text))

    def letter(self, text: str) -> bool:
        """Whether a long text tells at length what went wrong at an office, as a letter does."""
        size = len(text.split()) if text.isascii() else len(text)
        if size < (LETTER_WORDS if text.isascii() else LETTER):
            return False
        return sum(sign.search(text) is not None for sign in self._letter) >= GRIEVED

    def wanted(self, text: str) -> bool:
        """Whether a clause of a letter tells what was wanted at an office."""
        return bool(self._wanted.search(text))

    def errand(self, text: str) -> bool:
        """Whether something is asked for that no public service does."""
        return bool(self._errand.search(text))

    def service(self, text: str) -> bool:
        """Whether any word of public service is said."""
        return bool(self._service.search(text))


@cache
def load() -> Cues:
    """Read the table that comes with the package."""
    text = Path(__file__).with_name("cues.toml").read_text("utf-8")
    return Cues(msgspec.convert(tomllib.loads(text), _Table))


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.search(text))), None)
