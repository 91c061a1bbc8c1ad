"""How much of the sky each place sees, without tracing rays.

All surfaces are splatted as a dense cloud into a depth buffer from many directions; a place is lit
from a direction when nothing lies nearer to the light there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar.base import SKIN
from qingzhi.avatar.geometry import smooth, squared, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.body import Island
    from qingzhi.avatar.part import Part
    from qingzhi.avatar.person import Person

    Floats = NDArray[Any]  # 32 bits are enough for what is compared with cells
    Ints = NDArray[np.int64]

_DIRECTIONS: Final = 40
"""That light comes from, unless fewer are asked for."""
_CELL: Final = 0.0035
_BIAS: Final = 0.004
_SHARES: Final = np.array(
    [(1, 0, 0), (0, 1, 0), (0, 0, 1), (0.5, 0.5, 0), (0, 0.5, 0.5), (0.5, 0, 0.5), (1 / 3,) * 3]
)
_FADE: Final = 0.9
_CREASE: Final = (0.0004, 0.0022)
"""Metres that a vertex lies below its neighbours in the faintest and the deepest crease."""


def lit(
    person: Person, islands: Sequence[Island], worn: Sequence[Part], directions: int = _DIRECTIONS
) -> Floats:
    """Return for each vertex of the skin [SKIN] the share of the sky that it sees, 0..1."""
    cell = _cell(directions)
    shown = np.unique(np.concatenate([island.vertices for island in islands]))
    faces = [island.vertices[island.triangles] for island in islands]
    cloud = [_cloud(person.skin, face, cell) for face in faces]
    cloud += [_cloud(part.points, part.triangles, cell) for part in worn]
    normals = person.skin_normals[shown]
    light = np.ones(SKIN)
    raised = person.skin[shown] + normals * 6e-4
    light[shown] = _seen(raised, normals, np.concatenate(cloud), directions)
    return light**_FADE


def creased(person: Person) -> Floats:
    """Return for each vertex of the skin [SKIN] how deep it lies in a crease, 0..1.

    Wings of the nose, corners and folds are too narrow for rays, but they are what gives a face
    its drawing in flat light.
    """
    inwards = person.base.average @ person.skin - person.skin
    depth = (inwards * person.skin_normals).sum(1)
    return smooth(*_CREASE, depth)


def exposure(
    points: Floats, normals: Floats, triangles: Ints, directions: int = _DIRECTIONS
) -> Floats:
    """Return the share of the sky [N] that a mesh leaves to each of its own vertices, 0..1."""
    cloud = _cloud(points, triangles, _cell(directions))
    return _seen(points + normals * _CELL, normals, cloud, directions) ** _FADE


def _cell(directions: int) -> float:
    """Return metres of a cell: few directions are looked along more coarsely too."""
    return _CELL if directions >= _DIRECTIONS else 2 * _CELL


def _cloud(points: Floats, faces: Ints, cell: float = _CELL) -> Floats:
    """Sample triangles [T, 3] as densely as the depth buffer's cells need."""
    corners = points[faces]
    large = squared(corners - np.roll(corners, 1, axis=1)).max(1) > cell**2
    dense = np.einsum("kb,tbc->tkc", _SHARES, corners[large]).reshape(-1, 3)
    return np.concatenate([dense, corners[~large].mean(1)])


def _seen(points: Floats, normals: Floats, cloud: Floats, directions: int = _DIRECTIONS) -> Floats:
    points, normals, cloud = (_planar(a) for a in (points, normals, cloud))
    lit_total, total = np.zeros(points.shape[1]), np.zeros(points.shape[1])
    golden, cell = (1 + 5**0.5) / 2, _cell(directions)
    for i in range(directions):
        height = 1 - (2 * i + 1) / directions
        turn, flat = 2 * np.pi * i / golden, np.sqrt(1 - height**2)
        towards = np.array([np.cos(turn) * flat, height, np.sin(turn) * flat])
        facing = np.clip(_along(normals, towards), 0, 1)
        turned = facing > 0
        free = _unshaded(points[:, turned], cloud, towards, facing[turned], cell)
        lit_total[turned] += facing[turned] * free
        total += facing
    return lit_total / np.maximum(total, 1e-6)


def _unshaded(
    points: Floats, cloud: Floats, towards: Floats, facing: Floats, cell: float
) -> NDArray[np.bool_]:
    """Tell which points nothing of the cloud shades from one direction."""
    side = unit(np.cross(towards, [0.3, 0.8, 0.52]))
    rows, columns = (
        _cells(*(_along(a, axis / cell) for a in (cloud, points)))
        for axis in (side, np.cross(towards, side))
    )
    width = int(max(line.max() for line in columns)) + 1
    height = int(max(line.max() for line in rows)) + 1
    blockers, places = (row * width + column for row, column in zip(rows, columns, strict=True))
    depth = np.full(height * width, -np.inf, np.float32)
    np.maximum.at(depth, blockers, _along(cloud, towards))
    slope = np.sqrt(1 - facing**2) / np.maximum(facing, 0.25)
    return np.asarray(depth[places] < _along(points, towards) + _BIAS + cell * slope)


def _planar(vectors: Floats) -> Floats:
    """Return vectors [N, 3] as rows [3, N] of 32 bits."""
    return np.ascontiguousarray(vectors.T, np.float32)


def _along(vectors: Floats, axis: Floats) -> Floats:
    """Return how far vectors [3, N] reach along an axis; written out, since no thread is wanted."""
    x, y, z = axis.astype(np.float32)
    return np.asarray(vectors[0] * x + vectors[1] * y + vectors[2] * z)


def _cells(blockers: Floats, places: Floats) -> tuple[Ints, Ints]:
    """Return the whole numbers, from 0, of cells that values [N] and [M] lie in."""
    low = min(blockers.min(), places.min())
    return (blockers - low).astype(np.int32), (places - low).astype(np.int32)
