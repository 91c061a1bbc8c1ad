"""Emotion and stance on the face and in the bearing, continuous in intensity.

Each emotion drives its action units in proportion to its intensity; where two emotions drive
the same unit the stronger one shows. Sources stand in `data/expressions.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from qingzhi.emotion import BASIC, DYADS, NEUTRAL_EMOTION, Emotion, Stance, Strength
from qingzhi.motion.curves import lattice, minimum_jerk
from qingzhi.motion.tables import table
from qingzhi.motion.visemes import columns
from qingzhi.score import ARKIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.motion.arrays import Array

STANCE_LEVEL: Final = {Strength.WEAK: 0.45, Strength.MODERATE: 0.8, Strength.STRONG: 1.15}
"""How much of a stance's units shows; a clause's stance is moderate."""
_ASYMMETRY: Final = 0.07
"""No face is even: sides differ by up to this share (M. Mandal & N. Ambady, 2004)."""
_SIDE_LAG_S: Final = 0.035
"""Nor do its sides begin at the same time, by up to so much."""
_LOWER: Final = np.array([name.startswith(("jaw", "mouth", "tongue")) for name in ARKIT])
_LEFT: Final = np.array([float(name.endswith("Left")) for name in ARKIT])
_RIGHT: Final = np.array([float(name.endswith("Right")) for name in ARKIT])


class Posture(msgspec.Struct, frozen=True):
    """Degrees: trunk forward, head down, head to its right, head to its left, shoulders up."""

    lean: float = 0.0
    nod: float = 0.0
    tilt: float = 0.0
    turn: float = 0.0
    shoulders: float = 0.0


class Bearing(msgspec.Struct, frozen=True):
    """One emotion's or stance's prototype at full intensity.

    `breath`: relative change of the rate of breathing; `gaze`: where the eyes turn away to, to
    the figure's right and up, −1..1; `lag`: seconds by which the lower face follows the upper
    one, below 0 where it leads.
    """

    units: dict[str, float]
    posture: Posture = Posture()
    tempo: float = 0.0
    amplitude: float = 0.0
    onset: float = 0.4
    lag: float = 0.04
    breath: float = 0.0
    gaze: tuple[float, float] = (0.0, 0.0)


_CALM: Final = Bearing(units={})


class _Data(msgspec.Struct, frozen=True):
    units: dict[str, dict[str, float]]
    emotion: dict[str, Bearing]
    compound: dict[str, Bearing]
    stance: dict[str, Bearing]
    speaking: dict[str, float]


@dataclass(frozen=True, slots=True)
class Mood:
    """How a clause's emotion and stance show, at rest."""

    face: Array
    """[52] with the mouth silent."""
    posture: Posture
    tempo: float
    """Speed of movements relative to calm, about 0.75..1.25."""
    amplitude: float
    """Size of movements relative to calm, about 0.6..1.3."""
    onset: float
    """Seconds until the face is there."""
    lag: Array
    """[52] seconds by which each coefficient begins later."""
    breath: float = 1.0
    """Rate of breathing relative to calm, about 0.7..1.6."""
    gaze: tuple[float, float] = (0.0, 0.0)
    """Where the eyes turn away to now and then."""


@cache
def _data() -> _Data:
    return table("expressions", _Data)


def action_units(
    emotion: Emotion, stance: Stance = Stance.NONE, strength: Strength = Strength.MODERATE
) -> dict[str, float]:
    """Return the action units that show, 0..1, by name (such as AU12, AU2R)."""
    return _units(_parts(emotion, stance, strength))


def _units(parts: list[tuple[Bearing, float]]) -> dict[str, float]:
    shown: dict[str, float] = {}
    for bearing, level in parts:
        for unit, peak in bearing.units.items():
            shown[unit] = max(shown.get(unit, 0.0), min(1.0, peak * level))
    return shown


def face_of(units: Mapping[str, float], seed: int = 0) -> Array:
    """[52] a face of action units, a little uneven as `seed` has it."""
    face = np.zeros(len(ARKIT))
    for unit, level in units.items():
        face = np.maximum(face, level * _unit(unit))
    uneven = _ASYMMETRY * float(lattice(np.array([0]), seed)[0, 0])
    return np.minimum(face * (1.0 + uneven * _LEFT - uneven * _RIGHT), 1.0)


def mood(
    emotion: Emotion = NEUTRAL_EMOTION,
    stance: Stance = Stance.NONE,
    seed: int = 0,
    *,
    strength: Strength = Strength.MODERATE,
) -> Mood:
    """Return the face and bearing of an emotion and of a stance at a strength.

    `seed` decides which side moves more.
    """
    parts = _parts(emotion, stance, strength)
    posture = {
        axis: sum(getattr(b.posture, axis) * level for b, level in parts)
        for axis in Posture.__struct_fields__
    }
    leading = max(parts, key=lambda part: part[1])[0] if parts else _CALM
    away = [sum(b.gaze[axis] * level for b, level in parts) for axis in (0, 1)]
    return Mood(
        face=face_of(_units(parts), seed),
        posture=Posture(**posture),
        tempo=_within(1.0 + sum(b.tempo * level for b, level in parts)),
        amplitude=_within(1.0 + sum(b.amplitude * level for b, level in parts)),
        onset=leading.onset,
        lag=_lags(leading.lag, seed),
        breath=min(1.6, max(0.7, 1.0 + sum(b.breath * level for b, level in parts))),
        gaze=(_unit_range(away[0]), _unit_range(away[1])),
    )


def _lags(lag: float, seed: int) -> Array:
    """[52] the lower face after the upper one or before it, and one side a little after the other.

    Sources: P. Ekman & W. Friesen, "Felt, false, and miserable smiles", 1982; K. Schmidt et al.,
    "Movement differences between deliberate and spontaneous facial expressions", 2006.
    """
    late = _SIDE_LAG_S * float(lattice(np.array([1]), seed)[0, 0])
    sides = max(late, 0.0) * _LEFT + max(-late, 0.0) * _RIGHT
    return np.where(_LOWER, max(lag, 0.0), max(-lag, 0.0)) + sides


def _unit_range(value: float) -> float:
    return min(1.0, max(-1.0, value))


@cache
def speaking_share() -> Array:
    """[52] what remains of an expression while the mouth speaks."""
    share = np.ones(len(ARKIT))
    for name, value in _data().speaking.items():
        share[list(columns(name))] = value
    return share


def risen(t: Array, feeling: Mood) -> Array:
    """[T, 52] how far a mood's face is there at seconds `t` from its beginning."""
    if t[0] > feeling.onset + feeling.lag.max():
        return np.ones((len(t), len(ARKIT)))
    return minimum_jerk((t[:, None] - feeling.lag) / feeling.onset)


def envelope(t: Array, onset: float, hold_until: float, offset: float) -> Array:
    """[T] 0..1: up over `onset` seconds from 0, down over `offset` from `hold_until`."""
    return minimum_jerk(t / onset) * (1.0 - minimum_jerk((t - hold_until) / offset))


def _parts(emotion: Emotion, stance: Stance, strength: Strength) -> list[tuple[Bearing, float]]:
    data = _data()
    level = dict(zip(BASIC, emotion, strict=True))
    felt = [(data.emotion[name], value) for name, value in level.items() if value > 0.0]
    for name, bearing in data.compound.items():
        both = min(level[part] for part in DYADS[name])
        if both > 0.0:
            felt.append((bearing, both))
    shown = data.stance.get(stance.value)
    return [*felt, (shown, STANCE_LEVEL[strength])] if shown else felt


@cache
def _unit(name: str) -> Array:
    """[52] one action unit at full intensity; the last letter L or R keeps one side."""
    units = _data().units
    face = np.zeros(len(ARKIT))
    for coefficient, value in units[name.rstrip("LR")].items():
        face[list(columns(coefficient))] = value
    return face * _side(name[-1])


def _side(letter: str) -> Array:
    sides: Mapping[str, Array] = {"L": 1.0 - _RIGHT, "R": 1.0 - _LEFT}
    return sides.get(letter, np.ones(len(ARKIT)))


def _within(factor: float) -> float:
    return min(1.4, max(0.6, factor))
