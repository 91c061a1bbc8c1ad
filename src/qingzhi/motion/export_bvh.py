"""Motion as BVH (Biovision hierarchy): bones in centimetres, rotations in degrees about Z, X, Y.

The file holds the body alone; it has no place for a face.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.motion.quaternion import normalise
from qingzhi.motion.skeleton import OFFSET, PARENT
from qingzhi.score import BONES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.motion.arrays import Array
    from qingzhi.motion.clip import Clip

_CM: Final = 100.0
_TURNS: Final = "Zrotation Xrotation Yrotation"
_END_CM: Final = {"head": (0.0, 18.0, 0.0), "Toes": (0.0, 0.0, 5.0), "Distal": (2.0, 0.0, 0.0)}


def bvh(clip: Clip, producer: str) -> bytes:  # noqa: ARG001 - the format has no place for a label
    """Write motion as a .bvh file."""
    order = list(_order("hips"))
    lines = ["HIERARCHY", *_joint("hips", 0), "MOTION"]
    lines += [f"Frames: {len(clip)}", f"Frame Time: {1.0 / clip.fps:.7f}"]
    angles = euler_zxy(normalise(clip.bones[:, [BONES.index(name) for name in order]]))
    place = (clip.hips + OFFSET["hips"]) * _CM
    rows = np.concatenate((place, angles.reshape(len(clip), -1)), axis=1)
    lines += [" ".join(f"{value:.5f}" for value in row) for row in rows]
    return ("\n".join(lines) + "\n").encode("ascii")


def euler_zxy(q: Array) -> Array:
    """Degrees [..., 3] about Z, X and Y so that the rotation is Rz · Rx · Ry."""
    x, y, z, w = np.moveaxis(q, -1, 0)
    sine = np.clip(2.0 * (w * x + y * z), -1.0, 1.0)
    about_z = np.arctan2(2.0 * (w * z - x * y), 1.0 - 2.0 * (x * x + z * z))
    about_y = np.arctan2(2.0 * (w * y - x * z), 1.0 - 2.0 * (x * x + y * y))
    locked = np.abs(sine) > 1.0 - 1e-9
    about_z = np.where(
        locked, np.arctan2(2.0 * (x * y + w * z), 1.0 - 2.0 * (y * y + z * z)), about_z
    )
    about_y = np.where(locked, 0.0, about_y)
    return np.asarray(np.degrees(np.stack((about_z, np.arcsin(sine), about_y), axis=-1)))


def _children(name: str) -> list[str]:
    return [other for other in BONES if PARENT[other] == name]


def _order(name: str) -> Iterator[str]:
    yield name
    for child in _children(name):
        yield from _order(child)


def _joint(name: str, depth: int) -> Iterator[str]:
    pad, inner = "  " * depth, "  " * (depth + 1)
    position = "" if depth else "Xposition Yposition Zposition "
    offset = np.zeros(3) if not depth else OFFSET[name] * _CM
    yield f"{pad}{'JOINT' if depth else 'ROOT'} {name}"
    yield f"{pad}{{"
    yield f"{inner}OFFSET {_triple(offset)}"
    yield f"{inner}CHANNELS {3 if depth else 6} {position}{_TURNS}"
    children = _children(name)
    for child in children:
        yield from _joint(child, depth + 1)
    if not children:
        end = next((v for k, v in _END_CM.items() if name.endswith(k)), (0.0, 0.0, 2.0))
        sign = -1.0 if name.startswith("right") else 1.0
        yield from (f"{inner}End Site", f"{inner}{{")
        yield f"{inner}  OFFSET {_triple(np.array(end) * (sign, 1.0, 1.0))}"
        yield f"{inner}}}"
    yield f"{pad}}}"


def _triple(values: Array) -> str:
    return " ".join(f"{value:.4f}" for value in values)
