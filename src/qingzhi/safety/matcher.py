"""Find many words in one pass: the automaton of A. Aho and M. Corasick (1975)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Matcher:
    """States are rows of `steps`; `fallback` is where to go when a step is missing.

    `ends[state]` holds every word that ends there. Words that begin or end with a Latin
    letter or digit are found only as whole words.
    """

    steps: tuple[dict[str, int], ...]
    fallback: tuple[int, ...]
    ends: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> Self:
        """Build the automaton; time and room grow with the letters of all words."""
        steps: list[dict[str, int]] = [{}]
        ends: list[list[str]] = [[]]
        for word in dict.fromkeys(words):
            state = 0
            for character in word:
                if character not in steps[state]:
                    steps[state][character] = len(steps)
                    steps.append({})
                    ends.append([])
                state = steps[state][character]
            if word:
                ends[state].append(word)
        fallback = _link(steps, ends)
        return cls(tuple(steps), tuple(fallback), tuple(tuple(found) for found in ends))

    def found(self, text: str) -> Iterator[str]:
        """Yield each occurrence of each word, by where it ends; linear in `text`."""
        return (word for word, _ in self.places(text))

    def places(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield each occurrence of each word with the place where it begins."""
        state = 0
        for place, character in enumerate(text):
            while state and character not in self.steps[state]:
                state = self.fallback[state]
            state = self.steps[state].get(character, 0)
            for word in self.ends[state]:
                if _whole(text, place + 1 - len(word), place + 1):
                    yield word, place + 1 - len(word)


def _link(steps: list[dict[str, int]], ends: list[list[str]]) -> list[int]:
    """Work out fallbacks breadth first, and hand words down to the states they end in."""
    fallback = [0] * len(steps)
    queue = deque(steps[0].values())
    while queue:
        state = queue.popleft()
        for character, child in steps[state].items():
            queue.append(child)
            other = fallback[state]
            while other and character not in steps[other]:
                other = fallback[other]
            fallback[child] = steps[other].get(character, 0)
            ends[child].extend(ends[fallback[child]])
    return fallback


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word is cut at either edge of text[start:end]."""
    cut_before = start > 0 and _latin(text[start - 1]) and _latin(text[start])
    cut_after = end < len(text) and _latin(text[end - 1]) and _latin(text[end])
    return not cut_before and not cut_after


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
