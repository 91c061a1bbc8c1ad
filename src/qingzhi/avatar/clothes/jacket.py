"""Jackets and all other tops: panels, lapels or a collar, set-in sleeves, pockets, buttons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.clothes.collar import CollarMaker
from qingzhi.avatar.clothes.lapel import LapelMaker
from qingzhi.avatar.clothes.piece import (
    Piece,
    curve,
    joined,
    lattice,
    quilted,
    resampled,
    steps,
)
from qingzhi.avatar.clothes.pocket import sewn_on
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
_LEVEL: Final = np.array([0.12, 1.0])
"""The same for the front, whose neckline turns fast."""
_LATE: Final = 4.0
"""Only the back's uppermost rows follow the seam, which bends to the front beyond the armhole."""
_MIDDLE: Final = 1e-4
"""Metres from the middle that are none."""
_BAND_OVER, _BAND_UNDER = 0.0048, 0.0026
"""Metres that the ribbed bands of an opening lie above the cloth: one over the other."""
_RIBS: Final = 0.0002
"""Metres that the lower band stands off the cloth at its edge."""
_TUCK: Final = 0.008
"""Metres that the back runs on below the front."""


@dataclass(frozen=True)
class JacketMaker:
    """Draws the patterns on the torso and sews them. Everything is cut for the left side."""

    draft: Draft

    def pieces(self) -> Iterator[Piece]:
        """Yield all that a jacket is sewn of: first its panels."""
        cut, tailor = self.draft.cut, self.draft.tailor
        yield from self._panels()
        if self._lapels:
            yield from self._lapels.pieces()
        if cut.collar:
            yield from CollarMaker(tailor, cut.collar).pieces()
        if cut.band:
            yield self._band(_BAND_OVER)
            yield self._band(_BAND_UNDER).mirrored()
        for pocket in cut.pockets:
            piece = sewn_on(self.draft, pocket)
            yield from (piece, piece.mirrored()) if pocket.both else (piece,)
        if cut.sleeve:
            ease = self.draft.gap(tailor.armhole[:, 1]) + self.draft.folds(*tailor.armhole.T)
            sleeve = SleeveMaker(tailor, self.draft.form, ease, cut.sleeve, cut.zone)
            for piece in sleeve.pieces():
                yield from (piece, piece.mirrored())
        yield from self._buttons()

    @cached_property
    def _lapels(self) -> LapelMaker | None:
        return LapelMaker(self.draft, self.draft.cut.lapel) if self.draft.cut.lapel else None

    def _panels(self) -> Iterator[Piece]:
        """Yield fronts and backs; sewn together where neither opens nor has a seam."""
        front, back, cut = self._front(over=False), self._back(), self.draft.cut
        if cut.overlap:
            yield front
            yield self._front(over=True).mirrored()
        else:
            yield joined(front, front.mirrored())
        if cut.back_seam:
            yield from (back, back.mirrored())
        else:
            yield joined(back, back.mirrored())

    def _sewn(
        self, where: Floats, above: Floats, *, tuck: bool = False, middle: bool = False
    ) -> Piece:
        """Sew a panel; a `tuck` carries its upper edge on below the panel that it meets.

        The first column of a panel that is sewn to its mirror image lies in the middle.
        """
        points = self.draft.place(where, above)
        out = self.draft.form.out(where[..., 0], where[..., 1])
        if tuck:
            aside, neck = points[-1:, :, 0], self.draft.tailor.marks.neck_point[0]
            ahead = _TUCK * aside / np.maximum(aside, neck) ** 2
            ahead = ahead * smooth(neck, neck + 0.03, aside)  # nothing shows inside the neckline
            forward = np.stack([ahead, 0 * ahead], -1)
            points = np.concatenate([points, self.draft.place(where[-1:] - forward, -0.0035)])
            out = np.concatenate([out, out[-1:]])
            above = np.concatenate([above, above[-1:]])
        if middle:
            points[..., 0] *= np.where(np.abs(points[..., 0]) < _MIDDLE, 0, 1)
        light = np.where(above < -_PRESSED, _SEAM_LIGHT, 1.0)
        return lattice(points, self.draft.cut.zone, self.draft.tailor.hung(points), out, light)

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
        if lap:
            shut = [(lap, break_at - 0.105 * k), (lap, break_at - 0.012 * k)]
            edge = curve([*corner, *shut, (-0.008 * k, break_at + 0.003 * k)])
        else:
            edge = np.stack([np.zeros(40), np.linspace(low, break_at, 40)], 1)
        left = self.draft.turns(np.concatenate([edge, self.draft.roll[2:]]))
        hole = self.draft.tailor.armhole[: AROUND + 1][::-1]
        right = np.concatenate([self._side, hole[1:]])
        hem = np.stack([np.linspace(left[0, 0], right[0, 0], 40), np.full(40, low)], 1)
        hem[0] = left[0]
        seam = self._shoulder_seam(left[-1], right[-1])
        u, v = (
            self._columns(12),
            steps(self._rows(33), _share(left * _LEVEL, len(edge)), edge=0.006),
        )
        lines = (line * _LEVEL for line in (left, right, hem, seam))
        where = quilted(*lines, u=u, v=v) / _LEVEL
        above = self._pressed(u, v, front=True)
        above = above + (0.0024 if over else 0.0) * smooth(0.05, 0.0, where[..., 0])
        return self._sewn(where, above, middle=not lap)

    def _columns(self, count: int) -> Floats:
        seam = self.draft.cut.princess
        return steps(count, *([seam] if seam else []), edge=0.014)

    def _rows(self, count: int) -> int:
        """Return how many rows a panel has that is longer than to the hips."""
        longer = max(-self.draft.cut.hem - 0.02, 0) / 0.03
        return int(count * self.draft.cut.detail + min(longer, 14))

    def _shoulder_seam(self, start: Floats, end: Floats) -> Floats:
        """Lead the seam from the neck to the tip, on the ridge of the shoulder."""
        t = np.linspace(0, 1, 40)[:, None]
        a = self.draft.form.at(start[:1], start[1:])[0]
        b = self.draft.form.at(end[:1], end[1:])[0]
        line = (1 - t) * a + t * b
        ridge = np.stack([self._ridge_turn(line), line[:, 1] + 0.003 * np.sin(np.pi * t[:, 0])], 1)
        ridge[[0, -1]] = [start, end]
        return ridge

    def _ridge_turn(self, line: Floats) -> Floats:
        torso = self.draft.form
        middle = np.stack([np.interp(line[:, 1], torso.heights, c) for c in torso.axis.T], 1)
        return np.asarray(np.arctan2(line[:, 0] - middle[:, 0], line[:, 2] - middle[:, 1]))

    def _pressed(self, u: Floats, v: Floats, *, front: bool) -> Floats:
        """How seams draw the cloth in, metres [V, U]: over the bust, at the side, on top."""
        above = np.zeros((len(v), len(u)))
        if self.draft.cut.princess:
            above[:, np.abs(u - self.draft.cut.princess) < 1e-6] -= 0.0016
        above[:, -1] -= 0.0014
        above[-1] -= 0.0012
        if not front and self.draft.cut.back_seam:
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
        u, v = self._columns(11), steps(self._rows(28), edge=0.006)
        lines = (line * _ALIKE for line in (left, right, hem, top))
        where = quilted(*lines, u=u, v=v, late=_LATE) / _ALIKE
        return self._sewn(
            where, self._pressed(u, v, front=False), tuck=True, middle=not self.draft.cut.back_seam
        )

    def _band(self, above: float) -> Piece:
        """Knit ribs along the opening, from the hem to the neck, `above` the cloth by metres."""
        k, cut = self.draft.tailor.k, self.draft.cut
        low, foot = self.draft.heights
        shut = np.stack([np.full(30, -0.5 * cut.band * k), np.linspace(low, foot, 30)], 1)
        line = resampled(np.concatenate([shut, self.draft.roll[3:]]), np.linspace(0, 1, 40))
        along = np.gradient(line, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        aside = np.stack([along[:, 1], -along[:, 0]], 1)
        u = np.array([0, 0.08, 0.35, 0.65, 0.92, 1.0])
        where = self.draft.turns(line[:, None] + aside[:, None] * (u * cut.band * k)[None, :, None])
        top = self.draft.place(where, above + 0.0012 * np.sin(np.pi * u))
        return self.draft.slab(where, top, open_first=False, foot=above - _BAND_UNDER + _RIBS)

    def _buttons(self) -> Iterator[Piece]:
        """Sew the buttons on in front."""
        k, cut = self.draft.tailor.k, self.draft.cut
        for drop in cut.buttons:
            height = self.draft.heights[1] - drop * k
            middle, out, dense = self.draft.spot((0.0, height), 0.0036 + (0.003 if cut.band else 0))
            yield button(middle, out, cut.button_size * k, cut.button, dense)

    def badge(self) -> Iterator[Piece]:
        """Pin the badge on, on the left beside the lapel."""
        k, cut = self.draft.tailor.k, self.draft.cut
        beside, up = cut.badge
        height = self.draft.tailor.marks.pit + up * k
        edge = 0.06 * k
        if self._lapels:
            line = self._lapels.edge
            edge = float(np.interp(height + 0.01 * k, line[:, 1], line[:, 0]))
        middle = np.array([edge + (beside + BADGE[0] / 2) * k, height])
        corner = np.stack(np.meshgrid([-0.5, 0, 0.5], [-0.5, 0.5]), -1).reshape(-1, 2)
        below = self.draft.turns(middle + corner * BADGE * k)
        cloth = self.draft.place(below, 0.0042)
        yield from badge(cloth.reshape(2, 3, 3), k, self.draft.spot(middle)[2])


def _share(line: Floats, count: int) -> float:
    """Return the share of a line's length that its first points make up."""
    length = np.linalg.norm(np.diff(line, axis=0), axis=1)
    return float(length[: count - 1].sum() / length.sum())
