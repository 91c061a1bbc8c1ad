"""What binds the edge of a neckline: a facing that gives it thickness, or ribs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, lattice, resampled
from qingzhi.avatar.geometry import unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.draft import Draft

    Floats = NDArray[np.float64]

COLUMNS: Final = 44
_INSIDE: Final = ((-0.0010, -0.0060), (-0.0016, -0.0020))
"""What is folded in: metres beyond the edge, and above the cloth."""
_ACROSS: Final = ((-0.06, 0.0010), (0.06, 0.0020), (0.35, 0.0026), (0.75, 0.0024), (0.96, 0.0014))
"""Shares of its width, and metres above the cloth."""
_SUNK: Final = -0.0015
_BENT: Final = 0.09
"""Metres: how strongly cloth is bent across the band."""


def neckline(draft: Draft) -> Iterator[Piece]:
    """Bind the neck all round, both halves."""
    k, cut = draft.tailor.k, draft.cut
    front = draft.turns(draft.roll)
    line = resampled(np.concatenate([front, draft.nape[::-1][1:]]), np.linspace(0, 1, 160))
    edge = draft.place(line)
    at = resampled(edge, np.linspace(0, 1, COLUMNS))
    where = _shared(line, edge)
    out = draft.form.out(where[:, 0], where[:, 1])
    along = np.gradient(at, axis=0)
    along[[0, -1], 1:] = 0  # so that both halves meet squarely in the middle
    away = unit(np.cross(out, along))
    away *= np.sign((away * (at - at.mean(0) * [0, 1, 1])).sum(1, keepdims=True))
    width = cut.neck_band * k
    rows = [(far, up) for far, up in _INSIDE]
    rows += [(far * width, up) for far, up in _ACROSS]
    rows += [(width, _SUNK)]
    points = np.stack(
        [at + away * far + out * (up - max(far, 0) ** 2 / (2 * _BENT)) for far, up in rows]
    )
    points[:, [0, -1], 0] = 0
    light = np.ones(points.shape[:2])
    light[0], light[1], light[-2], light[-1] = 0.5, 0.8, 0.9, 0.6
    piece = lattice(points, cut.neck_zone, draft.tailor.hung(points), out, light)
    yield from (piece, piece.mirrored())


def _shared(line: Floats, edge: Floats) -> Floats:
    """Return (turn, height) at equal lengths along the edge [160, 3]: [COLUMNS, 2]."""
    length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(edge, axis=0), axis=1))]
    share = np.linspace(0, length[-1], COLUMNS)
    return np.stack([np.interp(share, length, column) for column in line.T], 1)
