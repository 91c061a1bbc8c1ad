"""A linear classifier over hashed character n-grams and concepts.

N-grams are weighed by their log-count ratio between the classes, which is folded into the
table (S. Wang and C. Manning, "Baselines and Bigrams", 2012). Recipe: `MODEL.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Self
from zlib import crc32

import numpy as np

from qingzhi.safety.learned.concepts import Concepts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SIZES: Final = (1, 2, 3)
"""Lengths of the n-grams, in characters."""
LONGEST: Final = 600
"""Characters of a text that are read; visitors' sentences are shorter."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """`grams` int8 [B] (B a power of two) times `scale`, `weights` float32 [C], `bias`."""

    concepts: Concepts
    grams: NDArray[np.int8]
    scale: float
    weights: NDArray[np.float32]
    bias: float

    @classmethod
    def load(cls, task: str) -> Self:
        """Read the packaged weights of one task, `crisis` or `offence`."""
        concepts = Concepts.load(task)
        with (
            (files(__package__) / f"{task}.npz").open("rb") as file,
            np.load(file, allow_pickle=False) as stored,
        ):
            by_name = dict(zip(stored["names"].tolist(), stored["weights"].tolist(), strict=True))
            return cls(
                concepts,
                stored["grams"],
                float(stored["scale"]),
                np.array([by_name[name] for name in concepts.names], dtype=np.float32),
                float(stored["bias"]),
            )

    def score(self, folded: str, found: frozenset[str]) -> float:
        """Give how far a folded text with these concepts lies above the threshold."""
        text = folded[:LONGEST]
        which = buckets(text, len(self.grams))
        total = int(self.grams[which].astype(np.int32).sum())
        spoken = total * self.scale / np.sqrt(len(which))
        return float(spoken + self.weights @ self.concepts.vector(found, len(text)) + self.bias)


def buckets(text: str, size: int) -> NDArray[np.int64]:
    """Return the distinct buckets of a text's n-grams, in order: int64 [N], never empty."""
    return np.array(sorted({crc32(g.encode()) & (size - 1) for g in _grams(text)}), dtype=np.int64)


def _grams(text: str) -> Iterator[str]:
    bounded = f"^{text.replace(' ', '')}$"
    for size in SIZES:
        for i in range(len(bounded) - size + 1):
            yield bounded[i : i + size]
