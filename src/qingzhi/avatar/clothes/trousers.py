"""Straight trousers with a crease."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from qingzhi.avatar.clothes.folds import CROTCH, HEM, KNEE, folded
from qingzhi.avatar.clothes.piece import Piece, lattice
from qingzhi.avatar.geometry import smooth, unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.form import Form
    from qingzhi.avatar.clothes.pattern import Trousers
    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]

_ROWS = 31
_FULL = 1.5
"""How much deeper folds of trousers are than those of a sleeve."""
_HEEL = 0.018
"""Metres that the hem stands off behind, clear of the heel."""
_CREASE = 0.1
"""Radians from the crease to the columns beside it."""


@dataclass(frozen=True)
class TrousersMaker:
    """Makes the left leg, up to the waist; above the crotch it ends in the middle."""

    tailor: Tailor
    cut: Trousers

    @cached_property
    def _form(self) -> Form:
        return self.tailor.leg(self.cut)

    def pieces(self) -> Iterator[Piece]:
        """Yield both legs."""
        leg = self._leg()
        yield from (leg, leg.mirrored())

    def _leg(self) -> Piece:
        m, k = self.tailor.marks, self.tailor.k
        beside = [-_CREASE, _CREASE, _CREASE - np.pi, np.pi - _CREASE]
        turn = np.unique(np.r_[np.linspace(-np.pi, np.pi, 20), beside])
        low = (self.cut.hem + self.cut.slant * np.cos(turn)) * k
        top = m.hip + self.cut.rise * k
        height = low + np.linspace(0, 1, _ROWS)[:, None] * (top - low)
        turn = np.broadcast_to(turn, height.shape)
        gap = self._crease(turn, height) + self._folds(turn, height)
        points = self._shut(self._form.at(turn, height, gap), height)
        inwards = unit(self._middle(points[:1]) - points[:1])
        hem = [points[:1] + inwards * 0.003 + [0, 0.012, 0], points[:1] + inwards * 0.002]
        points = np.concatenate([*hem, points])
        out = points - self._middle(points)
        return lattice(points, self.cut.zone, self._weights(points), out)

    def _crease(self, turn: Floats, height: Floats) -> Floats:
        """Return how far the creases in front and behind stand out, in metres."""
        m, k = self.tailor.marks, self.tailor.k
        aside = np.minimum(np.abs(turn), np.pi - np.abs(turn))
        fade = smooth(m.crotch + 0.05 * k, m.crotch - 0.10 * k, height)
        return np.asarray(self.cut.crease * k * np.exp(-((aside / 0.09) ** 2)) * fade)

    def _folds(self, turn: Floats, height: Floats) -> Floats:
        """Return folds at crotch and knee, and where the hem rests on the shoe, in metres."""
        m, k = self.tailor.marks, self.tailor.k
        lift = folded(KNEE, turn, height - m.knee, 0.07 * k, k)
        lift += folded(CROTCH, turn, height - m.crotch, 0.09 * k, k) * smooth(
            0.0, -0.025 * k, height - m.crotch - 0.03 * k
        )
        rest = folded(HEM, turn, height - self.cut.hem * k, 0.055 * k, k)
        heel = smooth(0.11 * k, 0.03 * k, height) * smooth(1.6, 2.6, np.abs(turn))
        return np.asarray(_FULL * (lift + rest) + _HEEL * k * heel)

    def _shut(self, points: Floats, height: Floats) -> Floats:
        """Bring what lies near the middle above the crotch onto it, where the legs are sewn."""
        m, k = self.tailor.marks, self.tailor.k
        near = smooth(0.022, 0.004, points[..., 0]) * smooth(m.crotch - 0.02 * k, m.crotch, height)
        x = np.maximum(points[..., 0] * (1 - near), 0.0001)
        return np.stack([x, points[..., 1], points[..., 2]], -1)

    def _middle(self, points: Floats) -> Floats:
        return np.asarray(points.mean(1, keepdims=True))

    def _weights(self, points: Floats) -> Floats:
        tailor = self.tailor
        among = tailor.trunk & (tailor.skin[:, 0] > -0.004)
        among &= tailor.skin[:, 1] > 0.06 * tailor.k
        dense = tailor.fitting.dense_near(points.reshape(-1, 3), among, 32)
        return dense.reshape(*points.shape[:2], -1)
