"""Closed shoes with an almond toe, cast over the feet: laced, with a toe cap, or cut as pumps."""

from __future__ import annotations

from dataclasses import dataclass, replace
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

_BREAST: Final = 2.05
"""Radians from the toe: where the heel begins."""
_ASIDE: Final = np.array(
    [0.1, 0.22, 0.36, 0.55, 0.8, 1.1, 1.45, 1.8, 2.01, 2.09, 2.4, 2.65, 2.82, 2.94, 3.04, np.pi]
)
_TURN: Final = np.r_[-_ASIDE[::-1], 0.0, _ASIDE]
"""Columns of a shoe, closer at toe and heel, which are further from its middle."""
_BONES: Final = ("leftFoot", "leftToes", "leftLowerLeg")
_ROWS: Final = 9
_INSOLE: Final = 0.0030
"""Metres that the seam of sole and upper stands off the foot."""
_UPPER: Final = 0.0040
"""Metres that leather stands off the foot."""
_CAP: Final = 0.0013
"""Metres that the toe cap and the facing of the laces lie above the vamp."""
_UPWARDS: Final = np.array([0.0, 0.2, 0.0])
_LACES: Final = (0.64, 0.76, 0.88)
"""Shares of the way up the vamp."""
_LACE: Final = np.array([[-0.0016, 0.0], [-0.0010, 0.0016], [0.0010, 0.0016], [0.0016, 0.0]])
"""Across a lace: metres up, and off the vamp."""


@dataclass(frozen=True)
class ShoesMaker:
    """Makes the left shoe: a sole with a heel, a welt, and an upper that reaches into trousers."""

    tailor: Tailor
    cut: Shoes

    def pieces(self) -> Iterator[Piece]:
        """Yield both shoes."""
        for piece in self._left():
            yield from (piece, piece.mirrored())

    def _left(self) -> Iterator[Piece]:
        cut = self.cut
        start = self._welt_height(_TURN)
        soles = np.stack([0 * start, 0 * start, start, start + 0.0005])
        share = np.r_[np.linspace(0, 1, _ROWS), 1.0, 0.9]
        upper = start + 0.0005 + share[:, None] * (self._edge(_TURN) - start)
        gaps = np.array([_INSOLE, *[_UPPER] * (_ROWS - 1), 0.0012, 0.0012])
        welt = np.array([-0.012, 0.003, cut.welt, _INSOLE])
        yield self._cast(_TURN, soles, welt[:, None], cut.sole_zone)
        yield self._cast(_TURN, upper, gaps[:, None], cut.zone)
        if cut.laces:
            yield self._toe_cap()
            yield from self._laced()

    def _welt_height(self, turn: Floats) -> Floats:
        """Return how high the sole's upper edge is: as high as the heel behind, thin in front."""
        behind = smooth(_BREAST - 0.05, _BREAST + 0.05, np.abs(turn))
        return np.asarray(self.cut.sole + (self.cut.heel - self.cut.sole) * behind)

    def _edge(self, turn: Floats) -> Floats:
        """Return how high the upper reaches."""
        front, back = self.cut.top
        return np.asarray(front + (back - front) * ((1 - np.cos(turn)) / 2) ** 0.75)

    def _toe_cap(self) -> Piece:
        """Lay a cap on the toe, its edge across the vamp."""
        turn = np.linspace(-1.0, 1.0, 15)
        low = self._welt_height(turn) + 0.0005
        high = low + 0.5 * (self._edge(turn) - low) * (1 - turn**2) ** 0.8
        share = np.r_[0, 0.25, 0.5, 0.75, 0.95, 1.0][:, None]
        gaps = np.full((len(share), len(turn)), _UPPER + _CAP)
        gaps[-1] = _UPPER - 0.0006
        return self._cast(turn, low + share * (high - low), gaps, self.cut.zone, edged=True)

    def _laced(self) -> Iterator[Piece]:
        turn = np.linspace(-0.30, 0.30, 7)[None]
        low = self._welt_height(np.zeros(1))
        for share in _LACES:
            middle = low + share * (self._edge(np.zeros(1)) - low)
            height = middle + _LACE[:, :1] + 0.10 * _LACE[:, :1] + 0 * turn
            gaps = _UPPER + _CAP + _LACE[:, 1:] - 0.002 * (np.abs(turn) > 0.29)
            yield self._cast(turn, height, gaps, "lace")

    def _cast(
        self, turn: Floats, heights: Floats, gaps: Floats, zone: str, *, edged: bool = False
    ) -> Piece:
        """Cast a lattice [R, C] over the foot."""
        points = self._points(turn, heights, gaps)
        away = self.tailor.foot.out(turn + 0 * heights, heights * self.tailor.k)
        piece = lattice(points, zone, self._weights(points), away + _UPWARDS)
        if not edged:
            return piece
        light = np.ones(heights.shape)
        light[-1] = 0.4
        return replace(piece, light=light.reshape(-1))

    def _points(self, turn: Floats, heights: Floats, gaps: Floats) -> Floats:
        """Return points [R, C, 3] round the foot, longer at the toe near the ground."""
        k = self.tailor.k
        turn, height = np.broadcast_arrays(turn, heights * k)
        points = self.tailor.foot.at(turn, height + 0.004 * k, gaps * k)
        toe = np.exp(-((turn / 0.42) ** 2)) * smooth(0.046, 0.006, heights)
        z = points[..., 2] + self.cut.toe * k * toe
        return np.stack([points[..., 0], height, z], -1)

    def _weights(self, points: Floats) -> Floats:
        foot = self.tailor.fitting.share(*_BONES) > 0.5
        dense = self.tailor.fitting.dense_near(points.reshape(-1, 3), foot)
        return dense.reshape(*points.shape[:2], -1)
