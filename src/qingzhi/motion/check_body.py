"""Motion as a body makes it: joints within their limits, limbs outside the trunk, feet that stand.

The body is `skeleton`'s. Limits of joints after A. Kapandji, "The Physiology of the Joints", 2007,
with some room, for rigs differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion import rest
from qingzhi.motion.found import Found
from qingzhi.motion.quaternion import normalise, rotate
from qingzhi.motion.skeleton import OFFSET, forward
from qingzhi.score import BONES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qingzhi.motion.arrays import Array
    from qingzhi.motion.clip import Clip

TOUCHING_MM: Final = 15.0
"""So deep a hand may seem to be in the body: flesh and cloth give way, and people differ."""
SLIDES_MM: Final = 35.0
"""Way of a standing foot over the floor that is seen."""
FLOOR_MM: Final = 25.0
_STANDS_M: Final = 0.012
"""A foot this near to its lowest stands."""
_STILL: Final = 0.03
"""Metres a second of height under which it isn't being lifted or set down."""
_BACK_DEG: Final = 12.0
"""How far an elbow or a knee may bend the wrong way."""
_FOLD_DEG: Final = 165.0
_NECK_DEG: Final = 85.0
_SHOULDER_DEG: Final = 45.0
"""Collar bone; neck and head likewise have no more than what is said."""

_TRUNK: Final = (
    ("hips", "spine", 0.105),
    ("spine", "chest", 0.098),
    ("chest", "upperChest", 0.104),
    ("upperChest", "neck", 0.075),
)
"""Capsules along the trunk with their radii in metres; it is wider than deep, see _WIDTH."""
_WIDTH: Final = 1.25
_HEAD: Final = ("head", (0.0, 0.085, 0.012), 0.088)
_LIMB: Final = {"LowerArm": (0.5, 1.0), "Hand": (0.0,), "MiddleProximal": (0.0,)}
_TIPS: Final = ("ThumbDistal", "IndexDistal", "MiddleDistal", "LittleDistal")


@dataclass(frozen=True, slots=True)
class Body:
    """What was found and measured."""

    found: list[Found]
    penetration_mm: float
    slide_mm: float


def body_faults(clip: Clip) -> Body:
    """Look at the body that the rotations make; bones that the file leaves out are at rest."""
    pose = normalise(clip.bones)
    for index, name in enumerate(BONES):
        if name not in clip.bone_names:
            pose[:, index] = rest.body()[index]
    places, turns = forward(BONES, pose, clip.hips.astype(np.float32))
    deep = _depths(places, turns)
    slides = _slides(places, clip.fps)
    found = [
        *_worst("penetration", deep, TOUCHING_MM, clip.fps),
        *_worst("foot_slide", slides, SLIDES_MM, clip.fps),
        *_worst("below_floor", _sunk(places), FLOOR_MM, clip.fps),
        *_limits(pose, clip.fps),
    ]
    most = max((float(d.max(initial=0.0)) for d in deep.values()), default=0.0)
    slid = max((float(s.max(initial=0.0)) for s in slides.values()), default=0.0)
    return Body(found, most, slid)


def _worst(code: str, values: Mapping[str, Array], limit: float, fps: float) -> Iterator[Found]:
    for name, series in values.items():
        if series.max(initial=0.0) > limit:
            frame = int(series.argmax())
            yield Found(code, name, frame / fps, float(series[frame]))


def _depths(places: Mapping[str, Array], turns: Mapping[str, Array]) -> dict[str, Array]:
    """How deep in trunk or head joints of the arms are, [T] millimetres by bone."""
    depths: dict[str, Array] = {}
    for side in ("left", "right"):
        for name, point in _points(side, places):
            depth = np.full(len(point), -np.inf)
            for capsule in _TRUNK:
                depth = np.maximum(depth, _in_capsule(point, places, turns, capsule))
            bone, offset, radius = _HEAD
            centre = places[bone] + rotate(turns[bone], np.array(offset)[None])
            depth = np.maximum(depth, radius - np.linalg.norm(point - centre, axis=-1))
            known = depths.get(name)
            shown = np.maximum(depth, 0.0) * 1e3
            depths[name] = shown if known is None else np.maximum(known, shown)
    return depths


def _points(side: str, places: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    elbow, wrist = places[f"{side}LowerArm"], places[f"{side}Hand"]
    for share in (0.5, 0.8):
        yield f"{side}LowerArm", elbow + (wrist - elbow) * share
    yield f"{side}Hand", wrist
    for tip in _TIPS:
        yield f"{side}{tip}", places[f"{side}{tip}"]


def _in_capsule(
    point: Array,
    places: Mapping[str, Array],
    turns: Mapping[str, Array],
    capsule: tuple[str, str, float],
) -> Array:
    """[T] metres below the surface; the capsule is _WIDTH times as wide as it is deep."""
    lower, upper, radius = capsule
    base, axis = places[lower], places[upper] - places[lower]
    length = np.einsum("ti,ti->t", axis, axis)
    share = np.clip(np.einsum("ti,ti->t", point - base, axis) / length, 0.0, 1.0)
    away = point - base - axis * share[:, None]
    side = rotate(turns[lower], np.array([[1.0, 0.0, 0.0]]))
    across = np.einsum("ti,ti->t", away, side)[:, None] * side
    squeezed = away - across * (1.0 - 1.0 / _WIDTH)
    return np.asarray(radius - np.linalg.norm(squeezed, axis=-1))


def _sunk(places: Mapping[str, Array]) -> dict[str, Array]:
    """[T] millimetres below the floor of each foot's parts."""
    level = _soles(places)
    return {name: np.maximum(0.0, -height) * 1e3 for name, height in level.items()}


def _soles(places: Mapping[str, Array]) -> dict[str, Array]:
    """[T] metres of each toe joint and ankle above where it is when the figure stands."""
    toes = sum(float(OFFSET[n][1]) for n in ("hips", *_LEG, "leftToes"))
    ankle = toes - float(OFFSET["leftToes"][1])
    return {
        f"{side}{part}": places[f"{side}{part}"][:, 1] - at
        for side in ("left", "right")
        for part, at in (("Toes", toes), ("Foot", ankle))
    }


_LEG: Final = ("leftUpperLeg", "leftLowerLeg", "leftFoot")


def _slides(places: Mapping[str, Array], fps: float) -> dict[str, Array]:
    """[T] millimetres that a foot has gone over the floor since it was set down."""
    slides = {}
    for name, height in _soles(places).items():
        where = places[name][:, [0, 2]]
        steps = np.linalg.norm(np.diff(where, axis=0, prepend=where[:1]), axis=-1)
        rising = np.abs(np.gradient(height)) * fps if len(height) > 1 else np.zeros(len(height))
        stands = (height < _STANDS_M) & (rising < _STILL)
        gone = np.cumsum(np.where(stands, steps, 0.0))
        before = np.maximum.accumulate(np.where(stands, 0.0, gone))
        slides[name] = (gone - before) * stands * 1e3
    return slides


def _limits(pose: Array, fps: float) -> Iterator[Found]:
    for name, angles in _angles(pose):
        least, most = _ALLOWED[name.removeprefix("left").removeprefix("right")]
        for over in (angles - most, least - angles):
            if over.max(initial=-np.inf) > 0.0:
                frame = int(over.argmax())
                yield Found("joint_limit", name, frame / fps, float(angles[frame]))


_ALLOWED: Final = {
    "LowerArm": (-_BACK_DEG, _FOLD_DEG),
    "LowerLeg": (-_BACK_DEG, _FOLD_DEG),
    "neck": (0.0, _NECK_DEG),
    "head": (0.0, _NECK_DEG),
    "Shoulder": (0.0, _SHOULDER_DEG),
}


def _angles(pose: Array) -> Iterator[tuple[str, Array]]:
    """Degrees by joint: of elbows and knees how far they are bent, of others how far turned."""
    for side, sign in (("left", 1.0), ("right", -1.0)):
        arm, leg = (pose[:, BONES.index(f"{side}{n}")] for n in ("LowerArm", "LowerLeg"))
        yield f"{side}LowerArm", _elbow(arm, sign)
        along = rotate(leg, np.array([[0.0, -1.0, 0.0]]))
        yield f"{side}LowerLeg", np.degrees(np.arctan2(-along[:, 2], -along[:, 1]))
        yield f"{side}Shoulder", _turned(pose[:, BONES.index(f"{side}Shoulder")])
    for name in ("neck", "head"):
        yield name, _turned(pose[:, BONES.index(name)])


def _elbow(turn: Array, sign: float) -> Array:
    """Bending turns the forearm forward and up; straight back is beyond an elbow."""
    along = rotate(turn, np.array([[sign, 0.0, 0.0]]))
    bend = np.degrees(np.arccos(np.clip(along[:, 0] * sign, -1.0, 1.0)))
    backward = (along[:, 2] < 0.0) & (np.abs(along[:, 2]) > 2.0 * np.abs(along[:, 1]))
    return np.where(backward, -bend, bend)


def _turned(turn: Array) -> Array:
    return np.asarray(np.degrees(2.0 * np.arccos(np.clip(np.abs(turn[:, 3]), 0.0, 1.0))))
