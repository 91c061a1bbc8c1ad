"""Sums with vectors and meshes that several checks need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar_check.gltf import Node

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

WELD_M: Final = 2e-6
"""Vertices closer than this are one: files store some 10⁻⁷ of a metre."""


def rotation(quaternion: tuple[float, ...] | Floats) -> Floats:
    """Return a quaternion (x, y, z, w) as a matrix [3, 3]; one of no length turns nothing."""
    q = np.asarray(quaternion, float)
    length = np.linalg.norm(q)
    if not np.isfinite(length) or length < 1e-12:
        return np.eye(3)
    x, y, z, w = q / length
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def matrix_of(node: Node) -> Floats:
    """Return a node's own transform [4, 4]."""
    if node.matrix is not None:
        return np.array(node.matrix, float).reshape(4, 4).T
    matrix = np.eye(4)
    matrix[:3, :3] = rotation(node.rotation) * np.array(node.scale)
    matrix[:3, 3] = node.translation
    return matrix


def turned(matrices: Floats, directions: Floats) -> Floats:
    """Turn directions [N, 3], each by its own matrix [N, 3, 3]."""
    return np.asarray(np.einsum("nij,nj->ni", matrices, directions))


def across(points: Floats, triangles: Ints) -> Floats:
    """Return the cross product [T, 3] of two sides of each triangle: twice its area, its facing."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    return np.asarray(np.cross(b - a, c - a))


def vertex_normals(points: Floats, triangles: Ints) -> Floats:
    """Return unit normals [N, 3], by the areas around; nought where there are none."""
    normal = across(points, triangles)
    summed = np.stack(
        [np.bincount(triangles.ravel(), np.repeat(normal[:, k], 3), len(points)) for k in range(3)],
        1,
    )
    return np.asarray(summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-30))


def vertex_areas(points: Floats, triangles: Ints) -> Floats:
    """Return the area [N] that belongs to each vertex: a third of each triangle around it."""
    area = np.linalg.norm(across(points, triangles), axis=1) / 6
    return np.asarray(np.bincount(triangles.ravel(), np.repeat(area, 3), len(points)), np.float64)


def welded(points: Floats) -> Ints:
    """Give vertices [N, 3] that lie within WELD_M of each other the same number [N]."""
    count = len(points)
    pairs = KDTree(points).query_pairs(WELD_M, output_type="ndarray")
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def edges(triangles: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the edges [E, 2], how often each is used [E], and which each side is [3T]."""
    sides = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    size = int(triangles.max(initial=0)) + 1
    keys, which, count = np.unique(
        sides[:, 0] * size + sides[:, 1], return_inverse=True, return_counts=True
    )
    return np.stack(np.divmod(keys, size), 1), count, which.ravel()


def hits(
    origins: Floats, directions: Floats, points: Floats, triangles: Ints, near: Ints
) -> Floats:
    """Return how far along each ray [R] lies each of its candidates [R, K], infinite for a miss.

    `near` [R, K] holds numbers of triangles; negative ones are no candidates.
    """
    a, b, c = (points[triangles[np.maximum(near, 0), k]] for k in range(3))
    one, two = b - a, c - a
    ray = directions[:, None, :]
    p = np.cross(np.broadcast_to(ray, two.shape), two)
    determinant = (one * p).sum(-1)
    scale = np.where(np.abs(determinant) < 1e-18, np.inf, determinant)
    t = origins[:, None, :] - a
    u = (t * p).sum(-1) / scale
    q = np.cross(t, one)
    v = (ray * q).sum(-1) / scale
    far = (two * q).sum(-1) / scale
    inside = (u >= -1e-6) & (v >= -1e-6) & (u + v <= 1 + 1e-6) & np.isfinite(scale) & (near >= 0)
    return np.where(inside, far, np.inf)


def blended(table: Floats, joints: Ints, weights: Floats) -> Floats:
    """Mix matrices [nodes, 3, 4] by weights to one for each vertex [N, 3, 4]."""
    used = np.where(joints < 0, 0.0, weights)
    total = used.sum(1, keepdims=True)
    share = np.divide(used, total, out=np.zeros_like(used), where=np.abs(total) > 1e-9)
    share[np.abs(total[:, 0]) <= 1e-9, 0] = 1.0
    flat = table.reshape(len(table), 12)
    mixed = np.zeros((len(joints), 12))
    for k in range(joints.shape[1]):
        mixed += share[:, k : k + 1] * flat[np.maximum(joints[:, k], 0)]
    return mixed.reshape(-1, 3, 4)
