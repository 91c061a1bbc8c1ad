"""The trained reader: hashed n-grams to a calibrated probability for each emotion.

One logistic regression for each emotion and for neutral, in int8. How it was made and what
it was made from: `MODEL.md`; the recipe is `bench/train_emotion.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from qingzhi.emotion import BASIC, NEUTRAL
from qingzhi.interaction.perception.features import buckets, weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.score import Lang

CLASSES: Final = (*BASIC, NEUTRAL)
"""Columns of the model."""
VIEWS: Final[Mapping[Lang, tuple[str, ...]]] = {"zh": ("cped", "xed"), "en": ("goemotions", "xed")}
"""The sets that each language's model learnt from; each has a view of its own."""
LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
FILE: Final = "emotion.npz"


@dataclass(frozen=True, slots=True)
class View:
    """One language as one set of texts shows it. C is the number of classes, B of buckets.

    `coefficients` int8 [B, C] times `scale` float32 [C] plus `bias` float32 [C] is the
    calibrated log odds; `rarity` float32 [B] is the inverse document frequency; `threshold`
    float32 [C] is the probability from which a class counts as present, 1 where the set
    doesn't teach it.
    """

    coefficients: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    rarity: NDArray[np.float32]
    threshold: NDArray[np.float32]

    def probabilities(self, plain: str, lang: Lang) -> NDArray[np.float32]:
        """Probability of each class, float32 [C]; the base rates where there is no text."""
        return self._weighed(*weights(buckets(plain, lang), self.rarity))

    def excess(self, which: NDArray[np.int64], values: NDArray[np.float32]) -> NDArray[np.float32]:
        """How far each class lies above its threshold, 0..1, float32 [C]; untaught ones 0."""
        above = self._weighed(which, values) - self.threshold
        room = np.maximum(1.0 - self.threshold, 1e-6)
        return np.asarray(np.clip(above / room, 0.0, 1.0), dtype=np.float32)

    def _weighed(
        self, which: NDArray[np.int64], values: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        odds = (values @ self.coefficients[which].astype(np.float32)) * self.scale + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-odds)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class EmotionModel:
    """Every view of every language."""

    views: Mapping[Lang, Mapping[str, View]]

    @classmethod
    def load(cls) -> Self:
        """Read the packaged file."""
        with as_file(files(__package__) / FILE) as path, np.load(path, allow_pickle=False) as data:
            return cls({lang: _views(data, lang) for lang in LANGS})

    def excess(self, plain: str, lang: Lang) -> NDArray[np.float32]:
        """How far each class lies above its threshold, 0..1: the mean of views that teach it."""
        views = list(self.views[lang].values())
        which, values = weights(buckets(plain, lang), views[0].rarity)
        total = np.sum([view.excess(which, values) for view in views], axis=0)
        taught = np.sum([view.threshold < 1.0 for view in views], axis=0)
        return np.asarray(total / np.maximum(taught, 1), dtype=np.float32)


def _views(data: Mapping[str, NDArray[np.generic]], lang: Lang) -> dict[str, View]:
    rarity = np.asarray(data[f"{lang}_rarity"], dtype=np.float32)
    return {name: _view(data, f"{lang}_{name}", rarity) for name in VIEWS[lang]}


def _view(data: Mapping[str, NDArray[np.generic]], key: str, rarity: NDArray[np.float32]) -> View:
    def column(name: str) -> NDArray[np.float32]:
        return np.asarray(data[f"{key}_{name}"], dtype=np.float32)

    return View(
        coefficients=np.asarray(data[f"{key}_coefficients"], dtype=np.int8),
        scale=column("scale"),
        bias=column("bias"),
        rarity=rarity,
        threshold=column("threshold"),
    )
