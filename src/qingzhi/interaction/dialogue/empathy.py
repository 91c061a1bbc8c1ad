"""How the visitor's feeling changes what we say: opening, colour of voice and face, style.

Anger and disgust are met with calm and an apology, never with cheer; fear with reassurance;
sadness with quiet; joy is shared. What an item is about counts too: a death is told without a
smile even when the visitor shows nothing (T/CSIG 001—2026, 6.3.3 and 6.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qingzhi.emotion import NEUTRAL, Emotion, Stance, Strength
from qingzhi.score import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.score import Percept

SURE: Final = 0.3
"""A feeling perceived with less confidence leaves the tone alone."""
NOTICED: Final = 0.2
"""A fainter feeling is left alone: to answer it would be to make it up."""
SAD: Final = "sadness"
GLAD: Final = "joy"


@dataclass(frozen=True, slots=True)
class Tone:
    """`opening`: message key of the first phrase, or empty. `plain`: one step at a time."""

    emotion: Emotion
    stance: Stance = Stance.NONE
    opening: str = ""
    act: Act = Act.EMPATHISE
    style: str = "formal"
    plain: bool = False


_CALM: Final = Emotion.of("trust", Strength.MODERATE)
_FRIENDLY: Final = Emotion.of("trust", Strength.WEAK)
_REASSURING: Final = Emotion(
    trust=Strength.MODERATE.intensity, anticipation=Strength.WEAK.intensity
)
_QUIET: Final = Emotion.of(SAD, Strength.WEAK)
_SHARING: Final = Emotion.of(GLAD, Strength.MODERATE)
_LIVELY: Final = Emotion(joy=Strength.WEAK.intensity, surprise=Strength.WEAK.intensity)

TONES: Final[Mapping[str, Tone]] = {
    NEUTRAL: Tone(_FRIENDLY),
    "trust": Tone(_FRIENDLY),
    "anticipation": Tone(_FRIENDLY),
    "anger": Tone(_CALM, Stance.ATTENTIVE, "tone.anger", Act.APOLOGISE, "brief"),
    "disgust": Tone(_CALM, Stance.ATTENTIVE, "tone.anger", Act.APOLOGISE, "brief"),
    "fear": Tone(_REASSURING, Stance.ATTENTIVE, "tone.fear", Act.ENCOURAGE),
    "sadness": Tone(_QUIET, Stance.ATTENTIVE, "tone.sadness"),
    "joy": Tone(_SHARING, Stance.NONE, "tone.joy"),
    "surprise": Tone(_LIVELY, Stance.ATTENTIVE),
}
_GRIEF: Final = Tone(_QUIET, Stance.ATTENTIVE, "tone.grief")
_CONGRATULATION: Final = Tone(_SHARING, Stance.NONE, "tone.congratulation")
_GLAD_SUBJECT: Final = Tone(Emotion.of(GLAD, Strength.WEAK))
_SAD_SUBJECT: Final = Tone(_QUIET, Stance.ATTENTIVE)
_CONFUSED: Final = Tone(
    _CALM, Stance.ATTENTIVE, "tone.confused", Act.ENCOURAGE, "plain", plain=True
)


def tone(percept: Percept, mood: str = "", *, confused: bool = False) -> Tone:
    """Choose the tone of a turn. `mood`: `sadness` or `joy` where the subject carries it."""
    felt = _felt(percept)
    if mood == SAD:
        return _GRIEF if felt in {SAD, "fear"} else _SAD_SUBJECT
    if felt == GLAD and mood == GLAD:
        return _CONGRATULATION
    if confused and felt in {NEUTRAL, "surprise", "fear"}:
        return _CONFUSED
    if felt == NEUTRAL and mood == GLAD:
        return _GLAD_SUBJECT
    return TONES[felt]


def _felt(percept: Percept) -> str:
    if percept.confidence < SURE or percept.emotion.intensity < NOTICED:
        return NEUTRAL
    return percept.emotion.dominant
