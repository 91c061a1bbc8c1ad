"""Linear readers of hashed character n-grams, weighed by log-count ratios."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from qingzhi.safety.learned.grams import buckets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BUCKETS: Final = 1 << 17
STRENGTH: Final = 4.0
SHARE: Final = 0.5
"""What concepts weigh against n-grams."""


def rows(texts: Sequence[str]) -> csr_matrix:
    """Bucket rows of unit length, exactly as the product computes them: [N, BUCKETS]."""
    which = [buckets(text, BUCKETS) for text in texts]
    ends = np.cumsum([0, *(len(row) for row in which)])
    data = np.concatenate([np.full(len(row), 1 / np.sqrt(len(row))) for row in which])
    return csr_matrix((data, np.concatenate(which), ends), shape=(len(texts), BUCKETS))


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights of n-grams [BUCKETS] and of concepts [C], and what is added."""

    grams: NDArray[np.float64]
    concepts: NDArray[np.float64]
    bias: float


def fit(x: csr_matrix, concepts: NDArray[np.float64], y: NDArray[np.bool_], seed: int) -> Fit:
    """Fit logistic regression over log-count ratios of n-grams, and over concepts [N, C]."""
    seen = x > 0
    yes = 1 + np.asarray(seen[y].sum(axis=0)).ravel()
    no = 1 + np.asarray(seen[~y].sum(axis=0)).ravel()
    ratio = np.log((yes / yes.sum()) / (no / no.sum()))
    full = hstack([csr_matrix(x.multiply(ratio)), csr_matrix(concepts * SHARE)], format="csr")
    regression = LogisticRegression(
        C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=seed, max_iter=3000
    ).fit(full, y)
    weights, width = regression.coef_[0], x.shape[1]
    return Fit(weights[:width] * ratio, weights[width:] * SHARE, float(regression.intercept_[0]))
