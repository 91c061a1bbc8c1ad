"""Jackets and all other tops: panels, lapels or a collar, set-in sleeves, pockets, buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.spatial import KDTree

from qingzhi.avatar.clothes.collar import CollarMaker
from qingzhi.avatar.clothes.lapel import LapelMaker
from qingzhi.avatar.clothes.neckline import neckline
from qingzhi.avatar.clothes.piece import (
    Piece,
    curve,
    joined,
    lattice,
    quilted,
    resampled,
    steps,
)
from qingzhi.avatar.clothes.piped import piped
from qingzhi.avatar.clothes.pocket import sewn_on
from qingzhi.avatar.clothes.sleeve import SleeveMaker
from qingzhi.avatar.clothes.tailor import AROUND
from qingzhi.avatar.clothes.trimmings import BADGE, badge, button
from qingzhi.avatar.clothes.zipped import hoop, zip_fastener
from qingzhi.avatar.geometry import smooth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.draft import Draft

    Floats = NDArray[np.float64]

_PRESSED: Final = 0.0004
"""Metres: where cloth is drawn in by more, a seam runs."""
_SEAM_LIGHT: Final = 0.85
_ALIKE: Final = np.array([0.4, 1.0])
"""Turns times this and heights: rows of the back are neither scarce at its side nor at its hole."""
_LEVEL: Final = np.array([0.12, 1.0])
"""The same for the front, whose neckline turns fast."""
_LATE: Final = 4.0
"""Only the back's uppermost rows follow the seam, which bends to the front beyond the armhole."""
_YOKE: Final = 0.0016
"""Metres that a yoke lies above the panel."""
_YOKE_EDGE: Final = 0.008
"""Share of a panel's height, at least, from a yoke's edge to its next row."""
_MIDDLE: Final = 1e-4
"""Metres from the middle that are none."""
_BAND_OVER, _BAND_UNDER = 0.0048, 0.0026
"""Metres that the ribbed bands of an opening lie above the cloth: one over the other."""
_RIBS: Final = 0.0002
"""Metres that the lower band stands off the cloth at its edge."""
_AT_ARMHOLE: Final = 0.012
"""Metres from the sleeve's seam that are none."""
_VENT, _VENT_OVER, _VENT_UNDER = 0.022, 0.0026, 0.0010
"""Metres that the sides of a vent reach past the middle, and lie above and below the back."""
_BELOW: Final = 0.0028
"""Metres that a tuck lies under the edge it runs on from."""
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
        yield from self._sewn_over()
        if self._lapels:
            yield from self._lapels.pieces()
        if cut.collar:
            edge = np.concatenate([self.draft.turns(self.draft.roll), self.draft.nape[::-1]])
            collar = CollarMaker(tailor, cut.collar, edge)
            yield from collar.pieces()
            if cut.piped:
                yield from collar.piped()
        if cut.neck_band:
            yield from neckline(self.draft)
        if cut.band:
            yield self._band(_BAND_OVER)
            yield self._band(_BAND_UNDER).mirrored()
        for pocket in cut.pockets:
            piece = sewn_on(self.draft, pocket)
            yield from (piece, piece.mirrored()) if pocket.both else (piece,)
        if self._sleeve:
            for piece in self._sleeve.pieces():
                yield from (piece, piece.mirrored())
        yield from self._buttons()

    @cached_property
    def _sleeve(self) -> SleeveMaker | None:
        cut, tailor = self.draft.cut, self.draft.tailor
        if cut.sleeve is None:
            return None
        ease = self.draft.gap(tailor.armhole[:, 1]) + self.draft.folds(*tailor.armhole.T)
        return SleeveMaker(tailor, self.draft.form, ease, cut.sleeve, cut.zone)

    @cached_property
    def _lapels(self) -> LapelMaker | None:
        return LapelMaker(self.draft, self.draft.cut.lapel) if self.draft.cut.lapel else None

    def _panels(self) -> Iterator[Piece]:
        """Yield fronts and backs; sewn together where neither opens nor has a seam."""
        front, back, cut = self._front(over=False), self._back(over=False), self.draft.cut
        if cut.overlap:
            yield front
            yield self._front(over=True).mirrored()
        else:
            yield joined(front, front.mirrored())
        if cut.back_seam:
            yield from (back, self._back(over=True).mirrored())
        else:
            yield joined(back, back.mirrored())

    def _sewn(
        self,
        where: Floats,
        above: Floats,
        *,
        tuck: bool = False,
        middle: bool = False,
        zone: str | None = None,
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
            below = self.draft.place(where[-1:] - forward, above[-1:] - _BELOW)
            points = np.concatenate([points, below])
            out = np.concatenate([out, out[-1:]])
            above = np.concatenate([above, above[-1:]])
        if middle:
            points[..., 0] *= np.where(np.abs(points[..., 0]) < _MIDDLE, 0, 1)
        light = np.where(above < -_PRESSED, _SEAM_LIGHT, 1.0)
        out, held = self._met(points, out)
        zone = zone or self.draft.cut.zone
        piece = lattice(points, zone, self.draft.tailor.hung(points), out, light, held=held)
        return replace(piece, uv=_spread(points).reshape(-1, 2))

    def _met(self, points: Floats, out: Floats) -> tuple[Floats, Floats]:
        """Return which way panels [R, C, 3] look, and how surely: at the armhole as the sleeve."""
        held = np.zeros(points.shape[:2])
        if self._sleeve is None:
            return out, held
        apart, near = KDTree(self._sleeve.seam).query(points[:, -1])
        at = np.asarray(apart) < _AT_ARMHOLE
        out, held[at, -1] = out.copy(), 1.0
        out[at, -1] = self._sleeve.seam_out[np.asarray(near)[at]]
        return out, held

    @cached_property
    def _side(self) -> Floats:
        """The side seam (turn, height), upwards, and after it the armhole's front or back."""
        low, bottom = self.draft.heights[0], self.draft.tailor.armhole[AROUND]
        t = np.linspace(0, 1, 30)[:, None]
        return np.concatenate([(1 - t) * [bottom[0] + 0.06, low] + t * bottom])

    def _sewn_over(self) -> Iterator[Piece]:
        """Yield what is sewn on panels as wide as they are: yoke, ribs at the hem, belt, zip."""
        cut, tailor = self.draft.cut, self.draft.tailor
        if cut.yoke:
            front, back = self._yoke(cut.yoke, front=True), self._yoke(cut.yoke, front=False)
            yield joined(front, front.mirrored())
            yield joined(back, back.mirrored())
        if cut.hem_rib:
            low = self.draft.heights[0]
            yield hoop(self.draft, low - 0.004, low + cut.hem_rib * tailor.k, "rib")
        if cut.belt:
            half = cut.belt / 2 * tailor.k
            yield hoop(self.draft, tailor.marks.waist - half, tailor.marks.waist + half, "belt")
        if cut.zip:
            yield from zip_fastener(self.draft)
        if cut.piped:
            yield from piped(self.draft)

    def _yoke(self, share: float, *, front: bool) -> Piece:
        """Lay a yoke on the left panel, above a share of its height."""
        u, v = self._front_shares() if front else self._back_shares()
        v = np.r_[share, share, v[v > share + _YOKE_EDGE]]  # over the panel's own rows
        where = (self._front_where if front else self._back_where)(u, v)
        above = np.full(where.shape[:2], _YOKE)
        above[0] = -_YOKE
        return self._sewn(where, above, tuck=not front, middle=True, zone="yoke")

    def _front(self, *, over: bool) -> Piece:
        u, v = self._front_shares()
        where = self._front_where(u, v)
        above = self._pressed(u, v, front=True)
        above = above + (0.0024 if over else 0.0) * smooth(0.05, 0.0, where[..., 0])
        return self._sewn(where, above, middle=not self.draft.cut.overlap)

    def _front_shares(self) -> tuple[Floats, Floats]:
        """Return the shares of width and height at which the front has columns and rows."""
        edge, left = self._front_edge()
        corner = _share(left * _LEVEL, len(edge))
        return self._columns(12), steps(self._rows(33), corner, edge=0.006)

    def _back_shares(self) -> tuple[Floats, Floats]:
        return self._columns(11), steps(self._rows(28), edge=0.006)

    def _front_edge(self) -> tuple[Floats, Floats]:
        """Return the edge of the opening in front view, and with the neck's in (turn, height)."""
        k = self.draft.tailor.k
        low, break_at = self.draft.heights
        lap = -self.draft.cut.overlap * k
        corner = [(x * k, low + y * k) for x, y in self.draft.cut.front]
        if lap:
            shut = [(lap, break_at - 0.105 * k), (lap, break_at - 0.012 * k)]
            edge = curve([*corner, *shut, (-0.008 * k, break_at + 0.003 * k)])
        else:
            edge = np.stack([np.zeros(40), np.linspace(low, break_at, 40)], 1)
        return edge, self.draft.turns(np.concatenate([edge, self.draft.roll[2:]]))

    def _front_where(self, u: Floats, v: Floats) -> Floats:
        """Return places (turn, height) [V, U, 2] at shares of the front's width and height."""
        left, low = self._front_edge()[1], self.draft.heights[0]
        hole = self.draft.tailor.armhole[: AROUND + 1][::-1]
        right = np.concatenate([self._side, hole[1:]])
        hem = np.stack([np.linspace(left[0, 0], right[0, 0], 40), np.full(40, low)], 1)
        hem[0] = left[0]
        seam = self._shoulder_seam(left[-1], right[-1])
        lines = (line * _LEVEL for line in (left, right, hem, seam))
        return np.asarray(quilted(*lines, u=u, v=v) / _LEVEL)

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
            above[:, np.abs(u - self.draft.cut.princess) < 1e-6] -= 0.0008
        above[:, -1] -= 0.0008
        above[-1] -= 0.0007
        if not front and self.draft.cut.back_seam:
            above[:, 0] -= 0.0008
        return above

    def _back(self, *, over: bool) -> Piece:
        u, v = self._back_shares()
        where, middle = self._back_where(u, v), not self.draft.cut.back_seam
        above = self._pressed(u, v, front=False)
        if self.draft.cut.vent:
            k, low = self.draft.tailor.k, self.draft.heights[0]
            top = low + self.draft.cut.vent * k
            open_ = smooth(top + 0.012 * k, top - 0.012 * k, where[:, 0, 1])
            around = self.draft.form.at(where[:, 0, 0], where[:, 0, 1])[:, 2]
            where[:, 0, 0] += open_ * _VENT * k / np.maximum(np.abs(around), 0.05)
            above[:, :2] += open_[:, None] * (_VENT_OVER if over else -_VENT_UNDER)
        return self._sewn(where, above, tuck=True, middle=middle)

    def _back_where(self, u: Floats, v: Floats) -> Floats:
        """Return places (turn, height) [V, U, 2] at shares of the back's width and height."""
        low = self.draft.heights[0]
        neck = self.draft.nape
        left = np.stack([np.full(40, np.pi), np.linspace(low, neck[0, 1], 40)], 1)
        hole = self.draft.tailor.armhole[AROUND:]
        right = np.concatenate([self._side, hole[1:]])
        right[-1] = self.draft.tailor.armhole[0]
        top = np.concatenate([neck, self._shoulder_seam(neck[-1], right[-1])[1:]])
        hem = np.stack([np.linspace(np.pi, right[0, 0], 40), np.full(40, low)], 1)
        lines = (line * _ALIKE for line in (left, right, hem, top))
        return np.asarray(quilted(*lines, u=u, v=v, late=_LATE) / _ALIKE)

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
        foot = above - _BAND_UNDER + _RIBS
        return self.draft.slab(where, top, open_first=False, foot=foot, shadow=False)

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


def _spread(points: Floats) -> Floats:
    """Return metres along the cloth [R, C, 2] of a panel whose grain runs down."""
    step = np.diff(points, axis=1)
    u = points[:, :1, 0] + np.pad(
        np.cumsum(np.hypot(step[..., 0], step[..., 2]), 1), ((0, 0), (1, 0))
    )
    step = np.diff(points, axis=0)
    v = points[:1, :, 1] + np.pad(
        np.cumsum(np.hypot(step[..., 1], step[..., 2]), 0), ((1, 0), (0, 0))
    )
    return np.stack([u, v], -1)


def _share(line: Floats, count: int) -> float:
    """Return the share of a line's length that its first points make up."""
    length = np.linalg.norm(np.diff(line, axis=0), axis=1)
    return float(length[: count - 1].sum() / length.sum())
