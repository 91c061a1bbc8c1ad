"""Cut a text into words of a table, cheapest cut first, without a dictionary in memory.

Words are known by a 64-bit hash of their characters alone; no word is stored as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LONGEST: Final = 600
"""Characters of a text that are read; visitors' sentences are shorter."""
WIDEST: Final = 5
"""Characters of the longest Chinese word."""
UNKNOWN: Final = -1
YOUNG: Final = "\uf8ff"
"""Stands before what a minor says; no legible text holds it."""
_FACTOR: Final = 0x9E3779B97F4A7C15
_MASK: Final = (1 << 64) - 1
_STRANGE: Final = 255
"""Cost of a character that the table lacks: more than any word."""
_RUN: Final = re.compile(
    r"(?P<hanzi>[\u4e00-\u9fff]+)|(?P<digits>[0-9]+)|[a-z]+|[^\s\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Words:
    """`keys` uint64 [N], rising; `costs` uint8 [N], about the logarithm of a word's rank."""

    keys: NDArray[np.uint64]
    costs: NDArray[np.uint8]

    def cut(self, text: str) -> list[int]:
        """Return the rows of a folded text's words, `UNKNOWN` where the table lacks one."""
        rows: list[int] = []
        for match in _RUN.finditer(text[:LONGEST]):
            run = match[0]
            if match["hanzi"]:
                rows += self._cheapest(run)
            elif match["digits"]:
                rows.append(self.row("0" * min(len(run), 12)))
            else:
                rows.append(self.row(run))
        return rows

    def named(self, rows: list[int]) -> NDArray[np.uint64]:
        """Return the keys of words by their rows, 1 for the unknown: [len(rows)]."""
        at = np.array(rows, dtype=np.int64)
        return np.where(at >= 0, self.keys[at], np.uint64(1))

    def row(self, word: str) -> int:
        """Return the row of one word, or `UNKNOWN`."""
        return int(self._rows(np.array([key(word)], dtype=np.uint64))[0])

    def _rows(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, UNKNOWN)

    def _cheapest(self, run: str) -> Iterator[int]:
        """Yield the rows of the cut with the least cost; the shorter word wins a tie."""
        by_width = [self._rows(keys).tolist() for keys in _windows(run)]
        count = len(run)
        costs, cuts = [0] * (count + 1), [(0, UNKNOWN)] * (count + 1)
        for end in range(1, count + 1):
            row = by_width[0][end - 1]
            best = costs[end - 1] + (_STRANGE if row < 0 else int(self.costs[row]))
            cuts[end] = (end - 1, row)
            for width in range(2, min(WIDEST, end) + 1):
                row = by_width[width - 1][end - width]
                if row >= 0 and costs[end - width] + int(self.costs[row]) < best:
                    best = costs[end - width] + int(self.costs[row])
                    cuts[end] = (end - width, row)
            costs[end] = best
        rows = []
        while count:
            count, row = cuts[count]
            rows.append(row)
        return reversed(rows)


def key(word: str) -> int:
    """Hash a word: its characters as digits of a number to an odd base, modulo 2**64."""
    total = 0
    for character in word:
        total = (total * _FACTOR + ord(character)) & _MASK
    return total


def _windows(run: str) -> Iterator[NDArray[np.uint64]]:
    """Yield the keys of all stretches of one character, of two, and so on up to `WIDEST`."""
    codes = np.frombuffer(run.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    keys = codes
    for width in range(1, min(WIDEST, len(run)) + 1):
        if width > 1:
            keys = keys[:-1] * np.uint64(_FACTOR) + codes[width - 1 :]
        yield keys
