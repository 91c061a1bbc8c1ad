"""The surface that a jacket is drawn on: a dress form with the ease of its pattern."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.folds import WAIST, folded
from qingzhi.avatar.clothes.piece import Piece, curve, lattice
from qingzhi.avatar.geometry import smooth

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from qingzhi.avatar.clothes.form import Form
    from qingzhi.avatar.clothes.pattern import Jacket
    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]

_EDGE_LIGHT: Final = 0.6
"""Below the edges of lapels, collar and flaps."""
_FOOT: Final = 0.0002
_SHADOW: Final = 0.007
"""Metres that their shadow reaches on the cloth below."""
_BELOW_JAW: Final = 0.011
"""Metres below the jaw at which a neckline begins, at the highest."""
_AT_COLLAR: Final = 0.004
"""Metres above the neck's point at which a neckline ends below a collar."""
_LEVEL: Final = -0.003
"""The same of one that lies open, behind."""
_OVER: Final = 0.0006
"""Metres below the ridge of the shoulder at which an open neckline passes over it."""
_NAPE: Final = 0.008
"""Metres above the neck's sides at which the back ends below a collar: clear of the shoulders."""
_BLUNT: Final = 0.7
"""How blunt an open neckline is behind, seen from above: 1 is an oval."""
_AROUND: Final = np.linspace(0, 1.8, 91)
"""Turns from where a flat pattern begins, over which it is laid out."""
_WAVES: Final = 0.05
"""How far a long hem's waves stand out, for each metre below the hips."""


@dataclass(frozen=True)
class Draft:
    """A jacket's pattern laid on a person. Front view is (x, height), as one looks at it."""

    tailor: Tailor
    cut: Jacket

    @cached_property
    def form(self) -> Form:
        """What it hangs on: the body with its hollows partly spanned."""
        m = self.tailor.marks
        spanned = self.tailor.torso.bridged(m.hip, m.bust, 1 - self.cut.hollow)
        return spanned.flared(m.hip + self.cut.flare_at * self.tailor.k, self.cut.flare)

    @cached_property
    def heights(self) -> tuple[float, float]:
        """Where the jacket ends and where its opening begins: below the chin, however low."""
        m, k = self.tailor.marks, self.tailor.k
        opening = min(m.pit - self.cut.depth * k, self.tailor.jaw - _BELOW_JAW * k)
        return m.hip + self.cut.hem * k, opening

    @cached_property
    def roll(self) -> Floats:
        """The edge of the neck in front view: x and height [N, 2], from its foot to the neck.

        It is the roll line of a garment that opens, and the neckline of one that doesn't.
        """
        m, k = self.tailor.marks, self.tailor.k
        neck, foot = m.neck_point, self.heights[1]
        if self.cut.scoop is not None:
            t = np.linspace(0, np.pi / 2, 64)
            rise = 1 - np.maximum(np.cos(t), 0) ** self.cut.scoop
            x = 0.98 * neck[0] * np.sin(t)
            top = self._ridge(x[-1]) if self.cut.wide else neck[1] + _AT_COLLAR * k
            return np.stack([x, foot + (top - foot) * rise], 1)
        knots = [
            (0.0012 * k, foot),
            (0.5 * neck[0], (foot + neck[1]) / 2 - 0.012 * k),
            (0.93 * neck[0], neck[1] - 0.045 * k),
            (0.98 * neck[0], neck[1] + 0.004 * k),
        ]
        return curve(knots)

    @cached_property
    def nape(self) -> Floats:
        """The edge of the neck behind (turn, height) [N, 2], from the middle to its left side."""
        (turn, side), k = self.turns(self.roll[-1:])[0], self.tailor.k
        if self.cut.wide:
            return self._open_nape(float(turn), float(side))
        t, middle = np.linspace(0, 1, 20), self.tailor.marks.neck_point[1] + _NAPE * k
        return np.stack([np.pi + t * (turn - np.pi), middle + (side - middle) * t**3], 1)

    def _ridge(self, x: float) -> float:
        """Return how high the shoulder is there: where no turn at the side reaches as far."""
        m, k = self.tailor.marks, self.tailor.k
        height = m.neck_point[1] + np.linspace(-0.03, 0.03, 61) * k
        turn = np.linspace(1.2, 1.9, 15)
        width = self.form.at(turn[:, None], height[None])[..., 0].max(0)
        return float(np.interp(-x, -np.minimum.accumulate(width), height)) - _OVER * k

    def _open_nape(self, turn: float, side: float) -> Floats:
        """Lead the edge from the ridge of the shoulder to the back, as an oval seen from above.

        A level one would bulge over the shoulder like a board.
        """
        m, k = self.tailor.marks, self.tailor.k
        middle = m.neck_point[1] + _LEVEL * k
        reach = self._reach(np.array([turn, np.pi]), np.array([side, middle]))
        aside, ahead = reach[0] * np.sin(turn), reach[0] * np.cos(turn)
        s = np.linspace(np.pi / 2, 0, 20)
        x = aside * np.maximum(np.cos(s), 0) ** _BLUNT
        z = ahead - (ahead + reach[1]) * np.sin(s) ** _BLUNT
        turns, far = np.arctan2(x, z), np.hypot(x, z)
        height = middle + np.linspace(-0.02, 0.045, 66)[:, None] * k
        reached = np.minimum.accumulate(self._reach(turns[None], height), axis=0)
        high = [np.interp(-r, -row, height[:, 0]) for r, row in zip(far, reached.T, strict=True)]
        high[0], high[-1] = middle, side
        return np.stack([turns, high], 1)

    def _reach(self, turn: Floats, height: Floats) -> Floats:
        """Return how far the form is from its axis."""
        points = self.form.at(turn, height)
        axis = np.interp(points[..., 1], self.form.heights, self.form.axis[:, 1])
        return np.asarray(np.hypot(points[..., 0], points[..., 2] - axis))

    def turns(self, flat: Floats) -> Floats:
        """Take front view [..., 2] to (turn, height)."""
        return np.stack([self.form.turn_at(flat[..., 0], flat[..., 1]), flat[..., 1]], -1)

    def unrolled(self, flat: Floats, start: float) -> Floats:
        """Take a flat pattern [..., 2] to (turn, height): what is beyond x `start` is laid out.

        Its breadth is kept along the cloth; in front view it would shrink to nothing at the side.
        """
        height = flat[..., 1]
        turns = self.form.turn_at(np.full(height.shape, start), height)[..., None] + _AROUND
        points = self.form.at(turns, np.broadcast_to(height[..., None], turns.shape))
        step = np.linalg.norm(np.diff(points, axis=-2), axis=-1)
        length = np.concatenate([np.zeros((*height.shape, 1)), np.cumsum(step, -1)], -1)
        rows = zip(flat[..., 0].ravel(), length.reshape(-1, len(_AROUND)), strict=True)
        along = [np.interp(x - start, row, _AROUND) for x, row in rows]
        return np.stack([turns[..., 0] + np.reshape(along, height.shape), height], -1)

    def gap(self, height: Floats) -> Floats:
        """How far the jacket stands off the body at each height."""
        m, k = self.tailor.marks, self.tailor.k
        marks = (m.hip, (m.hip + m.waist) / 2, m.waist, m.bust, m.armpit, m.shoulder[1])
        knots = np.sort(np.array([*marks, m.neck_point[1] + 0.01 * k]))
        return np.asarray(np.interp(height, knots, np.array(self.cut.ease)) * k)

    def place(self, where: Floats, above: Floats | float = 0.0) -> Floats:
        """Lay (turn, height) [..., 2] on the jacket, `above` it by metres."""
        turn, height = where[..., 0], where[..., 1]
        return self.form.at(turn, height, self.gap(height) + self.folds(turn, height) + above)

    def folds(self, turn: Floats, height: Floats) -> Floats:
        """Return how cloth lies in folds about the waist, and hangs in waves below the hips."""
        m, k, cut = self.tailor.marks, self.tailor.k, self.cut
        aside = np.abs((turn + np.pi) % (2 * np.pi) - np.pi)
        lift = folded(WAIST, aside, height - m.waist, 0.15 * k, k)
        loose = 0.4 + 25 * np.clip(cut.ease[2] - 0.014, 0, 0.02)
        inside = smooth(0, 0.04 * k, height - self.heights[0])
        below = np.maximum(m.hip - height, 0) * smooth(0.5, 1.0, aside)
        waves = _WAVES * below * np.cos(5 * turn) * (cut.flare > 0)
        return np.asarray(loose * lift * inside + waves)

    def slab(
        self,
        where: Floats,
        top: Floats,
        *,
        open_first: bool,
        foot: float = _FOOT,
        shadow: bool = True,
    ) -> Piece:
        """Give a leaf [R, C, 3] its edge: the border folded down to `foot` metres off the cloth.

        Round it the cloth below is drawn once more, in its shadow.
        """
        low = self.place(where, foot)
        rim = top * 0.35 + low * 0.65
        head = np.concatenate([low[-1:], rim[-1:]])
        rows = np.concatenate([low[:1], top, head[::-1]])
        first = self.place(where[:, :1], -0.004)
        last = np.concatenate([rim[:, -1:], low[:, -1:]], 1)
        pad = [0, *range(len(top)), len(top) - 1, len(top) - 1]
        left = [first[pad]] if open_first else [low[:, :1][pad], rim[:, :1][pad]]
        points = np.concatenate([*left, rows, last[pad]], 1)
        for row, edge in ((0, 0), (1, 0), (-1, -1)):  # a corner comes down once
            points[row, -2] = low[edge, -1]
            if not open_first:
                points[row, 1] = low[edge, 0]
        spread = np.concatenate(
            [*([where[:, :1]] * len(left)), where, where[:, -1:], where[:, -1:]], 1
        )[pad]
        light = np.full(points.shape[:2], _EDGE_LIGHT)
        light[1:-2, len(left) : -2] = 1.0
        if shadow:
            around = self._around(where)
            last_column = where.shape[1] - 1
            padded = [0] * len(left) + list(range(last_column)) + [last_column] * 3
            rows, columns = (np.r_[0, np.array(of) + 1, of[-1] + 2] for of in (pad, padded))
            skipped = 1 if open_first else 0
            spread = around[rows][:, columns]
            ring = self.place(spread, 0.0012)
            ring[1:-1, 1:-1] = points
            if open_first:
                ring[0, 1], ring[-1, 1] = points[0, 0], points[-1, 0]
            spread, points = spread[:, skipped:], ring[:, skipped:]
            light = np.pad(light, ((1, 1), (1 - skipped, 1)), constant_values=1.0)
        out = self.form.out(spread[..., 0], spread[..., 1])
        return lattice(points, self.cut.zone, self.tailor.hung(points), out, light)

    def _around(self, where: Floats) -> Floats:
        """Carry a lattice (turn, height) [R, C] on beyond all its edges: [R + 2, C + 2]."""
        for axis in (0, 1):
            rows = np.moveaxis(where, axis, 0)
            ends = []
            for edge, inner in ((rows[0], rows[1]), (rows[-1], rows[-2])):
                length = np.linalg.norm(self.place(edge) - self.place(inner), axis=-1)[:, None]
                ends.append(edge + (edge - inner) * _SHADOW / np.maximum(length, 1e-3))
            where = np.moveaxis(np.concatenate([ends[0][None], rows, ends[1][None]]), 0, axis)
        return where

    def spot(self, flat: ArrayLike, above: float = 0.002) -> tuple[Floats, Floats, Floats]:
        """Return place, way out and weights at a place in front view."""
        where = self.turns(np.asarray(flat, float)[None])
        middle = self.place(where, above)
        out = self.form.out(where[:, 0], where[:, 1])
        return middle[0], out[0], self.tailor.hung(middle)[0]
