"""The surface that a jacket is drawn on: a dress form with the ease of its pattern."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, curve, lattice

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from qingzhi.avatar.clothes.pattern import Jacket
    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]

_EDGE_LIGHT: Final = 0.3
"""Below the edges of lapels, collar and flaps."""


@dataclass(frozen=True)
class Draft:
    """A jacket's pattern laid on a person. Front view is (x, height), as one looks at it."""

    tailor: Tailor
    cut: Jacket

    @cached_property
    def heights(self) -> tuple[float, float]:
        """Where the jacket ends and where its opening begins."""
        m, k = self.tailor.marks, self.tailor.k
        return m.hip + self.cut.hem * k, m.pit - self.cut.depth * k

    @cached_property
    def roll(self) -> Floats:
        """The roll line in front view: x and height [N, 2], from the button to the neck."""
        m, k = self.tailor.marks, self.tailor.k
        neck = m.neck_point
        knots = [
            (0.0012 * k, self.heights[1]),
            (0.5 * neck[0], (self.heights[1] + neck[1]) / 2 - 0.012 * k),
            (0.93 * neck[0], neck[1] - 0.045 * k),
            (0.98 * neck[0], neck[1] + 0.004 * k),
        ]
        return curve(knots)

    def turns(self, flat: Floats) -> Floats:
        """Take front view [..., 2] to (turn, height)."""
        return np.stack([self.tailor.torso.turn_at(flat[..., 0], flat[..., 1]), flat[..., 1]], -1)

    def gap(self, height: Floats) -> Floats:
        """How far the jacket stands off the body at each height."""
        m, k = self.tailor.marks, self.tailor.k
        marks = (m.hip, (m.hip + m.waist) / 2, m.waist, m.bust, m.armpit, m.shoulder[1])
        knots = np.sort(np.array([*marks, m.neck_point[1] + 0.01 * k]))
        return np.asarray(np.interp(height, knots, np.array(self.cut.ease)) * k)

    def place(self, where: Floats, above: Floats | float = 0.0) -> Floats:
        """Lay (turn, height) [..., 2] on the jacket, `above` it by metres."""
        turn, height = where[..., 0], where[..., 1]
        return self.tailor.torso.at(turn, height, self.gap(height) + above)

    def slab(self, where: Floats, top: Floats, *, open_first: bool) -> Piece:
        """Give a leaf [R, C, 3] its edge: the border folded down to the cloth below it."""
        low = self.place(where, 0.0002)
        rim = top * 0.35 + low * 0.65
        head, foot = np.concatenate([low[-1:], rim[-1:]]), low[:1]
        rows = np.concatenate([foot, top, head[::-1]])
        first = self.place(where[:, :1], -0.004)
        last = np.concatenate([rim[:, -1:], low[:, -1:]], 1)
        pad = [0, *range(len(top)), len(top) - 1, len(top) - 1]
        left = [first[pad]] if open_first else [low[:, :1][pad], rim[:, :1][pad]]
        points = np.concatenate([*left, rows, last[pad]], 1)
        spread = np.concatenate(
            [*([where[:, :1]] * len(left)), where, where[:, -1:], where[:, -1:]], 1
        )[pad]
        out = self.tailor.torso.out(spread[..., 0], spread[..., 1])
        light = np.full(points.shape[:2], _EDGE_LIGHT)
        light[1:-2, len(left) : -2] = 1.0
        return lattice(points, "coat", self.tailor.hung(points), out, light)

    def spot(self, flat: ArrayLike, above: float = 0.002) -> tuple[Floats, Floats, Floats]:
        """Return place, way out and weights at a place in front view."""
        where = self.turns(np.asarray(flat, float)[None])
        middle = self.place(where, above)
        out = self.tailor.torso.out(where[:, 0], where[:, 1])
        return middle[0], out[0], self.tailor.hung(middle)[0]
