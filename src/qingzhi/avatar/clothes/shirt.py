"""What is seen of a shirt below a jacket: its front, its collar, its placket and buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, curve, lattice, quilted, steps
from qingzhi.avatar.clothes.trimmings import button
from qingzhi.avatar.geometry import smooth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.pattern import Shirt
    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]

_SNUG: Final = 0.005
"""Metres that a collar is drawn to the neck at its crease, but in front, where it is open."""


@dataclass(frozen=True)
class ShirtMaker:
    """Sews it. `opening` [N, 2]: the edge of the jacket above it in front view, upwards."""

    tailor: Tailor
    opening: Floats
    cut: Shirt

    def pieces(self) -> Iterator[Piece]:
        yield self._front()
        yield self._placket()
        yield from self._ribbon()
        yield from self._buttons()
        yield self._stand()
        leaf = self._collar()
        yield from (leaf, leaf.mirrored())

    def seam(self, turn: Floats) -> Floats:
        """Return how high the collar is sewn on at each turn."""
        m, k = self.tailor.marks, self.tailor.k
        return np.asarray(m.pit + (self.cut.seam + self.cut.rise * _backwards(turn)) * k)

    def _place(self, where: Floats, above: Floats | float = 0.0) -> Floats:
        return self.tailor.torso.at(where[..., 0], where[..., 1], self.cut.gap + above)

    def _out(self, where: Floats) -> Floats:
        return self.tailor.torso.out(where[..., 0], where[..., 1])

    def _both(self, where: Floats, above: Floats | float, zone: str, *, stiff: bool) -> Piece:
        """Sew a piece that runs over the middle; its first column lies there."""
        points = self._place(where, above)
        points = np.concatenate([points[:, :0:-1] * [-1, 1, 1], points], 1)
        where = np.concatenate([where[:, :0:-1] * [-1, 1], where], 1)
        hang = self.tailor.stiff if stiff else self.tailor.hung
        return lattice(points, zone, hang(points), self._out(where))

    def _front(self) -> Piece:
        k = self.tailor.k
        low = self.opening[0, 1] - 0.03 * k
        line = self.opening + np.array([0.028 * k, 0])
        turns = self.tailor.torso.turn_at(line[:, 0], line[:, 1])
        side = np.stack([turns, line[:, 1]], 1)[line[:, 1] < self.seam(np.array(1.0)) - 0.012]
        end = np.array([1.5, self.seam(np.array(1.5)) - 0.002])
        right = np.concatenate([[[side[0, 0], low]], side, end[None]])
        left = np.array([(0, low), (0, self.seam(np.array(0.0)))])
        t = np.linspace(0, 1.5, 30)
        where = quilted(
            left,
            right,
            [left[0], right[0]],
            np.stack([t, self.seam(t)], 1),
            u=np.linspace(0, 1, 7),
            v=np.linspace(0, 1, 16),
        )
        return self._both(where, 0.0, "shirt", stiff=False)

    def _placket(self) -> Piece:
        k = self.tailor.k
        height = np.linspace(self.opening[0, 1] - 0.03 * k, self.seam(np.array(0.0)), 14)
        x = np.array([0, 0.88, 0.97, 1]) * self.cut.placket * k
        above = np.array([0.0012, 0.0012, 0.0008, -0.0008])
        flat = np.stack(np.broadcast_arrays(x[None], height[:, None]), -1)
        where = np.stack([self.tailor.torso.turn_at(flat[..., 0], flat[..., 1]), flat[..., 1]], -1)
        return self._both(where, above, "shirt", stiff=False)

    def _turns(self, flat: Floats) -> Floats:
        """Take front view [..., 2] to (turn, height)."""
        return np.stack([self.tailor.torso.turn_at(flat[..., 0], flat[..., 1]), flat[..., 1]], -1)

    def _ribbon(self) -> Iterator[Piece]:
        """Cross two ends of a silk ribbon below the collar, held by a pin."""
        k, top = self.tailor.k, float(self.seam(np.array(0.0)))
        for sign, lift in ((1, 0.0026), (-1, 0.0042)):
            line = curve(np.array(self.cut.ribbon) * k, 12)
            along = np.gradient(line, axis=0)
            along /= np.linalg.norm(along, axis=1, keepdims=True)
            across = np.stack([-along[:, 1], along[:, 0]], 1)
            wide = np.interp(np.linspace(0, 1, 12), [0, 0.5, 1], self.cut.ribbon_width) * k
            u = np.array([-1.0, -0.93, -0.4, 0.4, 0.93, 1.0])
            flat = line[:, None] + across[:, None] * (wide[:, None] * u)[..., None]
            slant = 0.008 * k * np.linspace(0, 1, 12)[:, None] ** 6 * u
            flat = flat + along[:, None] * slant[..., None]
            above = lift - np.where(np.abs(u) > 0.99, 0.0016, 0) + 0 * wide[:, None]
            where = self._turns(flat * [sign, 1] + [0, top])
            points = self._place(where, above)
            yield lattice(points, "scarf", self.tailor.hung(points), self._out(where))
        where = self._turns(np.array([[0.0, top - 0.0115 * k]]))
        middle = self._place(where, 0.0048)
        yield button(middle[0], self._out(where)[0], 0.0055 * k, "pin", self.tailor.hung(middle)[0])

    def _buttons(self) -> Iterator[Piece]:
        k, top = self.tailor.k, float(self.seam(np.array(0.0)))
        for drop in self.cut.buttons:
            where = self._turns(np.array([[0.0, top - drop * k]]))
            middle = self._place(where, 0.0012)
            yield button(
                middle[0], self._out(where)[0], 0.0045 * k, "pearl", self.tailor.hung(middle)[0]
            )

    def _crease(self, turn: Floats) -> Floats:
        k, (front, back) = self.tailor.k, self.cut.stand
        return np.asarray(self.seam(turn) + (front + (back - front) * _backwards(turn)) * k)

    def _stand(self) -> Piece:
        turn = np.linspace(0, np.pi, 21)
        v = np.linspace(0, 1, 4)
        seam, crease = self.seam(turn), self._crease(turn)
        height = seam + v[:, None] * (crease - seam - 0.0008 * self.tailor.k)
        where = np.stack(np.broadcast_arrays(turn[None], height), -1)
        above = 0.0012 + (0.001 - _snug(turn)) * v[:, None]
        stand = self._both(where, above, "shirt", stiff=True)
        return replace(stand, faces=stand.faces[:, ::-1])  # only its inside is seen

    def _collar(self) -> Piece:
        """Turn the leaf down over the stand; its points lie open in front."""
        m, k, torso = self.tailor.marks, self.tailor.k, self.tailor.torso
        turn = np.linspace(0.07, np.pi, 40)
        crease = np.stack([turn, self._crease(turn)], 1)
        tip = np.array(self.cut.point) * k + [0, m.pit]
        tip_turn = float(torso.turn_at(tip[:1], tip[1:])[0])
        edge = curve(
            [
                (tip_turn, tip[1]),
                (0.95, m.pit - 0.012 * k),
                (1.5, float(self.seam(np.array(1.5))) + 0.006 * k),
                (2.3, float(self.seam(np.array(2.3))) + 0.001 * k),
                (np.pi, float(self.seam(np.array(np.pi))) - 0.001 * k),
            ]
        )
        v, u = steps(7, edge=0.05), steps(22, edge=0.015)
        front = np.stack([edge[0], crease[0]])
        back = np.stack([edge[-1], crease[-1]])
        scale = np.array([0.07, 1])
        where = quilted(front * scale, back * scale, edge * scale, crease * scale, u=u, v=v) / scale
        off = (1 - v)[:, None]
        swell = 0.0034 * np.sin(np.pi * np.clip(off * 1.05, 0, 1)) ** 0.7 + 0.0012 * off
        above = 0.0022 + swell * (1 - 0.55 * smooth(0.55, 1.1, where[..., 0]))
        above = above - _snug(where[..., 0]) * (1 - off) ** 2
        leaf = self._place(where, above)
        rim = self._place(where[:1], above[:1] - 0.0018)
        rows = np.concatenate([rim, leaf])
        inner = self._place(where[:, :1], above[:, :1] - 0.0018)
        points = np.concatenate([np.concatenate([inner[:1], inner]), rows], 1)
        spread = np.concatenate([where[:1], where])
        spread = np.concatenate([spread[:, :1], spread], 1)
        return lattice(points, "shirt", self.tailor.stiff(points), self._out(spread))


def _snug(turn: Floats) -> Floats:
    return np.asarray(_SNUG * smooth(0.2, 0.9, turn))


def _backwards(turn: Floats) -> Floats:
    """Return how far round the neck a turn is, 0 in front to 1 behind: steep up to the sides."""
    return np.asarray(((1 - np.cos(turn)) / 2) ** 0.6)
