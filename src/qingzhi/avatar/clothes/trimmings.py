"""Small things on clothes: buttons, and the badge that says what the figure is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, lattice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_BUTTON: Final = ((1.0, -0.3), (1.0, 0.22), (0.80, 0.30), (0.01, 0.19))
"""Profile of a button: distance from its middle and height, in radii."""
BADGE: Final = (0.058, 0.020)
_THICK: Final = 0.0016
_LETTERS: Final = (
    ((-0.0235, -0.0052), (-0.0217, -0.0052), (-0.0199, 0.0052), (-0.0208, 0.0052)),
    ((-0.0163, -0.0052), (-0.0145, -0.0052), (-0.0190, 0.0052), (-0.0199, 0.0052)),
    ((-0.0218, -0.0026), (-0.0162, -0.0026), (-0.0168, -0.0008), (-0.0212, -0.0008)),
    ((-0.0118, -0.0052), (-0.0099, -0.0052), (-0.0099, 0.0052), (-0.0118, 0.0052)),
    ((-0.0030, 0.0016), (0.0245, 0.0016), (0.0245, 0.0044), (-0.0030, 0.0044)),
    ((-0.0030, -0.0042), (0.0160, -0.0042), (0.0160, -0.0024), (-0.0030, -0.0024)),
)
"""Strokes of the mark, the letters A and I, and two bars, as corners on the badge in metres."""


def frame(out: Floats) -> Floats:
    """Return unit vectors to the side, up and out [3, 3] of a place that looks `out`."""
    side = np.cross([0.0, 1.0, 0.0], out)
    side /= np.linalg.norm(side)
    return np.stack([side, np.cross(out, side), out])


def button(middle: Floats, out: Floats, radius: float, zone: str, dense: Floats) -> Piece:
    """Sew a button on at `middle` [3]; `dense` [bones] is what it hangs on."""
    turn = np.linspace(0, 2 * np.pi, 10)
    side, up, away = frame(out)
    ring = np.cos(turn)[:, None] * side + np.sin(turn)[:, None] * up
    points = np.stack([middle + (ring * r + away * h) * radius for r, h in _BUTTON])
    return lattice(points, zone, dense, away)


def badge(cloth: Floats, scale: float, dense: Floats) -> Iterator[Piece]:
    """Pin a badge on `cloth` [2, 3, 3], below its lower and upper edge: plate, mark, two bars."""
    across = cloth[:, -1].mean(0) - cloth[:, 0].mean(0)
    out = np.cross(across, cloth[1].mean(0) - cloth[0].mean(0))
    axes = frame(out * np.sign(out[2]) / np.linalg.norm(out))
    cloth = cloth.reshape(-1, 3)
    middle = cloth.mean(0)
    middle = middle + axes[2] * (((cloth - middle) @ axes[2]).max() + 0.0006)

    def laid(flat: ArrayLike, height: float) -> Floats:
        corners = np.asarray(flat, float)
        local = np.concatenate([corners, np.full((*corners.shape[:-1], 1), height)], -1)
        return np.asarray(middle + scale * local @ axes)

    rim = _rounded(*BADGE, 0.003)
    inner = rim * (1 - 0.0007 / np.abs(rim).max(0))
    rows = [laid(rim, -0.002), laid(rim, _THICK * 0.7), laid(inner, _THICK), laid(0 * rim, _THICK)]
    yield lattice(np.stack(rows), "plate", dense, axes[2])
    for a, b, c, d in _LETTERS:
        yield lattice(laid([[a, b], [d, c]], _THICK + 0.00025), "mark", dense, axes[2])


def _rounded(width: float, height: float, radius: float) -> Floats:
    """Return the outline [N, 2] of a rounded rectangle, closed."""
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False) + np.pi / 24
    bent = np.stack([np.cos(turn), np.sin(turn)], 1)
    line = bent * radius + np.sign(bent) * [width / 2 - radius, height / 2 - radius]
    return np.concatenate([line, line[:1]])
