"""How a clause is to sound, from its emotion, stance, act, ending and style: continuous in each.

The values are data, with their sources: `prosody.toml` for feeling and phrase, `styles.toml` for
manners of speaking.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import msgspec

from qingzhi.emotion import BASIC, FLOOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qingzhi.emotion import Emotion
    from qingzhi.speech.engine import EngineRequest

RATE_LIMITS: Final = (0.5, 2.0)
"""No voice speaks slower or faster than this, whatever is asked."""
DEFAULT_STYLE: Final = "daily"
"""The manner of a name that is unknown."""
_LIFT: Final = 0.75
"""Exponent of intensity: a weak feeling is heard as a third of a strong one, not as a quarter."""


class Prosody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Changes against the neutral voice. Neutral is the default of every field.

    Factors: `rate`, `range` of the pitch, `pause`, `final` (length of the last syllable) and
    `formant` (above 1: a shorter mouth, lips spread). Semitones: `pitch`, `onset` at the first
    syllable, `contour` at the last, `tremor` (depth of trembling). Decibels: `level`, `tilt` above
    1.5 kHz, `close` on the last syllable. Shares: `breath` of the voice's level, `rough` of a
    period.
    """

    rate: float = 1.0
    pitch: float = 0.0
    range: float = 1.0
    level: float = 0.0
    tilt: float = 0.0
    onset: float = 0.0
    contour: float = 0.0
    close: float = 0.0
    final: float = 1.0
    pause: float = 1.0
    formant: float = 1.0
    breath: float = 0.0
    tremor: float = 0.0
    rough: float = 0.0


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A manner of speaking. `feeling` is a factor on the strength of emotions; the rest adds."""

    zh: str
    en: str
    feeling: float = 1.0
    voice: Prosody = Prosody()


NEUTRAL: Final = Prosody()
_FACTORS: Final = frozenset({"rate", "range", "pause", "final", "formant"})
_FIELDS: Final = Prosody.__struct_fields__


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    emotion: dict[str, Prosody]
    stance: dict[str, Prosody]
    act: dict[str, Prosody]
    ending: dict[str, Prosody]


class _Styles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    style: dict[str, Style]


@cache
def _table() -> _Table:
    return msgspec.convert(_read("prosody.toml"), _Table)


@cache
def styles() -> dict[str, Style]:
    """Give the manners of speaking by name: those of the body have the same names."""
    return msgspec.convert(_read("styles.toml"), _Styles).style


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("qingzhi.speech") / name).read_text("utf-8"))


def prosody(request: EngineRequest) -> Prosody:
    """Everything that colours this piece, together, within the limits of `RATE_LIMITS`."""
    table = _table()
    style = styles().get(request.style, styles()[DEFAULT_STYLE])
    parts = (
        (of_emotion(request.emotion), style.feeling),
        (table.stance.get(request.stance, NEUTRAL), 1.0),
        (table.act.get(request.act, NEUTRAL), 1.0),
        (table.ending.get(request.ending, NEUTRAL), 1.0),
        (style.voice, 1.0),
    )
    whole = _sum(parts)
    low, high = RATE_LIMITS
    return msgspec.structs.replace(
        whole,
        rate=min(high, max(low, whole.rate * request.rate)),
        pitch=whole.pitch + request.pitch,
        level=whole.level + request.volume,
    )


def of_emotion(emotion: Emotion) -> Prosody:
    """Give the colour of an emotion: the mean of its cues, as strong as its strongest.

    So a compound lies between its two emotions, and never beyond either of them.
    """
    total = sum(emotion)
    if total < FLOOR:
        return NEUTRAL
    scale = emotion.intensity**_LIFT / total
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
