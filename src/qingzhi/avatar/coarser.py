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

from qingzhi.avatar.geometry import across, squared, summed, unit
from qingzhi.avatar.rig import Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.part import Part

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

LOOP: Final = 18
"""Edges that are left of a border."""
_MARK: Final = 4
"""Faces of the smallest pieces, which would vanish if they lost one."""
_WELD: Final = 1e6
"""Points that agree to a micrometre are one."""
_LEAST_COST: Final = 1e-12
"""Of a metre squared, so that of equal vertices those go first that are near to others."""
_APART: Final = 2
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
    """Half edges [H] of a mesh whose seams are joined: from, to, and whether nothing is beyond."""

    start: Ints
    end: Ints
    border: Mask


class _Mesh(NamedTuple):
    """What stays the same while vertices are given up."""

    points: Floats
    weld: Ints
    """[N]: the same number for vertices that were split for their texture."""
    dear: Floats
    held: Mask


def coarsened(part: Part, most: int, held: Mask, *, least: int = LOOP) -> Part:
    """Return a part with about `most` triangles; vertices that are `held` [N] stay.

    Borders keep about `least` edges, unless they had fewer: what ends beneath something else must
    not shrink to a hole. Where they keep any, marks stay, such as the strokes of a badge.
    """
    triangles, points = part.triangles, part.points
    if len(triangles) <= most:
        return part
    weld = np.unique(np.rint(points * _WELD), axis=0, return_inverse=True)[1].ravel()
    if least:
        held = held | _marks(weld, triangles)
    mesh = _Mesh(points, weld, 1 + _MOVING * _moving(part), held)
    small = _loops(_half_edges(weld[triangles]), len(points)) <= least
    quadrics = _quadrics(points, triangles)
    for _ in range(_ROUNDS):
        spare = (len(triangles) - most + 1) // 2
        edges = _half_edges(weld[triangles])
        free = small | (_loops(edges, len(points)) > least)
        chosen, into = _collapses(mesh, triangles, quadrics, edges, free)
        if spare <= 0 or not len(chosen):
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
        np.rint(points * _WELD), axis=0, return_inverse=True, return_counts=True
    )
    return np.asarray(count[inverse.ravel()] > 1)


def _marks(weld: Ints, triangles: Ints) -> Mask:
    """Tell which points [N] belong to pieces of hardly a face."""
    faces, count = weld[triangles], len(weld)
    graph = coo_array(
        (np.ones(2 * len(faces)), (faces[:, :2].ravel("F"), faces[:, 1:].ravel("F"))),
        (count, count),
    )
    label = connected_components(graph, directed=False)[1]
    size = np.bincount(label[faces[:, 0]], minlength=count)
    return np.asarray(size[label[weld]] <= _MARK)


def _moving(part: Part) -> Floats:
    """Return by how many centimetres [N] morphs move vertices at most."""
    far = np.zeros(len(part.points))
    for moved in part.morphs.values():
        far = np.maximum(far, squared(moved))
    return np.sqrt(far) * 100


def _half_edges(triangles: Ints) -> _Edges:
    count = int(triangles.max()) + 1
    sides = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), 1)
    edges, times = np.unique(sides @ np.array([count, 1]), return_counts=True)
    a, b = np.divmod(edges, count)
    border = times == 1
    return _Edges(np.r_[a, b], np.r_[b, a], np.r_[border, border])


def _loops(edges: _Edges, count: int) -> Ints:
    """Return for each welded vertex the edges of the border that it lies on; nought inside."""
    start, end = edges.start[edges.border], edges.end[edges.border]
    graph = coo_array((np.ones(len(start)), (start, end)), (count, count))
    label = connected_components(graph, directed=False)[1]
    size = np.bincount(label[start], minlength=count) // 2
    on_border = np.zeros(count, bool)
    on_border[start] = True
    return np.asarray(np.where(on_border, size[label], 0))


def _quadrics(points: Floats, triangles: Ints) -> Floats:
    """Return [N, 4, 4]: squared distances from the planes of each vertex's faces, by area."""
    face = across(points, triangles)
    total = np.zeros((len(points), 4, 4))
    _add(total, triangles, unit(face), points[triangles[:, 0]], np.sqrt(squared(face)))
    edges = _half_edges(triangles)
    half = len(edges.start) // 2
    a, b = (ends[:half][edges.border[:half]] for ends in (edges.start, edges.end))
    along = points[b] - points[a]
    out = summed(face, triangles, len(points))
    side = unit(np.cross(along, out[a] + out[b]))
    _add(total, np.stack([a, b], 1), side, points[a], _EDGE * squared(along))
    return total


def _add(total: Floats, corners: Ints, normal: Floats, at: Floats, weight: Floats) -> None:
    plane = np.c_[normal, -np.einsum("nc,nc->n", normal, at)]
    square = plane[:, :, None] * plane[:, None] * weight[:, None, None]
    for k in range(corners.shape[1]):
        np.add.at(total, corners[:, k], square)


def _collapses(
    mesh: _Mesh, triangles: Ints, quadrics: Floats, edges: _Edges, free: Mask
) -> tuple[Ints, Ints]:
    """Choose vertices [C] to give up, cheapest first, and those [C] that take their place.

    A vertex of a border gives way only along it, and only where that is `free` [welded].
    """
    points, count = mesh.points, len(mesh.points)
    sides = triangles[:, [0, 1, 1, 2, 2, 0, 1, 0, 2, 1, 0, 2]].reshape(-1, 2)
    start, end = np.divmod(np.unique(sides @ np.array([count, 1])), count)
    from_, to = mesh.weld[start], mesh.weld[end]
    border = _found(edges, from_, to, edges.border)
    on_border = np.zeros(count, bool)
    on_border[edges.start[edges.border]] = True
    may = ~mesh.held[start] & np.where(on_border[from_], border & free[from_], True)
    may &= _found(edges, from_, to, _simple(edges))
    start, end = start[may], end[may]
    place = np.c_[points[end], np.ones(len(end))]
    cost = np.einsum("ni,nij,nj->n", place, quadrics[start], place)
    cost = (cost + _LEAST_COST * squared(points[end] - points[start])) * mesh.dear[start]
    order = np.lexsort((cost, start))
    first = order[np.unique(start[order], return_index=True)[1]]
    sound = ~_turns(points, triangles, start[first], end[first])
    chosen, into, cost = (values[first][sound] for values in (start, end, cost))
    by_cost = np.argsort(cost, kind="stable")
    chosen, into = chosen[by_cost], into[by_cost]
    alone = _apart(edges, mesh.weld[chosen], count)
    return chosen[alone], into[alone]


def _found(edges: _Edges, start: Ints, end: Ints, values: Mask) -> Mask:
    """Look up what is known of half edges."""
    count = int(edges.start.max()) + 1
    code = edges.start * count + edges.end
    order = np.argsort(code)
    return np.asarray(values[order[np.searchsorted(code[order], start * count + end)]])


def _apart(edges: _Edges, chosen: Ints, count: int) -> Mask:
    """Tell which of the vertices [C], the cheapest first, have no cheaper one near."""
    rank = np.full(count, count, np.int64)
    rank[chosen] = np.arange(len(chosen))
    near = rank.copy()
    for _ in range(_APART):
        spread = near.copy()
        np.minimum.at(spread, edges.start, near[edges.end])
        near = spread
    return np.asarray(near[chosen] == rank[chosen])


def _simple(edges: _Edges) -> Mask:
    """Tell for which half edges both ends have no more neighbours in common than their faces."""
    count = int(edges.start.max()) + 1
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
