"""A single-breasted jacket: panels, notched lapels, collar, set-in sleeves, flaps, buttons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.lapel import LapelMaker
from qingzhi.avatar.clothes.piece import Piece, curve, lattice, quilted, steps
from qingzhi.avatar.clothes.sleeve import SleeveMaker
from qingzhi.avatar.clothes.tailor import AROUND
from qingzhi.avatar.clothes.trimmings import BADGE, badge, button
from qingzhi.avatar.geometry import smooth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.draft import Draft

    Floats = NDArray[np.float64]

_PRESSED: Final = 0.001
"""Metres: where cloth is drawn in by more, a seam runs."""
_SEAM_LIGHT: Final = 0.5
_ALIKE: Final = np.array([0.4, 1.0])
"""Turns times this and heights: rows of the back are neither scarce at its side nor at its hole."""
_LATE: Final = 4.0
"""Only the back's uppermost rows follow the seam, which bends to the front beyond the armhole."""
_TUCK: Final = 0.008
"""Metres that the back runs on below the front."""


@dataclass(frozen=True)
class JacketMaker:
    """Draws the patterns on the torso and sews them. Everything is cut for the left side."""

    draft: Draft

    @cached_property
    def _lapels(self) -> LapelMaker:
        return LapelMaker(self.draft)

    def pieces(self) -> Iterator[Piece]:
        """Yield all that a jacket is sewn of: first its four panels."""
        yield self._front(over=False)
        yield self._front(over=True).mirrored()
        for piece in (self._back(), self._flap()):
            yield from (piece, piece.mirrored())
        yield from self._lapels.pieces()
        for piece in SleeveMaker(
            self.draft.tailor,
            self.draft.gap(self.draft.tailor.armhole[:, 1]),
            self.draft.cut.cuff_buttons,
        ).pieces():
            yield from (piece, piece.mirrored())
        yield from self._trimmings()

    def _sewn(self, where: Floats, above: Floats, *, tuck: bool = False) -> Piece:
        """Sew a panel; a `tuck` carries its upper edge on below the panel that it meets."""
        points = self.draft.place(where, above + self._folds(where))
        out = self.draft.tailor.torso.out(where[..., 0], where[..., 1])
        if tuck:
            aside = points[-1:, :, 0]
            ahead = _TUCK * aside / np.maximum(aside, self.draft.tailor.marks.neck_point[0]) ** 2
            forward = np.stack([ahead, 0 * ahead], -1)
            points = np.concatenate([points, self.draft.place(where[-1:] - forward, -0.0035)])
            out = np.concatenate([out, out[-1:]])
            above = np.concatenate([above, above[-1:]])
        light = np.where(above < -_PRESSED, _SEAM_LIGHT, 1.0)
        return lattice(points, "coat", self.draft.tailor.hung(points), out, light)

    def _folds(self, where: Floats) -> Floats:
        """Return how cloth that is drawn in at the waist ripples there, in metres."""
        k = self.draft.tailor.k
        turn, off = np.abs(where[..., 0]), (where[..., 1] - self.draft.tailor.marks.waist) / k
        aside = smooth(0.35, 1.2, turn)
        ripple = np.cos(2 * np.pi * (off + 0.018 * np.cos(2 * turn)) / 0.052)
        return np.asarray(0.0013 * k * aside * ripple * np.exp(-((off / 0.055) ** 2)))

    @cached_property
    def _side(self) -> Floats:
        """The side seam (turn, height), upwards, and after it the armhole's front or back."""
        low, bottom = self.draft.heights[0], self.draft.tailor.armhole[AROUND]
        t = np.linspace(0, 1, 30)[:, None]
        return np.concatenate([(1 - t) * [bottom[0] + 0.06, low] + t * bottom])

    def _front(self, *, over: bool) -> Piece:
        k = self.draft.tailor.k
        low, break_at = self.draft.heights
        lap = -self.draft.cut.overlap * k
        corner = [(x * k, low + y * k) for x, y in self.draft.cut.front]
        shut = [(lap, break_at - 0.105 * k), (lap, break_at - 0.012 * k)]
        edge = curve([*corner, *shut, (-0.008 * k, break_at + 0.003 * k)])
        left = self.draft.turns(np.concatenate([edge, self.draft.roll[2:]]))
        hole = self.draft.tailor.armhole[: AROUND + 1][::-1]
        right = np.concatenate([self._side, hole[1:]])
        hem = np.stack([np.linspace(left[0, 0], right[0, 0], 40), np.full(40, low)], 1)
        hem[0] = left[0]
        seam = self._shoulder_seam(left[-1], right[-1])
        u, v = steps(12, self.draft.cut.princess, edge=0.014), steps(34, edge=0.006)
        where = quilted(left, right, hem, seam, u=u, v=v)
        above = self._pressed(u, v, front=True)
        above = above + (0.0024 if over else 0.0) * smooth(0.05, 0.0, where[..., 0])
        return self._sewn(where, above)

    def _shoulder_seam(self, start: Floats, end: Floats) -> Floats:
        """Lead the seam from the neck to the tip, on the ridge of the shoulder."""
        t = np.linspace(0, 1, 40)[:, None]
        a = self.draft.tailor.torso.at(start[:1], start[1:])[0]
        b = self.draft.tailor.torso.at(end[:1], end[1:])[0]
        line = (1 - t) * a + t * b
        ridge = np.stack([self._ridge_turn(line), line[:, 1] + 0.003 * np.sin(np.pi * t[:, 0])], 1)
        ridge[[0, -1]] = [start, end]
        return ridge

    def _ridge_turn(self, line: Floats) -> Floats:
        torso = self.draft.tailor.torso
        middle = np.stack([np.interp(line[:, 1], torso.heights, c) for c in torso.axis.T], 1)
        return np.asarray(np.arctan2(line[:, 0] - middle[:, 0], line[:, 2] - middle[:, 1]))

    def _pressed(self, u: Floats, v: Floats, *, front: bool) -> Floats:
        """How seams draw the cloth in, metres [V, U]: over the bust, at the side, on top."""
        seam = np.abs(u - self.draft.cut.princess) < 1e-6
        above = np.zeros((len(v), len(u)))
        above[:, seam] -= 0.0016
        above[:, -1] -= 0.0014
        above[-1] -= 0.0012
        if not front:
            above[:, 0] -= 0.0012
        return above

    def _back(self) -> Piece:
        m, k = self.draft.tailor.marks, self.draft.tailor.k
        low = self.draft.heights[0]
        nape = m.neck_point[1] - 0.004 * k
        left_top = np.array([np.pi, nape])
        left = np.stack([np.full(40, np.pi), np.linspace(low, nape, 40)], 1)
        hole = self.draft.tailor.armhole[AROUND:]
        right = np.concatenate([self._side, hole[1:]])
        right[-1] = self.draft.tailor.armhole[0]
        corner = self.draft.turns(self.draft.roll[-1:])[0]
        t = np.linspace(0, 1, 20)[:, None]
        neck = (1 - t) * left_top + t * corner
        top = np.concatenate([neck, self._shoulder_seam(corner, right[-1])[1:]])
        hem = np.stack([np.linspace(np.pi, right[0, 0], 40), np.full(40, low)], 1)
        u, v = steps(11, self.draft.cut.princess, edge=0.014), steps(26, edge=0.006)
        lines = (line * _ALIKE for line in (left, right, hem, top))
        where = quilted(*lines, u=u, v=v, late=_LATE) / _ALIKE
        return self._sewn(where, self._pressed(u, v, front=False), tuck=True)

    def _flap(self) -> Piece:
        k = self.draft.tailor.k
        x, rise, w, h = (length * k for length in self.draft.cut.flap)
        y = self.draft.heights[0] + rise
        corner = [(x, y), (x + w, y + 0.012 * k)]
        left = np.array([(x + 0.001, y - h), corner[0]])
        right = np.array([(x + w + 0.003 * k, y - h + 0.012 * k), corner[1]])
        u, v = steps(9, edge=0.02), steps(5, edge=0.06)
        flat = quilted(left, right, [left[0], right[0]], [left[1], right[1]], u=u, v=v)
        where = self.draft.turns(flat)
        return self.draft.slab(where, self.draft.place(where, 0.0028), open_first=False)

    def _trimmings(self) -> Iterator[Piece]:
        """Two buttons in front, and the badge on the left below the lapel."""
        k = self.draft.tailor.k
        for drop in self.draft.cut.buttons:
            middle, out, dense = self.draft.spot((0.0, self.draft.heights[1] - drop * k), 0.0036)
            yield button(middle, out, 0.0095 * k, "button", dense)
        beside, up = self.draft.cut.badge
        height = self.draft.tailor.marks.pit + up * k
        edge = np.interp(height + 0.01 * k, self._lapels.edge[:, 1], self._lapels.edge[:, 0])
        middle = np.array([edge + (beside + BADGE[0] / 2) * k, height])
        corner = np.stack(np.meshgrid([-0.5, 0, 0.5], [-0.5, 0.5]), -1).reshape(-1, 2)
        below = self.draft.turns(middle + corner * BADGE * k)
        cloth = self.draft.place(below, self.draft.cut.thick + 0.001)
        yield from badge(cloth.reshape(2, 3, 3), k, self.draft.spot(middle)[2])
