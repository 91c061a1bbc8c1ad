"""Linear readers of hashed n-grams of characters and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from qingzhi.safety.learned.grams import BUCKETS, features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingzhi.safety.learned.words import Words

STRENGTH: Final = 1.0
CONCEPTS: Final = 0.5
"""What concepts weigh against n-grams."""


def rows(texts: Sequence[str], cuts: Sequence[list[int]], words: Words) -> csr_matrix:
    """Weighed buckets, exactly as the product computes them: [N, BUCKETS]."""
    found = [features(text, words.named(cut)) for text, cut in zip(texts, cuts, strict=True)]
    ends = np.cumsum([0, *(len(which) for which, _ in found)])
    which = np.concatenate([which for which, _ in found])
    weights = np.concatenate([weights for _, weights in found])
    return csr_matrix((weights, which, ends), shape=(len(texts), BUCKETS))


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights of n-grams [BUCKETS] and of concepts [C], and what is added."""

    grams: NDArray[np.float64]
    concepts: NDArray[np.float64]
    bias: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is fitted: n-grams [N, BUCKETS], concepts [N, C], answers and weights of rows [N].

    `tilt` is the power of the n-grams' log-count ratio that they are scaled by: 1 trusts counts
    alone (S. Wang and C. Manning, "Baselines and Bigrams", 2012), 0 only what fits.
    """

    grams: csr_matrix
    concepts: NDArray[np.float64]
    answers: NDArray[np.bool_]
    weights: NDArray[np.float64]
    tilt: float


def fit(lesson: Lesson, seed: int) -> Fit:
    """Find the widest margin between yes and no."""
    full = hstack([lesson.grams, csr_matrix(lesson.concepts * CONCEPTS)], format="csr")
    scale = _ratio(full > 0, lesson.answers) ** lesson.tilt
    machine = LinearSVC(C=STRENGTH, class_weight="balanced", random_state=seed)
    machine.fit(csr_matrix(full.multiply(scale)), lesson.answers, sample_weight=lesson.weights)
    weights, width = machine.coef_[0] * scale, lesson.grams.shape[1]
    return Fit(weights[:width], weights[width:] * CONCEPTS, float(machine.intercept_[0]))


def _ratio(seen: csr_matrix, answers: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return by how much each column speaks for yes or no: the size of its log-count ratio."""
    yes = 1 + np.asarray(seen[answers].sum(axis=0)).ravel()
    no = 1 + np.asarray(seen[~answers].sum(axis=0)).ravel()
    return np.asarray(np.abs(np.log((yes / yes.sum()) / (no / no.sum()))))
