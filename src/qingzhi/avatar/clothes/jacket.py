"""A single-breasted jacket: panels, notched lapels, collar, set-in sleeves, flaps, buttons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.ndimage import gaussian_filter1d

from qingzhi.avatar.clothes.piece import Piece, curve, lattice, quilted, resampled, steps
from qingzhi.avatar.clothes.sleeve import SleeveMaker
from qingzhi.avatar.clothes.tailor import AROUND
from qingzhi.avatar.clothes.trimmings import BADGE, badge, button
from qingzhi.avatar.geometry import smooth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from qingzhi.avatar.clothes.pattern import Jacket
    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]

_PRESSED: Final = 0.001
"""Metres: where cloth is drawn in by more, a seam runs."""
_SEAM_LIGHT: Final = 0.5
_EDGE_LIGHT: Final = 0.3
"""Below the edges of lapels, collar and flaps."""


@dataclass(frozen=True)
class JacketMaker:
    """Draws the patterns on the torso and sews them. Everything is cut for the left side."""

    tailor: Tailor
    cut: Jacket

    def pieces(self) -> Iterator[Piece]:
        yield self._front(over=False)
        yield self._front(over=True).mirrored()
        for piece in (self._back(), self._lapel(), self._flap()):
            yield from (piece, piece.mirrored())
        yield self._collar()
        for piece in SleeveMaker(
            self.tailor, self._gap(self.tailor.armhole[:, 1]), self.cut.cuff_buttons
        ).pieces():
            yield from (piece, piece.mirrored())
        yield from self._trimmings()

    @cached_property
    def _heights(self) -> tuple[float, float]:
        """Where the jacket ends and where its opening begins."""
        m, k = self.tailor.marks, self.tailor.k
        return m.hip + self.cut.hem * k, m.pit - self.cut.depth * k

    @cached_property
    def roll(self) -> Floats:
        """The roll line in front view: x and height [N, 2], from the button to the neck."""
        m, k = self.tailor.marks, self.tailor.k
        neck = m.neck_point
        knots = [
            (0.006 * k, self._heights[1]),
            (0.5 * neck[0], (self._heights[1] + neck[1]) / 2 - 0.012 * k),
            (0.93 * neck[0], neck[1] - 0.045 * k),
            (0.99 * neck[0], neck[1] + 0.007 * k),
        ]
        return curve(knots)

    def _front_turns(self, flat: Floats) -> Floats:
        """Take front view [..., 2] to (turn, height)."""
        return np.stack([self.tailor.torso.turn_at(flat[..., 0], flat[..., 1]), flat[..., 1]], -1)

    def _gap(self, height: Floats) -> Floats:
        """How far the jacket stands off the body at each height."""
        m, k = self.tailor.marks, self.tailor.k
        marks = (m.hip, (m.hip + m.waist) / 2, m.waist, m.bust, m.armpit, m.shoulder[1])
        knots = np.sort(np.array([*marks, m.neck_point[1] + 0.01 * k]))
        return np.asarray(np.interp(height, knots, np.array(self.cut.ease)) * k)

    def _place(self, where: Floats, above: Floats | float = 0.0) -> Floats:
        """Lay (turn, height) [..., 2] on the jacket, `above` it by metres."""
        turn, height = where[..., 0], where[..., 1]
        return self.tailor.torso.at(turn, height, self._gap(height) + above)

    def _sewn(self, where: Floats, above: Floats, *, tuck: bool = False) -> Piece:
        """Sew a panel; a `tuck` carries its upper edge on below the panel that it meets."""
        points = self._place(where, above + self._folds(where))
        out = self.tailor.torso.out(where[..., 0], where[..., 1])
        if tuck:
            points = np.concatenate([points, points[-1:] + np.array([0, -0.004, 0.008])])
            out = np.concatenate([out, out[-1:]])
            above = np.concatenate([above, above[-1:]])
        light = np.where(above < -_PRESSED, _SEAM_LIGHT, 1.0)
        return lattice(points, "coat", self.tailor.hung(points), out, light)

    def _folds(self, where: Floats) -> Floats:
        """Return how cloth that is drawn in at the waist ripples there, in metres."""
        k = self.tailor.k
        turn, off = np.abs(where[..., 0]), (where[..., 1] - self.tailor.marks.waist) / k
        aside = smooth(0.35, 1.2, turn)
        ripple = np.cos(2 * np.pi * (off + 0.018 * np.cos(2 * turn)) / 0.052)
        return np.asarray(0.0013 * k * aside * ripple * np.exp(-((off / 0.055) ** 2)))

    @cached_property
    def _side(self) -> Floats:
        """The side seam (turn, height), upwards, and after it the armhole's front or back."""
        low, bottom = self._heights[0], self.tailor.armhole[AROUND]
        t = np.linspace(0, 1, 30)[:, None]
        return np.concatenate([(1 - t) * [bottom[0] + 0.06, low] + t * bottom])

    def _front(self, *, over: bool) -> Piece:
        k = self.tailor.k
        low, break_at = self._heights
        lap = -self.cut.overlap * k
        corner = [(x * k, low + y * k) for x, y in self.cut.front]
        shut = [(lap, break_at - 0.105 * k), (lap, break_at - 0.012 * k)]
        edge = curve([*corner, *shut, (-0.006 * k, break_at + 0.006 * k)])
        left = self._front_turns(np.concatenate([edge, self.roll[2:]]))
        hole = self.tailor.armhole[: AROUND + 1][::-1]
        right = np.concatenate([self._side, hole[1:]])
        hem = np.stack([np.linspace(left[0, 0], right[0, 0], 40), np.full(40, low)], 1)
        hem[0] = left[0]
        seam = self._shoulder_seam(left[-1], right[-1])
        u, v = steps(12, self.cut.princess, edge=0.014), steps(34, edge=0.006)
        where = quilted(left, right, hem, seam, u=u, v=v)
        above = self._pressed(u, v, front=True)
        above = above + (0.0024 if over else 0.0) * smooth(0.05, 0.0, where[..., 0])
        return self._sewn(where, above)

    def _shoulder_seam(self, start: Floats, end: Floats) -> Floats:
        """Lead the seam from the neck to the tip, on the ridge of the shoulder."""
        t = np.linspace(0, 1, 40)[:, None]
        a = self.tailor.torso.at(start[:1], start[1:])[0]
        b = self.tailor.torso.at(end[:1], end[1:])[0]
        line = (1 - t) * a + t * b
        ridge = np.stack([self._ridge_turn(line), line[:, 1] + 0.003 * np.sin(np.pi * t[:, 0])], 1)
        ridge[[0, -1]] = [start, end]
        return ridge

    def _ridge_turn(self, line: Floats) -> Floats:
        torso = self.tailor.torso
        middle = np.stack([np.interp(line[:, 1], torso.heights, c) for c in torso.axis.T], 1)
        return np.asarray(np.arctan2(line[:, 0] - middle[:, 0], line[:, 2] - middle[:, 1]))

    def _pressed(self, u: Floats, v: Floats, *, front: bool) -> Floats:
        """How seams draw the cloth in, metres [V, U]: over the bust, at the side, on top."""
        seam = np.abs(u - self.cut.princess) < 1e-6
        above = np.zeros((len(v), len(u)))
        above[:, seam] -= 0.0016
        above[:, -1] -= 0.0014
        above[-1] -= 0.0012
        if not front:
            above[:, 0] -= 0.0012
        return above

    def _back(self) -> Piece:
        m, k = self.tailor.marks, self.tailor.k
        low = self._heights[0]
        nape = m.neck_point[1] - 0.004 * k
        left_top = np.array([np.pi, nape])
        left = np.stack([np.full(40, np.pi), np.linspace(low, nape, 40)], 1)
        hole = self.tailor.armhole[AROUND:]
        right = np.concatenate([self._side, hole[1:]])
        right[-1] = self.tailor.armhole[0]
        corner = self._front_turns(self.roll[-1:])[0]
        t = np.linspace(0, 1, 20)[:, None]
        neck = (1 - t) * left_top + t * corner
        top = np.concatenate([neck, self._shoulder_seam(corner, right[-1])[1:]])
        hem = np.stack([np.linspace(np.pi, right[0, 0], 40), np.full(40, low)], 1)
        u, v = steps(11, self.cut.princess, edge=0.014), steps(26, edge=0.006)
        where = quilted(left, right, hem, top, u=u, v=v)
        return self._sewn(where, self._pressed(u, v, front=False), tuck=True)

    @cached_property
    def _gorge(self) -> Floats:
        """Corners of the notch in front view: gorge start, notch, tip of lapel, of collar."""
        k, cut = self.tailor.k, self.cut
        start = resampled(self.roll[::-1], np.array([cut.gorge_at]))[0]
        along = np.array([np.cos(cut.gorge_angle), np.sin(cut.gorge_angle)])
        notch = start + along * cut.gorge * k
        tip = notch + along * cut.notch * k
        up = cut.gorge_angle + cut.notch_angle
        point = notch + np.array([np.cos(up), np.sin(up)]) * cut.point * k
        return np.stack([start, notch, tip, point])

    @cached_property
    def _lapel_edge(self) -> Floats:
        """The outer edge of the lapel in front view, upwards."""
        k, root, tip = self.tailor.k, self.roll[0], self._gorge[2]
        belly = 0.44 * root + 0.56 * tip + np.array(self.cut.belly) * k
        return curve([root + np.array([0.004, 0.002]) * k, belly, tip])

    def _lapel(self) -> Piece:
        start, _, tip, _ = self._gorge
        roll = self.roll[self.roll[:, 1] < start[1]]
        roll = np.concatenate([roll, start[None]])
        outer = self._lapel_edge
        bottom = np.stack([roll[0], outer[0]])
        top = np.stack([start, tip])
        u, v = np.linspace(0, 1, 11), steps(26, edge=0.012)
        flat = quilted(roll, outer, bottom, top, u=u, v=v)
        return self._leaf(flat)

    def _leaf(self, flat: Floats) -> Piece:
        """Fold a lapel over: lattice in front view [R, C, 2], its first column the roll line."""
        where = self._front_turns(flat)
        width = np.linalg.norm(flat - flat[:, :1], axis=-1)
        height = self.cut.thick + 0.0035 * np.exp(-width / 0.02)
        height = height * smooth(-0.003, 0.006, width)
        height[:, 0] = 0.0015
        top = self._place(where, height)
        return self._slab(where, top, open_first=True)

    def _slab(self, where: Floats, top: Floats, *, open_first: bool) -> Piece:
        """Give a leaf [R, C, 3] its edge: the border folded down to the cloth below it."""
        low = self._place(where, 0.0002)
        rim = top * 0.35 + low * 0.65
        head, foot = np.concatenate([low[-1:], rim[-1:]]), low[:1]
        rows = np.concatenate([foot, top, head[::-1]])
        first = self._place(where[:, :1], -0.004)
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

    def _collar(self) -> Piece:
        """Lead the collar from notch to notch round the neck: stand, crease and fall."""
        m, k, cut = self.tailor.marks, self.tailor.k, self.cut
        start, notch, _, point = self._gorge
        roll = self.roll[self.roll[:, 1] > start[1]]
        crease = self._front_turns(np.concatenate([start[None], roll]))
        nape = m.neck_point[1] + cut.stand * k
        t = np.linspace(0, 1, 40)[1:, None]
        corner = crease[-1]
        behind = np.concatenate(
            [
                corner[0] + (np.pi - corner[0]) * t,
                corner[1] + (nape - corner[1]) * np.sin(np.pi / 2 * t) ** 0.8,
            ],
            1,
        )
        crease = np.concatenate([crease, behind])
        edge = self._front_turns(np.stack([notch, point]))
        shoulder = np.array([1.62, m.neck_point[1] - 0.009 * k])
        back = np.array([np.pi, nape - cut.fall * k])
        mid = np.array([2.4, 0.45 * shoulder[1] + 0.55 * back[1]])
        knots = [edge[1], (edge[1] + shoulder) / 2 + [0.04, 0.008 * k], shoulder, mid, back]
        fall = curve([*knots, mid * [-1, 1] + [2 * np.pi, 0]], 96)
        fall = fall[fall[:, 0] <= np.pi]
        fall[-1] = back
        outer = np.concatenate([edge[:1], fall])
        u, v = np.linspace(0, 1, 9), np.linspace(0, 1, 30)
        front = self._front_turns(resampled(np.stack([start, notch]), np.linspace(0, 1, 20)))
        end = np.stack([crease[-1], back])
        corner_at = np.linalg.norm((edge[1] - edge[0]) * [0.1, 1])
        whole = np.linalg.norm(np.diff(outer * [0.1, 1], axis=0), axis=1).sum()
        v = np.unique(np.r_[v, corner_at / whole].round(6))
        where = quilted(
            crease * [0.1, 1], outer * [0.1, 1], front * [0.1, 1], end * [0.1, 1], u=u, v=v
        )
        where = where / [0.1, 1]
        width = np.linalg.norm(np.diff(self._place(where), axis=1), axis=2)
        width = np.pad(np.cumsum(width, 1), ((0, 0), (1, 0)))
        height = cut.thick + 0.0004 + 0.003 * np.exp(-width / 0.015)
        height[:, 0] = 0.003
        top = self._place(where, height)
        top = gaussian_filter1d(top, 0.7, axis=1, mode="nearest")
        both = np.concatenate([top, top[-2::-1] * [-1, 1, 1]])
        turned = np.concatenate([where, where[-2::-1] * [-1, 1]])
        return self._slab(turned, both, open_first=True)

    def _flap(self) -> Piece:
        k = self.tailor.k
        x, rise, w, h = (length * k for length in self.cut.flap)
        y = self._heights[0] + rise
        corner = [(x, y), (x + w, y + 0.012 * k)]
        left = np.array([(x + 0.001, y - h), corner[0]])
        right = np.array([(x + w + 0.003 * k, y - h + 0.012 * k), corner[1]])
        u, v = steps(9, edge=0.02), steps(5, edge=0.06)
        flat = quilted(left, right, [left[0], right[0]], [left[1], right[1]], u=u, v=v)
        where = self._front_turns(flat)
        return self._slab(where, self._place(where, 0.0028), open_first=False)

    def _trimmings(self) -> Iterator[Piece]:
        """Two buttons in front, and the badge on the left below the lapel."""
        k = self.tailor.k
        for drop in self.cut.buttons:
            middle, out, dense = self._spot((0.0, self._heights[1] - drop * k), 0.0036)
            yield button(middle, out, 0.0095 * k, "button", dense)
        beside, up = self.cut.badge
        height = self.tailor.marks.pit + up * k
        edge = np.interp(height + 0.01 * k, self._lapel_edge[:, 1], self._lapel_edge[:, 0])
        middle = np.array([edge + (beside + BADGE[0] / 2) * k, height])
        corner = np.stack(np.meshgrid([-0.5, 0, 0.5], [-0.5, 0.5]), -1).reshape(-1, 2)
        below = self._front_turns(middle + corner * BADGE * k)
        cloth = self._place(below, self.cut.thick + 0.001)
        yield from badge(cloth, k, self._spot(middle)[2])

    def _spot(self, flat: ArrayLike, above: float = 0.002) -> tuple[Floats, Floats, Floats]:
        """Return place, way out and weights at a place in front view."""
        where = self._front_turns(np.asarray(flat, float)[None])
        middle = self._place(where, above)
        out = self.tailor.torso.out(where[:, 0], where[:, 1])
        return middle[0], out[0], self.tailor.hung(middle)[0]
