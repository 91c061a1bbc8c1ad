"""Plutchik's eight emotions, three strengths and their compounds: one type for every part.

What is perceived, decided, spoken and shown is always an `Emotion`, so the same kinds at the
same strengths hold everywhere (T/CSIG 001—2026, 6.3.1, 6.4.1, 6.5.1).

Source: R. Plutchik, "A general psychoevolutionary theory of emotion", 1980 (wheel and dyads);
valence and arousal after J. A. Russell, "A circumplex model of affect", 1980.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BASIC: Final = (
    "joy",
    "trust",
    "fear",
    "surprise",
    "sadness",
    "disgust",
    "anger",
    "anticipation",
)
"""In the order of the wheel: opposites stand four places apart."""

NEUTRAL: Final = "neutral"
REQUIRED: Final = ("joy", "trust", "surprise", "anticipation", "fear", "sadness")
"""The six kinds that the standard asks of motion, speech and perception."""

DYADS: Final[Mapping[str, tuple[str, str]]] = {
    "love": ("joy", "trust"),
    "submission": ("trust", "fear"),
    "awe": ("fear", "surprise"),
    "disapproval": ("surprise", "sadness"),
    "remorse": ("sadness", "disgust"),
    "contempt": ("disgust", "anger"),
    "aggressiveness": ("anger", "anticipation"),
    "optimism": ("anticipation", "joy"),
    "guilt": ("joy", "fear"),
    "curiosity": ("trust", "surprise"),
    "despair": ("fear", "sadness"),
    "unbelief": ("surprise", "disgust"),
    "envy": ("sadness", "anger"),
    "cynicism": ("disgust", "anticipation"),
    "pride": ("anger", "joy"),
    "hope": ("anticipation", "trust"),
    "delight": ("joy", "surprise"),
    "sentimentality": ("trust", "sadness"),
    "shame": ("fear", "disgust"),
    "outrage": ("surprise", "anger"),
    "pessimism": ("sadness", "anticipation"),
    "morbidness": ("disgust", "joy"),
    "dominance": ("anger", "trust"),
    "anxiety": ("anticipation", "fear"),
}
"""Primary, secondary and tertiary dyads; pairs of opposites have no compound."""

_DYAD_OF: Final = {frozenset(pair): name for name, pair in DYADS.items()}
NAMES: Final = (NEUTRAL, *BASIC, *DYADS)

FLOOR: Final = 0.08
"""Below this intensity nothing is felt: the vector is neutral."""
COMPANION: Final = 0.6
"""A second emotion at least this fraction of the first makes a compound."""

# Valence and arousal of each basic emotion at full intensity, −1..1, in the order of BASIC.
_VALENCE: Final = (0.9, 0.6, -0.7, 0.1, -0.8, -0.7, -0.7, 0.3)
_AROUSAL: Final = (0.5, -0.1, 0.7, 0.8, -0.5, 0.2, 0.8, 0.4)


class Strength(StrEnum):
    """Weak, moderate, strong: the thirds of the intensity range."""

    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"

    @property
    def intensity(self) -> float:
        """The intensity that stands for this third, 0..1."""
        return _INTENSITY[self]

    @classmethod
    def of(cls, intensity: float) -> Strength:
        """Name the third in which `intensity` (0..1) lies."""
        if intensity <= 1 / 3:
            return cls.WEAK
        return cls.MODERATE if intensity <= 2 / 3 else cls.STRONG


_INTENSITY: Final = {Strength.WEAK: 0.28, Strength.MODERATE: 0.56, Strength.STRONG: 0.9}


class Emotion(msgspec.Struct, frozen=True, gc=False):
    """Eight intensities in 0..1. All zero is neutral."""

    joy: float = 0.0
    trust: float = 0.0
    fear: float = 0.0
    surprise: float = 0.0
    sadness: float = 0.0
    disgust: float = 0.0
    anger: float = 0.0
    anticipation: float = 0.0

    def __post_init__(self) -> None:
        if not all(0.0 <= value <= 1.0 for value in self):
            raise InputError(
                "An emotion's intensities must lie between 0 and 1.", param="emotion.vector"
            )

    def __iter__(self) -> Iterator[float]:
        return (getattr(self, name) for name in BASIC)

    @classmethod
    def of(cls, name: str, strength: Strength | str | float = Strength.MODERATE) -> Emotion:
        """Make an emotion from a basic or compound name and a strength or intensity (0..1)."""
        if isinstance(strength, str):
            try:
                intensity = Strength(strength).intensity
            except ValueError:
                raise InputError(
                    f"{strength!r} is no strength.",
                    hint="Use weak, moderate or strong.",
                    param="strength",
                ) from None
        else:
            intensity = strength
        if name == NEUTRAL:
            return cls()
        if name in DYADS:
            return cls(**dict.fromkeys(DYADS[name], intensity))
        if name not in BASIC:
            raise InputError(
                f"{name!r} is no emotion.", hint=f"Use one of {', '.join(NAMES)}.", param="emotion"
            )
        return cls(**{name: intensity})

    @property
    def vector(self) -> dict[str, float]:
        return dict(zip(BASIC, self, strict=True))

    @property
    def intensity(self) -> float:
        """The strongest component, 0..1."""
        return max(self)

    @property
    def dominant(self) -> str:
        """The strongest basic emotion, or `neutral`."""
        vector = self.vector
        best = max(BASIC, key=vector.__getitem__)
        return best if vector[best] >= FLOOR else NEUTRAL

    @property
    def name(self) -> str:
        """Basic, compound or neutral: a near-equal second emotion makes the dyad."""
        vector = self.vector
        first, second = sorted(BASIC, key=vector.__getitem__, reverse=True)[:2]
        if vector[first] < FLOOR:
            return NEUTRAL
        if vector[second] >= max(FLOOR, COMPANION * vector[first]):
            return _DYAD_OF.get(frozenset((first, second)), first)
        return first

    @property
    def strength(self) -> Strength:
        return Strength.of(self.intensity)

    @property
    def valence(self) -> float:
        """Unpleasant −1 to pleasant 1."""
        return _clip(sum(v * w for v, w in zip(self, _VALENCE, strict=True)))

    @property
    def arousal(self) -> float:
        """Calm −1 to excited 1."""
        return _clip(sum(v * w for v, w in zip(self, _AROUSAL, strict=True)))

    def scaled(self, factor: float) -> Emotion:
        """Return the same kind `factor` (≥ 0) times as strong, held inside 0..1."""
        return Emotion(*(min(1.0, max(0.0, value * factor)) for value in self))

    def blend(self, other: Emotion, weight: float) -> Emotion:
        """Move from this (0) to `other` (1)."""
        w = min(1.0, max(0.0, weight))
        return Emotion(
            *(min(1.0, a + (b - a) * w) for a, b in zip(self, other, strict=True)),
        )


NEUTRAL_EMOTION: Final = Emotion()


class Stance(StrEnum):
    """What table 2 of the standard shows and Plutchik's wheel does not name; and caring."""

    NONE = "none"
    PUZZLED = "puzzled"
    SHY = "shy"
    HELPLESS = "helpless"
    APPRECIATIVE = "appreciative"
    ATTENTIVE = "attentive"
    CARING = "caring"
    THINKING = "thinking"


def opposites(first: str, second: str) -> bool:
    """Whether two basic emotions face each other on the wheel."""
    return abs(BASIC.index(first) - BASIC.index(second)) == len(BASIC) // 2


def _clip(value: float) -> float:
    return max(-1.0, min(1.0, value))


if not all(
    (frozenset(pair) in _DYAD_OF) != opposites(*pair) for pair in combinations(BASIC, 2)
):  # pragma: no cover
    raise RuntimeError("Every pair of basic emotions is either a dyad or a pair of opposites.")
