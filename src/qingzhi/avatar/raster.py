"""Drawing values of vertices over the triangles of a texture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.ndimage import distance_transform_edt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_SLACK: Final = 0.02
"""How far outside a triangle, in shares of it, a texel still belongs to it."""
_BOX: Final = 8
"""Texels: triangles are drawn together with those whose boxes round up to the same size."""


def rastered(uv: Floats, triangles: Ints, values: Floats, size: int) -> Floats:
    """Return values [size, size, C] between vertices that have values [N, C].

    Row 0 is the top. What no triangle covers has the value of the nearest covered texel, so that
    smaller copies of the picture don't bleed.
    """
    values = values.astype(np.float32)
    drawn = np.zeros((size * size, values.shape[1]), np.float32)
    hit = np.zeros(size * size, bool)
    corners = np.stack([uv[:, 0] * size - 0.5, (1 - uv[:, 1]) * size - 0.5], 1)[triangles]
    low = np.floor(corners.min(1)).astype(int)
    reach = np.ceil(corners.max(1)).astype(int) + 1 - low
    box = -(-reach // _BOX) * _BOX
    for width, height in np.unique(box, axis=0):
        chosen = np.flatnonzero((box == (width, height)).all(1))
        x = low[chosen, 0, None] + np.tile(np.arange(width), height)
        y = low[chosen, 1, None] + np.repeat(np.arange(height), width)
        shares = _barycentric(corners[chosen], x, y)
        inside = (shares >= -_SLACK).all(-1) & (x >= 0) & (x < size) & (y >= 0) & (y < size)
        row, column = np.nonzero(inside)
        at = y[inside] * size + x[inside]
        of = triangles[chosen][row]
        share = shares[row, column].astype(np.float32)
        drawn[at] = sum(share[:, k, None] * values[of[:, k]] for k in range(3))
        hit[at] = True
    near = distance_transform_edt(
        ~hit.reshape(size, size), return_distances=False, return_indices=True
    )
    return np.asarray(drawn.reshape(size, size, -1)[tuple(near)])


def _barycentric(corners: Floats, x: Ints, y: Ints) -> Floats:
    """Return shares [T, P, 3] of the corners [T, 3, 2] at texels [T, P]."""
    a, b, c = (corners[:, k, None] for k in range(3))
    area = (b[..., 1] - c[..., 1]) * (a[..., 0] - c[..., 0])
    area += (c[..., 0] - b[..., 0]) * (a[..., 1] - c[..., 1])
    area = np.where(np.abs(area) < 1e-12, np.inf, area)
    first = (b[..., 1] - c[..., 1]) * (x - c[..., 0]) + (c[..., 0] - b[..., 0]) * (y - c[..., 1])
    second = (c[..., 1] - a[..., 1]) * (x - c[..., 0]) + (a[..., 0] - c[..., 0]) * (y - c[..., 1])
    first, second = first / area, second / area
    flat = ~np.isfinite(area)
    return np.stack([np.where(flat, -1, first), second, 1 - first - second], -1)
