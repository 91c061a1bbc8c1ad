"""Lips from phones, with co-articulation.

Each sound pulls jaw, lip rounding and lips toward its target with a dominance that rises before
the sound, holds, and falls after it; the mouth is their weighted mean. Closures are then held
whatever their neighbours want. Dominances have finite reach, so any piece of a clause can be
computed alone and equals the same piece of the whole.

Sources: M. Cohen & D. Massaro, "Modeling coarticulation in synthetic visual speech", 1993;
A. Löfqvist, "Speech as audible gestures", 1990 (overlapping dominance of articulators).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np

from qingzhi.motion.curves import minimum_jerk
from qingzhi.motion.visemes import columns, sounds, target, visemes
from qingzhi.score import ARKIT, FPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.motion.arrays import Array
    from qingzhi.motion.rhythm import Phone

LEAD_S: Final = 0.02
"""The mouth is in place this long before the sound is heard."""
_GIVING_WAY: Final = 0.4
"""Share of a sound, at its end, in which the next one already gains ground."""
_GIVING_WAY_S: Final = 0.05
"""But no longer than this, or a drawn-out sound would fade before the next one comes."""
_REACH_S: Final = 0.45
"""No dominance reaches farther; longer than every attack and release plus the lead."""
_PAUSE_S: Final = 0.05
_HOLD_S: Final = 1.2 / FPS
"""A closure is held at least this long, so that a frame falls into it."""
_HOLD_RAMP_S: Final = (0.075, 0.13)
_HOLD_RAMP_PER: Final = 0.17
"""Seconds in which lips go into a closure and out of it: as quickly as a face may move (per unit
of the farthest way), or short vowels beside it would be swallowed."""
_AWAY_S: Final = 1e6
_FLOOR: Final = 1e-3

MOUTH: Final = tuple(
    i for i, name in enumerate(ARKIT) if name.startswith(("jaw", "mouth", "tongue"))
)
"""Columns of ARKIT that speech moves."""
_JAW: Final = {*columns("jawOpen"), ARKIT.index("jawForward")}
_ROUND: Final = {*columns("mouthFunnel"), *columns("mouthPucker")}
_GROUP: Final = np.array([0 if i in _JAW else 1 if i in _ROUND else 2 for i in MOUTH])
_COLUMNS: Final = [np.flatnonzero(group == _GROUP) for group in range(3)]
_SPREAD: Final = (1.3, 1.6, 1.2)
"""How much farther than its slopes a sound reaches, by articulator: rounding carries across
consonants from vowel to vowel, jaw and lips less so (V. Daniloff & K. Moll, 1968)."""
_AMPLITUDE: Final = ("jawOpen", "mouthLowerDown", "mouthUpperUp", "mouthStretch")
_SCALED: Final = np.isin(MOUTH, [c for name in _AMPLITUDE for c in columns(name)])
ROUNDING: Final = np.array([i in _ROUND for i in MOUTH])
JAW_OPEN: Final = MOUTH.index(ARKIT.index("jawOpen"))

_SPEAKING_SPREAD: Final = 3.0
"""How much farther than its slopes a sound keeps the face a speaking one."""


class Shape(NamedTuple):
    """What the mouth does over T frames."""

    mouth: Array
    """[T, len(MOUTH)], 0..1."""
    held: Array
    """[T], 1 where a closure must stand."""
    speaking: Array
    """[T], 1 while a sound is made, 0 in long pauses."""


@dataclass(frozen=True, slots=True)
class Lips:
    """A clause's mouth, planned; `shape` samples it at any times."""

    core: Array
    """[S, 2] seconds in which each sound has all its strength, in order."""
    slopes: Array
    """[S, 2] seconds of attack and release."""
    strength: Array
    """[S, 3] by articulator: jaw, rounding, lips."""
    target: Array
    """[S, len(MOUTH)]; silence is a sound whose target is the mouth at rest."""
    hold: Array
    """[H, 2] seconds in which closures stand."""
    hold_ramp: Array
    """[H, 2] seconds in which each is made and undone."""
    hold_target: Array
    hold_free: Array
    """[H, len(MOUTH)] 1 where the neighbours may have their way."""

    def shape(self, t: Array) -> Shape:
        """Sample at times `t` [T], seconds, one frame apart."""
        lo = int(np.searchsorted(self.core[:, 1], t[0] - _REACH_S))
        hi = int(np.searchsorted(self.core[:, 0], t[-1] + _REACH_S))
        near = slice(lo, max(hi, lo + 1))
        core, slopes = self.core[near], self.slopes[near]
        around = np.concatenate(([t[0] - 1.0 / FPS], t, [t[-1] + 1.0 / FPS]))
        dominance = [_dominance(around, core, slopes * spread) for spread in _SPREAD]
        blend = _smoothed(self._blend(dominance, near))
        held, mouth = self._close(t, blend)
        sounding = self.target[near].any(axis=1)
        speaking = _dominance(t, core, slopes * _SPEAKING_SPREAD) * sounding
        return Shape(np.maximum(mouth, 0.0), held, speaking.max(axis=1))

    def _blend(self, dominance: list[Array], near: slice) -> Array:
        mouth = np.empty((len(dominance[0]), len(MOUTH)))
        for group, mine in enumerate(_COLUMNS):
            weight = dominance[group] * self.strength[near, group]
            total = weight.sum(axis=1, keepdims=True) + _FLOOR
            mouth[:, mine] = weight @ self.target[near][:, mine] / total
        return mouth

    def _close(self, t: Array, blend: Array) -> tuple[Array, Array]:
        lo = int(np.searchsorted(self.hold[:, 1], t[0] - _REACH_S))
        hi = int(np.searchsorted(self.hold[:, 0], t[-1] + _REACH_S))
        if hi <= lo:
            return np.zeros(len(t)), blend
        start, end = self.hold[lo:hi].T
        into, out = self.hold_ramp[lo:hi].T
        away = np.maximum((start - t[:, None]) / into, (t[:, None] - end) / out)
        each = 1.0 - minimum_jerk(np.maximum(away, 0.0))
        held = each.max(axis=1)
        share = each / np.maximum(each.sum(axis=1, keepdims=True), _FLOOR)
        goal = share @ self.hold_target[lo:hi]
        weight = held[:, None] * (1.0 - share @ self.hold_free[lo:hi])
        return held, blend + (goal - blend) * weight


def _smoothed(mouth: Array) -> Array:
    """Take out what is too quick for the frame rate; gives two frames less."""
    return 0.25 * mouth[:-2] + 0.5 * mouth[1:-1] + 0.25 * mouth[2:]


def _dominance(t: Array, core: Array, slopes: Array) -> Array:
    """[T, S] 1 inside the core, falling smoothly to 0 at the end of each slope."""
    now = t[:, None]
    before = (core[:, 0] - now) / slopes[:, 0]
    after = (now - core[:, 1]) / slopes[:, 1]
    u = np.minimum(np.maximum(np.maximum(before, after), 0.0), 1.0)
    return np.asarray((1.0 - u * u) ** 2, np.float64)


class _Piece(NamedTuple):
    viseme: int
    """Row of the inventory."""
    start: float
    end: float
    openness: float


class _Inventory(NamedTuple):
    """All visemes as arrays, one row each."""

    row: Mapping[str, int]
    face: Array
    slopes: Array
    strength: Array
    hold: NDArray[np.bool_]
    free: Array


@cache
def _inventory() -> _Inventory:
    kinds = visemes()
    return _Inventory(
        row={name: row for row, name in enumerate(kinds)},
        face=np.array([target(name)[list(MOUTH)] for name in kinds]),
        slopes=np.array([(k.attack, k.release) for k in kinds.values()]),
        strength=np.array([msgspec.structs.astuple(k.strength) for k in kinds.values()]),
        hold=np.array([k.hold for k in kinds.values()]),
        free=np.array([_free(k.free) for k in kinds.values()]),
    )


def plan(phones: Sequence[Phone], vigour: float = 1.0) -> Lips:
    """Plan a mouth for phones in order; `vigour` (about 0.7..1.3) scales its opening."""
    known = _inventory()
    spoken = [p for phone in phones for p in _pieces(phone, vigour)]
    pieces = sorted([*spoken, *_silences(phones)], key=lambda p: (p.start, p.end))
    row = np.array([p.viseme for p in pieces])
    times = np.array([(p.start, p.end, p.openness) for p in pieces])
    held = known.hold[row]
    face = _target(known.face[row], times[:, 2], held)
    return Lips(
        core=_in_order(_core(times, row == known.row["rest"])),
        slopes=known.slopes[row],
        strength=known.strength[row],
        target=face,
        hold=_in_order(_hold(times[held])),
        hold_ramp=_ramps(face, np.flatnonzero(held)),
        hold_target=known.face[row[held]],
        hold_free=known.free[row[held]],
    )


def _pieces(phone: Phone, vigour: float) -> Iterator[_Piece]:
    openness = vigour * (0.88 + 0.24 * phone.stress)
    start, length = phone.start, phone.end - phone.start
    for sound in sounds(phone.ipa):
        end = start + sound.share * length
        yield _Piece(_inventory().row[sound.viseme], start, end, openness)
        start = end


def _silences(phones: Sequence[Phone]) -> Iterator[_Piece]:
    edges = [(-_AWAY_S, -_AWAY_S), *((p.start, p.end) for p in phones), (_AWAY_S, _AWAY_S)]
    for (_, end), (start, _) in pairwise(edges):
        if start - end >= _PAUSE_S:
            yield _Piece(_inventory().row["rest"], end, start, 1.0)


def _core(times: Array, silent: NDArray[np.bool_]) -> Array:
    """Sounds lead and give way early; silence gives way before the sound that follows."""
    start, end = times[:, 0], times[:, 1]
    begin = start + np.where(silent, 0.5, -1.0) * LEAD_S
    yields = np.where(
        silent, 3.0 * LEAD_S, LEAD_S + np.minimum(_GIVING_WAY * (end - start), _GIVING_WAY_S)
    )
    return np.stack((begin, np.maximum(begin, end - yields)), axis=1)


def _hold(times: Array) -> Array:
    start, end = times[:, 0], times[:, 1]
    middle = 0.5 * (start + end) - 0.5 * LEAD_S
    half = 0.5 * np.maximum(_HOLD_S, 0.7 * (end - start))
    return np.stack((middle - half, middle + half), axis=1)


def _ramps(face: Array, held: NDArray[np.intp]) -> Array:
    """[H, 2] by the farthest of two neighbours' ways, on either side of closures (rows of face)."""
    near = np.clip(held[:, None] + np.array([-1, -2, 1, 2]), 0, len(face) - 1)
    way = np.abs(face[near] - face[held][:, None]).max(axis=2, initial=0.0)
    farthest = np.stack((way[:, :2].max(axis=1), way[:, 2:].max(axis=1)), axis=1)
    return np.clip(_HOLD_RAMP_PER * farthest, *_HOLD_RAMP_S)


def _target(face: Array, openness: Array, held: NDArray[np.bool_]) -> Array:
    """Open by vigour and stress; closures are closures however softly one speaks."""
    scale = np.where(_SCALED & ~held[:, None], openness[:, None], 1.0)
    return np.minimum(face * scale, 1.0)


def _free(names: Sequence[str]) -> Array:
    return np.isin(MOUTH, [c for name in names for c in columns(name)]).astype(np.float64)


def _in_order(spans: Array) -> Array:
    """Make starts and ends both ascending, which the search for near sounds relies on."""
    return np.maximum.accumulate(spans, axis=0)
