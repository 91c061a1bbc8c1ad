"""The vocabulary of gestures: what hands can do, by dialogue act, as poses of a body.

Forms are data (`data/gestures.toml`, `data/hands.toml`); here they are solved to joint rotations,
once. When they are made is for `phrasing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec
import numpy as np

from qingzhi.motion import rest
from qingzhi.motion.arm import solve
from qingzhi.motion.curves import MINIMUM_JERK_PEAK
from qingzhi.motion.head import CHANNELS
from qingzhi.motion.quaternion import about, angle_between, mirror
from qingzhi.motion.skeleton import ARM
from qingzhi.motion.tables import table

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array
    from qingzhi.score import Clause

Side: TypeAlias = Literal["left", "right"]
PoseId: TypeAlias = tuple[str, int, int, Side] | None
"""Gesture, stroke, key and leading hand; None is the rest pose."""

MAX_SPEED: Final = 4.6
"""Radians a second that no joint of a gesture goes beyond."""
_SIDES: Final[tuple[Side, Side]] = ("right", "left")
_HALF: Final = len(rest.ARMS) // 2


class Reach(msgspec.Struct, frozen=True):
    """One arm at one moment (see `data/gestures.toml`)."""

    wrist: tuple[float, float, float]
    fingers: tuple[float, float, float]
    palm: tuple[float, float, float]
    hand: str
    swivel: float = 0.0


class Key(msgspec.Struct, frozen=True):
    at: float
    main: Reach | None = None
    other: Reach | None = None
    both: Reach | None = None
    lean: float = 0.0
    nod: float = 0.0
    tilt: float = 0.0
    shoulders: float = 0.0


class Stroke(msgspec.Struct, frozen=True):
    keys: tuple[Key, ...]


class Gesture(msgspec.Struct, frozen=True):
    """`emblem`: understood without words, so it needs no stressed syllable.

    `contact`: a hand comes to the own body, so the gesture is never made larger. `imitable`:
    a child may copy it without harm to anybody; a blow, a grasp or a leap is not.
    """

    strokes: tuple[Stroke, ...]
    acts: tuple[str, ...]
    stances: tuple[str, ...] = ()
    targets: bool = False
    emblem: bool = False
    beats: bool = False
    contact: bool = False
    imitable: bool = True
    weight: float = 1.0
    hold: float = 0.3
    retract: float = 0.6


class Style(msgspec.Struct, frozen=True):
    amplitude: float = 1.0
    tempo: float = 1.0
    density: float = 0.7


class _Data(msgspec.Struct, frozen=True):
    gesture: dict[str, Gesture]
    style: dict[str, Style]


@cache
def _data() -> _Data:
    return table("gestures", _Data)


@dataclass(frozen=True, slots=True)
class Pose:
    """Both arms [38, 4] and what the trunk and head add [7] (channels of `head`)."""

    arms: Array
    trunk: Array


def gestures() -> dict[str, Gesture]:
    return _data().gesture


def style(name: str) -> Style:
    """Return a style's manner; a name that is unknown moves as in daily life."""
    return _data().style.get(name, Style())


@cache
def rest_pose() -> Pose:
    return Pose(rest.arms(), np.zeros(len(CHANNELS)))


@cache
def pose(gesture: str, stroke: int, key: int, side: Side) -> Pose:
    """Solve one key of one stroke for a leading hand."""
    wanted = gestures()[gesture].strokes[stroke].keys[key]
    main, other = wanted.main or wanted.both, wanted.other or wanted.both
    lead, follow = _arm(main, wanted.shoulders), _arm(other, wanted.shoulders)
    left, right = (lead, follow) if side == "left" else (follow, lead)
    added = {"lean": wanted.lean, "nod": wanted.nod, "tilt": wanted.tilt}
    return Pose(
        arms=np.concatenate((left, mirror(right))),
        trunk=np.array([added.get(channel, 0.0) for channel in CHANNELS]),
    )


def at(key: PoseId) -> Pose:
    return rest_pose() if key is None else pose(*key)


@cache
def prepare() -> None:
    """Solve every pose once, so that no visitor waits for it."""
    for name, gesture in gestures().items():
        for stroke, keys in enumerate(gesture.strokes):
            for key in range(len(keys.keys)):
                for side in _SIDES:
                    pose(name, stroke, key, side)


def suitable(clause: Clause, *, careful: bool = False) -> tuple[str, ...]:
    """Return the gestures that fit, by name: by target first, then stance, then dialogue act.

    `careful`: only those that a child may imitate.
    """
    every = [(name, g) for name, g in gestures().items() if g.imitable or not careful]
    if clause.target is not None:
        return tuple(name for name, g in every if g.targets)
    by_stance = tuple(name for name, g in every if clause.stance.value in g.stances)
    return by_stance or tuple(name for name, g in every if clause.act.value in g.acts)


def _arm(reach: Reach | None, shoulders: float) -> Array:
    """[19, 4] one arm as if it were the left one."""
    lifted = about((0.0, 0.0, 1.0), np.radians(shoulders))[None]
    if reach is None:
        return np.concatenate((lifted, rest.arms()[1:_HALF]))
    solved = solve(
        np.array(reach.wrist) * ARM,
        np.array(reach.fingers),
        np.array(reach.palm),
        np.radians(reach.swivel),
    )
    joints = np.stack((lifted[0], solved.upper, solved.lower, solved.hand))
    return np.concatenate((joints, rest.fingers(reach.hand)))


@cache
def travel(a: PoseId, b: PoseId) -> float:
    """Return the least seconds from one pose to another."""
    first, second = at(a), at(b)
    bend = float(np.abs(np.radians(first.trunk - second.trunk)).max())
    # A trunk is heavier than an arm: half the speed.
    bow = MINIMUM_JERK_PEAK * 2.0 * bend / MAX_SPEED
    return max(bow, least_seconds(first.arms, second.arms))


def least_seconds(a: Array, b: Array) -> float:
    """Return the seconds that arms [38, 4] need so that no joint is faster than MAX_SPEED."""
    return float(MINIMUM_JERK_PEAK * angle_between(a, b).max() / MAX_SPEED)
