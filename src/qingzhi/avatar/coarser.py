"""A coarser mesh for small devices: vertices are given up where their absence is seen least.

Quadric errors after M. Garland and P. Heckbert ("Surface simplification using quadric error
metrics", 1997), with collapses onto a vertex that stays: texture, weights and morphs of what is
kept are then exactly what they were. Collapses that don't touch each other are made at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from qingzhi.avatar.geometry import across, squared, unit
from qingzhi.avatar.rig import Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.part import Part

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

LOOP: Final = 18
_APART: Final = 3
"""Edges between vertices that are given up at the same time, at least."""
_ROUNDS: Final = 80
_TURN: Final = 0.35
"""Cosine of the angle by which a face may turn in one collapse."""
_MOVING: Final = 30.0
"""How much dearer a vertex is that a morph moves by a centimetre."""
_EDGE: Final = 10.0
"""Weight of a border's planes beside a face's."""
_LEAST_FLAT: Final = 1e-9
"""Square metres: a face that becomes smaller is no face."""


class _Edges(NamedTuple):
    """Half edges [H]: from, to, and whether they lie on a border."""

    start: Ints
    end: Ints
    border: Mask


def coarsened(part: Part, most: int, held: Mask, *, least: int = LOOP) -> Part:
    """Return a part with about `most` triangles; vertices that are `held` [N] stay.

    Borders keep about `least` edges: what ends beneath something else must not shrink to a hole.
    """
    triangles, points = part.triangles, part.points
    if len(triangles) <= most:
        return part
    quadrics = _quadrics(points, triangles)
    dear = 1 + _MOVING * _moving(part)
    for _ in range(_ROUNDS):
        spare = (len(triangles) - most + 1) // 2
        if spare <= 0:
            break
        chosen, into = _collapses(points, triangles, quadrics, dear, held, least)
        if not len(chosen):
            break
        chosen, into = chosen[:spare], into[:spare]
        target = np.arange(len(points))
        target[chosen] = into
        np.add.at(quadrics, into, quadrics[chosen])
        triangles = target[triangles]
        triangles = triangles[(np.diff(np.sort(triangles, 1), axis=1) > 0).all(1)]
    return _kept(part, triangles)


def shared(points: Floats) -> Mask:
    """Tell which of all points [N, 3] of a figure lie where another lies too: on a seam."""
    _, inverse, count = np.unique(
        np.rint(points * 1e6), axis=0, return_inverse=True, return_counts=True
    )
    return np.asarray(count[inverse.ravel()] > 1)


def _moving(part: Part) -> Floats:
    """Return by how many centimetres [N] morphs move vertices at most."""
    far = np.zeros(len(part.points))
    for moved in part.morphs.values():
        far = np.maximum(far, squared(moved))
    return np.sqrt(far) * 100


def _half_edges(triangles: Ints, count: int) -> _Edges:
    sides = triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    code = np.sort(sides, 1) @ np.array([count, 1])
    edges, times = np.unique(code, return_counts=True)
    a, b = np.divmod(edges, count)
    border = times == 1
    return _Edges(np.r_[a, b], np.r_[b, a], np.r_[border, border])


def _quadrics(points: Floats, triangles: Ints) -> Floats:
    """Return [N, 4, 4]: squared distances from the planes of each vertex's faces, by area."""
    face = across(points, triangles)
    area = np.sqrt(squared(face))
    total = np.zeros((len(points), 4, 4))
    _add(total, triangles, unit(face), points[triangles[:, 0]], area)
    edges = _half_edges(triangles, len(points))
    half = len(edges.start) // 2
    a, b = (ends[:half][edges.border[:half]] for ends in (edges.start, edges.end))
    along = points[b] - points[a]
    owner = np.zeros((len(points), 3))
    np.add.at(owner, triangles.ravel(), np.repeat(face, 3, 0))
    side = unit(np.cross(along, owner[a] + owner[b]))
    _add(total, np.stack([a, b], 1), side, points[a], _EDGE * squared(along))
    return total


def _add(total: Floats, corners: Ints, normal: Floats, at: Floats, weight: Floats) -> None:
    plane = np.c_[normal, -np.einsum("nc,nc->n", normal, at)]
    square = plane[:, :, None] * plane[:, None] * weight[:, None, None]
    for k in range(corners.shape[1]):
        np.add.at(total, corners[:, k], square)


def _collapses(
    points: Floats, triangles: Ints, quadrics: Floats, dear: Floats, held: Mask, least: int
) -> tuple[Ints, Ints]:
    """Choose vertices [C] to give up, cheapest first, and those [C] that take their place."""
    count = len(points)
    edges = _half_edges(triangles, count)
    loop = _loops(edges, count)
    may = ~held[edges.start] & (edges.border | (loop[edges.start] == 0))
    may &= ~edges.border | (loop[edges.start] > least)
    may &= _simple(edges, count)
    start, end = edges.start[may], edges.end[may]
    place = np.c_[points[end], np.ones(len(end))]
    cost = np.einsum("ni,nij,nj->n", place, quadrics[start], place)
    cost = (cost + 1e-12 * squared(points[end] - points[start])) * dear[start]
    order = np.lexsort((cost, start))
    first = order[np.unique(start[order], return_index=True)[1]]
    chosen, into, cost = start[first], end[first], cost[first]
    sound = ~_turns(points, triangles, chosen, into)
    chosen, into, cost = chosen[sound], into[sound], cost[sound]
    rank = np.full(count, count, np.int64)
    by_cost = np.argsort(cost, kind="stable")
    rank[chosen[by_cost]] = np.arange(len(chosen))
    near = rank.copy()
    for _ in range(_APART):  # nothing so near is given up at the same time
        spread = near.copy()
        np.minimum.at(spread, edges.start, near[edges.end])
        near = spread
    alone = by_cost[near[chosen[by_cost]] == rank[chosen[by_cost]]]
    return chosen[alone], into[alone]


def _loops(edges: _Edges, count: int) -> Ints:
    """Return for each vertex the edges of the border that it lies on; nought inside."""
    start, end = edges.start[edges.border], edges.end[edges.border]
    graph = coo_array((np.ones(len(start)), (start, end)), (count, count))
    label = connected_components(graph, directed=False)[1]
    size = np.bincount(label[start], minlength=count) // 2
    on_border = np.zeros(count, bool)
    on_border[start] = True
    return np.asarray(np.where(on_border, size[label], 0))


def _simple(edges: _Edges, count: int) -> Mask:
    """Tell for which half edges both ends have no more neighbours in common than their faces."""
    ones = np.ones(len(edges.start), np.int32)
    linked = coo_array((ones, (edges.start, edges.end)), (count, count)).tocsr()
    common = np.asarray((linked @ linked)[edges.start, edges.end]).ravel()
    return np.asarray(common == np.where(edges.border, 1, 2))


def _turns(points: Floats, triangles: Ints, chosen: Ints, into: Ints) -> Mask:
    """Tell which collapses would turn a face over or leave it without area."""
    target = np.full(len(points), -1)
    target[chosen] = into
    bad = np.zeros(len(points), bool)
    for k in range(3):
        corner = triangles[:, k]
        faces = triangles[target[corner] >= 0]
        corner = faces[:, k]
        to = target[corner]
        stays = (faces != to[:, None]).all(1)
        faces, corner, to = faces[stays], corner[stays], to[stays]
        moved = faces.copy()
        moved[:, k] = to
        before, after = across(points, faces), across(points, moved)
        size = np.sqrt(squared(after))
        aligned = np.einsum("nc,nc->n", unit(before), unit(after))
        bad[corner[(aligned < _TURN) | (size < _LEAST_FLAT)]] = True
    return bad[chosen]


def _kept(part: Part, triangles: Ints) -> Part:
    kept, index = np.unique(triangles, return_inverse=True)

    def of(values: NDArray[Any] | None) -> NDArray[Any] | None:
        return None if values is None else values[kept]

    return replace(
        part,
        points=part.points[kept],
        triangles=index.reshape(-1, 3),
        weights=Weights(part.weights.joints[kept], part.weights.shares[kept]),
        uv=of(part.uv),
        swatch=of(part.swatch),
        colour=of(part.colour),
        morphs={name: moved[kept] for name, moved in part.morphs.items()},
        weld=of(part.weld),
        given_normals=part.normals()[kept],
    )
