"""Measure the pinyin keyboard with sentences that took no part in making its dictionary.

    python -m bench.pinyin.measure --data DATA [--side tune] [--unigram]

Each clause of Chinese characters is typed as toneless pinyin without apostrophes, as pypinyin
reads it (its slips count against the keyboard). Needs node 24. Prints for each source:

- `sentence`: share of clauses whose first candidate is right;
- `character`: 1 − edit distance ÷ characters;
- `letters`, `taps` a character: what is typed, and all taps until the text is right, by one who
  always takes the longest right candidate; `never`: share of clauses that cannot be reached;
- `median_ms`, `p95_ms`: processor time to convert a whole clause at its last letter, on this
  machine; `max_work`: words and ways looked at for one, at most.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from bench.pinyin import corpora
from bench.pinyin.lexicon import Readings, characters

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGE: Final = Path(__file__).parents[2] / "web/packages/keyboard"
SEED: Final = 20010
MOST: Final = 600
"""Clauses of each source."""
LONGEST: Final = 20


@dataclass(frozen=True, slots=True)
class Typed:
    """A clause, its syllables, and what the keyboard made of it."""

    text: str
    syllables: tuple[str, ...]
    first: str
    taps: float
    ms: float
    work: int


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--side", choices=("tune", "test"), default="test")
    arguments.add_argument("--unigram", action="store_true", help="leave out the pairs")
    arguments.add_argument("--wrong", type=int, default=0, help="show so many that were wrong")
    options = arguments.parse_args()
    readings = Readings()
    for source, texts in _clauses(options.data, options.side).items():
        typed = _type(texts, readings, unigram=options.unigram)
        print(json.dumps({"source": source, **_summary(typed)}))
        for each in [each for each in typed if each.first != each.text][: options.wrong]:
            print("   ", each.text, "→", each.first, " ".join(each.syllables))


def _clauses(data: Path, side: corpora.Side) -> dict[str, list[str]]:
    """Draw clauses that can be written with the dictionary's characters."""
    known = frozenset(characters())
    found: dict[str, set[str]] = {}
    for sentence in (*corpora.desk(), *corpora.dialogues(data)):
        if sentence.side == side:
            for clause in corpora.clauses(sentence.text):
                if 2 <= len(clause) <= LONGEST and set(clause) <= known:
                    found.setdefault(sentence.source, set()).add(clause)
    draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    return {
        source: draw.sample(sorted(texts), min(MOST, len(texts))) for source, texts in found.items()
    }


def _type(texts: Sequence[str], readings: Readings, *, unigram: bool) -> list[Typed]:
    syllables = [tuple(readings.of_text(text)) for text in texts]
    lines = "".join(
        f"{text}\t{' '.join(read)}\n" for text, read in zip(texts, syllables, strict=True)
    )
    command = ["node", "bench/convert.ts", "data/dictionary.txt"]
    done = subprocess.run(
        [*command, "--unigram"] if unigram else command,
        cwd=PACKAGE,
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [
        Typed(text, read, answer["first"], answer["taps"] or math.nan, answer["ms"], answer["work"])
        for text, read, answer in zip(texts, syllables, answers, strict=True)
    ]


def _summary(typed: Sequence[Typed]) -> dict[str, float]:
    size = sum(len(each.text) for each in typed)
    reached = [each for each in typed if not math.isnan(each.taps)]
    reached_size = sum(len(each.text) for each in reached)
    times = [each.ms for each in typed]
    figures = {
        "clauses": len(typed),
        "sentence": sum(each.first == each.text for each in typed) / len(typed),
        "character": 1 - sum(_distance(each.text, each.first) for each in typed) / size,
        "letters": sum(len("".join(each.syllables)) for each in reached) / reached_size,
        "taps": sum(each.taps for each in reached) / reached_size,
        "never": 1 - len(reached) / len(typed),
        "median_ms": float(np.percentile(times, 50)),
        "p95_ms": float(np.percentile(times, 95)),
        "max_work": max(each.work for each in typed),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def _distance(one: str, other: str) -> int:
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, against in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (char != against))
    return row[-1]


if __name__ == "__main__":
    main()
