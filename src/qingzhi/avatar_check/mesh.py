"""The soundness of surfaces (6.2.2.3 a): cracks, holes, faces turned over, faces without area.

A figure is made of sheets, and many are open on purpose: hair, lashes, a neck under its collar.
What is a fault is a border that was meant to be closed: two borders that run along each other
within a millimetre, or a small hole in the middle of a sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from qingzhi.avatar_check.findings import Finding
from qingzhi.avatar_check.geometry import across, edges, vertex_normals, welded
from qingzhi.avatar_check.kinds import CARDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar_check.model import Model, Surface

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

CRACK_M: Final = 1e-3
"""Borders closer than this were meant to be one."""
CRACK_EDGE: Final = 0.4
"""… and closer than this share of the edges there."""
FLAT_M2: Final = 1e-12
"""A face with less area, 10⁻⁶ mm², shows nothing and has no normal."""
HOLE_EDGES: Final = 12
HOLE_M: Final = 2e-3
"""A hole whose edge is shorter, half a millimetre across, is not seen."""
HOLE_SHARE: Final = 0.5
"""A border is a hole's when its squared length is under this share of its sheet's area."""
AGAINST: Final = -0.2
"""Cosine between a face and the normals at its corners, below which it is turned against them."""
ALL: Final = 0.9
"""Share of such faces in a sheet from which the sheet as a whole is turned over."""
ALONG: Final = 0.5


def check(model: Model) -> Iterator[Finding]:
    """Find broken surfaces."""
    for surface in model.surfaces:
        if not np.isfinite(surface.stored).all() or _unfinished(surface):
            yield Finding("not_finite", surface.label)
        elif surface.whole:
            yield from _faces(surface)
    yield from _borders([s for s in model.surfaces if s.whole and s.kind not in CARDS])
    yield from _inside_out([s for s in model.of("skin") if s.whole])


def _unfinished(surface: Surface) -> bool:
    others = (surface.normals, surface.tangents, *surface.uvs, *surface.morphs.values())
    return any(values is not None and not np.isfinite(values).all() for values in others)


def _faces(surface: Surface) -> Iterator[Finding]:
    label, triangles = surface.label, surface.triangles
    flat = surface.area < FLAT_M2
    if flat.any():
        yield Finding("degenerate", label, {"count": int(flat.sum())})
    loose = len(surface.points) - len(np.unique(triangles))
    if loose:
        yield Finding("loose_vertices", label, {"count": loose})
    weld = welded(surface.stored)
    faces = weld[triangles]
    alive = faces[~flat]
    twice = len(alive) - len(np.unique(_turned_to_least(alive), axis=0))
    if twice:
        yield Finding("duplicate_faces", label, {"count": twice})
    mixed = _mixed(faces)
    if surface.kind not in CARDS:
        many = int((edges(alive)[1] > 2).sum())
        if many:
            yield Finding("non_manifold", label, {"count": many})
        if len(mixed):
            yield Finding("winding_mixed", label, {"count": len(mixed)})
    if surface.normals is not None and not surface.material.double_sided:
        inverted = _inverted(surface, faces, mixed) & ~flat
        if inverted.any():
            yield Finding("inverted_faces", label, _extent(surface, inverted))


def _mixed(faces: Ints) -> Ints:
    """Return the edges [E, 2] whose two faces are wound against each other."""
    pairs, count, which = edges(faces)
    sides = faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    forward = np.bincount(which, sides[:, 0] < sides[:, 1], len(count))
    return np.asarray(pairs[(count == 2) & (forward != 1) & (pairs[:, 0] != pairs[:, 1])])


def _inverted(surface: Surface, faces: Ints, mixed: Ints) -> NDArray[np.bool_]:
    """Return the faces [T] that are turned against their normals and against their sheet.

    Normals that look elsewhere all over a sheet, as those of leaves or of the inside of a mouth,
    are a way of lighting it.
    """
    normals = np.zeros((0, 3)) if surface.normals is None else surface.normals
    mean = normals[surface.triangles].sum(1)
    length = np.maximum(np.linalg.norm(mean, axis=1), 1e-9)
    against = np.asarray((mean * surface.facing).sum(1) / length < AGAINST)
    if not against.any():
        return against
    size = int(faces.max()) + 1
    label = _sheets(faces, size)[faces[:, 0]]
    share = np.bincount(label, against * surface.area) / np.maximum(
        np.bincount(label, surface.area), 1e-30
    )
    at_odds = np.zeros(size, bool)
    at_odds[mixed.ravel()] = True
    return np.asarray(against & ((at_odds[faces].sum(1) >= 2) | (share[label] > ALL)))


def _extent(surface: Surface, chosen: NDArray[np.bool_]) -> dict[str, object]:
    area = float(surface.area[chosen].sum()) * 1e6
    return {"count": int(chosen.sum()), "area": round(area, 1)}


def _turned_to_least(faces: Ints) -> Ints:
    """Write each face from its least vertex on, so that equal faces are equal rows."""
    first = faces.argmin(1)
    rows = np.arange(len(faces))[:, None]
    return np.asarray(faces[rows, (first[:, None] + np.arange(3)) % 3])


def _borders(surfaces: Sequence[Surface]) -> Iterator[Finding]:
    """Look at the borders of the whole figure, because skin goes on from one part to the next."""
    if not surfaces:
        return
    starts = np.cumsum([0, *(len(s.points) for s in surfaces)])
    points = np.concatenate([s.points for s in surfaces])
    weld = welded(points)
    faces = np.concatenate(
        [weld[s.triangles + start] for s, start in zip(surfaces, starts, strict=False)]
    )
    part = np.repeat(np.arange(len(surfaces)), [len(s.triangles) for s in surfaces])
    keep = (np.diff(np.sort(faces, axis=1), axis=1) > 0).all(1)
    faces, part = faces[keep], part[keep]
    if not len(faces):
        return
    place = np.zeros((int(weld.max()) + 1, 3))
    place[weld] = points
    pairs, count, which = edges(faces)
    border = pairs[count == 1]
    owner = np.zeros(len(pairs), np.int64)
    owner[which] = np.repeat(part, 3)
    belongs = owner[count == 1]
    if len(border):
        for n, surface in enumerate(surfaces):
            yield from _cracks(surface, border[belongs == n], place, faces[part == n])
        yield from _holes([surfaces[n] for n in belongs], border, place, faces)


def _cracks(surface: Surface, border: Ints, place: Floats, faces: Ints) -> Iterator[Finding]:
    """Find borders that run along another border of the same surface without being joined to it."""
    if surface.kind not in {"skin", "cloth", "other"} or len(border) < 2:
        return
    vertices = np.unique(border)
    length = np.linalg.norm(place[border[:, 0]] - place[border[:, 1]], axis=1)
    size = np.full(len(place), np.inf)
    np.minimum.at(size, border.ravel(), np.repeat(length, 2))
    normal = vertex_normals(place, faces)
    tree = KDTree(place[vertices])
    found = tree.query_pairs(CRACK_M, output_type="ndarray")
    if not len(found):
        return
    a, b = vertices[found].T
    gap = np.linalg.norm(place[a] - place[b], axis=1)
    near = gap < CRACK_EDGE * np.minimum(size[a], size[b])
    along = (normal[a] * normal[b]).sum(1) > ALONG
    slits = _slits(a[near & along], b[near & along], border)
    if len(slits):
        slots = {"count": len(np.unique(slits)), "at": _spot(place[slits[0]].mean(0))}
        yield Finding("crack", surface.label, slots)


def _slits(a: Ints, b: Ints, border: Ints) -> Ints:
    """Return those of the close pairs [P, 2] that are two sides of a slit.

    Where two sheets only happen to meet at a point, or a border turns sharply, neither the next
    vertices along both borders are close, nor are both their neighbours the same.
    """
    beside: dict[int, set[int]] = {}
    for one, two in border.tolist():
        beside.setdefault(one, set()).add(two)
        beside.setdefault(two, set()).add(one)
    pairs = {
        (one, two)
        for x, y in zip(a.tolist(), b.tolist(), strict=True)
        for one, two in ((x, y), (y, x))
    }
    found = []
    for one, two in zip(a.tolist(), b.tolist(), strict=True):
        if two in beside[one]:
            continue
        goes_on = any(
            (next_one, next_two) in pairs for next_one in beside[one] for next_two in beside[two]
        )
        if goes_on or len(beside[one] & beside[two]) > 1:
            found.append((one, two))
    return np.array(found, np.int64).reshape(-1, 2)


def _sheets(faces: Ints, size: int) -> Ints:
    sides = np.concatenate([faces[:, :2], faces[:, 1:]])
    graph = coo_array((np.ones(len(sides)), (sides[:, 0], sides[:, 1])), (size, size))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _holes(
    owners: Sequence[Surface], border: Ints, place: Floats, faces: Ints
) -> Iterator[Finding]:
    """Find small borders in the middle of a sheet: faces that are missing."""
    sheets = _sheets(faces, len(place))
    area = np.bincount(sheets[faces[:, 0]], np.linalg.norm(across(place, faces), axis=1) / 2)
    graph = coo_array((np.ones(len(border)), (border[:, 0], border[:, 1])), (len(place),) * 2)
    loops, label = connected_components(graph, directed=False)
    of = label[border[:, 0]]
    length = np.linalg.norm(place[border[:, 0]] - place[border[:, 1]], axis=1)
    around = np.bincount(of, length, loops)
    count = np.bincount(of, minlength=loops)
    small = (count >= 3) & (count <= HOLE_EDGES) & (around > HOLE_M)
    for loop in np.flatnonzero(small):
        chosen = np.flatnonzero(of == loop)
        surface, edge = owners[chosen[0]], border[chosen]
        in_sheet = around[loop] ** 2 < HOLE_SHARE * area[sheets[edge[0, 0]]]
        if surface.kind in {"skin", "cloth"} and in_sheet:
            slots = {"count": int(count[loop]), "at": _spot(place[edge].mean((0, 1)))}
            yield Finding("hole", surface.label, slots)


def _spot(where: Floats) -> str:
    """Write a place in centimetres: x to the figure's left, y up, z to its front."""
    return "({:.1f}, {:.1f}, {:.1f}) cm".format(*(where * 100))


def _inside_out(surfaces: Sequence[Surface]) -> Iterator[Finding]:
    """Find skin that encloses a volume of less than nought."""
    for surface in surfaces:
        points = surface.points - surface.points.mean(0)
        a, b, c = (points[surface.triangles[:, k]] for k in range(3))
        volume = float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6
        span = float(np.linalg.norm(np.ptp(surface.points, axis=0))) or 1.0
        if volume < -1e-4 * span**3:
            yield Finding("inside_out", surface.label)
