"""Head, trunk and brows while speaking: nods, shakes, tilts, beats, and life between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import msgspec
import numpy as np

from qingzhi.motion.curves import bump, lattice, noise, plateau, to_and_fro
from qingzhi.motion.quaternion import from_vector
from qingzhi.motion.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from qingzhi.motion.arrays import Array
    from qingzhi.motion.expression import Mood, Posture
    from qingzhi.motion.rhythm import Rhythm
    from qingzhi.score import Act

CHANNELS: Final = ("lean", "sway", "bend", "nod", "turn", "tilt", "brow")
BROW: Final = CHANNELS.index("brow")
TRUNK: Final = ("spine", "chest", "neck", "head")
"""Bones that `trunk` turns, in its order."""
_SHARES: Final = np.array([[0.55, 0.0], [0.45, 0.0], [0.0, 0.42], [0.0, 0.58]])
"""How spine, chest, neck and head share bending of the trunk and of the head."""
_NOISE: Final[Array] = np.array([0.3, 0.5, 0.3, 1.1, 1.6, 1.0, 0.0])
"""Degrees of movement that never rests."""
_NOISE_S: Final = 0.9
_BEAT_GAP_S: Final = 0.55
_NEAR_S: Final = 2.5
"""No movement lasts longer."""


def _nods(u: Array) -> Array:
    """Two nods, the second one smaller."""
    return bump(u / 0.55) + 0.6 * bump((u - 0.45) / 0.55)


SHAPES: Final[Mapping[str, Callable[[Array], Array]]] = {
    "bump": bump,
    "plateau": plateau,
    "nods": _nods,
    "to_and_fro": to_and_fro,
}
_SHAPE_NAMES: Final = tuple(SHAPES)


class Move(msgspec.Struct, frozen=True):
    """One movement: its shape over time and its size on each channel."""

    shape: str
    seconds: float
    lean: float = 0.0
    sway: float = 0.0
    bend: float = 0.0
    nod: float = 0.0
    turn: float = 0.0
    tilt: float = 0.0
    brow: float = 0.0

    @property
    def size(self) -> tuple[float, ...]:
        return tuple(getattr(self, channel) for channel in CHANNELS)


class Cue(msgspec.Struct, frozen=True):
    move: str
    at: Literal["start", "beat", "end"]


class _Data(msgspec.Struct, frozen=True):
    move: dict[str, Move]
    acts: dict[str, list[Cue]]


@cache
def _data() -> _Data:
    return table("head", _Data)


@dataclass(frozen=True, slots=True)
class Event:
    """A move with its start in seconds and its scale (negative: to the other side)."""

    move: Move
    start: float
    scale: float


@dataclass(frozen=True, slots=True)
class Moves:
    """Movements on one timeline, sampled as [T, 7] in the order of CHANNELS."""

    start: Array
    seconds: Array
    shape: NDArray[np.intp]
    size: Array

    def sample(self, t: Array) -> Array:
        lo = int(np.searchsorted(self.start, t[0] - _NEAR_S))
        hi = int(np.searchsorted(self.start, t[-1], side="right"))
        out = np.zeros((len(t), len(CHANNELS)))
        if hi <= lo:
            return out
        u = (t[:, None] - self.start[lo:hi]) / self.seconds[lo:hi]
        for index in np.unique(self.shape[lo:hi]):
            mine = self.shape[lo:hi] == index
            out += SHAPES[_SHAPE_NAMES[index]](u[:, mine]) @ self.size[lo:hi][mine]
        return out


def moves(name: str) -> Move:
    return _data().move[name]


def timeline(events: list[Event]) -> Moves:
    ordered = sorted(events, key=lambda e: e.start)
    return Moves(
        start=np.array([e.start for e in ordered]),
        seconds=np.array([e.move.seconds for e in ordered]),
        shape=np.array([_SHAPE_NAMES.index(e.move.shape) for e in ordered], np.intp),
        size=np.array([e.move.size for e in ordered]).reshape(-1, len(CHANNELS))
        * np.array([e.scale for e in ordered])[:, None],
    )


def plan(rhythm: Rhythm, act: Act, mood: Mood, seed: int) -> Moves:
    """Plan the movements that an act and its stresses ask for."""
    return timeline([*_cued(rhythm, act, mood, seed), *_beats(rhythm, mood, seed)])


def posture(p: Posture) -> Array:
    """[7] a mood's posture on the channels."""
    return np.array([p.lean, 0.0, 0.0, p.nod, p.turn, p.tilt, 0.0])


def liveliness(t: Array, seed: int) -> Array:
    """[T, 7] micro movement in degrees; depends on `t` alone."""
    return np.asarray(noise(t, _NOISE_S, seed, len(CHANNELS)) * _NOISE, np.float64)


def trunk(degrees: Array) -> Array:
    """Turn channels [T, ≥6] into rotations [T, 4, 4] of the bones in TRUNK."""
    body = np.radians(degrees[:, (0, 1, 2)])
    head = np.radians(degrees[:, (3, 4, 5)])
    both = np.stack((body, head), axis=1)
    return from_vector(np.einsum("bs,tsc->tbc", _SHARES, both))


def _cued(rhythm: Rhythm, act: Act, mood: Mood, seed: int) -> Iterator[Event]:
    for index, cue in enumerate(_data().acts.get(act.value, [])):
        move = moves(cue.move)
        side = float(np.sign(lattice(np.array([index]), seed)[0, 0])) or 1.0
        mirrored = side if move.tilt or move.turn else 1.0
        yield Event(move, _when(cue, move, rhythm), mood.amplitude * mirrored)


def _when(cue: Cue, move: Move, rhythm: Rhythm) -> float:
    if cue.at == "start" or not rhythm.syllables:
        return 0.0
    if cue.at == "end":
        return max(0.0, rhythm.seconds - 0.6 * move.seconds)
    centre = (rhythm.beats or rhythm.syllables)[0].onset
    return max(0.0, centre - 0.5 * move.seconds)


def _beats(rhythm: Rhythm, mood: Mood, seed: int) -> Iterator[Event]:
    """Mark stressed syllables with head and brows, never evenly."""
    last = -_BEAT_GAP_S
    chance = lattice(np.arange(len(rhythm.beats)), seed ^ 0xBEA7, 2)
    for syllable, (size, kind) in zip(rhythm.beats, chance, strict=True):
        if syllable.onset - last < _BEAT_GAP_S:
            continue
        last = syllable.onset
        scale = mood.amplitude * (0.75 + 0.35 * size) * (0.8 + 0.4 * syllable.stress)
        for name, wanted in (("beat", kind > -0.6), ("brow", kind < 0.3)):
            move = moves(name)
            if wanted:
                yield Event(move, syllable.onset - 0.5 * move.seconds, scale)
