"""How hands and arms are when nothing is meant: the pose that all movement leaves and seeks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec
import numpy as np

from qingzhi.motion.arm import solve
from qingzhi.motion.quaternion import IDENTITY, about, conjugate, from_vector, mirror, multiply
from qingzhi.motion.skeleton import ARM
from qingzhi.motion.tables import table
from qingzhi.score import BONES

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array

_JOINTS: Final = ("Shoulder", "UpperArm", "LowerArm", "Hand")
FINGERS: Final = ("Thumb", "Index", "Middle", "Ring", "Little")
LEFT_ARM: Final = tuple(
    name for name in BONES if name.startswith("left") and name[4:].startswith((*_JOINTS, *FINGERS))
)
RIGHT_ARM: Final = tuple(name.replace("left", "right") for name in LEFT_ARM)
ARMS: Final = (*LEFT_ARM, *RIGHT_ARM)
"""Bones of both arms from shoulder to finger tips; the halves are mirror images."""

SHOULDERS: Final = [0, len(LEFT_ARM)]
UPPER_ARMS: Final = [1, len(LEFT_ARM) + 1]
"""Places in ARMS of the collar bones and of the joints that they carry."""
_UP: Final = (0.0, 0.0, 1.0)
"""About this axis a positive turn lifts the left shoulder and lowers the right one."""
_LIFTS: Final = np.array([1.0, -1.0])
_PHALANX: Final = np.radians([62.0, 88.0, 58.0])
"""Flexion of a finger's three joints when fully curled."""
_THUMB_FLEXION: Final = np.radians([22.0, 42.0, 55.0])
_THUMB_AXIS: Final = np.array([0.42, 0.80, -0.42])
_THUMB_OPPOSING: Final = np.array([0.70, 0.10, -0.70])
_OPPOSED: Final = np.radians(42.0)
_GATHERED: Final = 5.0
"""Degrees between neighbouring fingers that come together as they curl: a fist has no gaps."""
_FANNED: Final = {"Index": -1.5, "Middle": -0.5, "Ring": 0.5, "Little": 1.5}

REST_WRIST: Final = (0.13, -0.965, 0.09)
"""From the shoulder in arm lengths: hanging, a little bent, clear of the thighs."""
REST_FINGERS: Final = (0.05, -1.0, 0.12)
REST_PALM: Final = (-1.0, 0.0, -0.35)


Curl: TypeAlias = float | tuple[float, float, float]


class Hand(msgspec.Struct, frozen=True):
    """A hand shape (see `data/hands.toml`)."""

    thumb: Curl
    index: Curl
    middle: Curl
    ring: Curl
    little: Curl
    spread: float
    opposed: float

    def curl(self, finger: str) -> Array:
        """[3] how far a finger's joints are bent, 0..1."""
        return np.ones(3) * np.asarray(getattr(self, finger.lower()), np.float64)


class _Data(msgspec.Struct, frozen=True):
    shape: dict[str, Hand]


@cache
def shapes() -> dict[str, Hand]:
    return table("hands", _Data).shape


@cache
def fingers(shape: str) -> Array:
    """[15, 4] the left hand's finger joints, thumb first, from the palm outward."""
    return fingers_of(shapes()[shape])


def fingers_of(hand: Hand) -> Array:
    """[15, 4] the same for a shape that stands in no table."""
    chains = [_thumb(hand)]
    for name in FINGERS[1:]:
        curl = hand.curl(name)
        chain = about((0.0, 0.0, -1.0), curl * _PHALANX)
        fan = about((0.0, 1.0, 0.0), np.radians(hand.spread * _FANNED[name]))
        closed = np.clip(curl[0], 0.0, 1.0)
        gathered = about((0.0, -1.0, 0.0), np.radians(_GATHERED * closed * _FANNED[name]))
        first = multiply(fan, multiply(chain[0], gathered))
        chains.append(np.stack((first, chain[1], chain[2])))
    return np.concatenate(chains)


@cache
def arms() -> Array:
    """[38, 4] both arms at rest, in the order of ARMS."""
    pose = solve(np.array(REST_WRIST) * ARM, np.array(REST_FINGERS), np.array(REST_PALM))
    left = np.stack((IDENTITY, pose.upper, pose.lower, pose.hand))
    left = np.concatenate((left, fingers("relaxed")))
    return np.concatenate((left, mirror(left)))


@cache
def body() -> Array:
    """[B, 4] every bone of BONES at rest."""
    pose = np.tile(IDENTITY, (len(BONES), 1))
    pose[[BONES.index(name) for name in ARMS]] = arms()
    return pose


def lift(arms: Array, degrees: Array | float) -> None:
    """Lift the shoulders of `arms` [..., 38, 4] by degrees; the arms hang on as they did."""
    if not np.any(degrees):
        return
    before = arms[..., SHOULDERS, :]
    after = multiply(about(_UP, np.radians(degrees)[..., None] * _LIFTS), before)
    hung = multiply(before, arms[..., UPPER_ARMS, :])
    arms[..., SHOULDERS, :], arms[..., UPPER_ARMS, :] = after, multiply(conjugate(after), hung)


def _thumb(hand: Hand) -> Array:
    flexion = from_vector(_THUMB_AXIS * (hand.curl("thumb") * _THUMB_FLEXION)[:, None])
    opposing = from_vector(_THUMB_OPPOSING * hand.opposed * _OPPOSED)
    return np.concatenate((multiply(opposing, flexion[0])[None], flexion[1:]))
