"""Train the readers of the screen.

    python -m bench.train_screen --data DATA --vectors synonyms-3.8.0.tar.gz

Needs PyTorch and scikit-learn, which the product does not. Same data and seed, same files. Every
author is measured by a reader that never met that author; thresholds come from those scores.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from bench.screening import linear, net, vectors
from bench.screening.corpus import SEED, SETS, Corpus, Row, mixed
from bench.screening.whole import rates, screened
from scipy.sparse import csr_matrix, vstack
from scipy.sparse.csgraph import connected_components
from sklearn.linear_model import LogisticRegression

from qingzhi.safety import learned
from qingzhi.safety.layers import Layers, Lists
from qingzhi.safety.learned.concepts import Concepts
from qingzhi.safety.learned.reader import WIDTHS
from qingzhi.safety.learned.scales import QUESTIONS
from qingzhi.safety.learned.words import LONGEST, YOUNG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingzhi.safety.learned.words import Words
    from qingzhi.safety.verdict import Audience, Direction

FOLDS: Final = (("wr1", "wr6"), ("wr2", "wr7"), ("wr3", "wr8"), ("wr4", "wr5", "wr9"))
"""Authors held out together; the fourth wrote what is harmful, the fifth what is not."""
TILT: Final = {"misuse": 0.25, "care": 0.25, "crisis": 0.0, "offence": 0.25}
GRAVITY: Final = {"legit": 12.0, "near_miss": 2.0}
"""What an alarm at a harmless line weighs, by set: a desk's own questions are what it hears."""
CALM: Final = 5.0
"""What an alarm at a harmless line of PsySUICIDE weighs: they are written in the same places."""
FOREIGN: Final = 0.3
"""What a line of the public sets weighs where they are not what is asked about."""
YOUNGER: Final = 0.04
"""Share of the harmless lines that a minor says, too."""
VOICES: Final = (0.0, 0.1, 0.2, 0.3, 0.5, 0.8)
"""Shares of the reader beside the n-grams that are tried."""
MORE: Final = 0.35
"""Rows made by mixing, as a share of the written ones."""
ALIKE: Final = 0.4
"""Share of common four-character runs above which two texts stay on one side of a fold."""
OPEN: Final = frozenset({"psysuicide", "ordinary"})
"""Where the n-grams of a crisis come from."""
LOUD: Final = 3.0
"""Given vectors are made this much longer, to learn from them at the same pace."""
HERE: Final = Path(learned.__file__).parent


class Trainer:
    """Holds the corpus as words and as n-grams, and fits on any part of it."""

    def __init__(self, rows: list[Row], words: Words, given: NDArray[np.float32]) -> None:
        self.rows = rows
        self.words = words
        self.cuts = [words.cut(row.text) for row in rows]
        self.grams = linear.rows([row.text for row in rows], self.cuts, words)
        table = Concepts.load("crisis")
        self.names = table.names
        self.concepts = np.array(
            [table.vector(table.found(r.text), min(len(r.text), LONGEST)) for r in rows]
        )
        self.young = _harmless(rows)
        texts = [YOUNG + rows[i].text for i in self.young]
        self.young_grams = linear.rows(texts, [words.cut(text) for text in texts], words)
        self.given = np.vstack([np.zeros((2, given.shape[1]), np.float32), given * LOUD])

    def net(self, inside: NDArray[np.int64], plan: net.Plan) -> net.Net:
        """Train a reader on some rows, and on mixtures of them."""
        rows = [self.rows[i] for i in inside]
        more = mixed(rows, MORE, SEED)
        cuts = [self.cuts[i] for i in inside] + [self.words.cut(row.text) for row in more]
        counts = np.zeros(len(self.given), np.int64)
        for cut in cuts:
            counts[[row + 2 for row in set(cut) if row >= 0]] += 1
        return net.train(
            shifted(cuts), labels([*rows, *more]), self.given, counts >= vectors.LEAST, plan
        )

    def line(self, inside: NDArray[np.int64], question: str) -> linear.Fit:
        """Fit the n-grams of one question on those rows that answer it.

        A crisis is fitted on the public set and on ordinary lines, with its concepts.
        """
        rows = [self.rows[i] for i in inside]
        known = labels(rows)[question]
        told = known != net.MISSING
        if question == "crisis":
            told &= np.array([row.author in OPEN for row in rows])
        kept, crisis = inside[told], question == "crisis"
        weights = np.array([_gravity(self.rows[i], question) for i in kept])
        lesson = linear.Lesson(
            self.grams[kept],
            self.concepts[kept] if crisis else self.concepts[kept, :0],
            known[told] == 1,
            weights,
            TILT[question],
        )
        return linear.fit(lesson if crisis else self._with_young(lesson, kept), SEED)

    def _with_young(self, lesson: linear.Lesson, kept: NDArray[np.int64]) -> linear.Lesson:
        """Let minors say harmless lines as well: what the authors have them say mostly isn't."""
        weighed = dict(zip(kept.tolist(), lesson.weights.tolist(), strict=True))
        there = np.isin(self.young, kept)
        count = int(there.sum())
        return linear.Lesson(
            vstack([lesson.grams, self.young_grams[there]]),
            np.vstack([lesson.concepts, np.zeros((count, lesson.concepts.shape[1]))]),
            np.concatenate([lesson.answers, np.zeros(count, bool)]),
            np.concatenate([lesson.weights, [weighed[i] for i in self.young[there].tolist()]]),
            lesson.tilt,
        )

    def summed(self, fit: linear.Fit, where: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give what a fit says of some rows: [N]."""
        concepts = self.concepts[where, : len(fit.concepts)]
        return np.asarray(self.grams[where] @ fit.grams + concepts @ fit.concepts + fit.bias)


def _harmless(rows: Sequence[Row]) -> NDArray[np.int64]:
    """Choose lines that nobody would refuse to a child either: rows [Y]."""
    free = [
        i
        for i, row in enumerate(rows)
        if (row.kind == "legit" or row.author in OPEN)
        and not row.text.startswith(YOUNG)
        and not any(row.labels.get(question) for question in QUESTIONS)
    ]
    chosen = np.random.default_rng(SEED).random(len(free)) < YOUNGER
    return np.array(free, np.int64)[chosen]


def _gravity(row: Row, question: str) -> float:
    """Return what a row weighs where misuse or care is asked about; elsewhere all weigh alike."""
    if question not in {"misuse", "care"}:
        return 1.0
    if row.author.startswith("wr") or row.author == "a":
        return GRAVITY.get(row.kind, 1.0)
    if row.author == "psysuicide" and question == "care":
        return CALM if row.labels["care"] == 0 else 1.0
    return FOREIGN


def shifted(cuts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Row 0 is silence and row 1 the unknown word, so that the table begins at 2."""
    return [[row + 2 for row in cut] or [1] for cut in cuts]


def labels(rows: Sequence[Row]) -> dict[str, NDArray[np.int64]]:
    """Lay labels out by head: int64 [N], `MISSING` where there is none."""
    return {
        head: np.array([net.MISSING if (v := row.labels.get(head)) is None else v for row in rows])
        for head in net.HEADS
    }


def folds(rows: Sequence[Row]) -> list[NDArray[np.int64]]:
    """Choose what is held out together: authors, and families of near-copies of public texts."""
    family = families([row.text for row in rows])
    place = {name: i for i, group in enumerate(FOLDS) for name in group}
    dealt = np.random.default_rng(SEED).integers(0, len(FOLDS), family.max() + 1)
    which = np.array([place.get(row.author, dealt[family[i]]) for i, row in enumerate(rows)])
    which[[row.author == "a" for row in rows]] = -1
    return [np.flatnonzero(which == fold) for fold in range(len(FOLDS))]


def families(texts: Sequence[str]) -> NDArray[np.int32]:
    """Give each text the number of its family of near-copies: [N]."""
    runs = [{t[i : i + 4] for i in range(max(1, len(t) - 3))} for t in texts]
    index: dict[str, int] = {}
    which = [[index.setdefault(run, len(index)) for run in sorted(row)] for row in runs]
    ends = np.cumsum([0, *(len(row) for row in which)])
    shape = (len(texts), len(index))
    held = csr_matrix((np.ones(ends[-1]), np.concatenate(which), ends), shape=shape)
    common = (held @ held.T).tocoo()
    least = np.minimum(np.diff(ends)[common.row], np.diff(ends)[common.col])
    near = common.data > ALIKE * least
    links = csr_matrix(
        (np.ones(near.sum()), (common.row[near], common.col[near])), shape=(len(texts),) * 2
    )
    return np.asarray(connected_components(links, directed=False)[1])


def held_out(trainer: Trainer, plan: net.Plan) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Let readers that never met the author speak: odds [N, O] and n-gram sums [N, Q]."""
    count = len(trainer.rows)
    odds = np.full((count, sum(net.HEADS.values())), np.nan, np.float32)
    sums = np.full((count, len(QUESTIONS)), np.nan)
    for outside in folds(trainer.rows):
        inside = np.setdiff1d(np.arange(count), outside)
        cuts = shifted([trainer.cuts[i] for i in outside])
        odds[outside] = net.said(trainer.net(inside, plan), cuts)
        for q, question in enumerate(QUESTIONS):
            sums[outside, q] = trainer.summed(trainer.line(inside, question), outside)
    return odds, sums


def mixed_voices(
    rows: Sequence[Row], odds: NDArray[np.float32], sums: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weigh n-grams and reader by what they were worth on unknown authors: [Q, 3].

    A crisis is weighed on the public set alone, whose harmless texts are the hardest; its limit
    is set last, so that everything together raises no more alarms there than are borne.
    """
    firsts = np.cumsum([0, *net.HEADS.values()])
    mixes = np.zeros((len(QUESTIONS), 3))
    alarmed = np.array([_listed(row) for row in rows])
    for q in sorted(range(len(QUESTIONS)), key=lambda q: QUESTIONS[q] == "crisis"):
        question = QUESTIONS[q]
        voices = np.stack([sums[:, q], odds[:, firsts[list(net.HEADS).index(question)]]], 1)
        known = labels(rows)[question]
        told = (known != net.MISSING) & ~np.isnan(voices).any(axis=1)
        counted = told & of_kind(rows, "psysuicide") if question == "crisis" else told
        heard = alarmed if question == "crisis" else np.zeros(len(rows), bool)
        tries = [_weighed(voices, share, known == 1, counted) for share in VOICES]
        limits = [limit(question, np.where(heard, np.inf, voices @ w), rows, told) for w in tries]
        found = [
            ((voices @ w > least) | heard)[counted & (known == 1)].mean()
            for w, least in zip(tries, limits, strict=True)
        ]
        best = int(np.argmax(found))
        score, least = voices @ tries[best], limits[best]
        mixes[q] = [*tries[best], -least]
        if question == "care":
            alarmed |= score > least
    return mixes


def _weighed(
    voices: NDArray[np.float64], share: float, yes: NDArray[np.bool_], counted: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return what n-grams and reader weigh so that their sum is in log odds: [2]."""
    weights = np.array([1.0, share]) / voices[counted].std(axis=0)
    fitted = LogisticRegression(class_weight="balanced")
    slope = fitted.fit((voices[counted] @ weights)[:, None], yes[counted]).coef_[0, 0]
    return np.asarray(weights * slope)


class _Silent:
    """Stands in for the judge where lists and tellings alone are asked."""

    def findings(self, plain: str, direction: Direction, audience: Audience) -> tuple[()]:
        del plain, direction, audience
        return ()


_LISTS: Final = Layers(Lists.load(None), _Silent())  # type: ignore[arg-type]  # says nothing


def _listed(row: Row) -> bool:
    """Whether lists and tellings alone care for whoever says this."""
    return any(finding.action == "care" for finding in _LISTS.findings(row.text, "in", "adult"))


BORNE: Final = {
    "misuse": {"legit": 0.011},
    "care": {"legit": 0.003},
    "crisis": {"psysuicide": 0.095},
    "offence": {"legit": 0.004, "near_miss": 0.01},
}
"""Shares of harmless texts that may raise an alarm, by kind; the strictest decides."""


def limit(
    question: str, score: NDArray[np.float64], rows: Sequence[Row], told: NDArray[np.bool_]
) -> float:
    """Choose the threshold by the alarms that are borne; for offence also by accuracy."""
    known = labels(rows)[question]
    least = [
        float(np.quantile(score[where], 1 - share, method="lower"))
        for kind, share in BORNE[question].items()
        for where in [told & (known == 0) & of_kind(rows, kind)]
    ]
    if question == "offence":
        cold = told & of_kind(rows, "cold")
        grid = np.quantile(score[cold], np.linspace(0.05, 0.95, 181))
        right = [((score[cold] > t) == (known[cold] == 1)).mean() for t in grid]
        least.append(float(grid[int(np.argmax(right))]))
    return max(least)


def of_kind(rows: Sequence[Row], kind: str) -> NDArray[np.bool_]:
    return np.array([kind in {row.kind, row.author} for row in rows])


def write_reader(trainer: Trainer, fitted: net.Net) -> None:
    """Pack the reader as the product reads it."""
    with torch.no_grad():
        vectors_ = fitted.vectors(torch.arange(2, len(trainer.given))).numpy()
    scale = np.abs(vectors_).max(axis=0) / 127
    plan = fitted.plan
    state = {name: value.numpy() for name, value in fitted.state_dict().items()}
    packed = {f"filter{w}": state[f"convs.{i}.weight"].T for i, w in enumerate(WIDTHS)} | {
        f"bias{w}": state[f"convs.{i}.bias"] for i, w in enumerate(WIDTHS)
    }
    # branches lie side by side in every pool: [4, branches, filters] rows
    out = state["out"].reshape(plan.branches, 4, plan.filters, -1).transpose(1, 0, 2, 3)
    np.savez_compressed(
        HERE / "reader.npz",
        allow_pickle=False,
        keys=trainer.words.keys,
        costs=trainer.words.costs,
        vectors=np.rint(vectors_ / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        out=(out.reshape(-1, out.shape[-1]) / plan.branches).astype(np.float16),
        bias=state["bias"].astype(np.float32),
        heads=np.array(list(net.HEADS)),
        sizes=np.array(list(net.HEADS.values())),
        **{name: value.astype(np.float16) for name, value in packed.items()},
    )


def write_grams(trainer: Trainer, mixes: NDArray[np.float64]) -> None:
    """Fit n-grams on everything, and pack them with what the voices weigh."""
    every = np.arange(len(trainer.rows))
    fits = [trainer.line(every, question) for question in QUESTIONS]
    scales = np.array([np.abs(fit.grams).max() / 127 for fit in fits])
    mixes = mixes.copy()
    mixes[:, 2] += mixes[:, 0] * np.array([fit.bias for fit in fits])
    crisis = QUESTIONS.index("crisis")
    np.savez_compressed(
        HERE / "grams.npz",
        allow_pickle=False,
        tables=np.stack(
            [np.rint(f.grams / scale) for f, scale in zip(fits, scales, strict=True)]
        ).astype(np.int8),
        scales=scales.astype(np.float32),
        mix=mixes.astype(np.float32),
        names=np.array(trainer.names),
        weights=(mixes[crisis, 0] * fits[crisis].concepts).astype(np.float32),
    )


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the sets")
    parser.add_argument("--vectors", type=Path, required=True, help="the package of vectors")
    parser.add_argument("--scores", type=Path, help="keep the cross-author scores there")
    options = parser.parse_args()
    torch.set_num_threads(1)
    rows = Corpus(options.data).everything()
    words, given = vectors.table(*vectors.read(options.vectors), [row.text for row in rows])
    trainer, plan = Trainer(rows, words, given), net.Plan()
    odds, sums = held_out(trainer, plan)
    mixes = mixed_voices(rows, odds, sums)
    if options.scores:
        np.savez(options.scores, odds=odds, sums=sums, mixes=mixes)
    write_reader(trainer, trainer.net(np.arange(len(rows)), plan))
    write_grams(trainer, mixes)
    report = rates(screened(rows, odds, sums, mixes))
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in report)
    (SETS / "cross_author.json").write_text(f"[\n{lines}\n]\n", "utf-8")
    print(lines)


if __name__ == "__main__":
    main()
