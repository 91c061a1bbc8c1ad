"""Hashed n-grams: what the linear model sees of a text.

Chinese: characters, one to four in a row. English: words, one and two, and characters, two to
five, inside words. Feature hashing after K. Weinberger et al., "Feature Hashing for Large
Scale Multitask Learning", 2009, without signs: buckets are many and texts short.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from qingzhi.score import Lang

BUCKETS: Final[Mapping[Lang, int]] = {"zh": 1 << 16, "en": 1 << 17}
"""Feature buckets of each language's model; powers of two."""

_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]|[^\sa-z0-9]")
_DIGIT: Final = re.compile(r"[0-9]")
_ZH_SIZES: Final = (1, 2, 3, 4)
_EN_SIZES: Final = (2, 3, 4, 5)


def buckets(plain: str, lang: Lang) -> NDArray[np.int64]:
    """Return the bucket of every n-gram of `plain`, repeats included: int64 [N]."""
    mask = BUCKETS[lang] - 1
    text = _DIGIT.sub("0", plain)
    return np.fromiter((crc32(gram.encode()) & mask for gram in _GRAMS[lang](text)), dtype=np.int64)


def weights(
    found: NDArray[np.int64], rarity: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Weigh buckets by damped count times `rarity` (IDF, [BUCKETS]), to unit length.

    Return the distinct buckets and their weights, both [M].
    """
    which, counts = np.unique(found, return_counts=True)
    values = (1.0 + np.log(counts)).astype(np.float32) * rarity[which]
    length = float(np.sqrt(values @ values))
    return which, values / length if length > 0 else values


def _zh(text: str) -> Iterator[str]:
    bounded = f"^{text.replace(' ', '')}$"
    for size in _ZH_SIZES:
        for i in range(len(bounded) - size + 1):
            yield bounded[i : i + size]


def _en(text: str) -> Iterator[str]:
    words = _WORD.findall(text)
    for first, second in pairwise(("^", *words, "$")):
        yield f"{first} {second}"
    for word in words:
        yield f"={word}"
        bounded = f"<{word}>"
        for size in _EN_SIZES:
            for i in range(len(bounded) - size + 1):
                yield bounded[i : i + size]


_GRAMS: Final[Mapping[Lang, Callable[[str], Iterator[str]]]] = {"zh": _zh, "en": _en}
