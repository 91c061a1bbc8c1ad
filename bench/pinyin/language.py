"""Unigram and bigram costs from counted words.

Unigrams mix the general dictionary with what is said at the desk and in dialogues; bigrams are
discounted absolutely (H. Ney, U. Essen, R. Kneser, "On structuring probabilistic dependences in
stochastic language modelling", 1994) and kept as what they gain over the unigram.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bench.pinyin.corpora import clauses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

START: Final = ""
"""Stands before the first word of a clause."""
DISCOUNT: Final = 0.7
MIN_GAIN: Final = 0.7
"""Nats that a kept pair gains at least."""
LONGEST: Final = 8
UNSEEN: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Counted:
    """Words and pairs of words as counted in one source."""

    words: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Bigrams:
    """`loss[w]`: nats added after w when the pair is not kept; `gain[w][v]`: nats saved by it."""

    loss: dict[str, float]
    gain: dict[str, dict[str, float]]


class Cutter:
    """Cuts text into the likeliest words of a unigram model, as the keyboard will."""

    def __init__(self, frequency: Mapping[str, float]) -> None:
        total = sum(frequency.values())
        self._cost = {word: -math.log(n / total) for word, n in frequency.items() if n > 0}

    def __call__(self, text: str) -> list[str]:
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(text) + 1):
            best.append(
                min(
                    (best[start][0] + self._word(text[start:end]), start)
                    for start in range(max(0, end - LONGEST), end)
                )
            )
        words: list[str] = []
        end = len(text)
        while end:
            start = best[end][1]
            words.append(text[start:end])
            end = start
        return words[::-1]

    def _word(self, word: str) -> float:
        return self._cost.get(word, 20.0 if len(word) == 1 else math.inf)


def count(texts: Iterable[str], cut: Cutter) -> Counted:
    """Count words and pairs clause by clause."""
    counted = Counted()
    for text in texts:
        for clause in clauses(text):
            words = [START, *cut(clause)]
            counted.words.update(words)
            counted.pairs.update(itertools.pairwise(words))
    return counted


def mixture(parts: Sequence[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    """Word → probability, a weighted mean of relative frequencies."""
    chance: dict[str, float] = defaultdict(float)
    for weight, frequency in parts:
        total = sum(frequency.values())
        for word, n in frequency.items():
            chance[word] += weight * n / total
    return dict(chance)


def bigrams(parts: Sequence[tuple[float, Counted]], chance: Mapping[str, float]) -> Bigrams:
    """Join the counts of all parts by weight, and keep the pairs that are worth it."""
    followers: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for weight, counted in parts:
        for (first, second), n in counted.pairs.items():
            if second in chance and (first in chance or first == START):
                followers[first][second] += weight * n
    loss: dict[str, float] = {}
    gain: dict[str, dict[str, float]] = {}
    for first, seconds in followers.items():
        total = sum(seconds.values())
        spared = sum(min(DISCOUNT, n) for n in seconds.values()) / total
        kept = {
            second: saved
            for second, n in seconds.items()
            if (saved := _gain(n, total, spared, chance[second])) >= MIN_GAIN
        }
        loss[first] = -math.log(max(spared, UNSEEN))
        if kept:
            gain[first] = kept
    return Bigrams(loss, gain)


def _gain(n: float, total: float, spared: float, chance: float) -> float:
    """Nats between the pair's probability and the unigram's."""
    pair = max(n - DISCOUNT, 0.0) / total + spared * chance
    return math.log(pair / max(chance, UNSEEN))
