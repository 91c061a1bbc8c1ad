"""Small geometry that several parts of a figure need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


def unit(vectors: Floats) -> Floats:
    """Return vectors [..., 3] with length 1; one without length stays nought."""
    length = np.sqrt(np.einsum("...c,...c->...", vectors, vectors))
    return np.asarray(vectors / np.maximum(length, 1e-12)[..., None])


def cross(a: Floats, b: Floats) -> Floats:
    """Return a × b of vectors [..., 3]: for many small arrays several times quicker than numpy."""
    (x, y, z), (u, v, w) = np.moveaxis(a, -1, 0), np.moveaxis(b, -1, 0)
    return np.stack([y * w - z * v, z * u - x * w, x * v - y * u], -1)


def squared(vectors: Floats) -> Floats:
    """Return the squared length [...] of vectors [..., 3]."""
    return np.asarray(np.einsum("...c,...c->...", vectors, vectors))


def smooth(low: ArrayLike, high: ArrayLike, x: ArrayLike) -> Floats:
    """Rise softly from 0 at `low` to 1 at `high` (which may be the smaller)."""
    first, last = np.asarray(low, float), np.asarray(high, float)
    t = np.clip((np.asarray(x, float) - first) / (last - first), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def normals(points: Floats, triangles: Ints) -> Floats:
    """Return unit vertex normals [N, 3], faces weighted by their area."""
    return unit(summed(across(points, triangles), triangles, len(points)))


def across(points: Floats, triangles: Ints) -> Floats:
    """Return vectors [T, 3] across faces, twice as long as a face has area."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    return cross(b - a, c - a)


def summed(faces: Floats, triangles: Ints, count: int) -> Floats:
    """Return the sums [count, 3], at each vertex, of vectors [T, 3] of its faces."""
    corners = triangles.T.ravel()
    return np.stack([np.bincount(corners, np.tile(axis, 3), count) for axis in faces.T], 1)


def tangents(points: Floats, directions: Floats, uv: Floats, triangles: Ints) -> Floats:
    """Return glTF's tangents [N, 4] of vertices with unit normals and upright texture places.

    The first three run along u, at right angles to the normal; the last, ±1, tells on which side
    v runs. Where a texture has no direction, any that is at right angles will do.
    """
    (du, dv), count = np.moveaxis(uv[triangles[:, 1:]] - uv[triangles[:, :1]], 1, 0), len(points)
    one, two = np.moveaxis(points[triangles[:, 1:]] - points[triangles[:, :1]], 1, 0)
    area = np.sign(du[:, 0] * dv[:, 1] - du[:, 1] * dv[:, 0])[:, None]
    along = summed(unit(area * (dv[:, 1:] * one - du[:, 1:] * two)), triangles, count)
    up = summed(unit(area * (du[:, :1] * two - dv[:, :1] * one)), triangles, count)
    spare = np.eye(3)[np.abs(directions).argmin(1)]
    along = along - (along * directions).sum(1, keepdims=True) * directions
    along = np.where(squared(along)[:, None] < 1e-8, cross(directions, spare), along)
    side = np.where((cross(directions, along) * up).sum(1) < 0, -1.0, 1.0)
    return np.asarray(np.c_[unit(along), side])


def grid(rows: int, columns: int, *, closed: bool = False) -> Ints:
    """Return triangles of a lattice [rows, columns]; `closed` joins the last column to the first.

    They face out where rows run along u, columns along v and u × v points out.
    """
    i, j = np.meshgrid(
        np.arange(rows - 1), np.arange(columns if closed else columns - 1), indexing="ij"
    )
    a, b = (i * columns + j).ravel(), (i * columns + (j + 1) % columns).ravel()
    c, d = a + columns, b + columns
    return np.concatenate([np.stack([a, c, d], 1), np.stack([a, d, b], 1)])


def rotation_between(source: Floats, target: Floats) -> Floats:
    """Return the smallest rotation [3, 3] that turns one direction into another.

    The two must not be opposite (Rodrigues' formula without angles).
    """
    a, b = unit(source), unit(target)
    v, c = np.cross(a, b), float(a @ b)
    cross = np.array([[0, -v[2], v[1]], [v[2], 0, -v[0]], [-v[1], v[0], 0]])
    return np.asarray(np.eye(3) + cross + cross @ cross / (1 + c))


def sphere_fit(points: Floats) -> tuple[Floats, float]:
    """Return centre and radius of the sphere nearest to points [N, 3], by least squares."""
    system = np.c_[2 * points, np.ones(len(points))]
    solved = np.linalg.lstsq(system, (points**2).sum(1), rcond=None)[0]
    centre = solved[:3]
    return centre, float(np.sqrt(solved[3] + centre @ centre))


def outwards(points: Floats, faces: Ints) -> Ints:
    """Turn the triangles of a convex body so that they look out of it."""
    a, b, c = (points[faces[:, k]] for k in range(3))
    inward = (np.cross(b - a, c - a) * (a - points.mean(0))).sum(1) < 0
    return np.asarray(np.where(inward[:, None], faces[:, ::-1], faces))
