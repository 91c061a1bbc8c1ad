"""A body: where its joints are, where its landmarks lie, and what its limbs must not enter.

    joints (and skin) of a figure ─► Body ─► landmarks to touch, volumes to stay out of

All places are in metres in T-pose: +X is the figure's left, Y up, +Z its front, the origin between
its feet. Heights and shares follow H. Dreyfuss & A. Tilley, "The Measure of Man and Woman", 1993.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.errors import InputError
from qingzhi.motion import skeleton
from qingzhi.motion.quaternion import rotate
from qingzhi.score import BONES

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array

Joints = Mapping[str, "Array"]
_NEEDED: Final = tuple(n for n in BONES if not n.endswith("Toes"))
_SLICES: Final = 7
"""Cuts through the trunk from the crotch to the shoulders."""
_BAND_M: Final = 0.025
_NOMINAL: Final = (
    (0.165, 0.105, -0.105),
    (0.160, 0.110, -0.100),
    (0.142, 0.110, -0.085),
    (0.135, 0.105, -0.080),
    (0.145, 0.115, -0.085),
    (0.150, 0.110, -0.090),
    (0.140, 0.080, -0.085),
)
"""Half width, front and back of the slices of a body whose skin is not known, for 1.66 m."""
_NOMINAL_HEAD: Final = (0.075, 0.115, -0.085)
_NOMINAL_THIGH: Final = 0.080
_TRUNK: Final = ("hips", "spine", "chest", "upperChest")
TORSO: Final = (*_TRUNK, "neck", "head", "leftUpperLeg", "rightUpperLeg", "leftShoulder")
"""What an arm must stay clear of, and where it hangs."""
_WORN: Final = (*_TRUNK, "leftUpperLeg", "rightUpperLeg")


@dataclass(frozen=True, slots=True)
class Girth:
    """A level cut through a body: half its width, its front and its back, metres."""

    width: float
    front: float
    back: float

    @property
    def depth(self) -> float:
        return max(0.5 * (self.front - self.back), 0.02)

    @property
    def middle(self) -> float:
        return 0.5 * (self.front + self.back)


@dataclass(frozen=True, slots=True)
class Volumes:
    """Capsules [C]: `ends` [C, 2, 3] from the joint of `bone`, `radius` [C], metres."""

    bone: tuple[str, ...]
    ends: Array
    radius: Array

    def placed(self, joints: Mapping[str, Array], turns: Mapping[str, Array]) -> Array:
        """Return the ends [T, C, 2, 3] for joints [T, 3] and world rotations [T, 4]."""
        of = [
            joints[bone][:, None] + rotate(turns[bone][:, None], ends[None])
            for bone, ends in zip(self.bone, self.ends, strict=True)
        ]
        return np.stack(of, axis=1)


@dataclass(frozen=True, eq=False)
class Body:
    """One figure's measures."""

    joints: Joints
    offset: Joints
    """Each joint seen from its parent's."""
    marks: Mapping[str, tuple[str, Array]]
    """Landmarks: the bone that carries it and its place [3] from that bone's joint. Those of a
    side are the left ones."""
    volumes: Volumes

    @property
    def upper_arm(self) -> float:
        return _long(self.offset["leftLowerArm"])

    @property
    def forearm(self) -> float:
        return _long(self.offset["leftHand"])

    @property
    def arm(self) -> float:
        """From shoulder joint to wrist, metres."""
        return self.upper_arm + self.forearm

    @property
    def hand(self) -> float:
        """From wrist to the tip of the middle finger, metres."""
        return 1.12 * float(self.joints["leftMiddleDistal"][0] - self.joints["leftHand"][0])

    @property
    def leg(self) -> float:
        """From hip joint to ankle, metres."""
        return _long(self.offset["leftLowerLeg"]) + _long(self.offset["leftFoot"])

    def places(
        self,
        bones: Mapping[str, Array],
        hips: Array | None = None,
        only: Iterable[str] = BONES,
    ) -> tuple[dict[str, Array], dict[str, Array]]:
        """Forward kinematics: joints [T, 3] and world rotations [T, 4] of every bone.

        `bones` are local rotations [T, 4]; bones left out stay in T-pose. `only` are the bones
        that are wanted, parents first.
        """
        names = tuple(bones)
        stacked = np.stack([bones[n] for n in names], axis=1)
        return skeleton.forward(names, stacked, hips, self.offset, only)


def measured(joints: Joints, skin: Mapping[str, Array] | None = None) -> Body:
    """Make a body from its joints, and from its skin [N, 3] by bone where that is known.

    `skin["head"]` should hold no hair. Left and right become alike. Bones that a figure leaves
    out are put where a nominal body has them. Raises InputError for what can't be a person.
    """
    even = _even(_whole(joints))
    skin = skin or {}
    height = even["head"][1] / skeleton.place("head")[1]
    cuts = _cuts(even, skin, height)
    head = _head_cut(even, skin, height)
    return Body(
        joints=even,
        offset={n: _from_parent(even, n) for n in BONES},
        marks=_marks(even, cuts, head, skin, height),
        volumes=_volumes(even, cuts, head, _thigh(even, skin, height)),
    )


@cache
def nominal() -> Body:
    """Return the body that gestures were written on."""
    return measured({name: skeleton.place(name) for name in BONES})


def _long(v: Array) -> float:
    return float(np.linalg.norm(v))


def _whole(joints: Joints) -> dict[str, Array]:
    """Fill in bones that are missing from the nominal body, scaled to this one's height."""
    for name in ("hips", "head", "leftUpperArm", "leftHand", "leftUpperLeg", "leftFoot"):
        if name not in joints or not np.isfinite(joints[name]).all():
            raise InputError(f"A body needs the joint {name}.", param="figure")
    scale = float(joints["head"][1]) / float(skeleton.place("head")[1])
    if not 0.1 < scale < 10.0:
        raise InputError("This is no person's height.", param="figure")
    found: dict[str, Array] = {}
    for name in BONES:
        parent = skeleton.PARENT[name]
        spare = scale * skeleton.OFFSET[name] + (found[parent] if parent else 0.0)
        given = joints.get(name)
        usable = given is not None and bool(np.isfinite(given).all())
        found[name] = np.array(given if usable else spare, np.float64)
    if "leftEye" in joints and "rightEye" in joints:
        found |= {eye: np.array(joints[eye], np.float64) for eye in ("leftEye", "rightEye")}
    return found


def _even(joints: dict[str, Array]) -> dict[str, Array]:
    """Make both sides mirror images of each other: the mean of the two."""
    flip = np.array([-1.0, 1.0, 1.0])
    even = dict(joints)
    for name, place in joints.items():
        if name.startswith("left"):
            mean = 0.5 * (place + flip * joints[name.replace("left", "right", 1)])
            even[name], even[name.replace("left", "right", 1)] = mean, flip * mean
        elif not name.startswith("right"):
            even[name] = place * (0.0, 1.0, 1.0)
    return even


def _from_parent(joints: Joints, name: str) -> Array:
    parent = skeleton.PARENT[name]
    return joints[name] - joints[parent] if parent else joints[name].copy()


def _levels(joints: Joints) -> Array:
    low, high = joints["leftUpperLeg"][1] - 0.02, joints["leftUpperArm"][1] - 0.03
    return np.linspace(low, high, _SLICES)


def _cuts(joints: Joints, skin: Mapping[str, Array], height: float) -> list[Girth]:
    points = np.concatenate([np.zeros((0, 3)), *(skin[b] for b in _WORN if b in skin)])
    cuts = []
    for level, usual in zip(_levels(joints), _NOMINAL, strict=True):
        near = points[np.abs(points[:, 1] - level) < _BAND_M * height]
        cuts.append(_girth(near) or Girth(*(height * v for v in usual)))
    return cuts


def _girth(points: Array) -> Girth | None:
    if len(points) < 12:
        return None
    width = float(np.percentile(np.abs(points[:, 0]), 97))
    front, back = np.percentile(points[:, 2], (98, 2))
    return Girth(width, float(front), float(back))


def _head_cut(joints: Joints, skin: Mapping[str, Array], height: float) -> Girth:
    points = skin.get("head", np.zeros((0, 3)))
    near = points[points[:, 1] > joints["head"][1] + 0.05 * height]
    width, front, back = (height * v for v in _NOMINAL_HEAD)
    found = _girth(near)
    # Cut below the nose's tip, which the hand passes beside.
    z = joints["head"][2]
    return Girth(width, z + front, z + back) if found is None else found


def _thigh(joints: Joints, skin: Mapping[str, Array], height: float) -> float:
    middle = 0.6 * joints["leftUpperLeg"] + 0.4 * joints["leftLowerLeg"]
    points = skin.get("leftUpperLeg", np.zeros((0, 3)))
    near = points[np.abs(points[:, 1] - middle[1]) < _BAND_M * height]
    if len(near) < 12:
        return height * _NOMINAL_THIGH
    return float(np.percentile(np.linalg.norm((near - middle)[:, (0, 2)], axis=1), 60))


def _front(skin: Mapping[str, Array], bones: tuple[str, ...], x: float, y: float) -> float | None:
    """Return how far forward the skin comes at a place of the front view."""
    points = np.concatenate([np.zeros((0, 3)), *(skin[b] for b in bones if b in skin)])
    near = points[(np.abs(points[:, 0] - x) < 0.03) & (np.abs(points[:, 1] - y) < 0.03)]
    return float(near[:, 2].max()) if len(near) else None


def _marks(
    joints: Joints, cuts: list[Girth], head: Girth, skin: Mapping[str, Array], height: float
) -> dict[str, tuple[str, Array]]:
    base = joints["head"]
    # From the joint of the head up to the eyes: the measure of a face.
    up = joints["leftEye"][1] - base[1] if "leftEye" in joints else 0.085 * height
    nose, mouth, chin = (base[1] + up * v for v in (0.50, 0.26, -0.18))
    wide, face = head.width, head.front - 0.2 * up
    levels = _levels(joints)
    places: dict[str, tuple[str, tuple[float, float, float]]] = {
        "temple": ("head", (wide, base[1] + 1.15 * up, head.middle + 0.4 * up)),
        "forehead": ("head", (0.0, base[1] + 1.55 * up, face - 0.1 * up)),
        "eye": ("head", (0.38 * up, base[1] + up, face)),
        "cheek": ("head", (0.55 * up, nose, face - 0.25 * up)),
        "ear": ("head", (wide, base[1] + 0.8 * up, head.middle)),
        "mouth": ("head", (0.0, mouth, face)),
        "chin": ("head", (0.0, chin, face - 0.15 * up)),
        "crown": ("head", (0.0, base[1] + 2.4 * up, head.middle)),
    }
    for name, bone, x, level in (
        ("heart", "upperChest", -0.35, 5),
        ("sternum", "upperChest", 0.0, 5),
        ("belly", "spine", 0.0, 2),
        ("navel", "spine", 0.0, 1),
    ):
        at = x * cuts[level].width
        front = _front(skin, _TRUNK, at, levels[level]) or cuts[level].front
        places[name] = (bone, (at, levels[level], front))
    hip = cuts[1]
    places["hip"] = ("hips", (hip.width, levels[1] + 0.03, hip.middle))
    marks = {name: (bone, np.array(p) - joints[bone]) for name, (bone, p) in places.items()}
    shoulder = joints["leftUpperArm"] * (-1.0, 1.0, 1.0)
    across = shoulder + np.array([0.0, 0.0, 0.06 * height]) - joints["upperChest"]
    marks["shoulder_across"] = ("upperChest", across)
    thigh = _thigh(joints, skin, height)
    femur = joints["leftLowerLeg"] - joints["leftUpperLeg"]
    marks["thigh"] = ("leftUpperLeg", 0.62 * femur + (0.0, 0.0, 0.85 * thigh))
    marks["knee"] = ("leftUpperLeg", 0.96 * femur + (0.0, 0.0, 0.06 * height))
    return marks


def _volumes(joints: Joints, cuts: list[Girth], head: Girth, thigh: float) -> Volumes:
    bones, ends, radii = [], [], []

    def add(bone: str, one: Array, two: Array, radius: float) -> None:
        bones.append(bone)
        ends.append(np.stack((one, two)) - joints[bone])
        radii.append(radius)

    tops = [joints[b][1] for b in ("spine", "chest", "upperChest")]
    for level, cut in zip(_levels(joints), cuts, strict=True):
        bone = _TRUNK[int(np.searchsorted(tops, level))]
        radius = min(cut.depth, cut.width)
        side = np.array([max(cut.width - radius, 0.0), level, cut.middle])
        add(bone, side * (-1.0, 1.0, 1.0), side, radius)
    up = joints["head"][1]
    for rise in (0.0, 0.6, 1.0):
        level = up + rise * 1.6 * head.width
        back = np.array([0.0, level, head.back + head.width])
        front = np.array([0.0, level, max(head.front - 1.15 * head.width, back[2])])
        add("head", back, front, 0.96 * head.width)
    add("neck", joints["neck"], joints["head"], 0.6 * head.width)
    for limb in ("left", "right"):
        hip, knee = joints[f"{limb}UpperLeg"], joints[f"{limb}LowerLeg"]
        add(f"{limb}UpperLeg", hip + 0.1 * (knee - hip), knee, thigh)
    return Volumes(tuple(bones), np.array(ends), np.array(radii))
