"""How a clause is to sound, from its emotion, stance and dialogue act: continuous in each.

The values are data, with their sources, in `prosody.toml`.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.emotion import BASIC, FLOOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qingzhi.emotion import Emotion
    from qingzhi.speech.engine import EngineRequest

RATE_LIMITS: Final = (0.5, 2.0)
"""No voice speaks slower or faster than this, whatever is asked."""


class Prosody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Changes against the neutral voice. Neutral is the default of every field.

    `rate`, `range` and `pause` are factors; `pitch` and `contour` semitones; `level`, `tilt` and
    `close` decibels. `contour` is reached at the end of the piece; `close` is its last syllable's.
    """

    rate: float = 1.0
    pitch: float = 0.0
    range: float = 1.0
    level: float = 0.0
    tilt: float = 0.0
    contour: float = 0.0
    close: float = 0.0
    pause: float = 1.0


NEUTRAL: Final = Prosody()
_FACTORS: Final = frozenset({"rate", "range", "pause"})
_FIELDS: Final = Prosody.__struct_fields__


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    emotion: dict[str, Prosody]
    stance: dict[str, Prosody]
    act: dict[str, Prosody]
    ending: dict[str, Prosody]


@cache
def _table() -> _Table:
    text = (resources.files("qingzhi.speech") / "prosody.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Table)


def prosody(request: EngineRequest) -> Prosody:
    """Everything that colours this piece, together, within the limits of `RATE_LIMITS`."""
    table = _table()
    parts = (
        of_emotion(request.emotion),
        table.stance.get(request.stance, NEUTRAL),
        table.act.get(request.act, NEUTRAL),
        table.ending.get(request.ending, NEUTRAL),
    )
    whole = _sum((part, 1.0) for part in parts)
    low, high = RATE_LIMITS
    return msgspec.structs.replace(whole, rate=min(high, max(low, whole.rate * request.rate)))


def of_emotion(emotion: Emotion) -> Prosody:
    """Give the colour of an emotion: the mean of its cues, as strong as its strongest.

    So a compound lies between its two emotions, and never beyond either of them.
    """
    total = sum(emotion)
    if total < FLOOR:
        return NEUTRAL
    scale = emotion.intensity / total
    cues = _table().emotion
    return _sum((cues[name], value * scale) for name, value in zip(BASIC, emotion, strict=True))


def _sum(parts: Iterable[tuple[Prosody, float]]) -> Prosody:
    """Add weighted changes; factors add as logarithms."""
    total = dict.fromkeys(_FIELDS, 0.0)
    for part, weight in parts:
        for name in _FIELDS:
            value: float = getattr(part, name)
            total[name] += weight * (math.log(value) if name in _FACTORS else value)
    return Prosody(**_finished(total))


def _finished(total: Mapping[str, float]) -> dict[str, float]:
    return {name: math.exp(v) if name in _FACTORS else v for name, v in total.items()}
