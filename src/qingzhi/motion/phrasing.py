"""Gestures in time: which one when, so that strokes land on stressed vowels.

A clause's gestures become one list of knots (time, pose) for both arms and the trunk; between
knots every joint follows a minimum-jerk great circle. A gesture has a preparation, strokes, a
hold and a retraction (A. Kendon, "Gesture", 2004). One for which a body has no time is made
smaller, later or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion.curves import bump, lattice, minimum_jerk
from qingzhi.motion.gesture import gestures, suitable
from qingzhi.motion.quaternion import from_vector, multiply, slerp
from qingzhi.motion.repertoire import HALF, LARGEST, least_seconds
from qingzhi.motion.rest import ARMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingzhi.motion.arrays import Array
    from qingzhi.motion.expression import Mood
    from qingzhi.motion.gesture import PoseId, Side
    from qingzhi.motion.repertoire import Aimed, Repertoire
    from qingzhi.motion.rhythm import Rhythm
    from qingzhi.motion.style import Style
    from qingzhi.score import Clause

STROKE_LEAD_S: Final = 0.02
"""A stroke's apex comes this long before the vowel."""
TAIL_S: Final = 1.1
"""A gesture may end this long after the sound."""
_BEAT_S: Final = (0.7, 2.4)
"""A further stroke follows at least and at most this long after the last one."""
_PREPARATION_S: Final = 0.35
_PAUSE_S: Final = 1.5
"""Hands rest between two gestures; who gestures at every chance rests for a third of it."""
_EAGER: Final = 2 / 3
_REACHING: Final = np.array([name.endswith("Arm") for name in ARMS])
_MAX_STROKES: Final = 4
_UPPER: Final = 1
_FAVOURED: Final = 3.0
_LEAST: Final = 0.55
"""A gesture that would be smaller than this is not made."""


@dataclass(frozen=True, slots=True)
class Path:
    """Knots of both arms and trunk, sampled at any times."""

    time: Array
    arms: Array
    """[K, 38, 4] in the order of `rest.ARMS`."""
    trunk: Array
    """[K, 7] in the order of `head.CHANNELS`."""
    names: tuple[str, ...]
    apexes: tuple[float, ...]
    """Where strokes land, seconds."""
    bulges: Array
    """[K−1, 2, 3] how far the upper arms swing out on the way from each knot to the next."""

    @property
    def end(self) -> float:
        return float(self.time[-1])

    def sample(self, t: Array) -> tuple[Array, Array]:
        """Arms [T, 38, 4] and trunk channels [T, 7] at times `t`."""
        after = np.clip(np.searchsorted(self.time, t, side="right"), 1, len(self.time) - 1)
        before = after - 1
        start, end = self.time[before], self.time[after]
        u = minimum_jerk((t - start) / np.maximum(end - start, 1e-6))[:, None]
        arms = slerp(self.arms[before], self.arms[after], u)
        if self.bulges.any():
            for arm, column in enumerate((_UPPER, HALF + _UPPER)):
                out = from_vector(self.bulges[before, arm] * bump(u))
                arms[:, column] = multiply(out, arms[:, column])
        return arms, self.trunk[before] + (self.trunk[after] - self.trunk[before]) * u


def plan(
    clause: Clause,
    rhythm: Rhythm,
    mood: Mood,
    *,
    seed: int,
    side: Side,
    repertoire: Repertoire | Aimed,
    manner: Style,
    start: Array | None = None,
    permitted: Callable[[tuple[str, ...]], tuple[str, ...]] = tuple,
) -> Path | None:
    """Choose and time a clause's gestures; None when the arms stay at rest.

    `start` [38, 4] is where the arms are when the clause begins, if not at rest. `permitted`
    is the rules' word on which of the gestures that fit may be made.
    """
    names = permitted(suitable(clause))
    drawn = _Phrases(
        rhythm, mood, manner, seed=seed, side=side, start=start, names=names, repertoire=repertoire
    )
    return drawn.path()


@dataclass(frozen=True, slots=True)
class _Knot:
    time: float
    pose: PoseId
    scale: float


class _Phrases:
    """Walks once over a clause's stresses and lays knots."""

    def __init__(
        self,
        rhythm: Rhythm,
        mood: Mood,
        manner: Style,
        *,
        seed: int,
        side: Side,
        start: Array | None,
        names: tuple[str, ...],
        repertoire: Repertoire | Aimed,
    ) -> None:
        self.body = repertoire
        self.favoured = frozenset(manner.favoured)
        self.names = tuple(n for n in names if n not in manner.shunned) or names
        self.onsets = [s.onset - STROKE_LEAD_S for s in rhythm.beats or rhythm.syllables]
        self.seconds = rhythm.seconds
        self.seed, self.wished = seed, side
        self.density = manner.density
        self.pause = _PAUSE_S * (1.0 - _EAGER * manner.density)
        self.scale = min(LARGEST, manner.amplitude * mood.amplitude)
        self.tempo = manner.tempo * mood.tempo
        self.start = start
        self.knots = [_Knot(0.0, None, 0.0 if start is None else 1.0)]
        self.made: list[str] = []
        self.apexes: list[float] = []
        self.free_from = 0.0

    def path(self) -> Path | None:
        place: int | None = 0
        while place is not None and place < len(self.onsets) and self.names:
            place = self._phrase(self._choose(), place)
        if self.start is not None and not self.made:
            self._rest(_PREPARATION_S)
        return self._joined() if len(self.knots) > 1 else None

    def _side(self, name: str) -> Side:
        return gestures()[name].lead or self.wished

    def _id(self, name: str, stroke: int, key: int) -> PoseId:
        return (name, stroke, key, self._side(name))

    def _phrase(self, name: str, place: int) -> int | None:
        """Make one gesture from stress `place` on; return the next free stress, if any."""
        found = self._first(name, place)
        if found is None:
            return None
        place, apex, scale = found
        # What is to touch must arrive: it is made in full, or not at all.
        scale = 1.0 if gestures()[name].contact else scale
        if self.made and self._chance(17 + place) > self.density:
            self.free_from = apex + self.pause
            return place + 1
        gesture = gestures()[name]
        self._wait(name, apex)
        for stroke in range(self._count(name)):
            if stroke:
                following = self._next(name, place, apex, stroke)
                if following is None:
                    break
                place, apex = following
            self._stroke(name, stroke, apex, scale)
        self._retract(gesture.hold / self.tempo, gesture.retract / self.tempo)
        self.made.append(name)
        return None if gesture.emblem else place + 1

    def _first(self, name: str, place: int) -> tuple[int, float, float] | None:
        """Find the first stress that leaves time to prepare: its place, apex and scale."""
        needed = self._needed(name, 0)
        for index in range(place, len(self.onsets)):
            if self.onsets[index] - self.free_from >= needed:
                return index, self.onsets[index], self.scale
        if self.made or self.start is not None:
            return None
        if gestures()[name].emblem:
            return place, max(needed, self.onsets[place]), self.scale
        return self._smaller(name)

    def _smaller(self, name: str) -> tuple[int, float, float] | None:
        """Use the clause's last stress for as much of a gesture as there is time for."""
        last = len(self.onsets) - 1
        lead = self._lead(name, 0)
        share = (self.onsets[last] - lead) / (self._needed(name, 0) - lead)
        return (last, self.onsets[last], self.scale * share) if share > _LEAST else None

    def _next(self, name: str, place: int, apex: float, stroke: int) -> tuple[int, float] | None:
        """Find the stress for a further stroke: near enough, and far enough for the joints."""
        nearest = max(_BEAT_S[0], self._needed(name, stroke))
        for index in range(place + 1, len(self.onsets)):
            gap = self.onsets[index] - apex
            if gap > _BEAT_S[1]:
                return None
            if gap >= nearest:
                return index, self.onsets[index]
        return None

    def _needed(self, name: str, stroke: int) -> float:
        """Seconds from where the hands are now to the apex of a stroke."""
        first = self._id(name, self._variant(name, stroke), 0)
        return self._prepared_in(self._way(first), name, stroke)

    def _prepared_in(self, way: float, name: str, stroke: int) -> float:
        way = max(_PREPARATION_S, way * max(1.0, self.scale))
        return way / min(1.0, self.tempo) + self._lead(name, stroke)

    def _lead(self, name: str, stroke: int) -> float:
        """Seconds from a stroke's first key to its apex."""
        return max(0.0, -self.body.times(name, self._variant(name, stroke))[0])

    @property
    def _elsewhere(self) -> bool:
        """Whether the hands are still where the clause before left them."""
        return self.start is not None and len(self.knots) == 1

    def _way(self, to: PoseId) -> float:
        """Return the least seconds from where the hands are now to a pose."""
        if self.start is not None and self._elsewhere:
            return least_seconds(self.start, self.body.at(to).arms)
        return self.body.travel(self.knots[-1].pose, to)

    def _wait(self, name: str, apex: float) -> None:
        """Rest until the preparation begins; where there is no time to rest, stay."""
        from_rest = self._prepared_in(self.body.travel(None, self._id(name, 0, 0)), name, 0)
        if self._elsewhere:
            if max(_PREPARATION_S, self._way(None)) > apex - from_rest:
                stay = max(0.0, apex - self._needed(name, 0))
                self.knots[0] = replace(self.knots[0], time=stay)
                return
            self._rest(_PREPARATION_S)
        self._rest(max(self.free_from, apex - from_rest))

    def _rest(self, time: float) -> None:
        self._knot(time, None, 0.0)

    def _count(self, name: str) -> int:
        gesture = gestures()[name]
        if not gesture.beats:
            return 1
        wished = 1 + round(self._chance(3 + len(self.made)) * (_MAX_STROKES - 1))
        return max(wished, len(gesture.strokes))

    def _variant(self, name: str, stroke: int) -> int:
        return min(stroke, len(gestures()[name].strokes) - 1)

    def _stroke(self, name: str, stroke: int, apex: float, scale: float) -> None:
        stroke = self._variant(name, stroke)
        keys = gestures()[name].strokes[stroke].keys
        for index, (key, at) in enumerate(zip(keys, self.body.times(name, stroke), strict=True)):
            self._knot(apex + at, self._id(name, stroke, index), scale)
            if key.at == 0.0:
                self.apexes.append(self.knots[-1].time)

    def _knot(self, time: float, to: PoseId, scale: float) -> None:
        """Lay a knot, later than asked for where the joints need more time."""
        last = self.knots[-1]
        least = self._way(to) * max(scale, last.scale)
        self.knots.append(_Knot(max(time, last.time + max(least, 1e-3)), to, scale))

    def _retract(self, hold: float, retract: float) -> None:
        """Hold, then let go; near the end of the clause the hold gives way first."""
        last = self.knots[-1]
        back = max(self._way(None) * last.scale, retract)
        limit = self.seconds + TAIL_S - back
        self.knots.append(replace(last, time=max(last.time, min(last.time + hold, limit))))
        self._rest(self.knots[-1].time + back)
        self.free_from = self.knots[-1].time + self.pause

    def _choose(self) -> str:
        """Pick by weight; the same gesture never follows itself while there is another."""
        names = [n for n in self.names if not self.made or n != self.made[-1]] or self.names
        weights = np.cumsum([gestures()[n].weight * self._favour(n) for n in names])
        drawn = self._chance(101 + len(self.knots)) * weights[-1]
        return names[min(int(np.searchsorted(weights, drawn)), len(names) - 1)]

    def _favour(self, name: str) -> float:
        return _FAVOURED if name in self.favoured else 1.0

    def _chance(self, draw: int) -> float:
        return 0.5 + 0.5 * float(lattice(np.array([draw]), self.seed)[0, 0])

    def _joined(self) -> Path:
        poses = [self.body.at(k.pose) for k in self.knots]
        scale = np.array([k.scale for k in self.knots])[:, None]
        # Hands keep their shape and stance; only the arms make a gesture larger.
        sizes = np.where(_REACHING, scale, np.minimum(scale, 1.0))
        arms = slerp(self.body.rest.arms[None], np.stack([p.arms for p in poses]), sizes)
        if self.start is not None:
            arms[0] = self.start
        return Path(
            time=np.array([k.time for k in self.knots]),
            arms=arms,
            trunk=np.stack([p.trunk for p in poses]) * scale,
            names=tuple(self.made),
            apexes=tuple(self.apexes),
            bulges=self._bulges(),
        )

    def _bulges(self) -> Array:
        """[K−1, 2, 3] the ways round the body, each as far as the smaller of its two poses."""
        bulges = np.zeros((len(self.knots) - 1, 2, 3))
        for index, (a, b) in enumerate(pairwise(self.knots)):
            if index == 0 and self.start is not None:
                bulges[0] = self.body.bulge(None, b.pose)
            elif a.pose != b.pose:
                share = min(1.0, max(a.scale, b.scale))
                bulges[index] = share * self.body.bulge(a.pose, b.pose)
        return bulges
