"""Notched lapels and the collar that they meet at the gorge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.ndimage import gaussian_filter1d

from qingzhi.avatar.clothes.piece import Piece, curve, quilted, resampled, steps
from qingzhi.avatar.geometry import smooth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.draft import Draft
    from qingzhi.avatar.clothes.pattern import Lapel

    Floats = NDArray[np.float64]

_FOOT: Final = 0.0004
"""Metres off the cloth of a collar's edge: not where the lapel's is, which it meets."""
_ALIKE: Final = np.array([0.1, 1.0])
"""Turns times this and heights are about equally long round a neck."""


@dataclass(frozen=True)
class LapelMaker:
    """Makes what is turned over: both lapels, and one collar from notch to notch."""

    draft: Draft
    cut: Lapel

    def pieces(self) -> Iterator[Piece]:
        """Yield the lapels and the collar."""
        lapel = self._lapel()
        yield from (lapel, lapel.mirrored())
        yield self._collar()

    @cached_property
    def _gorge(self) -> Floats:
        """Corners of the notch in front view: gorge start, notch, tip of lapel, of collar."""
        k, cut = self.draft.tailor.k, self.cut
        start = resampled(self.draft.roll[::-1], np.array([cut.gorge_at]))[0]
        along = np.array([np.cos(cut.gorge_angle), np.sin(cut.gorge_angle)])
        notch = start + along * cut.gorge * k
        tip = notch + along * cut.notch * k
        up = cut.gorge_angle + cut.notch_angle
        point = notch + np.array([np.cos(up), np.sin(up)]) * cut.point * k
        return np.stack([start, notch, tip, point])

    @cached_property
    def edge(self) -> Floats:
        """The outer edge of the lapel in front view, upwards."""
        k, root, tip = self.draft.tailor.k, self.draft.roll[0], self._gorge[2]
        belly = 0.44 * root + 0.56 * tip + np.array(self.cut.belly) * k
        return curve([root + np.array([0.004, 0.002]) * k, belly, tip])

    def _lapel(self) -> Piece:
        start, _, tip, _ = self._gorge
        roll = self.draft.roll[self.draft.roll[:, 1] < start[1]]
        roll = np.concatenate([roll, start[None]])
        outer = self.edge
        bottom = np.stack([roll[0], outer[0]])
        top = np.stack([start, tip])
        u, v = np.linspace(0, 1, 8), steps(16, edge=0.012)
        flat = quilted(roll, outer, bottom, top, u=u, v=v)
        return self._leaf(flat)

    def _leaf(self, flat: Floats) -> Piece:
        """Fold a lapel over: lattice in front view [R, C, 2], its first column the roll line."""
        where = self.draft.turns(flat)
        width = np.linalg.norm(flat - flat[:, :1], axis=-1)
        height = self.cut.thick + 0.0035 * np.exp(-width / 0.02)
        height = height * smooth(-0.003, 0.006, width)
        height[:, 0] = 0.0015
        top = self.draft.place(where, height)
        return self.draft.slab(where, top, open_first=True)

    def _collar(self) -> Piece:
        """Lead the collar round the neck, as thick as it is, softly rolled at its crease."""
        where = self._spread()
        width = np.linalg.norm(np.diff(self.draft.place(where), axis=1), axis=2)
        width = np.pad(np.cumsum(width, 1), ((0, 0), (1, 0)))
        height = self.cut.thick + 0.0004 + 0.003 * np.exp(-width / 0.015)
        height[:, 0] = 0.003
        top = gaussian_filter1d(self.draft.place(where, height), 0.7, axis=1, mode="nearest")
        both = np.concatenate([top, top[-2::-1] * [-1, 1, 1]])
        turned = np.concatenate([where, where[-2::-1] * [-1, 1]])
        return self.draft.slab(turned, both, open_first=True, foot=_FOOT)

    def _spread(self) -> Floats:
        """Lay the left half of the collar out: (turn, height) [R, C, 2], from the notch back."""
        crease, outer = self._crease(), self._fall()
        start, notch, point, _ = self.draft.turns(self._gorge[[0, 1, 3, 2]])
        front = np.stack([start, notch])
        end = np.stack([crease[-1], outer[-1]])
        length = np.linalg.norm(np.diff(outer * _ALIKE, axis=0), axis=1).sum()
        corner = np.linalg.norm((point - notch) * _ALIKE) / length
        v = np.unique(np.r_[np.linspace(0, 1, 18), corner].round(6))
        lines = (line * _ALIKE for line in (crease, outer, front, end))
        return np.asarray(quilted(*lines, u=np.linspace(0, 1, 6), v=v) / _ALIKE)

    def _crease(self) -> Floats:
        """Draw the edge where the collar turns over: up the roll line, then round the nape."""
        m, k = self.draft.tailor.marks, self.draft.tailor.k
        start = self._gorge[0]
        roll = self.draft.roll[self.draft.roll[:, 1] > start[1]]
        front = self.draft.turns(np.concatenate([start[None], roll]))
        turn, height = front[-1]
        t = np.linspace(0, 1, 40)[1:]
        nape = m.neck_point[1] + self.cut.stand * k
        rise = np.sin(np.pi / 2 * t) ** 0.8
        behind = np.stack([turn + (np.pi - turn) * t, height + (nape - height) * rise], 1)
        return np.concatenate([front, behind])

    def _fall(self) -> Floats:
        """Draw the lower edge: from the notch to the tip, over the shoulder, to the back."""
        m, k, cut = self.draft.tailor.marks, self.draft.tailor.k, self.cut
        notch, point = self.draft.turns(self._gorge[[1, 3]])
        shoulder = np.array([1.62, m.neck_point[1] - 0.009 * k])
        back = np.array([np.pi, m.neck_point[1] + (cut.stand - cut.fall) * k])
        blade = np.array([2.4, 0.45 * shoulder[1] + 0.55 * back[1]])
        before = (point + shoulder) / 2 + np.array([0.04, 0.008 * k])
        beyond = np.array([2 * np.pi - blade[0], blade[1]])
        line = curve([point, before, shoulder, blade, back, beyond], 96)
        line = line[line[:, 0] < np.pi]
        return np.concatenate([notch[None], line, back[None]])
