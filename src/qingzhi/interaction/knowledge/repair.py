"""Slips of the pen: characters of the same sound, English words one letter off.

Sounds are folded as accents fold them: zh/z, ch/c, sh/s, n/l, ng/n count as the same.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import rjieba
from pypinyin import Style, lazy_pinyin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST_WORD: Final = 7
"""Shorter English words are too close to one another to be mended."""
LONGEST_SOUND: Final = 6
_FOLDS: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@lru_cache(maxsize=8192)
def sound(character: str) -> str:
    """Fold the syllable of one character."""
    syllable: str = lazy_pinyin(character, style=Style.NORMAL)[0]
    for wide, narrow in _FOLDS:
        syllable = syllable.replace(wide, narrow)
    return "l" + syllable[1:] if syllable.startswith("n") else syllable


class Repair:
    """Finds the known surface that a slip meant."""

    def __init__(self, surfaces: Iterable[str], common: Iterable[str] = ()) -> None:
        """Mend towards `surfaces`; a character among `common` is never a slip."""
        self._common = frozenset(common)
        self._sounds: dict[tuple[str, ...], str] = {}
        self._letters: dict[str, str] = {}
        for surface in sorted(surfaces, key=len):
            if surface.isascii():
                self._learn_word(surface)
            elif 2 <= len(surface) <= LONGEST_SOUND:
                self._sounds.setdefault(tuple(map(sound, surface)), surface)

    def by_sound(self, run: str) -> Iterator[tuple[str, str | None]]:
        """Cut `run` into (part, surface it sounds like or None), the longest match first.

        A slip leaves most characters right and makes no word; mere homophones are left alone.
        """
        sounds = [sound(character) for character in run]
        edges = _edges(run)
        at = start = 0
        while at < len(run):
            found = self._match(run, sounds, at, edges) if at in edges else None
            if found is None:
                at += 1
                continue
            if at > start:
                yield run[start:at], None
            yield run[at : at + len(found)], found
            at = start = at + len(found)
        if start < len(run):
            yield run[start:], None

    def word(self, word: str) -> str | None:
        """Give the surface that is at most one letter away from `word` and begins like it."""
        if len(word) < SHORTEST_WORD:
            return None
        hits = (self._letters.get(key) for key in _deletes(word))
        return next((hit for hit in hits if hit and hit[0] == word[0]), None)

    def _match(self, run: str, sounds: list[str], at: int, edges: set[int]) -> str | None:
        for length in range(min(LONGEST_SOUND, len(run) - at), 1, -1):
            if at + length not in edges:
                continue
            written = run[at : at + length]
            surface = self._sounds.get(tuple(sounds[at : at + length]))
            if surface and self._slipped(written, surface):
                return surface
        return None

    def _slipped(self, written: str, surface: str) -> bool:
        """Whether few characters differ, and what was written is no word of its own."""
        wrong = {a for a, b in zip(written, surface, strict=True) if a != b}
        few = len(wrong) <= max(1, len(surface) // 2 - 1)
        return few and not wrong & self._common and len(rjieba.cut(written, False)) > 1

    def _learn_word(self, surface: str) -> None:
        if len(surface) >= SHORTEST_WORD and surface.isalpha():
            for key in _deletes(surface):
                self._letters.setdefault(key, surface)


def _edges(run: str) -> set[int]:
    """Where words begin or end; a slip does not straddle them."""
    return {0, *accumulate(len(word) for word in rjieba.cut(run, False))}


def _deletes(word: str) -> Iterator[str]:
    """Give the word itself and the word with each one letter left out."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
