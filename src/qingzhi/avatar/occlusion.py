"""How much of the sky each place sees, without tracing rays.

All surfaces are splatted as a dense cloud into a depth buffer from many directions; a place is lit
from a direction when nothing lies nearer to the light there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar.base import SKIN
from qingzhi.avatar.geometry import unit

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


def lit(
    person: Person, islands: Sequence[Island], worn: Sequence[Part], directions: int = _DIRECTIONS
) -> Floats:
    """Return for each vertex of the skin [SKIN] the share of the sky that it sees, 0..1."""
    shown = np.unique(np.concatenate([island.vertices for island in islands]))
    faces = [island.vertices[island.triangles] for island in islands]
    cloud = [_cloud(person.skin, face) for face in faces]
    cloud += [_cloud(part.points, part.triangles) for part in worn]
    normals = person.skin_normals[shown]
    light = np.ones(SKIN)
    raised = person.skin[shown] + normals * 6e-4
    light[shown] = _seen(raised, normals, np.concatenate(cloud), directions)
    return light**_FADE


def exposure(points: Floats, normals: Floats, triangles: Ints) -> Floats:
    """Return the share of the sky [N] that a mesh leaves to each of its own vertices, 0..1."""
    return _seen(points + normals * _CELL, normals, _cloud(points, triangles)) ** _FADE


def _cloud(points: Floats, faces: Ints) -> Floats:
    """Sample triangles [T, 3] as densely as the depth buffer's cells need."""
    corners = points[faces]
    size = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(1)
    large = size > _CELL
    dense = np.einsum("kb,tbc->tkc", _SHARES, corners[large]).reshape(-1, 3)
    return np.concatenate([dense, corners[~large].mean(1)])


def _seen(points: Floats, normals: Floats, cloud: Floats, directions: int = _DIRECTIONS) -> Floats:
    points, normals, cloud = (a.astype(np.float32) for a in (points, normals, cloud))
    lit_total, total = np.zeros(len(points)), np.zeros(len(points))
    golden = (1 + 5**0.5) / 2
    for i in range(directions):
        height = 1 - (2 * i + 1) / directions
        turn, flat = 2 * np.pi * i / golden, np.sqrt(1 - height**2)
        towards = np.array([np.cos(turn) * flat, height, np.sin(turn) * flat])
        facing = np.clip(normals @ towards.astype(np.float32), 0, 1)
        turned = facing > 0
        free = _unshaded(points[turned], cloud, towards, facing[turned])
        lit_total[turned] += facing[turned] * free
        total += facing
    return lit_total / np.maximum(total, 1e-6)


def _unshaded(points: Floats, cloud: Floats, towards: Floats, facing: Floats) -> NDArray[np.bool_]:
    """Tell which points nothing of the cloud shades from one direction."""
    side = unit(np.cross(towards, [0.3, 0.8, 0.52]))
    plane = (np.stack([side, np.cross(towards, side)], 1) / _CELL).astype(np.float32)
    towards = towards.astype(np.float32)
    blockers, places = cloud @ plane, points @ plane
    low = np.minimum(blockers.min(0), places.min(0))
    blockers, places = (blockers - low).astype(np.int32), (places - low).astype(np.int32)
    width = int(max(blockers[:, 1].max(), places[:, 1].max())) + 1
    depth = np.full(
        (int(max(blockers[:, 0].max(), places[:, 0].max())) + 1) * width, -np.inf, np.float32
    )
    np.maximum.at(depth, blockers[:, 0] * width + blockers[:, 1], cloud @ towards)
    slope = np.sqrt(1 - facing**2) / np.maximum(facing, 0.25)
    nearest = depth[places[:, 0] * width + places[:, 1]]
    return np.asarray(nearest < points @ towards + _BIAS + _CELL * slope)
