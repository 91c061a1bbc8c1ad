"""What n-grams and the reader together say of a text: one score for each question."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from qingzhi.safety.learned.concepts import Concepts
from qingzhi.safety.learned.grams import features
from qingzhi.safety.learned.reader import Reader
from qingzhi.safety.learned.words import LONGEST, YOUNG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.safety.verdict import Audience

QUESTIONS: Final = ("misuse", "care", "crisis", "offence")
"""Questions that n-grams answer as well."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`scores` in log odds above the threshold, by question; `odds` [O] of every head."""

    scores: Mapping[str, float]
    odds: Mapping[str, NDArray[np.float32]]

    def foremost(self, head: str, names: tuple[str, ...]) -> str:
        """Name the likeliest answer of a head that tells kinds apart."""
        return names[int(self.odds[head].argmax())]


@dataclass(frozen=True, slots=True)
class Scales:
    """N-grams and the reader, and how they are weighed against each other.

    `tables` int8 [Q, B] times `scales` [Q] for n-grams. `mix` float32 [Q, 3]: what the sum
    over n-grams and the reader's log odds weigh, and what is added. `weights` float32 [C] of
    the concepts of a crisis, which a few thousand examples can't teach: that 累死了 is no wish.
    """

    reader: Reader
    tables: NDArray[np.int8]
    scales: NDArray[np.float32]
    mix: NDArray[np.float32]
    concepts: Concepts
    weights: NDArray[np.float32]

    @classmethod
    def load(cls) -> Self:
        """Read the packaged weights."""
        with (
            (files(__package__) / "grams.npz").open("rb") as file,
            np.load(file, allow_pickle=False) as stored,
        ):
            concepts = Concepts.load("crisis")
            named = dict(zip(stored["names"].tolist(), stored["weights"].tolist(), strict=True))
            weights = np.array([named[name] for name in concepts.names], dtype=np.float32)
            tables, scales, mix = stored["tables"], stored["scales"], stored["mix"]
            return cls(Reader.load(), tables, scales, mix, concepts, weights)

    def weigh(self, folded: str, audience: Audience = "adult") -> Reading:
        """Read a folded text as one by somebody of this audience."""
        text = YOUNG + folded if audience == "minor" else folded
        cut = self.reader.words.cut(text)
        odds = self.reader.read(cut)
        which, weights = features(text, self.reader.words.named(cut))
        spoken = (self.tables[:, which] @ weights) * self.scales
        heads = {name: odds[place] for name, place in self.reader.heads.items()}
        read = np.array([heads[name][0] for name in QUESTIONS])
        scores = self.mix[:, 0] * spoken + self.mix[:, 1] * read + self.mix[:, 2]
        found = self.concepts.vector(self.concepts.found(text), min(len(text), LONGEST))
        scores[QUESTIONS.index("crisis")] += self.weights @ found
        return Reading(dict(zip(QUESTIONS, scores.tolist(), strict=True)), heads)
