"""A person drives the figure: ARKit coefficients and VRM poses from a camera or a suit.

    sample ─► names ─► retarget ─► limit ─► smooth ─► frames of the layer `reaction`

What a stream leaves out stays ours: idle life, speech and gaze play on beneath it. Each segment
holds its last pose for a moment; when the stream stalls, the player lets our own layers through
again, and when it comes back it is faded in.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from qingzhi.errors import InputError
from qingzhi.motion.quaternion import canonical, normalise, slerp
from qingzhi.motion.smoothing import OneEuro, Turning
from qingzhi.score import ARKIT, BONES, FPS, Layer, MotionFrames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.motion.arrays import Array

Space: TypeAlias = Literal["vrm1", "vrm0"]
"""Whose axes the rotations have: a VRM 1.0 figure looks along +z, a VRM 0.x one along −z."""

STALL_S: Final = 0.5
"""A stream that is silent for longer begins anew."""
HOLD_S: Final = 0.25
"""The last pose is held for so long; then the player's release begins."""
LEAD_S: Final = 0.1
"""Frames are sent so long ahead of the player's clock as the way there may take."""
FADE_IN_S: Final = 0.35
_JOIN_S: Final = 0.05
_LEAST_S: Final = 1.0 / 240.0
_MOST_SPEED: Final = 12.0
"""rad/s"""
_HIPS_M: Final = 0.6
_FACE: Final = (3.0, 4.0)
_BODY: Final = (1.6, 1.2)
_HIPS: Final = (1.2, 2.0)
"""Cut-off in Hz at rest, and how much it rises with speed."""
_LIMITS: Final[Mapping[str, float]] = {
    "hips": 60.0,
    "spine": 40.0,
    "chest": 40.0,
    "upperChest": 40.0,
    "neck": 60.0,
    "head": 60.0,
    "UpperLeg": 130.0,
    "LowerLeg": 150.0,
    "Foot": 60.0,
    "Toes": 60.0,
    "Shoulder": 35.0,
    "UpperArm": 150.0,
    "LowerArm": 160.0,
    "Hand": 100.0,
}
"""Degrees that a joint turns at most from T-pose, after A. Kapandji, 2007; fingers have _FINGER."""
_FINGER: Final = 110.0
_MOUTH: Final = tuple(
    i for i, name in enumerate(ARKIT) if name.startswith(("jaw", "mouth", "tongue"))
)
_SIDE: Final = re.compile(r"[._-]?(l|r)$", re.IGNORECASE)
_VRM0_THUMB: Final = {
    f"{side}Thumb{old}": f"{side}Thumb{new}"
    for side in ("left", "right")
    for old, new in (
        ("Proximal", "Metacarpal"),
        ("Intermediate", "Proximal"),
        ("Distal", "Distal"),
    )
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One moment of a stream.

    `time_s` counts on the stream's own clock. `face`: ARKit's coefficients 0..1 by name, in the
    usual spellings. `bones`: local rotations (x, y, z, w) relative to T-pose by VRM name. `hips`
    metres from rest.
    """

    time_s: float
    face: Mapping[str, float] = field(default_factory=dict)
    bones: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)
    hips: tuple[float, float, float] | None = None
    space: Space = "vrm1"


class Driver:
    """Makes motion of a stream. `mouth`: whether it moves the mouth too, or our speech does."""

    def __init__(self, *, mouth: bool = True) -> None:
        self.mouth = mouth
        self._heard = 0.0
        self._begin()

    def _begin(self) -> None:
        self._face_filter, self._bone_filter = OneEuro(*_FACE), Turning(*_BODY, _MOST_SPEED)
        self._hips_filter = OneEuro(*_HIPS)
        self._face = np.zeros(len(ARKIT))
        self._bones = np.tile([0.0, 0.0, 0.0, 1.0], (len(BONES), 1))
        self._hips = np.zeros(3)
        self._faces: set[int] = set()
        self._moved: set[int] = set()
        self._walks = False
        self._last: float | None = None
        self._offset = 0.0
        self._next = 0

    def push(self, sample: Sample, now_s: float) -> MotionFrames | None:
        """Take a sample that came at `now_s` of the conversation; return the motion up to it.

        None where a sample is no later than the one before, or brings no frame. Raises InputError
        for names that are unknown and values that are no numbers; the stream then goes on.
        """
        face, bones, hips = _checked(sample)
        stalled = self._last is None or not 0.0 <= sample.time_s - self._heard <= STALL_S
        self._heard = sample.time_s
        if stalled or not self._owned(face, bones, hips):
            return self._enter(face, bones, hips, sample.time_s, now_s)
        began = self._last or 0.0
        if sample.time_s - began < _LEAST_S:
            return None
        before = (self._face, self._bones, self._hips)
        self._advance(face, bones, hips, sample.time_s - began)
        self._last = sample.time_s
        return self._segment(before, began, sample.time_s)

    def _owned(
        self, face: Mapping[int, float], bones: Mapping[int, Array], hips: Array | None
    ) -> bool:
        """Whether the stream has driven all of this before."""
        known = bones.keys() <= self._moved and (hips is None or self._walks)
        return known and self._meant(face) <= self._faces

    def _meant(self, face: Mapping[int, float]) -> set[int]:
        return set(face) if self.mouth else set(face) - set(_MOUTH)

    def _enter(
        self,
        face: Mapping[int, float],
        bones: Mapping[int, Array],
        hips: Array | None,
        time_s: float,
        now_s: float,
    ) -> MotionFrames | None:
        """Fade a stream in on its first pose, which is held until it is seen whole."""
        self._begin()
        self._advance(face, bones, hips, _LEAST_S)
        self._offset = now_s + LEAD_S - time_s
        self._next = math.ceil((now_s + LEAD_S) * FPS)
        self._last = time_s + FADE_IN_S
        pose = (self._face, self._bones, self._hips)
        return self._segment(pose, time_s, self._last, fade_s=FADE_IN_S)

    def _advance(
        self,
        face: Mapping[int, float],
        bones: Mapping[int, Array],
        hips: Array | None,
        seconds: float,
    ) -> None:
        """Move on to the next measured state; what a sample leaves out stays where it was."""
        self._faces |= self._meant(face)
        self._moved |= bones.keys()
        wanted, pose = self._face.copy(), self._bones.copy()
        for column, value in face.items():
            wanted[column] = value
        for index, turn in bones.items():
            pose[index] = turn
        self._face = np.clip(self._face_filter(wanted, seconds), 0.0, 1.0)
        self._bones = self._bone_filter(pose, seconds)
        if hips is not None:
            self._walks = True
            self._hips = self._hips_filter(hips, seconds)

    def _segment(
        self,
        before: tuple[Array, Array, Array],
        began: float,
        ended: float,
        *,
        fade_s: float = _JOIN_S,
    ) -> MotionFrames | None:
        """Frames of the player's clock since the last ones, and the last pose held on."""
        first = self._next
        last = math.floor((ended + self._offset) * FPS) + 1
        if last <= first or not (self._faces or self._moved or self._walks):
            return None
        self._next = last
        time = np.arange(first, last + round(HOLD_S * FPS)) / FPS - self._offset
        share = np.clip((time - began) / max(ended - began, _LEAST_S), 0.0, 1.0)
        face, bones, hips = before
        moved = sorted(self._moved)
        turns = slerp(bones[None, moved], self._bones[None, moved], share[:, None])
        way = face + (self._face - face) * share[:, None]
        walk = hips + (self._hips - hips) * share[:, None]
        return MotionFrames(
            layer=Layer.REACTION,
            generation=0,
            start_s=first / FPS,
            face=way.astype(np.float32) if self._faces else None,
            face_mask=tuple(sorted(self._faces)),
            bone_names=tuple(BONES[i] for i in moved),
            bones=canonical(turns).astype(np.float32) if moved else None,
            hips=walk.astype(np.float32) if self._walks else None,
            clock="conversation",
            fade_s=fade_s,
        )


def coefficient(given: str) -> int:
    """Return the column of a coefficient in any usual spelling. Raises InputError."""
    side = _SIDE.sub(lambda found: "left" if found[1] in "lL" else "right", given)
    for name in (given, side):
        column = _columns().get(re.sub(r"[^a-z]", "", name.lower()))
        if column is not None:
            return column
    raise InputError(f"{given[:60]!r} is no coefficient of ARKit.", param="face")


@cache
def _columns() -> dict[str, int]:
    return {name.lower(): i for i, name in enumerate(ARKIT)}


def _checked(sample: Sample) -> tuple[dict[int, float], dict[int, Array], Array | None]:
    if not math.isfinite(sample.time_s):
        raise InputError("The time of a sample must be a number.", param="time_ms")
    face = {coefficient(name): value for name, value in sample.face.items()}
    if not all(math.isfinite(value) for value in face.values()):
        raise InputError("A coefficient must be a number.", param="face")
    bones = {}
    for name, turn in sample.bones.items():
        index = _bone(name, sample.space)
        bones[index] = _limited(_turned(turn, sample.space), BONES[index])
    if sample.hips is None:
        return {i: min(1.0, max(0.0, v)) for i, v in face.items()}, bones, None
    hips = np.array(sample.hips)
    if not np.isfinite(hips).all():
        raise InputError("The hips' place must be three numbers.", param="hips")
    if sample.space == "vrm0":
        hips = hips * (-1.0, 1.0, -1.0)
    kept = np.clip(hips, -_HIPS_M, _HIPS_M)
    return {i: min(1.0, max(0.0, v)) for i, v in face.items()}, bones, kept


def _bone(name: str, space: Space) -> int:
    own = _VRM0_THUMB.get(name, name) if space == "vrm0" else name
    if own not in BONES:
        raise InputError(f"{name[:60]!r} is no bone of the VRM humanoid.", param="bones")
    return BONES.index(own)


def _turned(turn: tuple[float, float, float, float], space: Space) -> Array:
    """Make it a unit quaternion in our axes."""
    q = np.array(turn, np.float64)
    if not np.isfinite(q).all() or float(np.linalg.norm(q)) < 1e-6:
        raise InputError("A rotation must be a quaternion (x, y, z, w).", param="bones")
    if space == "vrm0":
        q = q * (-1.0, 1.0, -1.0, 1.0)
    return canonical(normalise(q))


def _limited(turn: Array, bone: str) -> Array:
    """Turn no further than a joint can."""
    plain = bone.removeprefix("left").removeprefix("right")
    most = math.radians(_LIMITS.get(plain, _FINGER))
    angle = 2.0 * math.acos(min(1.0, abs(float(turn[3]))))
    if angle <= most:
        return turn
    return slerp(np.array([0.0, 0.0, 0.0, 1.0]), turn, most / angle)
