"""Working on meshes as cloth is worked: refine, relax, push out of a body, cut along a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.spatial import KDTree

from qingzhi.avatar.geometry import normals, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


def compacted(points: Floats, triangles: Ints) -> tuple[Floats, Ints]:
    """Drop the points that no triangle uses."""
    kept, inverse = np.unique(triangles, return_inverse=True)
    return points[kept], inverse.reshape(-1, 3)


def subdivided(points: Floats, triangles: Ints) -> tuple[Floats, Ints]:
    """Cut each triangle into four."""
    edges = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    unique, inverse = np.unique(edges, axis=0, return_inverse=True)
    middle = inverse.reshape(-1, 3) + len(points)
    a, b, c = triangles.T
    ab, bc, ca = middle.T
    parts = ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))
    faces = np.concatenate([np.stack(part, 1) for part in parts])
    return np.concatenate([points, points[unique].mean(1)]), faces


def averaging(triangles: Ints, count: int) -> csr_array:
    """Return the matrix [N, N] that puts each point in the middle of its neighbours."""
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    both = np.unique(np.concatenate([edges, edges[:, ::-1]]), axis=0)
    degree = np.bincount(both[:, 0], minlength=count)
    return coo_array((1 / degree[both[:, 0]], (both[:, 0], both[:, 1])), (count, count)).tocsr()


def relaxed(values: Floats, average: csr_array, rounds: int, strength: float = 0.5) -> Floats:
    """Draw values [N, C] towards their neighbours' average."""
    for _ in range(rounds):
        values = values + strength * (average @ values - values)
    return values


class Surface:
    """A mesh that other things are kept outside of."""

    def __init__(self, points: Floats, triangles: Ints) -> None:
        vertex = normals(points, triangles)
        self._points = np.concatenate([points, points[triangles].mean(1)])
        self._normals = np.concatenate([vertex, unit(vertex[triangles].mean(1))])
        self._tree = KDTree(self._points)

    def outside(self, points: Floats, gap: float, *, pull: float = 0.0) -> Floats:
        """Move points [N, 3] until they are `gap` metres above; `pull` draws down to there too."""
        distance, index = self._tree.query(points, k=4)
        share = 1 / (np.asarray(distance) + 1e-4)
        share /= share.sum(1, keepdims=True)
        out = unit(np.einsum("nk,nkc->nc", share, self._normals[index]))
        height = ((points[:, None] - self._points[index]) * self._normals[index]).sum(-1)
        missing = gap - (height * share).sum(1)
        return np.asarray(points + out * np.where(missing > 0, missing, pull * missing)[:, None])

    def facing(self, points: Floats, triangles: Ints) -> Ints:
        """Turn a sheet's triangles so that it looks away from this surface."""
        nearest = self._tree.query(points)[1]
        if (normals(points, triangles) * self._normals[nearest]).sum() < 0:
            return triangles[:, ::-1]
        return triangles


def clipped(points: Floats, triangles: Ints, field: Floats) -> tuple[Floats, Ints]:
    """Keep what has a positive `field` [N], cutting triangles exactly along nought."""
    inside = field > 0
    count = inside[triangles].sum(1)
    whole = triangles[count == 3]
    cut_points: list[Floats] = [points]
    faces: list[Ints] = [whole]
    size = len(points)
    for wanted in (1, 2):
        some = triangles[count == wanted]
        if not len(some):
            continue
        apex = np.argmax(inside[some] == (wanted == 1), axis=1)
        a, b, c = (some[np.arange(len(some)), (apex + k) % 3] for k in range(3))
        for other in (b, c):
            share = field[a] / (field[a] - field[other])
            cut_points.append(points[a] + share[:, None] * (points[other] - points[a]))
        ab, ac = (size + np.arange(len(some)) + k * len(some) for k in range(2))
        size += 2 * len(some)
        if wanted == 1:
            faces.append(np.stack([a, ab, ac], 1))
        else:
            faces += [np.stack([ab, b, c], 1), np.stack([ab, c, ac], 1)]
    return _welded(*compacted(np.concatenate(cut_points), np.concatenate(faces)))


def _welded(points: Floats, triangles: Ints) -> tuple[Floats, Ints]:
    """Join points that lie at one place, and drop the triangles that vanish by it."""
    _, first, inverse = np.unique(
        np.rint(points * 1e7), axis=0, return_index=True, return_inverse=True
    )
    faces = inverse.reshape(-1)[triangles]
    alive = (np.diff(np.sort(faces, axis=1), axis=1) > 0).all(1)
    return compacted(points[first], faces[alive])
