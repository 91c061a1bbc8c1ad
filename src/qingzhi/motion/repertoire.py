"""Gestures as one body makes them, and only those that the rules let it make.

Every pose is solved when the body is met, all at once, so that no visitor waits. The poses of a
left-handed gesture are the mirror images of the right-handed ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion import rest
from qingzhi.motion.body import nominal
from qingzhi.motion.clearing import arm_points, bulges
from qingzhi.motion.curves import MINIMUM_JERK_PEAK
from qingzhi.motion.gesture import gestures
from qingzhi.motion.head import CHANNELS
from qingzhi.motion.quaternion import angle_between, mirror
from qingzhi.motion.reach import Reach, solve_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.motion.arrays import Array
    from qingzhi.motion.body import Body
    from qingzhi.motion.gesture import Key, PoseId

MAX_SPEED: Final = 4.6
"""Radians a second that no joint of a gesture goes beyond."""
LARGEST: Final = 1.15
"""No gesture is made larger than this."""
HALF: Final = len(rest.ARMS) // 2
_MIRRORED: Final = np.array(
    [-1.0 if channel in {"sway", "bend", "turn", "tilt"} else 1.0 for channel in CHANNELS]
)
_AHEAD: Final = 0.42
"""A hand further forward of the shoulders than this, in arm lengths, has nothing in its way."""
_BULGING: Final = 1.6
"""A way round the body is longer by so much of the angle it goes out by."""
_SHARE: Final = 0.45
"""Part of a step's time that its slowest joint may be late by before the step is stretched."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Both arms [38, 4] and what the trunk and head add [7] (channels of `head`)."""

    arms: Array
    trunk: Array

    def mirrored(self) -> Pose:
        left, right = self.arms[:HALF], self.arms[HALF:]
        return Pose(np.concatenate((mirror(right), mirror(left))), self.trunk * _MIRRORED)


class Repertoire:
    """The gestures of one body. Get it from `repertoire`."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.rest = Pose(_resting(body), np.zeros(len(CHANNELS)))
        ids = list(_ids())
        right = dict(zip(ids, _solved(body, [_key(*i) for i in ids], self.rest), strict=True))
        self._poses: dict[PoseId, Pose] = {None: self.rest}
        for (name, stroke, key), pose in right.items():
            self._poses[name, stroke, key, "right"] = pose
            self._poses[name, stroke, key, "left"] = pose.mirrored()
        self._before = self._in_front()
        self._bulges: dict[tuple[PoseId, PoseId], Array] = {(None, None): np.zeros((2, 3))}
        self._find_ways(ids)
        self._seconds: dict[tuple[PoseId, PoseId], float] = {}
        self._times = {(n, s): self._timed(n, s) for n, s, k in ids if k == 0}

    def at(self, key: PoseId) -> Pose:
        return self._poses[key]

    def times(self, name: str, stroke: int) -> tuple[float, ...]:
        """Return when a stroke's keys come, seconds from its apex, as fast as this body can."""
        return self._times[name, stroke]

    def travel(self, a: PoseId, b: PoseId) -> float:
        """Return the least seconds from one pose to another."""
        if (a, b) not in self._seconds:
            first, second = self.at(a), self.at(b)
            bend = float(np.abs(np.radians(first.trunk - second.trunk)).max())
            # A trunk is heavier than an arm: half the speed.
            bow = MINIMUM_JERK_PEAK * 2.0 * bend / MAX_SPEED
            out = float(np.linalg.norm(self.bulge(a, b), axis=-1).max())
            reach = least_seconds(first.arms, second.arms)
            self._seconds[a, b] = max(bow, reach + _BULGING * out / MAX_SPEED)
        return self._seconds[a, b]

    def bulge(self, a: PoseId, b: PoseId) -> Array:
        """[2, 3] how far the left and the right upper arm swing out between two poses.

        They are rotation vectors, so large that nothing enters the body.
        """
        if (a, b) not in self._bulges:
            # Between two gestures: the wider of their ways to and from rest, without a search.
            ways = np.stack((self._bulges[a, None], self._bulges[None, b]))
            wider = np.linalg.norm(ways, axis=-1).argmax(axis=0)
            open_ = (self._before[a] & self._before[b])[:, None]
            self._bulges[a, b] = np.where(open_, 0.0, ways[wider, (0, 1)])
        return self._bulges[a, b]

    def _in_front(self) -> dict[PoseId, NDArray[np.bool_]]:
        """[2] by pose: whether an arm is held well before the body, where its way is open."""
        arms = np.array([pose.arms for pose in self._poses.values()])
        ahead = []
        for half in (arms[:, :HALF], mirror(arms[:, HALF:])):
            points, _ = arm_points(self.body, half)
            ahead.append(points[:, 2:, 2].min(axis=1) > _AHEAD * self.body.arm)
        return dict(zip(self._poses, np.stack(ahead, axis=1), strict=True))

    def _find_ways(self, ids: list[tuple[str, int, int]]) -> None:
        """Look at once for every way that is surely gone: from rest, along strokes, to rest."""
        pairs: list[tuple[PoseId, PoseId]] = []
        for name, stroke, key in ids:
            here: PoseId = (name, stroke, key, "right")
            pairs += [(None, here), (here, None)]
            if key:
                pairs.append(((name, stroke, key - 1, "right"), here))
        arms = np.array([[self.at(a).arms, self.at(b).arms] for a, b in pairs])
        trunk = np.array([[self.at(a).trunk, self.at(b).trunk] for a, b in pairs])
        for (a, b), found in zip(pairs, bulges(self.body, arms, trunk), strict=True):
            self._bulges[a, b] = found
            self._bulges[_other(a), _other(b)] = found[::-1] * (1.0, -1.0, -1.0)

    def _timed(self, name: str, stroke: int) -> tuple[float, ...]:
        """Stretch a stroke about its apex where its keys leave a joint too little time."""
        keys = gestures()[name].strokes[stroke].keys
        times = [keys[0].at]
        for key in range(1, len(keys)):
            before: PoseId = (name, stroke, key - 1, "right")
            least = LARGEST * self.travel(before, (name, stroke, key, "right"))
            times.append(times[-1] + max(keys[key].at - keys[key - 1].at, least))
        apex = min(range(len(keys)), key=lambda i: abs(keys[i].at))
        return tuple(t - times[apex] + keys[apex].at for t in times)


class Aimed:
    """A repertoire in which one pose is led to where something lies."""

    def __init__(self, able: Repertoire, key: PoseId, pose: Pose) -> None:
        self.able, self.key, self.pose = able, key, pose
        self.rest, self.body = able.rest, able.body

    def at(self, key: PoseId) -> Pose:
        return self.pose if key == self.key else self.able.at(key)

    def times(self, name: str, stroke: int) -> tuple[float, ...]:
        return self.able.times(name, stroke)

    def travel(self, a: PoseId, b: PoseId) -> float:
        usual = self.able.travel(a, b)
        if self.key not in {a, b}:
            return usual
        return max(usual, least_seconds(self.at(a).arms, self.at(b).arms))

    def bulge(self, a: PoseId, b: PoseId) -> Array:
        return self.able.bulge(a, b)


@lru_cache(maxsize=8)
def _of(body: Body) -> Repertoire:
    return Repertoire(body)


def repertoire(body: Body | None = None) -> Repertoire:
    """Return what a body can do; the nominal one's without an argument."""
    return _of(body or nominal())


def least_seconds(a: Array, b: Array) -> float:
    """Return the seconds that arms [38, 4] need so that no joint is faster than MAX_SPEED."""
    return float(MINIMUM_JERK_PEAK * angle_between(a, b).max() / MAX_SPEED)


def _other(key: PoseId) -> PoseId:
    return None if key is None else (*key[:3], "left")


def _ids() -> Iterator[tuple[str, int, int]]:
    for name, gesture in gestures().items():
        for stroke, keys in enumerate(gesture.strokes):
            for key in range(len(keys.keys)):
                yield name, stroke, key


def _key(name: str, stroke: int, key: int) -> Key:
    return gestures()[name].strokes[stroke].keys[key]


def _resting(body: Body) -> Array:
    """[38, 4] arms that hang clear of this body's thighs and hips."""
    hanging = Reach(
        wrist=rest.REST_WRIST, fingers=rest.REST_FINGERS, palm=rest.REST_PALM, hand="relaxed"
    )
    arm = solve_all(body, [hanging], np.zeros((1, len(CHANNELS))), np.zeros(1))[0]
    return np.concatenate((arm, mirror(arm)))


def _solved(body: Body, keys: list[Key], resting: Pose) -> list[Pose]:
    """Solve all keys for a leading right hand."""
    trunk = np.array([key.trunk for key in keys])
    lead = _arms(body, [k.main or k.both for k in keys], trunk * _MIRRORED, keys, resting)
    follow = _arms(body, [k.other or k.both for k in keys], trunk, keys, resting)
    both = np.concatenate((follow, mirror(lead)), axis=1)
    return [Pose(arms, bent) for arms, bent in zip(both, trunk, strict=True)]


def _arms(
    body: Body, reaches: list[Reach | None], trunk: Array, keys: list[Key], resting: Pose
) -> Array:
    """[N, 19, 4] as left arms; an arm that has nothing to do hangs."""
    shoulders = np.array([key.shoulders for key in keys])
    arms = np.repeat(resting.arms[None, :HALF], len(keys), axis=0)
    rows = [n for n, reach in enumerate(reaches) if reach is not None]
    wanted = [reach for reach in reaches if reach is not None]
    if wanted:
        arms[rows] = solve_all(body, wanted, trunk[rows], shoulders[rows])
    idle = [n for n in range(len(keys)) if n not in rows]
    if idle:
        arms[idle, 0] = _lifted(shoulders[idle])
    return arms


def _lifted(degrees: Array) -> Array:
    half = 0.5 * np.radians(degrees)
    zero = np.zeros_like(half)
    return np.stack((zero, zero, np.sin(half), np.cos(half)), axis=-1)
