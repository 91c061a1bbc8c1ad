"""Collars on a stand: of shirts, of tunics; without leaves they stand by themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from qingzhi.avatar.clothes.piece import Piece, between, curve, lattice, quilted, steps
from qingzhi.avatar.clothes.piped import cord
from qingzhi.avatar.geometry import smooth, unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.pattern import Collar
    from qingzhi.avatar.clothes.tailor import Tailor

    Floats = NDArray[np.float64]

_THICK = 0.0022
_BELOW_JAW = 0.011
"""Metres that a collar keeps below the jaw in front, on a person of 165 cm."""
_LOOSE = 0.012
"""Metres that a collar is wider where a short neck has hardly room for it."""
_LOWEST = 0.35
"""Share of its height in front that it keeps in any case."""
_DEEPER = 0.016
"""Metres that it is sewn on lower in front, at most, where a chin leaves no more room."""
_NECK = 0.060
"""Metres from the neck's joint to the head's, above which collars are as high as drawn."""
_OVER_SHOULDER = (0.5, 1.3)
"""Turns between which the seam comes to lie on the neck, where a shoulder would carry it off."""
_BEHIND = 0.4
"""Share of what a short neck takes from a collar in front that it takes from it behind."""
_LEAF_EDGE = ((1.5, -0.008), (2.3, -0.008), (np.pi, -0.001))
"""Turns, and metres above the seam, of a leaf's lower edge."""
_BETWEEN_LEAVES = 0.5
"""Turn up to which the stand is seen from outside."""
_SEWN = 0.0025
"""Metres that a standing collar laps over the neckline."""
_RISING = np.array([0, 0.3, 0.6, 0.85, 0.97, 1.0])
"""Shares of its height at which it has rows: a band, straight from its foot to its edge."""
_CORD = 0.0015
"""Metres: the radius of a cord along its edges."""
_APART = 3
"""Columns from the front at which the cord along its foot begins, clear of the one at its edge."""
_CLEAR = 0.003
"""Metres that it stands off that at its foot."""
_ROOTED, _UNDER = 0.010, 0.009
"""Metres that it goes on below that, and inwards, under the cloth that it stands on."""
_ASIDE = 2.0
"""Turn beyond which a leaf lies behind."""
_LAP = 0.013
"""Metres that a leaf hangs over the edge of the back."""
_COVERED = 0.004
"""Metres that a leaf lies closer beyond its stand where something else is worn over it."""
_OVER_TIE = 0.0032
"""Metres that a leaf's front is held off the shirt by what is worn below it."""


@dataclass(frozen=True)
class CollarMaker:
    """Sews a collar on at the seam round the neck."""

    tailor: Tailor
    cut: Collar
    edge: Floats | None = None
    """What it is sewn on: turns and heights [N, 2] of a neckline, from in front to behind.

    Of a shirt that is worn under something, no more than the front is there.
    """

    def pieces(self) -> Iterator[Piece]:
        """Yield the stand, and both leaves."""
        if not self.cut.leaf:
            standing = self._standing()
            yield from (standing, standing.mirrored())
            return
        yield from self._stand()
        leaf = self._leaf()
        yield from (leaf, leaf.mirrored())

    def seam(self, turn: Floats) -> Floats:
        """Return how high the collar is sewn on at each turn: beside the neck, off the shoulder."""
        m, k, rise = self.tailor.marks, self.tailor.k, self.cut.rise * np.sqrt(self._room)
        rise += self.cut.seam - self._front
        drawn = m.pit + (self._front + rise * _backwards(turn)) * k
        over = np.maximum(self._neckline(turn) - _SEWN * k - drawn, 0)
        return np.asarray(drawn + over * smooth(*_OVER_SHOULDER, turn))

    @cached_property
    def _front(self) -> float:
        """How high above the neck pit it is sewn on in front: lower under a low chin."""
        free = (self.tailor.jaw - self.tailor.marks.pit) / self.tailor.k - _BELOW_JAW
        free -= _LOWEST * self.cut.stand[0] * self._room
        return min(self.cut.seam, max(free, self.cut.seam - _DEEPER))

    @cached_property
    def _room(self) -> float:
        """Share of a collar's height that the neck has room for."""
        joints, k = self.tailor.fitting.joints, self.tailor.k
        share = (joints["head"][1] - joints["neck"][1]) / (_NECK * k)
        return float(np.clip(share, 0.6, 1.0) ** 1.4)

    def place(self, where: Floats, above: Floats | float = 0.0) -> Floats:
        """Lay (turn, height) [..., 2] on the body, `above` the collar's seam by metres."""
        gap = self.cut.gap + _LOOSE * self.tailor.k * (1 - self._room)
        return self.tailor.torso.at(where[..., 0], where[..., 1], gap + above)

    def out(self, where: Floats) -> Floats:
        """Return which way cloth looks there [..., 3]."""
        return self.tailor.torso.out(where[..., 0], where[..., 1])

    def both(self, where: Floats, above: Floats | float, *, stiff: bool) -> Piece:
        """Sew a piece that runs over the middle; its first column lies there."""
        points = self.place(where, above)
        points = np.concatenate([points[:, :0:-1] * [-1, 1, 1], points], 1)
        where = np.concatenate([where[:, :0:-1] * [-1, 1], where], 1)
        hang = self.tailor.stiff if stiff else self.tailor.hung
        return lattice(points, self.cut.zone, hang(points), self.out(where))

    @cached_property
    def _heights(self) -> tuple[float, float]:
        """How high it stands in front and behind: lower where a jaw is low."""
        front, back = self.cut.stand
        free = (self.tailor.jaw - self.tailor.marks.pit) / self.tailor.k - self._front
        return max(min(front, free - _BELOW_JAW), _LOWEST * front), back

    def crease(self, turn: Floats) -> Floats:
        """Return how high the collar turns over at each turn."""
        return np.asarray(self.seam(turn) + self._height(turn) * self.tailor.k)

    def _height(self, turn: Floats) -> Floats:
        """Return how high it stands at each turn; it gives way to a short neck most in front."""
        front, back = self._heights
        front, back = front * self._room, back * (1 - _BEHIND * (1 - self._room))
        return np.asarray(front + (back - front) * _backwards(turn) ** (2 - self._room))

    def _stand(self) -> Iterator[Piece]:
        """Yield what is seen of it: between the leaves its outside, round the neck its inside."""
        front = np.linspace(0, _BETWEEN_LEAVES, 6)
        yield self._strip(front, 0.0014)
        inside = self._strip(np.linspace(0, np.pi, 21), 0.0008)
        yield replace(inside, faces=inside.faces[:, ::-1])

    def _strip(self, turn: Floats, off: float) -> Piece:
        v = np.linspace(0, 1, 4)
        seam, crease = self.seam(turn), self.crease(turn)
        height = seam + v[:, None] * (crease - seam - 0.0008 * self.tailor.k)
        where = np.stack(np.broadcast_arrays(turn[None], height), -1)
        above = off + (0.001 - self._snug(turn)) * v[:, None]
        return self.both(where, above, stiff=True)

    def _standing(self) -> Piece:
        """Let a stand be seen from outside: its front corner is round, its edge is folded in."""
        k = self.tailor.k
        turn = np.r_[0.015, 0.03, 0.07, 0.12, np.linspace(0.2, np.pi, 26)]
        seam = self._neckline(turn) - _SEWN * k
        crease = seam + (_SEWN + self._height(turn)) * k
        crease = crease - 0.012 * k * np.exp(-(turn - turn[0]) / 0.05)
        foot = self.place(np.stack([turn, seam], 1), _THICK + _CLEAR)
        edge = self.place(np.stack([turn, crease], 1), _THICK - self._snug(turn))
        leaf = between(foot, edge, _RISING)
        out = unit(np.stack([np.sin(turn), 0 * turn, np.cos(turn)], 1))
        root = foot - _UNDER * out - [0, _ROOTED * k, 0]
        leaf[-1] -= 0.001 * out
        leaf = np.concatenate([root[None], leaf])
        inner = leaf - _THICK * out
        points = np.concatenate([leaf, inner[::-1]])
        points = np.concatenate([points[:, :1], points], 1)
        points[:, 0] = np.concatenate([inner, inner[::-1]])[:, 0]
        facing = np.concatenate([np.broadcast_to(s * out, leaf.shape) for s in (1, -1)])
        facing = np.concatenate([facing[:, :1], facing], 1)
        return lattice(points, self.cut.zone, self.tailor.stiff(points), facing)

    def piped(self) -> Iterator[Piece]:
        """Lay cords along the edge of a standing collar, and along its foot."""
        k, stand = self.tailor.k, self._standing()
        rows = stand.points.reshape(2 * (len(_RISING) + 1), -1, 3)
        foot, edge = rows[1, 1:], rows[len(_RISING), 1:]
        front = rows[1 : len(_RISING) + 1, 1]
        for half in (np.concatenate([front, edge[1:]]), foot[_APART:]):
            line = np.concatenate([half[:-1], half[-1:] * [0, 1, 1], half[-2::-1] * [-1, 1, 1]])
            out = unit(line * [1, 0, 1] - [0, 0, float(self.tailor.torso.axis[-1, 1])])
            yield cord(line, out, _CORD * k, self.tailor.stiff(line))

    def _neckline(self, turn: Floats) -> Floats:
        """Return how high a standing collar is sewn on: at the neck's side, not on the shoulder."""
        m, k = self.tailor.marks, self.tailor.k
        if self.edge is not None:
            return np.asarray(np.interp(turn, self.edge[:, 0], self.edge[:, 1]))
        front, side = m.pit + self._front * k, m.neck_point[1] - 0.004 * k
        return np.asarray(front + (side - front) * np.minimum(1 - np.cos(turn), 1) ** 0.8)

    def _leaf(self) -> Piece:
        """Turn the leaf down over the stand; its points lie open in front."""
        m, k, torso = self.tailor.marks, self.tailor.k, self.tailor.torso
        turn = np.linspace(0.07, np.pi, 40)
        crease = np.stack([turn, self.crease(turn)], 1)
        tip = np.array(self.cut.point) * k + [0, m.pit]
        tip_turn = float(torso.turn_at(tip[:1], tip[1:])[0])
        edge = curve(
            [
                (tip_turn, tip[1]),
                (max(0.95, tip_turn + 0.2), m.pit - 0.004 * k),
                *((turn, self._edge(turn, up)) for turn, up in _LEAF_EDGE),
            ]
        )
        v, u = steps(7, edge=0.05), steps(22, edge=0.015)
        front = np.stack([edge[0], crease[0]])
        back = np.stack([edge[-1], crease[-1]])
        scale = np.array([0.07, 1])
        where = quilted(front * scale, back * scale, edge * scale, crease * scale, u=u, v=v) / scale
        off = (1 - v)[:, None]
        swell = 0.0034 * np.sin(np.pi * np.clip(off * 1.05, 0, 1)) ** 0.7 + 0.0012 * off
        above = 0.0022 + swell * (1 - 0.85 * smooth(0.35, 0.8, where[..., 0]))
        above = above - self._snug(where[..., 0]) * (1 - off) ** (2 if self.edge is None else 5)
        above = above + _OVER_TIE * smooth(0.75, 0.3, where[..., 0]) * smooth(0, 0.3, off)
        if self.edge is None:
            beyond = smooth(0, 0.006 * k, self.seam(where[..., 0]) - where[..., 1])
            above = above - _COVERED * smooth(0.7, 1.0, where[..., 0]) * beyond
        leaf = self.place(where, above)
        rim = self.place(where[:1], above[:1] - 0.0018)
        rows = np.concatenate([rim, leaf])
        inner = self.place(where[:, :1], above[:, :1] - 0.0018)
        points = np.concatenate([np.concatenate([inner[:1], inner]), rows], 1)
        spread = np.concatenate([where[:1], where])
        spread = np.concatenate([spread[:, :1], spread], 1)
        return lattice(points, self.cut.zone, self.tailor.stiff(points), self.out(spread))

    def _edge(self, turn: float, up: float) -> float:
        """Return how high a leaf ends, `up` above the seam; behind, not below what is over it."""
        m, k, where = self.tailor.marks, self.tailor.k, np.array(turn)
        drawn, most = float(self.seam(where) + up * k), float(self.crease(where) - 0.014 * k)
        if turn <= _ASIDE:
            return min(drawn, max(drawn, most))
        nape = float(m.neck_point[1]) - 0.004 * k
        if self.edge is not None:
            return min(drawn, nape - _LAP * k)
        return min(max(drawn, nape), max(drawn, most))

    def _snug(self, turn: Floats) -> Floats:
        loose = _LOOSE * self.tailor.k * (1 - self._room)
        return np.asarray((self.cut.snug + loose) * smooth(0.2, 0.9, turn))


def _backwards(turn: Floats) -> Floats:
    """Return how far round the neck a turn is, 0 in front to 1 behind: steep up to the sides."""
    return np.asarray(((1 - np.cos(turn)) / 2) ** 0.6)
