"""Train the classifiers of the screen.

    python bench/train_screen.py --data DATA

Needs scikit-learn, which the product does not. Same data and seed, same files. Prints, as JSON,
what cross-validation measured; copies and near-copies never lie on both sides of a fold.
"""

from __future__ import annotations

import argparse
import csv
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_matrix, hstack
from scipy.sparse.csgraph import connected_components
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from qingzhi.safety.learned import Concepts
from qingzhi.safety.learned import classifier as shipped
from qingzhi.safety.learned.classifier import LONGEST, buckets
from qingzhi.safety.normalise import legible
from qingzhi.safety.rules import RuleBook
from qingzhi.safety.variants import Variants

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

SEED: Final = 20010
FOLDS: Final = 10
HARMLESS: Final = "与自杀/自伤/攻击行为无关"
ORDINARY: Final = Path(__file__).parent / "screen" / "ordinary.txt"
LINES: Final = 1_500
"""Ordinary lines that teach what a service desk hears all day."""
EVERY: Final = 5
"""Of harmless texts with hard words, each so-manieth tempers `plea`: more would drown it."""
ALIKE: Final = 0.4
"""Share of common four-character runs above which two texts stay on one side of a fold."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is trained: its number of buckets, regularisation, and false alarms that are borne.

    `concepts` is the weight of concepts against n-grams; `alarms` the share of measured harmless
    texts that may raise an alarm, or None to choose the threshold for accuracy.
    """

    name: str
    buckets: int
    strength: float
    concepts: float
    alarms: float | None


TASKS: Final = (
    Task("crisis", 1 << 15, 4.0, 0.5, 0.07),
    Task("plea", 1 << 15, 4.0, 0.5, 0.013),
    Task("misuse", 1 << 15, 4.0, 0.3, 0.016),
    Task("offence", 1 << 17, 3.0, 0.15, None),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A text and its label; `counts` where the measurements are taken on it."""

    text: str
    label: bool
    counts: bool = True


def crisis(data: Path) -> Iterator[Row]:
    """Yield texts, and whether they speak of suicide, self-harm or violence."""
    with (data / "crisis_psysuicide/valid.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield Row(record["text"], record["labels"] != [HARMLESS])
    yield from _harmless()


def plea(data: Path) -> Iterator[Row]:
    """Yield what people in need say at a desk, and what only sounds like it."""
    for record in _desk("care_a"):
        yield Row(record["text"], record["expect"] != "allow")
    yield from (Row(record["text"], label=False) for record in _desk("legit_a"))
    harmless = [row.text for row in crisis(data) if not row.label and row.counts]
    yield from (Row(text, label=False, counts=False) for text in harmless[::EVERY])


def misuse(_data: Path) -> Iterator[Row]:
    """Yield what a desk must not do or say, and what it must."""
    for record in _desk("redteam_a"):
        if record["set"] not in {"pii", "dependence"}:
            yield Row(" ".join((*record.get("history", ()), record["text"])), label=True)
    yield from (Row(row.text, label=False) for row in _harmless())


def offence(data: Path) -> Iterator[Row]:
    """Yield comments, and whether they are offensive."""
    with (data / "safety_cold/dev.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield Row(row["TEXT"], row["label"] == "1")
    yield from _harmless()


SETS: Final = {"crisis": crisis, "plea": plea, "misuse": misuse, "offence": offence}


def _harmless() -> Iterator[Row]:
    """Yield a desk's own questions, hard words included, which no classifier should stop."""
    asked = (*_desk("legit_a"), *(r for r in _desk("care_a") if r["expect"] == "allow"))
    yield from (Row(record["text"], label=False, counts=False) for record in asked)


def _desk(name: str) -> list[dict[str, Any]]:
    """Read one of the open sets that were written for this project."""
    lines = (ORDINARY.parent / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def ordinary(data: Path) -> list[str]:
    """Read lines that no screen should stop: our own, and travellers' questions."""
    lines = ORDINARY.read_text("utf-8").splitlines()
    with zipfile.ZipFile(data / "tod_crosswoz/val.json.zip") as archive:
        talks = json.loads(archive.read(archive.namelist()[0]))
    asked = sorted(
        turn["content"]
        for talk in talks.values()
        for turn in talk["messages"]
        if turn["role"] == "usr"
    )
    chosen = np.random.default_rng(SEED).choice(len(asked), LINES, replace=False)
    return [*lines, *(asked[i] for i in chosen)]


def grams(texts: Sequence[str], size: int) -> csr_matrix:
    """Bucket rows of unit length, exactly as the product computes them: [N, size]."""
    rows = [buckets(text[:LONGEST], size) for text in texts]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    data = np.concatenate([np.full(len(row), 1 / np.sqrt(len(row))) for row in rows])
    return csr_matrix((data, np.concatenate(rows), ends), shape=(len(texts), size))


def vectors(texts: Sequence[str], concepts: Concepts) -> NDArray[np.float32]:
    """Concept rows: [N, C]."""
    return np.array(
        [concepts.vector(concepts.found(t), min(len(t), LONGEST)) for t in texts], dtype=np.float32
    )


def families(texts: Sequence[str]) -> NDArray[np.int32]:
    """Give each text the number of its family of near-copies: [N]."""
    runs = [{t[i : i + 4] for i in range(max(1, len(t) - 3))} for t in texts]
    index: dict[str, int] = {}
    which = [[index.setdefault(run, len(index)) for run in sorted(row)] for row in runs]
    ends = np.cumsum([0, *(len(row) for row in which)])
    shape = (len(texts), len(index))
    table = csr_matrix((np.ones(ends[-1]), np.concatenate(which), ends), shape=shape)
    common = (table @ table.T).tocoo()
    least = np.minimum(np.diff(ends)[common.row], np.diff(ends)[common.col])
    near = common.data > ALIKE * least
    links = csr_matrix(
        (np.ones(near.sum()), (common.row[near], common.col[near])), shape=(len(texts),) * 2
    )
    return np.asarray(connected_components(links, directed=False)[1])


@dataclass(frozen=True, slots=True)
class Fitted:
    """Floating-point model: `table` [B], `weights` [C], `bias`."""

    table: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def scores(self, x: csr_matrix, c: NDArray[np.float32]) -> NDArray[np.float64]:
        """Log odds of each row: [N]."""
        return np.asarray(x @ self.table + c @ self.weights + self.bias)


def fit(task: Task, x: csr_matrix, c: NDArray[np.float32], y: NDArray[np.bool_]) -> Fitted:
    """Fit logistic regression over log-count ratios of n-grams and over concepts."""
    seen = x > 0
    yes = 1 + np.asarray(seen[y].sum(axis=0)).ravel()
    no = 1 + np.asarray(seen[~y].sum(axis=0)).ravel()
    ratio = np.log((yes / yes.sum()) / (no / no.sum()))
    full = hstack([csr_matrix(x.multiply(ratio)), csr_matrix(c * task.concepts)], format="csr")
    regression = LogisticRegression(
        C=task.strength,
        class_weight="balanced" if task.alarms is not None else None,
        solver="liblinear",
        random_state=SEED,
        max_iter=3000,
    ).fit(full, y)
    coefficients, width = regression.coef_[0], x.shape[1]
    return Fitted(
        coefficients[:width] * ratio,
        coefficients[width:] * task.concepts,
        float(regression.intercept_[0]),
    )


def limit(task: Task, odds: NDArray[np.float64], y: NDArray[np.bool_]) -> float:
    """Choose the threshold: by the alarms that are borne, else for accuracy."""
    if task.alarms is not None:
        return float(np.quantile(odds[~y], 1 - task.alarms))
    grid = np.linspace(-1, 1, 201)
    return float(grid[np.argmax([((odds > t) == y).mean() for t in grid])])


def train(task: Task, data: Path) -> dict[str, Any]:
    """Measure out of fold, fit on everything, write; give the measurements."""
    concepts = Concepts.load(task.name)
    rows = list(SETS[task.name](data))
    common = ordinary(data)
    variants = Variants.load(RuleBook.load().named)
    texts = [variants.plain(legible(text)) for text in (*(row.text for row in rows), *common)]
    y = np.array([row.label for row in rows] + [False] * len(common))
    own = np.array([row.counts for row in rows] + [False] * len(common))
    usual = np.arange(len(texts)) >= len(rows)
    x, c = grams(texts, task.buckets), vectors(texts, concepts)
    odds = np.zeros(len(texts))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for inside, outside in folds.split(texts, y, families(texts)):
        odds[outside] = fit(task, x[inside], c[inside], y[inside]).scores(x[outside], c[outside])
    threshold = limit(task, odds[own], y[own])
    write(task, fit(task, x, c, y), concepts, threshold)
    alarm = odds > threshold
    return {
        "texts": int(own.sum()),
        "recall": round(float(alarm[own & y].mean()), 3),
        "false_alarms": round(float(alarm[own & ~y].mean()), 3),
        "accuracy": round(float((alarm == y)[own].mean()), 3),
        "ordinary": int(usual.sum()),
        "false_alarms_ordinary": round(float(alarm[usual].mean()), 4),
    }


def write(task: Task, fitted: Fitted, concepts: Concepts, threshold: float) -> None:
    """Pack the weights as the product reads them; the threshold goes into the bias."""
    scale = float(np.abs(fitted.table).max()) / 127
    np.savez_compressed(
        Path(shipped.__file__).with_name(f"{task.name}.npz"),
        allow_pickle=False,
        grams=np.rint(fitted.table / scale).astype(np.int8),
        scale=np.float32(scale),
        names=np.array(concepts.names),
        weights=fitted.weights.astype(np.float32),
        bias=np.float32(fitted.bias - threshold),
    )


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the sets")
    parser.add_argument("--only", default="", help="train one task")
    options = parser.parse_args()
    report: dict[str, Any] = {"seed": SEED, "folds": FOLDS}
    for task in (task for task in TASKS if options.only in {"", task.name}):
        report[task.name] = train(task, options.data)
        path = Path(shipped.__file__).with_name(f"{task.name}.npz")
        report[task.name]["bytes"] = path.stat().st_size
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
