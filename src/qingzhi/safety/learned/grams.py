"""A linear reader of hashed n-grams of characters and of words, one table for each question.

Characters catch what is written like something known, words what is put together like it; both
are fitted as one. Recipe: `MODEL.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

from qingzhi.safety.learned.words import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SIZES: Final = (1, 2, 3)
"""Lengths of the n-grams, in characters."""
CHARACTERS: Final = 1 << 18
"""Buckets of n-grams of characters; those of words follow."""
WORDS: Final = 1 << 17
BUCKETS: Final = CHARACTERS + WORDS
SHARE: Final = 0.6
"""What words weigh beside characters."""
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_KEPT: Final = np.uint64(64 - 17)
"""Bits of a word's hash that are dropped: the upper ones are mixed best."""
_FIRST, _LAST = np.array([2], np.uint64), np.array([3], np.uint64)
"""Stand before the first word and after the last."""


def features(
    folded: str, words: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the distinct buckets of a text and what each weighs: both [N], never empty.

    `words` [W] are the keys of the text's words.
    """
    letters, pairs = characters(folded), neighbours(words)
    weights = np.repeat(
        np.array([1 / np.sqrt(len(letters)), SHARE / np.sqrt(len(pairs))], np.float32),
        [len(letters), len(pairs)],
    )
    return np.concatenate([letters, pairs]), weights


def characters(folded: str) -> NDArray[np.int64]:
    """Return the distinct buckets of a text's runs of one to three characters, in order."""
    found = {
        crc32(gram.encode("utf-8", "surrogatepass")) & (CHARACTERS - 1)
        for gram in _grams(folded[:LONGEST])
    }
    return np.array(sorted(found), dtype=np.int64)


def neighbours(words: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the distinct buckets of single words and of two words in a row, in order."""
    bounded = np.concatenate([_FIRST, words, _LAST])
    alone = bounded * _FACTOR
    both = (alone[:-1] + bounded[1:]) * _FACTOR
    found = np.unique(np.concatenate([alone, both]) >> _KEPT)
    return found.astype(np.int64) + CHARACTERS


def _grams(text: str) -> Iterator[str]:
    bounded = f"^{text.replace(' ', '')}$"
    for size in SIZES:
        for i in range(len(bounded) - size + 1):
            yield bounded[i : i + size]
