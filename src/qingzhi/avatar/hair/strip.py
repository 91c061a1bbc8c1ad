"""Strips of hair: what is laid along strands, and how strips become a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.geometry import grid, smooth, unit
from qingzhi.avatar.part import Part
from qingzhi.avatar.rig import NAMES, limited
from qingzhi.avatar.scalp import angles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.hair.picture import Column
    from qingzhi.avatar.person import Person
    from qingzhi.avatar.rig import Weights
    from qingzhi.avatar.scalp import Scalp

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


_NAPE: Final = (-20.0, -34.0)
"""Degrees of elevation between which hair begins to follow the neck."""
_CLOSE: Final = (0.016, 0.006)
"""Metres over the skin between which it does."""


_SUNK: Final = 0.0006
"""Metres that a root lies in the skin at most."""
_SKULL: Final = (-34.0, -24.0)
"""Degrees of elevation between which the map of radii begins to tell inside from outside."""


class Strip(NamedTuple):
    """A lattice of points [R, C]: rows from root to tip, columns from side to side."""

    points: Floats
    normals: Floats
    uv: Floats
    tone: Floats
    """[R, C]: how much light reaches hair there."""


class Shape(NamedTuple):
    """The cross-section of a lock and how it changes from root to tip."""

    width: float
    columns: int = 3
    arch: float = 0.002
    """Metres that its middle stands over its edges."""
    root: float = 0.7
    """Width at the root, over the greatest."""
    tip: float = 0.5
    bend: float = 0.28
    """How much normals lean outwards at the edges."""
    edge: float = 0.35
    """Share of the light that edges lack: the lock above shades them."""
    begin: float = 0.99
    """Height on the picture of its root: below 0.9 all of its hairs are there already."""
    end: float = 0.01
    """Height on the picture of its tip: above 0.5 none of its hairs has ended."""


def lock(
    points: Floats, out: Floats, shape: Shape, column: Column, tone: Floats, *, roll: float = 0.0
) -> Strip:
    """Lay a lock along a path [R, 3] over a surface with normals `out` [R, 3]."""
    rows = len(points)
    along = unit(np.gradient(points, axis=0))
    side = unit(np.cross(along, out))
    up = np.cross(side, along)
    side, up = side * np.cos(roll) + up * np.sin(roll), up * np.cos(roll) - side * np.sin(roll)
    t = np.linspace(0, 1, rows)
    half = shape.width / 2 * np.interp(t, [0, 0.2, 0.7, 1], [shape.root, 1, 1, shape.tip])
    across = np.linspace(-1, 1, shape.columns)[None, :, None]
    sag = shape.arch * (1 - across**2) - shape.arch / 2
    left, right = column.span
    u = np.interp(across[0, :, 0], [-1, 1], [left, right])
    v = np.linspace(shape.begin, shape.end, rows)
    return Strip(
        points[:, None] + across * side[:, None] * half[:, None, None] + sag * up[:, None],
        unit(out[:, None] + across * side[:, None] * shape.bend),
        np.stack(np.broadcast_arrays(u[None], v[:, None]), -1),
        tone[:, None] * (1 - shape.edge * across[..., 0] ** 2),
    )


def joined(strips: Sequence[Strip], material: str, person: Person, scalp: Scalp) -> Part:
    """Make one part of strips."""
    starts = np.cumsum([0, *(strip.tone.size for strip in strips[:-1])])
    faces = [grid(*s.tone.shape) + at for s, at in zip(strips, starts, strict=True)]
    directions = np.concatenate([strip.normals.reshape(-1, 3) for strip in strips])
    points = out_of_skull(np.concatenate([s.points.reshape(-1, 3) for s in strips]), scalp)
    tone = np.concatenate([strip.tone.reshape(-1, 1) for strip in strips])
    return Part(
        material=material,
        points=points,
        triangles=_facing(points, directions, np.concatenate(faces)),
        weights=weights(points, person, scalp),
        uv=np.concatenate([strip.uv.reshape(-1, 2) for strip in strips]),
        colour=np.repeat(np.clip(tone, 0, 1), 3, 1),
        given_normals=directions,
    )


def out_of_skull(points: Floats, scalp: Scalp) -> Floats:
    """Lay on the skin what of locks [N, 3], which are wider than strands, runs inside it."""
    from_centre = points - scalp.centre
    away = np.linalg.norm(from_centre, axis=1)
    lacking = np.maximum(scalp.radius(from_centre) - _SUNK - away, 0)
    lacking *= smooth(*_SKULL, angles(from_centre)[1])
    return np.asarray(points + from_centre / away[:, None] * lacking[:, None])


def _facing(points: Floats, normals: Floats, faces: Ints) -> Ints:
    """Return triangles that look the way the normals do, each of them: strips fold and turn."""
    a, b, c = (points[faces[:, k]] for k in range(3))
    inwards = (np.cross(b - a, c - a) * normals[faces].sum(1)).sum(1) < 0
    return np.where(inwards[:, None], faces[:, ::-1], faces)


def weights(points: Floats, person: Person, scalp: Scalp) -> Weights:
    """Hang hair [N, 3] on the head, and close to the nape, which turns less, as the skin there."""
    from_centre = points - scalp.centre
    height = np.linalg.norm(from_centre, axis=1) - scalp.radius(from_centre)
    _, elevation = angles(from_centre)
    low = smooth(*_NAPE, elevation) * smooth(*_CLOSE, height) * (from_centre[:, 2] < 0)
    head, neck = NAMES.index("head"), NAMES.index("neck")
    dense = np.zeros((len(points), len(NAMES)))
    dense[:, head] = 1
    near = np.flatnonzero(low)
    skin = person.rig.dense_near(points[near])
    turning = skin[:, head] + skin[:, neck]
    dense[near, neck] = low[near] * skin[:, neck] / np.maximum(turning, 1e-6)
    dense[near, head] -= dense[near, neck]
    return limited(dense)
