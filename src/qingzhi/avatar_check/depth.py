"""Which of many triangles is in front, pixel by pixel: a small depth buffer without loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_SIZES: Final = (2, 4, 8, 16, 32, 64, 128)


def painted(corners: Floats, half: float, side: int) -> Ints:
    """Return the number of the triangle in front at each pixel [side, side], −1 for none.

    `corners` [T, 3, 3] are seen from +z; the picture shows −`half` to `half` in x and y.
    """
    scaled = corners.copy()
    scaled[..., :2] = (scaled[..., :2] + half) * (side / (2 * half))
    low = np.floor(scaled[..., :2].min(1)).astype(np.int64)
    extent = (np.ceil(scaled[..., :2].max(1)).astype(np.int64) - low).max(1, initial=1)
    pixels, depths, owners = [], [], []
    least = 0
    for size in _SIZES:
        chosen = np.flatnonzero((extent > least) & (extent <= size))
        least = size
        if len(chosen):
            at, depth, which = _covered(scaled[chosen], low[chosen], size, side)
            pixels.append(at)
            depths.append(depth)
            owners.append(chosen[which])
    image = np.full(side * side, -1, np.int64)
    if pixels:
        order = np.argsort(np.concatenate(depths), kind="stable")
        image[np.concatenate(pixels)[order]] = np.concatenate(owners)[order]
    return image.reshape(side, side)


def _covered(corners: Floats, low: Ints, size: int, side: int) -> tuple[Ints, Floats, Ints]:
    """Return pixels, depths and triangles of all centres of pixels that triangles cover."""
    grid = np.stack(np.meshgrid(np.arange(size), np.arange(size), indexing="ij"), -1).reshape(-1, 2)
    cells = low[:, None] + grid
    spots = cells + 0.5
    a, b, c = (corners[:, None, k, :2] for k in range(3))
    area = _turn(b - a, c - a)
    with np.errstate(divide="ignore", invalid="ignore"):
        u = _turn(c - b, spots - b) / area
        v = _turn(a - c, spots - c) / area
    inside = (u >= 0) & (v >= 0) & (u + v <= 1)
    inside &= ((cells >= 0) & (cells < side)).all(-1)
    which, cell = np.nonzero(inside)
    share_a, share_b = u[which, cell], v[which, cell]
    depth = corners[which, :, 2]
    at = depth[:, 0] * share_a + depth[:, 1] * share_b + depth[:, 2] * (1 - share_a - share_b)
    chosen = cells[which, cell]
    return chosen[:, 0] * side + chosen[:, 1], at, which


def _turn(one: Floats, two: Floats) -> Floats:
    return np.asarray(one[..., 0] * two[..., 1] - one[..., 1] * two[..., 0])
