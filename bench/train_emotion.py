"""Train the text emotion model that the package carries.

    python bench/train_emotion.py --data DATA

Needs scikit-learn, which the product does not. Same data and seed, same file. Prints, as JSON,
what cross-validation measured: folds are grouped, so that translations of one subtitle line
and turns of one dialogue never lie on both sides.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from qingzhi.interaction.perception import model as shipped
from qingzhi.interaction.perception.features import BUCKETS, buckets, weights
from qingzhi.interaction.perception.model import CLASSES, LANGS
from qingzhi.interaction.perception.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from qingzhi.score import Lang

SEED: Final = 20010
FOLDS: Final = 3
STRENGTH: Final = {"zh": 1.0, "en": 1.0}
"""Inverse regularisation, chosen by the same folds."""
ENOUGH: Final = 50
"""A set that bears a class at least this often teaches it."""
NEUTRAL_COLUMN: Final = CLASSES.index("neutral")


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text; rows of one `group` stay on the same side of every fold."""

    plain: str
    labels: frozenset[str]
    group: str
    source: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """Floating-point model: `shared` and `films` [B, C], `bias` [sources, C].

    What all sets teach is shared; what only film subtitles teach stands apart (H. Daumé,
    "Frustratingly Easy Domain Adaptation", 2007): the two sets of a language disagree.
    """

    shared: NDArray[np.float64]
    films: NDArray[np.float64]
    bias: NDArray[np.float64]

    def weights(self, view: int) -> NDArray[np.float64]:
        """Coefficients as set number `view` sees the world: [B, C]."""
        return self.shared + self.films if view else self.shared


def read(folder: Path, lang: Lang) -> list[Row]:
    """Read every set that may train what ships; one row a text."""
    return [row for name, path, key in SETS[lang] for row in _rows(folder / path, name, key, lang)]


SETS: Final[dict[Lang, tuple[tuple[str, str, str], ...]]] = {
    "zh": (
        ("cped", "emotion_cped/valid.jsonl", "dialogue"),
        ("xed", "emotion_xed/zh.jsonl", "en"),
    ),
    "en": (
        ("goemotions", "emotion_goemotions/train.jsonl", "text"),
        ("xed", "emotion_xed/en.jsonl", "text"),
    ),
}
"""Name, file and the field that groups rows; the first set has neutral texts."""


def _rows(path: Path, source: str, key: str, lang: Lang) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record: dict[str, Any] = json.loads(line)
            plain = Reading.of(record["text"], lang=lang).plain
            if plain:
                yield Row(plain, frozenset(record["labels"]), record.get(key) or plain, source)


def rarity(rows: Sequence[Row], lang: Lang) -> NDArray[np.float32]:
    """Smoothed inverse document frequency of each bucket, float32 [B]."""
    seen = np.zeros(BUCKETS[lang])
    for row in rows:
        seen[np.unique(buckets(row.plain, lang))] += 1
    return (np.log((1 + len(rows)) / (1 + seen)) + 1).astype(np.float16).astype(np.float32)


def matrix(rows: Sequence[Row], lang: Lang, idf: NDArray[np.float32]) -> csr_matrix:
    """Feature rows, exactly as the product computes them: [N, B]."""
    parts = [weights(buckets(row.plain, lang), idf) for row in rows]
    ends = np.cumsum([0, *(len(which) for which, _ in parts)])
    indices = np.concatenate([which for which, _ in parts])
    data = np.concatenate([values for _, values in parts])
    return csr_matrix((data, indices, ends), shape=(len(rows), BUCKETS[lang]))


def targets(rows: Sequence[Row]) -> NDArray[np.bool_]:
    """Which classes each row bears: bool [N, C]."""
    return np.array([[name in row.labels for name in CLASSES] for row in rows])


def domains(rows: Sequence[Row], lang: Lang) -> NDArray[np.float64]:
    """Show which set each row comes from, so that base rates of sets don't mix: [N, sources]."""
    names = [name for name, _, _ in SETS[lang]]
    return np.array([[float(row.source == name) for name in names] for row in rows])


def fit(x: csr_matrix, d: NDArray[np.float64], y: NDArray[np.bool_], lang: Lang) -> Fitted:
    """One logistic regression a class; sets without neutral texts don't teach neutral."""
    films = csr_matrix(x.multiply(d[:, [1]]))
    full = hstack([x, films, csr_matrix(d)], format="csr")
    columns = []
    for c in range(len(CLASSES)):
        use = d[:, 0] > 0 if c == NEUTRAL_COLUMN else np.ones(len(d), dtype=bool)
        regression = LogisticRegression(
            C=STRENGTH[lang], solver="liblinear", random_state=SEED, max_iter=200
        )
        regression.fit(full[use], y[use, c])
        columns.append(np.append(regression.coef_[0], regression.intercept_[0]))
    width, table = x.shape[1], np.stack(columns, axis=1)
    return Fitted(table[:width], table[width : 2 * width], (table[2 * width : -1] + table[-1]))


def scores(fitted: Fitted, x: csr_matrix, d: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds, each row by its own set's view: [N, C]."""
    views = [np.asarray(x @ fitted.weights(v)) + fitted.bias[v] for v in range(d.shape[1])]
    return np.asarray(np.where(d[:, [1]] > 0, views[1], views[0]))


def out_of_fold(rows: Sequence[Row], lang: Lang) -> NDArray[np.float64]:
    """Log odds of every row from a model that never saw its group: [N, C]."""
    idf = rarity(rows, lang)
    x, d, y = matrix(rows, lang, idf), domains(rows, lang), targets(rows)
    odds = np.zeros(y.shape)
    groups = [row.group for row in rows]
    for train, test in GroupKFold(FOLDS).split(rows, groups=groups):
        odds[test] = scores(fit(x[train], d[train], y[train], lang), x[test], d[test])
    return odds


def thresholds(p: NDArray[np.float64], y: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Choose, for each class, the probability that gives the best F1: [C]."""
    grid = np.linspace(0.05, 0.7, 66)
    best = []
    for c in range(y.shape[1]):
        f1 = [f1_score(y[:, c], p[:, c] >= t, zero_division=0) for t in grid]
        best.append(grid[int(np.argmax(f1))])
    return np.array(best)


def calibrate(odds: NDArray[np.float64], y: NDArray[np.bool_]) -> tuple[float, float]:
    """Platt scaling of one class's log odds [N]: slope and intercept.

    J. Platt, "Probabilistic outputs for support vector machines", 1999.
    """
    platt = LogisticRegression(C=1e6, random_state=SEED).fit(odds[:, None], y)
    return float(platt.coef_[0, 0]), float(platt.intercept_[0])


def sigmoid(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds to probability."""
    return 1 / (1 + np.exp(-odds))


def calibration_error(p: NDArray[np.float64], y: NDArray[np.bool_]) -> float:
    """Measure the expected calibration error over ten equal bins and all classes, 0..1."""
    bins = np.clip((p * 10).astype(int), 0, 9)
    gaps = [abs((p - y)[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return float(sum(gaps))


def measure(rows: Sequence[Row], odds: NDArray[np.float64], source: str) -> dict[str, float | int]:
    """Macro-F1 on one set's rows; thresholds come from the other half of its groups."""
    mask = np.array([row.source == source for row in rows])
    y, p = targets(rows)[mask], sigmoid(odds[mask])
    taught = np.flatnonzero(y.any(axis=0))
    halves = np.array([hash_half(row.group) for row, kept in zip(rows, mask, strict=True) if kept])
    guess = np.zeros_like(y)
    for half in (0, 1):
        limit = thresholds(p[halves != half], y[halves != half])
        guess[halves == half] = p[halves == half] >= limit
    macro = f1_score(y[:, taught], guess[:, taught], average="macro", zero_division=0)
    return {
        "texts": int(mask.sum()),
        "classes": len(taught),
        "macro_f1": round(float(macro), 3),
        "calibration_error": round(calibration_error(p[:, taught], y[:, taught]), 3),
    }


def hash_half(group: str) -> int:
    """Put a group in one of two halves, the same on every machine."""
    return sum(group.encode()) % 2


def pack(rows: Sequence[Row], odds: NDArray[np.float64], lang: Lang) -> dict[str, NDArray[Any]]:
    """Fit on everything and make the arrays that ship, one view for each set."""
    idf, y, d = rarity(rows, lang), targets(rows), domains(rows, lang)
    fitted = fit(matrix(rows, lang, idf), d, y, lang)
    arrays: dict[str, NDArray[Any]] = {f"{lang}_rarity": idf.astype(np.float16)}
    for view, (name, _, _) in enumerate(SETS[lang]):
        own = d[:, view] > 0
        for part, array in _view(fitted, view, odds[own], y[own]).items():
            arrays[f"{lang}_{name}_{part}"] = array
    return arrays


def _view(
    fitted: Fitted, view: int, odds: NDArray[np.float64], y: NDArray[np.bool_]
) -> dict[str, NDArray[Any]]:
    coefficients = fitted.weights(view)
    scale = np.abs(coefficients).max(axis=0) / 127
    slope, shift, limit = np.ones(len(CLASSES)), np.zeros(len(CLASSES)), np.ones(len(CLASSES))
    for c in np.flatnonzero(y.sum(axis=0) >= ENOUGH):
        slope[c], shift[c] = calibrate(odds[:, c], y[:, c])
        p = sigmoid(odds[:, [c]] * slope[c] + shift[c])
        limit[c] = thresholds(p, y[:, [c]])[0]
    return {
        "coefficients": np.rint(coefficients / scale).astype(np.int8),
        "scale": (scale * slope).astype(np.float32),
        "bias": (fitted.bias[view] * slope + shift).astype(np.float32),
        "threshold": limit.astype(np.float32),
    }


def measure_shipped(path: Path) -> dict[str, float | int]:
    """Macro-F1 of the packed file, by the product's own code, on texts it never saw."""
    rows = list(_rows(path, "goemotions", "text", "en"))
    view = shipped.EmotionModel.load().views["en"]["goemotions"]
    guess = np.array([view.probabilities(row.plain, "en") >= view.threshold for row in rows])
    return {
        "texts": len(rows),
        "classes": len(CLASSES),
        "macro_f1": round(float(f1_score(targets(rows), guess, average="macro")), 3),
    }


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the emotion_* sets")
    options = parser.parse_args()
    out = Path(shipped.__file__).with_name(shipped.FILE)
    arrays: dict[str, NDArray[Any]] = {}
    report: dict[str, Any] = {"seed": SEED, "folds": FOLDS}
    for lang in LANGS:
        rows = read(options.data, lang)
        odds = out_of_fold(rows, lang)
        report |= {f"{lang}_{name}": measure(rows, odds, name) for name, _, _ in SETS[lang]}
        arrays |= pack(rows, odds, lang)
    np.savez_compressed(out, allow_pickle=False, **arrays)
    report["en_goemotions_dev"] = measure_shipped(options.data / "emotion_goemotions/dev.jsonl")
    report["bytes"] = out.stat().st_size
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
