"""A linear reader of hashed character n-grams, one table for each question.

N-grams are weighed by their log-count ratio between the classes, which is folded into the
table (S. Wang and C. Manning, "Baselines and Bigrams", 2012). Recipe: `MODEL.md`.
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


def buckets(folded: str, size: int) -> NDArray[np.int64]:
    """Return the distinct buckets of a text's n-grams, in order: int64 [N], never empty."""
    found = {
        crc32(gram.encode("utf-8", "surrogatepass")) & (size - 1)
        for gram in _grams(folded[:LONGEST])
    }
    return np.array(sorted(found), dtype=np.int64)


def _grams(text: str) -> Iterator[str]:
    bounded = f"^{text.replace(' ', '')}$"
    for size in SIZES:
        for i in range(len(bounded) - size + 1):
            yield bounded[i : i + size]
