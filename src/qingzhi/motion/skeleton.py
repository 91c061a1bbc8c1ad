"""A nominal body to author and check movements on: VRM bones, sizes in metres, T-pose.

The figure is 1.66 m tall and looks toward +Z; +X is its left, Y is up, the origin lies between
its feet. Rotations authored on it fit any VRM humanoid, because bone directions in T-pose are
the standard's and only lengths differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion.quaternion import multiply, rotate
from qingzhi.score import BONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

_TRUNK: Final[Mapping[str, tuple[str, tuple[float, float, float]]]] = {
    "hips": ("", (0.0, 0.92, 0.0)),
    "spine": ("hips", (0.0, 0.09, 0.0)),
    "chest": ("spine", (0.0, 0.12, 0.0)),
    "upperChest": ("chest", (0.0, 0.12, 0.0)),
    "neck": ("upperChest", (0.0, 0.14, 0.0)),
    "head": ("neck", (0.0, 0.09, 0.015)),
}
_LIMBS: Final[Mapping[str, tuple[str, tuple[float, float, float]]]] = {
    "UpperLeg": ("hips", (0.09, -0.05, 0.0)),
    "LowerLeg": ("UpperLeg", (0.0, -0.40, 0.0)),
    "Foot": ("LowerLeg", (0.0, -0.40, 0.0)),
    "Toes": ("Foot", (0.0, -0.05, 0.12)),
    "Shoulder": ("upperChest", (0.03, 0.10, 0.0)),
    "UpperArm": ("Shoulder", (0.135, 0.0, 0.0)),
    "LowerArm": ("UpperArm", (0.27, 0.0, 0.0)),
    "Hand": ("LowerArm", (0.24, 0.0, 0.0)),
}
_FINGERS: Final[Mapping[str, tuple[float, float, tuple[float, float, float]]]] = {
    # along the hand, toward the thumb side, lengths of the three phalanges
    "Thumb": (0.036, 0.024, (0.030, 0.035, 0.026)),
    "Index": (0.090, 0.025, (0.037, 0.022, 0.019)),
    "Middle": (0.087, 0.000, (0.046, 0.027, 0.020)),
    "Ring": (0.083, -0.018, (0.041, 0.024, 0.019)),
    "Little": (0.080, -0.033, (0.026, 0.015, 0.015)),
}
_THUMB_DIRECTION: Final = (0.81, -0.24, 0.54)


def _finger_bones(side: str, mirror: float) -> dict[str, tuple[str, tuple[float, float, float]]]:
    bones = {}
    for finger, (along, across, lengths) in _FINGERS.items():
        thumb = finger == "Thumb"
        parts = (
            "Metacarpal" if thumb else "Proximal",
            "Proximal" if thumb else "Intermediate",
            "Distal",
        )
        dx, dy, dz = _THUMB_DIRECTION if thumb else (1.0, 0.0, 0.0)
        parent, offset = f"{side}Hand", (along * mirror, 0.0, across)
        for part, length in zip(parts, lengths, strict=True):
            name = f"{side}{finger}{part}"
            bones[name] = (parent, offset)
            parent, offset = name, (dx * length * mirror, dy * length, dz * length)
    return bones


def _bones() -> dict[str, tuple[str, tuple[float, float, float]]]:
    bones = dict(_TRUNK)
    for side, mirror in (("left", 1.0), ("right", -1.0)):
        for name, (parent, (x, y, z)) in _LIMBS.items():
            of = parent if parent in _TRUNK else side + parent
            bones[side + name] = (of, (x * mirror, y, z))
        bones |= _finger_bones(side, mirror)
    return bones


_BONES: Final = _bones()
PARENT: Final[Mapping[str, str]] = {name: _BONES[name][0] for name in BONES}
OFFSET: Final[Mapping[str, NDArray[np.float64]]] = {
    name: np.array(_BONES[name][1]) for name in BONES
}
"""Each joint seen from its parent's joint in T-pose, metres."""
UPPER_ARM: Final = 0.27
FOREARM: Final = 0.24
ARM: Final = UPPER_ARM + FOREARM
HEIGHT: Final = 1.66
SHOULDER: Final = np.array([0.165, 1.35, 0.0])
"""The left upper arm's joint in T-pose."""


def place(bone: str) -> NDArray[np.float64]:
    """Return where a joint [3] is in T-pose, metres."""
    parent = PARENT[bone]
    return OFFSET[bone] + place(parent) if parent else OFFSET[bone].copy()


def forward(
    names: tuple[str, ...],
    rotations: NDArray[np.float32] | NDArray[np.float64],
    hips: NDArray[np.float32] | NDArray[np.float64] | None = None,
    offset: Mapping[str, NDArray[np.float64]] = OFFSET,
    only: Iterable[str] = BONES,
) -> tuple[dict[str, NDArray[np.float64]], dict[str, NDArray[np.float64]]]:
    """Forward kinematics: joint positions [T, 3] and world rotations [T, 4] by bone.

    `rotations` [T, B, 4] are local, for the bones in `names`; all others stay in T-pose.
    `offset` are a body's own joints, each seen from its parent's; `only` are
    the bones that are wanted, every parent before its children.
    """
    frames = len(rotations)
    local = {name: rotations[:, i] for i, name in enumerate(names)}
    still = np.tile([0.0, 0.0, 0.0, 1.0], (frames, 1))
    places: dict[str, NDArray[np.float64]] = {}
    turns: dict[str, NDArray[np.float64]] = {}
    for name in only:
        own = np.asarray(local.get(name, still), np.float64)
        parent = PARENT[name]
        if parent:
            places[name] = places[parent] + rotate(turns[parent], offset[name][None, :])
            turns[name] = multiply(turns[parent], own)
        else:
            moved = np.zeros((frames, 3)) if hips is None else np.asarray(hips, np.float64)
            places[name] = offset[name] + moved
            turns[name] = own
    return places, turns
