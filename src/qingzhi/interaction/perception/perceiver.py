"""From a visitor's text, and the turns before it, to a Percept.

A lexicon of service-desk wording leads; a trained linear model, which knows how people talk
but not this desk, adds to it; punctuation, capitals and the turns before decide how strong.
Probability is not intensity: the model's certainty goes into `confidence`, and only what
lies above its threshold, held below `MODEL_CEILING`, into intensity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from qingzhi.emotion import BASIC, FLOOR, Emotion
from qingzhi.interaction.perception.intent import IntentTable
from qingzhi.interaction.perception.lexicon import Hit, Lexicon
from qingzhi.interaction.perception.model import CLASSES, LANGS, EmotionModel
from qingzhi.interaction.perception.reading import Reading
from qingzhi.score import Percept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qingzhi.score import Lang

MODEL_CEILING: Final[Mapping[Lang, float]] = {"zh": 0.5, "en": 0.6}
"""Highest intensity the model alone can give: films and forums are not service desks."""
MODEL_ON_QUESTION: Final = 0.3
"""Share of the model's word when a turn reads as a plain question about a matter."""
AGREEMENT: Final = 0.35
"""Share of the model's word where the lexicon has already found feelings."""
EMPHASIS: Final = 1.12
"""Factor for each sign of emphasis in the writing, at most three."""
SHOUTED: Final = 0.4
"""Anger of a turn all in capitals that says no feeling."""
CARRY: Final = 0.45
"""Share of the last turn's emotion that a neutral turn keeps."""
CARRY_SOOTHED: Final = 0.12
"""The same for unpleasant feelings once the visitor thanks, laughs or says goodbye."""
REPEATED: Final = 0.15
"""How much each angry turn before makes anger stronger."""
MEMORY: Final = 4
"""Turns before that count."""
LAUGHTER: Final = frozenset({"joy.laughter", "joy.emoji"})
"""A manner of speaking rather than a joy: beside an unpleasant feeling it counts nothing."""
COMPLAINT: Final = 0.45
"""Anger or disgust from which a turn is a complaint."""

_UNPLEASANT: Final = frozenset({"fear", "sadness", "disgust", "anger"})
_EXCLAIM: Final = re.compile(r"[!！]")
_DOUBT: Final = re.compile(r"[?？][?？!！]|[!！][?？]")
_DRAWN: Final = re.compile(r"([^\W\d_])\1{2,}")
_CAPITALS: Final = re.compile(r"\b[A-Z]{3,}\b")
_LETTERS: Final = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Perceiver:
    """Reads texts; holds tables only, so one serves every session."""

    lexicons: Mapping[Lang, Lexicon]
    intents: IntentTable
    model: EmotionModel

    @classmethod
    def load(cls) -> Self:
        """Read the packaged tables and the model."""
        lexicons = {lang: Lexicon.load(lang) for lang in LANGS}
        return cls(lexicons, IntentTable.load(), EmotionModel.load())

    def perceive(
        self, text: str, lang: Lang | None = None, history: Sequence[Percept] = ()
    ) -> Percept:
        """Read `text` after the visitor's turns before it, oldest first.

        Any string will do: what can't be shown is dropped, of a long one head and tail count.
        """
        fallback = history[-1].lang if history else "zh"
        reading = Reading.of(text, lang=lang, fallback=fallback)
        rule = self.intents.rule(reading)
        intent = rule.intent
        hits = list(self.lexicons[reading.lang].hits(reading.plain))
        excess = self.model.excess(reading.plain, reading.lang)
        felt = _Feeling.of(hits)
        felt.hear_model(excess, reading.lang, plain_question=intent in _PLAIN and not hits)
        felt.hear_emphasis(reading)
        if intent in _MATTERS and not rule.firm and felt.heat >= COMPLAINT:
            intent = "complain"
        felt.hear_history(history, soothed=intent in _SOOTHING)
        return felt.percept(reading, intent, _confidence(felt, hits, excess))


_PLAIN: Final = frozenset({"ask", "greet", "bye", "stop", "identity", "repeat", "slower", "louder"})
_MATTERS: Final = frozenset({"ask", "other"})
_SOOTHING: Final = frozenset({"thank", "bye"})


class _Feeling:
    """Intensities while they are being gathered, with the evidence for them."""

    def __init__(self) -> None:
        self.levels = dict.fromkeys(BASIC, 0.0)
        self.denied: set[str] = set()
        self.evidence: list[str] = []

    @classmethod
    def of(cls, hits: Iterable[Hit]) -> _Feeling:
        felt = cls()
        for hit in _meant(list(hits)):
            felt.add(hit.emotion, hit.intensity, hit.evidence)
            if hit.intensity == 0:
                felt.denied.add(hit.emotion)
        return felt

    @property
    def heat(self) -> float:
        """The stronger of anger and disgust."""
        return max(self.levels["anger"], self.levels["disgust"])

    def add(self, emotion: str, intensity: float, evidence: str) -> None:
        """Add a feeling: two of a kind are more than one, and never more than 1."""
        low, high = sorted((self.levels[emotion], min(1.0, intensity)))
        self.levels[emotion] = high + (1.0 - high) * low * 0.4
        if evidence not in self.evidence:
            self.evidence.append(evidence)

    def hear_model(self, excess: NDArray[np.float32], lang: Lang, *, plain_question: bool) -> None:
        share = MODEL_ON_QUESTION if plain_question else AGREEMENT if self.evidence else 1.0
        for emotion, above in zip(CLASSES, excess, strict=True):
            intensity = float(above) * share * MODEL_CEILING[lang]
            if emotion in self.levels.keys() - self.denied and intensity >= FLOOR:
                self.add(emotion, intensity, f"model.{emotion}")

    def hear_emphasis(self, reading: Reading) -> None:
        signs = list(_emphasis(reading))
        if "writing.capitals" in signs and max(self.levels.values()) < SHOUTED:
            self.add("anger", SHOUTED, "writing.capitals")
        factor = EMPHASIS ** min(3, len(signs))
        self.levels = {name: min(1.0, level * factor) for name, level in self.levels.items()}
        self.evidence += [sign for sign in dict.fromkeys(signs) if sign not in self.evidence]

    def hear_history(self, history: Sequence[Percept], *, soothed: bool) -> None:
        recent = history[-MEMORY:]
        if not recent:
            return
        soothed = soothed or self.levels["joy"] >= self.heat > 0
        angry = sum(percept.emotion.anger > 1 / 3 for percept in recent)
        if angry and self.levels["anger"] > FLOOR:
            self.levels["anger"] = min(1.0, self.levels["anger"] * (1 + REPEATED * angry))
            self.evidence.append("history.repeated")
        for emotion, level in recent[-1].emotion.vector.items():
            kept = level * (CARRY_SOOTHED if soothed and emotion in _UNPLEASANT else CARRY)
            if kept > max(FLOOR, self.levels[emotion]):
                self.levels[emotion] = kept
                self.evidence.append(f"history.{emotion}")

    def percept(self, reading: Reading, intent: str, confidence: float) -> Percept:
        levels = {name: level for name, level in self.levels.items() if level >= FLOOR}
        emotion = Emotion(**levels)
        return Percept(
            text=reading.shown,
            lang=reading.lang,
            intent=intent,
            emotion=emotion,
            confidence=confidence,
            valence=emotion.valence,
            arousal=emotion.arousal,
            evidence=tuple(self.evidence),
        )


def _meant(hits: Sequence[Hit]) -> Iterable[Hit]:
    """Leave out laughter beside trouble: who laughs and threatens is not glad."""
    troubled = any(hit.emotion in _UNPLEASANT and hit.intensity >= FLOOR for hit in hits)
    return (hit for hit in hits if not (troubled and hit.evidence in LAUGHTER))


def _emphasis(reading: Reading) -> Iterable[str]:
    """Name each sign of emphasis in the writing, once for each time it counts."""
    yield from ["writing.exclaim"] * min(2, len(_EXCLAIM.findall(reading.shown)))
    if _DOUBT.search(reading.shown):
        yield "writing.doubt"
    if _DRAWN.search(reading.shown):
        yield "writing.drawn"
    capitals = sum(len(word) for word in _CAPITALS.findall(reading.shown))
    if capitals >= 8 and capitals >= 0.6 * len(_LETTERS.findall(reading.shown)):
        yield "writing.capitals"


def _confidence(felt: _Feeling, hits: Sequence[Hit], excess: NDArray[np.float32]) -> float:
    """How sure the reading is of its strongest feeling (or of none), 0..1."""
    strongest = max(BASIC, key=felt.levels.__getitem__)
    if felt.levels[strongest] < FLOOR:
        return round(0.6 + 0.3 * float(excess[CLASSES.index("neutral")]), 3)
    agreed = float(excess[CLASSES.index(strongest)])
    told = any(hit.emotion == strongest for hit in hits)
    return round(min(0.95, (0.65 if told else 0.3) + 0.3 * agreed), 3)
