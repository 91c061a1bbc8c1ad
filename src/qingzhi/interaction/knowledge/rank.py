"""How well a question fits an item: the second, finer look at the index's candidates.

Four measures, each over terms weighted by inverse document frequency: how much of the question
the item covers, how near its nearest single wording is (Tversky 1977, with unlike weights for
what the question leaves out and what it adds), how near its title is, and how much evidence there
is at all. A logistic of the four makes them a probability.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qingzhi.interaction.knowledge.text import CONCEPT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qingzhi.interaction.knowledge.index import Phrase, Record
    from qingzhi.interaction.knowledge.text import Analysis

ASK_WEIGHT: Final = 0.6
ASK_MORE: Final = 0.15
BODY_WEIGHT: Final = 0.25
UNKNOWN_SHARE: Final = 0.3
"""How much a term that no item knows counts against coverage, of the rarest known term."""
MISSING: Final = 0.45
"""Tversky weight of what a wording says and the question doesn't."""
ADDED: Final = 0.30
"""Tversky weight of what the question says and a wording doesn't."""
TITLES: Final = 2
"""A record's first phrases are its titles in both languages."""
NAME_BONUS: Final = 1.1
ELSEWHERE: Final = 0.7
"""Factor for an item of a place when the visitor named none."""
ANOTHER_PLACE: Final = 0.2
"""Factor for an item of another place than the visitor named."""
HALF_EVIDENCE: Final = 2.74
_TITLE: Final = 0.46
"""Evidence (summed IDF) at which it counts half."""

# Shares of the four chosen on the development questions; scale and bias fitted (Platt 1999) so
# that the best hit's score is the rate at which it is right, on those questions and on the items'
# own asks, each left out in turn.
_BIAS: Final = -5.47
_COVER: Final = 2.74
_NEAREST: Final = 3.66
_EVIDENCE: Final = 2.74


def firmness(term: str, phrases: Sequence[Phrase]) -> float:
    """How firmly an item is about a term: 1 for its names, less where only some asks hold it."""
    holding = [phrase for phrase in phrases if term in phrase.terms]
    if any(phrase.name for phrase in holding):
        return 1.0
    return min(1.0, ASK_WEIGHT + ASK_MORE * (len(holding) - 1)) if holding else 0.0


@dataclass(frozen=True, slots=True)
class Fit:
    """The four measures: `nearest` 0..NAME_BONUS, the others 0..1.

    `gap` (0..1) is the share of the question's concepts, by weight, that the item is not about.
    It doesn't count towards the score: it says how much of the question an answer leaves out.
    """

    cover: float
    nearest: float
    evidence: float
    title: float
    gap: float = 0.0

    @property
    def logit(self) -> float:
        return (
            _BIAS
            + _COVER * self.cover
            + _NEAREST * self.nearest
            + _EVIDENCE * self.evidence
            + _TITLE * self.title
        )

    @property
    def score(self) -> float:
        """The probability that the item is what was asked for."""
        return 1.0 / (1.0 + math.exp(-self.logit))


class Ranker:
    """Compares analysed questions with records; made once for an index."""

    def __init__(self, idf: Mapping[str, float]) -> None:
        self._idf = idf
        self._rarest = max(idf.values(), default=1.0)

    def weights(self, analysis: Analysis) -> dict[str, float]:
        """Each term's weight in the question; unknown ones weigh a share of the rarest."""
        return {term: kind * self._worth(term) for term, kind in analysis.terms.items()}

    def _worth(self, term: str) -> float:
        """Weigh a term by IDF; a thesaurus subject that no item has weighs most of all."""
        unknown = self._rarest if term.startswith(CONCEPT) else UNKNOWN_SHARE * self._rarest
        return self._idf.get(term, unknown)

    def fit(self, weights: Mapping[str, float], record: Record) -> Fit:
        """Measure one record against a question's weighted terms."""
        total = sum(weights.values())
        if total <= 0.0:
            return Fit(0.0, 0.0, 0.0, 0.0)
        hit = sum(weight * share for weight, share in self._shares(weights, record))
        gap = self._gap(weights, record)
        near = [self._near(weights, total, phrase) for phrase in record.phrases]
        title = max(near[:TITLES], default=0.0) / NAME_BONUS
        return Fit(hit / total, max(near, default=0.0), hit / (hit + HALF_EVIDENCE), title, gap)

    def _gap(self, weights: Mapping[str, float], record: Record) -> float:
        concepts = {term: w for term, w in weights.items() if term.startswith(CONCEPT)}
        missed = (w * (1.0 - firmness(term, record.phrases)) for term, w in concepts.items())
        return sum(missed) / sum(concepts.values()) if concepts else 0.0

    def _shares(self, weights: Mapping[str, float], record: Record) -> list[tuple[float, float]]:
        """(question weight, how firmly the item knows the term) for each term."""
        shares = []
        for term, weight in weights.items():
            share = firmness(term, record.phrases)
            shares.append((weight, share or BODY_WEIGHT * (term in record.body)))
        return shares

    def _near(self, weights: Mapping[str, float], total: float, phrase: Phrase) -> float:
        common = missing = 0.0
        for term, kind in phrase.terms.items():
            if term in weights:
                common += weights[term]
            else:
                missing += kind * self._idf.get(term, 0.0)
        if not common:
            return 0.0
        near = common / (common + MISSING * missing + ADDED * (total - common))
        return near * NAME_BONUS if phrase.name else near
