"""Moves of the whole body: sitting, kneeling, walking, a hop of joy (T/CSIG 001—2026, table 2).

A move is data (`data/moves.toml`, `data/gaits.toml`): where the hips and feet are and when, what
trunk and arms do meanwhile. Legs follow by inverse kinematics. Postures are entered, held and
left again, so that every move but a walk begins and ends at rest.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from qingzhi.errors import InputError
from qingzhi.motion import footing, head, rest
from qingzhi.motion.curves import minimum_jerk
from qingzhi.motion.footing import SIDES, Foot
from qingzhi.motion.gait import Gait, walked
from qingzhi.motion.quaternion import canonical, from_vector, mirror, slerp
from qingzhi.motion.reach import Reach, solve_all
from qingzhi.motion.repertoire import repertoire
from qingzhi.motion.tables import table
from qingzhi.motion.tracks import along
from qingzhi.score import BONES, FPS

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array
    from qingzhi.motion.body import Body
    from qingzhi.motion.gait import Stride

Rows = tuple[tuple[float, ...], ...]
_COLUMN: Final = {name: i for i, name in enumerate(BONES)}
_STILL: Final[Rows] = ((0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),)
_FORWARD: Final = 0.05
"""The middle of a seat is so far before the hips' joints, in leg lengths."""
_BACK_PACE: Final = 1.1
"""Getting up takes so much longer than going down."""


class ArmKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both arms at a time, as in a gesture; without a reach they hang."""

    at: float
    main: Reach | None = None
    other: Reach | None = None
    both: Reach | None = None


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows are [seconds, values …] (see the head of `data/moves.toml`)."""

    zh: str
    en: str
    seconds: float
    hips: Rows = _STILL
    turn: Rows = _STILL
    trunk: Rows = _STILL
    left: Rows = _STILL
    right: Rows = _STILL
    both: Rows = ()
    knees: Rows = _STILL
    arms: tuple[ArmKey, ...] = ()
    hold: float = 0.0
    back: bool = False
    imitable: bool = True
    mood: str = ""
    seated: bool = False


class _Moves(msgspec.Struct, frozen=True):
    move: dict[str, Move]


class _Gaits(msgspec.Struct, frozen=True):
    gait: dict[str, Gait]


@cache
def moves() -> dict[str, Move]:
    return table("moves", _Moves).move


@cache
def gaits() -> dict[str, Gait]:
    return table("gaits", _Gaits).gait


def seconds(name: str) -> float:
    """Return how long a move or gait takes. Raises InputError for an unknown one."""
    if name in gaits():
        return gaits()[name].total
    if name not in moves():
        known = ", ".join((*moves(), *gaits()))
        raise InputError(f"There is no move {name!r}.", param="move", hint=f"Use one of {known}.")
    move = moves()[name]
    return move.seconds + move.hold + (_BACK_PACE * move.seconds if move.back else 0.0)


def seat(name: str, body: Body) -> tuple[float, float, float] | None:
    """Return where a seat must be for a move that sits: to the left, above the floor, forward.

    None for all others. Metres, at the middle of its top.
    """
    move = moves().get(name)
    if move is None or not move.seated:
        return None
    _, hips = _stood(move, body, np.array([move.seconds]))
    under = body.joints["leftUpperLeg"] + hips[0]
    thigh = float(body.volumes.radius[body.volumes.bone.index("leftUpperLeg")])
    return float(hips[0, 0]), float(under[1] - thigh), float(under[2] + _FORWARD * body.leg)


def performed(name: str, body: Body) -> tuple[Array, Array]:
    """Bones [T, B, 4] in the order of BONES and hips [T, 3] metres, 30 frames a second.

    Raises InputError for an unknown move.
    """
    t = np.arange(round(seconds(name) * FPS) + 1) / FPS
    if name in gaits():
        return _walked(walked(gaits()[name], body, t), body)
    move = moves()[name]
    if move.back:
        ending = move.seconds + move.hold
        t = np.minimum(t, move.seconds) - np.maximum(t - ending, 0.0) / _BACK_PACE
    return _moved(move, body, t)


def legs(name: str, body: Body) -> tuple[dict[str, Array], Array]:
    """Rotations [T, 4] of a move's hips and legs, and its hips [T, 3]; the rest is left alone."""
    return _stood(moves()[name], body, np.arange(round(seconds(name) * FPS) + 1) / FPS)


def _stood(move: Move, body: Body, t: Array) -> tuple[dict[str, Array], Array]:
    turn = from_vector(np.radians(along(move.turn, t, 3)))
    feet = {side: _foot(move, side, body, t) for side in SIDES}
    hips = footing.lowered(body, along(move.hips, t, 3) * body.leg, turn, feet)
    return footing.bones(body, hips, turn, feet), hips


def _moved(move: Move, body: Body, t: Array) -> tuple[Array, Array]:
    found, hips = _stood(move, body, t)
    trunk = along(move.trunk, t, 6)
    trunk = np.concatenate((trunk, np.zeros((len(t), 1))), axis=1)
    found |= _arms(move, body, t)
    return _whole(body, found, trunk), hips


def _foot(move: Move, side: str, body: Body, t: Array) -> Foot:
    rows = along(move.both or getattr(move, side), t, 5)
    sign = 1.0 if side == "left" or not move.both else -1.0
    place = rows[:, :3] * (sign * body.leg, body.leg, body.leg)
    knee = np.radians(along(move.knees, t, 1)[:, 0])
    return Foot(place, np.radians(rows[:, 3]), np.radians(rows[:, 4]), knee)


def _walked(stride: Stride, body: Body) -> tuple[Array, Array]:
    hips = footing.lowered(body, stride.hips, stride.turn, stride.feet)
    found = footing.bones(body, hips, stride.turn, stride.feet) | stride.arms
    return _whole(body, found, stride.trunk), hips


def _whole(body: Body, found: dict[str, Array], trunk: Array) -> Array:
    """[T, B, 4]: legs as found, trunk as bent, arms as found or at rest."""
    count = len(trunk)
    bones = np.repeat(rest.body()[None], count, axis=0)
    bones[:, [_COLUMN[n] for n in rest.ARMS]] = repertoire(body).rest.arms
    bones[:, [_COLUMN[n] for n in head.TRUNK]] = head.trunk(trunk)
    for name, turns in found.items():
        bones[:, _COLUMN[name]] = turns
    return canonical(bones)


def _arms(move: Move, body: Body, t: Array) -> dict[str, Array]:
    """Both arms: solved at their keys on the body as it is then, and led from one to the next."""
    if not move.arms:
        return {}
    times = np.array([key.at for key in move.arms])
    trunk = np.concatenate((along(move.trunk, times, 6), np.zeros((len(times), 1))), axis=1)
    turn = from_vector(np.radians(along(move.turn, times, 3)))
    feet = {side: _foot(move, side, body, times) for side in SIDES}
    legs = footing.bones(body, along(move.hips, times, 3) * body.leg, turn, feet)
    able = repertoire(body)
    half = len(rest.ARMS) // 2
    keys = np.repeat(able.rest.arms[None], len(times), axis=0)
    for side in SIDES:
        rows = [n for n, k in enumerate(move.arms) if _reach(k, side)]
        wanted = [reach for k in move.arms if (reach := _reach(k, side))]
        if not rows:
            continue
        posed = {name: turns[rows] for name, turns in legs.items()}
        bent = trunk[rows]
        if side == "right":
            posed, bent = _mirrored(posed), bent * (1.0, -1.0, -1.0, 1.0, -1.0, -1.0, 1.0)
        arm = solve_all(body, wanted, bent, np.zeros(len(rows)), posed)
        if side == "left":
            keys[rows, :half] = arm
        else:
            keys[rows, half:] = mirror(arm)
    return dict(zip(rest.ARMS, np.moveaxis(_led(times, keys, t), 1, 0), strict=True))


def _reach(key: ArmKey, side: str) -> Reach | None:
    return key.both or (key.main if side == "right" else key.other)


def _mirrored(posed: dict[str, Array]) -> dict[str, Array]:
    swap = {"left": "right", "right": "left"}
    found = {}
    for name, turns in posed.items():
        side = next((s for s in swap if name.startswith(s)), "")
        found[name.replace(side, swap[side], 1) if side else name] = mirror(turns)
    return found


def _led(times: Array, keys: Array, t: Array) -> Array:
    after = np.clip(np.searchsorted(times, t, side="right"), 1, len(times) - 1)
    before = after - 1
    span = np.maximum(times[after] - times[before], 1e-6)
    u = minimum_jerk((t - times[before]) / span)[:, None]
    return slerp(keys[before], keys[after], u)
