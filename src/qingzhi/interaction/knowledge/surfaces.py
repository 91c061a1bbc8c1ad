"""Finding many known surfaces in a text at once, the longest at each place."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD: Final = re.compile(r"[a-z0-9]+")
_INSIDE: Final = re.compile(r"[a-z0-9']")
PLURAL: Final = "s"


class Surfaces:
    """A set of surfaces; Latin ones match whole words only, with or without a plural s."""

    def __init__(self, surfaces: Iterable[str]) -> None:
        by_start: dict[str, list[str]] = defaultdict(list)
        for surface in sorted(set(surfaces), key=lambda s: (-len(s), s)):
            by_start[_start(surface, 0)].append(surface)
        self._by_start = dict(by_start)

    def split(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield (piece, surface it is or an empty string) so that the pieces make up the text."""
        at = begun = 0
        while at < len(text):
            start = _start(text, at)
            found = self._at(text, at, start)
            if not found:
                at += len(start)
                continue
            surface, end = found
            if at > begun:
                yield text[begun:at], ""
            yield text[at:end], surface
            at = begun = end
        if begun < len(text):
            yield text[begun:], ""

    def _at(self, text: str, at: int, start: str) -> tuple[str, int] | None:
        for surface in self._candidates(start):
            if not text.startswith(surface, at):
                continue
            end = at + len(surface)
            if not surface[-1].isascii():
                return surface, end
            for stop in (end, end + 1):
                plural = stop == end or text[end:stop] == PLURAL
                if plural and not _INSIDE.match(text, stop):
                    return surface, stop
        return None

    def _candidates(self, start: str) -> Iterator[str]:
        yield from self._by_start.get(start, ())
        if start.endswith(PLURAL):
            yield from self._by_start.get(start[:-1], ())


def _start(text: str, at: int) -> str:
    """Give the Latin word or the character that begins at a place."""
    word = _WORD.match(text, at)
    return word.group() if word else text[at]
