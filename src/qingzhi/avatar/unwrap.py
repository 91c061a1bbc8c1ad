"""Where the pieces of a part lie on its picture: packed close, none larger than the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MARGIN: Final = 0.004
"""Share of the picture that stays free around each piece, so that none bleeds into another."""
_ROUNDS: Final = 24


def packed(uv: Floats, triangles: Ints) -> Floats:
    """Pack the pieces of coordinates [K, 2] into 0..1, all enlarged alike, as large as fits.

    Pieces stand on shelves, the highest first; the scale is found by bisection.
    """
    label = _pieces(len(uv), triangles)
    count = int(label.max()) + 1
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    np.minimum.at(low, label, uv)
    np.maximum.at(high, label, uv)
    least, most = 0.0, 1 / float((high - low).max())
    for _ in range(_ROUNDS):
        middle = (least + most) / 2
        least, most = (least, middle) if _shelved((high - low) * middle) is None else (middle, most)
    places = _shelved((high - low) * least)
    if places is None:
        raise ValueError("pieces without size cannot be packed")
    return np.asarray((uv - low[label]) * least + places[label])


def _pieces(count: int, triangles: Ints) -> Ints:
    first, other = triangles[:, [0, 0]].ravel(), triangles[:, [1, 2]].ravel()
    graph = coo_array((np.ones(len(first)), (first, other)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _shelved(sizes: Floats) -> Floats | None:
    """Return lower left corners [P, 2] of boxes [P, 2] on shelves, or None if they don't fit."""
    places = np.zeros_like(sizes)
    x, y, height = MARGIN, MARGIN, 0.0
    for box in np.argsort(-sizes[:, 1], kind="stable"):
        width, tall = sizes[box]
        if x + width + MARGIN > 1:
            x, y, height = MARGIN, y + height + MARGIN, 0.0
        if x + width + MARGIN > 1 or y + tall + MARGIN > 1:
            return None
        places[box] = x, y
        x, height = x + width + MARGIN, max(height, float(tall))
    return places
