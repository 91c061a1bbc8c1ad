"""Closed shoes with an almond toe, cast over the feet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, lattice
from qingzhi.avatar.geometry import smooth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.pattern import Shoes
    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]

_COLUMNS: Final = 27
_BONES: Final = ("leftFoot", "leftToes", "leftLowerLeg")


@dataclass(frozen=True)
class ShoesMaker:
    """Makes the left shoe: a sole with a welt, and an upper that reaches into the trousers."""

    tailor: Tailor
    cut: Shoes

    def pieces(self) -> Iterator[Piece]:
        """Yield both shoes."""
        cut, turn = self.cut, np.linspace(-np.pi, np.pi, _COLUMNS)
        welt = [-0.012, 0.003, cut.welt, 0.0022]
        soles = np.array([0.0, 0.0, cut.sole, cut.sole + 0.0005])
        front, back = cut.top
        edge = front + (back - front) * ((1 - np.cos(turn)) / 2) ** 0.75
        share = np.r_[np.linspace(0, 1, 13), 1.0, 0.9]
        start = cut.sole + 0.0005
        upper = start + share[:, None] * (edge - start)
        gaps = [0.0022, *[0.0034] * 12, 0.0012, 0.0012]
        sole = self._rings(np.repeat(soles[:, None], _COLUMNS, 1), welt)
        for points, zone in ((sole, cut.sole_zone), (self._rings(upper, gaps), cut.zone)):
            away = points - points.mean(1, keepdims=True) + [0, 0.02, 0]
            piece = lattice(points, zone, self._weights(points), away)
            yield from (piece, piece.mirrored())

    def _rings(self, heights: Floats, gaps: list[float]) -> Floats:
        """Return rings [R, C, 3] round the foot, longer at the toe near the ground."""
        k = self.tailor.k
        turn = np.linspace(-np.pi, np.pi, _COLUMNS)
        height = heights * k
        points = self.tailor.foot.at(turn[None], height + 0.004 * k, np.array(gaps)[:, None] * k)
        toe = np.exp(-((turn / 0.42) ** 2)) * smooth(0.046, 0.006, heights)
        z = points[..., 2] + self.cut.toe * k * toe
        return np.stack([points[..., 0], height, z], -1)

    def _weights(self, points: Floats) -> Floats:
        foot = self.tailor.fitting.share(*_BONES) > 0.5
        dense = self.tailor.fitting.dense_near(points.reshape(-1, 3), foot)
        return dense.reshape(*points.shape[:2], -1)
