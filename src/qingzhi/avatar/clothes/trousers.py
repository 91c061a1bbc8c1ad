"""Straight trousers with a crease."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, lattice
from qingzhi.avatar.geometry import smooth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TrousersMaker:
    """Makes the left leg, up to the waist."""

    tailor: Tailor
    hem: float = 0.024

    def pieces(self) -> Iterator[Piece]:
        leg = self._leg()
        yield from (leg, leg.mirrored())

    def _leg(self) -> Piece:
        m, k = self.tailor.marks, self.tailor.k
        turn = np.unique(np.r_[np.linspace(-np.pi, np.pi, 23), -0.1, 0.1, 0.1 - np.pi, np.pi - 0.1])
        v = np.linspace(0, 1, 30)[:, None]
        low = self.hem * k + 0.008 * k * np.cos(turn)
        height = low + v * (m.hip + 0.06 * k - low)
        front = np.exp(-((turn / 0.09) ** 2))
        behind = np.exp(-(((np.pi - np.abs(turn)) / 0.09) ** 2))
        fade = smooth(m.crotch + 0.05 * k, m.crotch - 0.10 * k, height)
        gap = 0.006 * k * (front + behind) * fade
        off = (height - m.knee + 0.01 * k) / k
        ripple = np.cos(2 * np.pi * off / 0.075 + 1.2 * np.sin(turn)) * np.exp(-((off / 0.07) ** 2))
        gap = gap + 0.0022 * k * ripple * (0.3 + 0.7 * smooth(1.0, 2.6, np.abs(turn)))
        off = (height - 0.07 * k) / k
        ripple = np.cos(2 * np.pi * off / 0.06) * np.exp(-((off / 0.045) ** 2))
        gap = gap + 0.0030 * k * ripple * (0.4 + 0.6 * np.cos(turn))
        points = self.tailor.leg.at(np.broadcast_to(turn, height.shape), height, gap)
        shut = smooth(0.022, 0.004, points[..., 0]) * smooth(m.crotch - 0.02 * k, m.crotch, height)
        points[..., 0] = np.maximum(points[..., 0] * (1 - shut), 0.0001)
        inside = points[:1] - self._middle(points[:1])
        inside /= np.linalg.norm(inside, axis=-1, keepdims=True)
        points = np.concatenate(
            [points[:1] + [0, 0.012, 0] - inside * 0.003, points[:1] - inside * 0.002, points]
        )
        return lattice(points, "trousers", self._weights(points), points - self._middle(points))

    def _middle(self, points: Floats) -> Floats:
        return np.asarray(points.mean(1, keepdims=True))

    def _weights(self, points: Floats) -> Floats:
        tailor = self.tailor
        among = tailor.trunk & (tailor.skin[:, 0] > -0.004)
        among &= tailor.skin[:, 1] > 0.06 * tailor.k
        dense = tailor.fitting.dense_near(points.reshape(-1, 3), among, 32)
        return dense.reshape(*points.shape[:2], -1)


@dataclass(frozen=True)
class ShoeMaker:
    """Makes the left shoe: a flat, closed loafer with an almond toe."""

    tailor: Tailor

    def pieces(self) -> Iterator[Piece]:
        shoe = self._shoe()
        yield from (shoe, shoe.mirrored())

    def _shoe(self) -> Piece:
        k = self.tailor.k
        turn = np.linspace(-np.pi, np.pi, 29)
        toe = np.exp(-((turn / 0.42) ** 2))
        rows = [(0.004, -0.012, 0.0), (0.004, 0.003, 0.0), (0.010, 0.0045, 0.006)]
        rows += [(0.0105, 0.0022, 0.007)]
        rows += [(y, 0.0034, 0.0) for y in np.linspace(0.016, 0.085, 13)]
        points = []
        for y, gap, sink in rows:
            long = toe * 0.012 * k * smooth(0.05, 0.01, y)
            ring = self.tailor.foot.at(turn, np.full_like(turn, y * k), gap * k)
            ring = ring + np.c_[0 * long, 0 * long, long]
            ring[:, 1] = min(max(y - 0.004, 0), 1) * k
            points.append(ring)
        lattice_points = np.stack(points)
        dense = self.tailor.fitting.dense_near(
            lattice_points.reshape(-1, 3),
            self.tailor.fitting.share("leftFoot", "leftToes", "leftLowerLeg") > 0.5,
            12,
        )
        dense = dense.reshape(*lattice_points.shape[:2], -1)
        away = lattice_points - lattice_points.mean(1, keepdims=True) + [0, 0.02, 0]
        return lattice(lattice_points, "shoes", dense, away)
