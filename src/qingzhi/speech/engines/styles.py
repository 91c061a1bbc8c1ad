"""Kokoro's speakers, mixed: a voice of its own, and one that leans towards another when it feels.

`voices.bin` holds for each speaker one style vector for each length of text: float32 [speakers,
lengths, width]. Styles mix linearly. The file's size is fixed by the model, so mixtures take the
places of speakers that the voice doesn't use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.emotion import BASIC, NEUTRAL, Strength
from qingzhi.errors import EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qingzhi.emotion import Emotion
    from qingzhi.speech.voicefile import VoiceFile

    Floats = NDArray[np.float32]

LEANING: Final = {Strength.WEAK: 0.15, Strength.MODERATE: 0.3, Strength.STRONG: 0.45}
"""How far a feeling leans towards its speaker; half and more would be another person."""
DIMENSIONS: Final = 3


class Shape(NamedTuple):
    """`lengths` of text and `width` of a style vector, for each of `speakers`."""

    speakers: int
    lengths: int
    width: int


class Cast:
    """The mixtures of one voice, and which number speaks each of them."""

    def __init__(self, file: VoiceFile, shape: Shape, names: Sequence[str]) -> None:
        """Mix the speakers. Raises EngineUnavailable for those that the model doesn't have."""
        self._shape = shape
        self._names = list(names)
        shares = file.blend or {str(file.speaker): 1.0}
        self._base = self._weights(shares)
        self._mixes: dict[tuple[str, Strength | None], Floats] = {(NEUTRAL, None): self._base}
        for emotion, speaker in file.feelings.items():
            if emotion not in BASIC:
                raise EngineUnavailable(f"feelings: {emotion!r} is no basic emotion.")
            other = self._weights({speaker: 1.0})
            for strength, share in LEANING.items():
                self._mixes[emotion, strength] = (1 - share) * self._base + share * other
        if len(self._mixes) > shape.speakers:
            raise EngineUnavailable(
                f"The model has {shape.speakers} places for speakers; "
                f"these feelings need {len(self._mixes)}.",
                hint="Name fewer feelings.",
            )
        self._numbers = {key: number for number, key in enumerate(self._mixes)}

    def write(self, source: Path, target: Path) -> None:
        """Write `source` with the mixtures in the first places. Raises EngineUnavailable."""
        styles = np.fromfile(source, "<f4")
        if styles.size != np.prod(self._shape) or not np.isfinite(styles).all():
            raise EngineUnavailable(f"{source.name} doesn't fit the model.")
        styles = styles.reshape(self._shape.speakers, -1)
        mixed = styles.copy()
        for number, weights in enumerate(self._mixes.values()):
            mixed[number] = weights @ styles
        mixed.astype("<f4").tofile(target)

    def number(self, emotion: Emotion) -> int:
        """Say which number speaks with this feeling."""
        key = (emotion.dominant, emotion.strength)
        return self._numbers.get(key, 0)

    def _weights(self, shares: Mapping[str, float]) -> Floats:
        weights = np.zeros(self._shape.speakers, np.float32)
        for name, share in shares.items():
            weights[speaker(name, self._shape.speakers, self._names)] += share
        return np.asarray(weights / weights.sum(), np.float32)


def speaker(name: int | str, count: int, names: Sequence[str]) -> int:
    """Find a speaker's number by number or name. Raises EngineUnavailable."""
    text = str(name)
    if text in names:
        return names.index(text)
    if text.isdecimal() and int(text) < max(1, count):
        return int(text)
    known = ", ".join(names) if names else f"0 to {max(1, count) - 1}"
    raise EngineUnavailable(f"The model has no speaker {text!r}.", hint=f"Use one of: {known}.")
