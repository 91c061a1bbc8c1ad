"""The layers of combed hair, from the closed surface below to single hairs above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.interpolate import make_interp_spline

from qingzhi.avatar.geometry import smooth, unit
from qingzhi.avatar.hair.picture import COLUMNS
from qingzhi.avatar.hair.strip import Shape, Strip, lock
from qingzhi.avatar.scalp import angles, direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.hair.flow import Flow
    from qingzhi.avatar.hair.style import Lock

    Floats = NDArray[np.float64]

_ROWS: Final = 16
_ON_PARTING: Final = 14
_ON_LINE: Final = 40
_TILE: Final = 0.062
"""Metres of roots that the closed column spans."""
_GOLDEN: Final = np.pi * (3 - 5**0.5)


class Layers:
    """Lays strips along one flow."""

    def __init__(self, flow: Flow, chance: np.random.Generator) -> None:
        self._flow = flow
        self._chance = chance
        self._style = flow.style

    def surface(self) -> Iterator[Strip]:
        """Close the surface with two sheets, one on each side of the parting."""
        for sign in (1.0, -1.0):
            roots = self._roots(sign)
            ways = self._flow.trace(roots, _ROWS)
            even = np.ones(ways.shape[:2])
            points = self._flow.at(ways, 0.8 * even, -0.0006 * even)
            run = np.linalg.norm(np.diff(roots, axis=0), axis=1).cumsum() * 0.09 / _TILE
            u = np.interp(_folded(np.r_[0, run]), [0, 1], COLUMNS["closed"].span)
            uv = np.stack(np.broadcast_arrays(u[:, None], np.linspace(0.99, 0.01, _ROWS)), -1)
            tone = 0.62 * self._shade(ways)
            sheet = Strip(points, self._flow.normals(ways), uv, tone)
            yield Strip(*(value.swapaxes(0, 1) for value in sheet))

    def _roots(self, sign: float) -> Floats:
        """Return directions [K, 3] round one half: down the parting, then along the hairline."""
        flow = self._flow
        t = np.linspace(flow.parted, 0, _ON_PARTING)
        across = np.cross(flow.parting(np.array([1.0])), flow.parting(np.array([0.0])))
        parting = unit(flow.parting(t) + sign * 0.004 * unit(across))
        azimuth = np.linspace(self._style.parting.azimuth, sign * 180, _ON_LINE)
        line = direction(azimuth, flow.scalp.line(azimuth) + 2.5)
        return np.concatenate([parting, line])

    def over(self) -> Iterator[Strip]:
        """Lay locks all over the surface, each rising from below the others."""
        roots = self._spread(self._style.locks)
        ways = self._flow.trace(roots, 13)
        normals = self._flow.normals(ways)
        t = np.linspace(0, 1, 13)
        for way, out in zip(ways, normals, strict=True):
            level = self._chance.uniform(0.8, 1.08)
            share = level * (0.35 + 0.65 * smooth(0, 0.22, t))
            lift = self._chance.uniform(0, 0.0012) * np.sin(np.pi * t)
            points = self._flow.at(way, share, lift)
            tone = self._shade(way) * self._chance.uniform(0.72, 1.0) * (0.8 + 0.2 * level)
            shape = Shape(self._chance.uniform(0.014, 0.023), tip=0.45)
            roll = self._chance.normal(0, 0.05)
            yield lock(points, out, shape, COLUMNS["full"], tone, roll)

    def stray(self) -> Iterator[Strip]:
        """Let single hairs stand off a little: they soften the outline."""
        roots = self._spread(self._style.stray)
        ways = self._flow.trace(roots, 11)
        normals = self._flow.normals(ways)
        t = np.linspace(0, 1, 11)
        for way, out in zip(ways, normals, strict=True):
            off = self._chance.uniform(0.0006, 0.0028)
            points = self._flow.at(way, 0.5 + 0.55 * smooth(0, 0.2, t), off * np.sin(np.pi * t))
            tone = self._shade(way) * self._chance.uniform(0.85, 1.0)
            shape = Shape(self._chance.uniform(0.006, 0.010), columns=2, bend=0.1, edge=0)
            yield lock(points, out, shape, COLUMNS["wisp"], tone, self._chance.normal(0, 0.1))

    def from_parting(self) -> Iterator[Strip]:
        """Lay thin locks that begin at the parting."""
        t, count = np.linspace(0, 1, 9), 30
        for sign in (-1, 1):
            along = (np.arange(count) + self._chance.random(count)) / count
            across = unit(np.cross(self._flow.parting(np.ones(1)), self._flow.parting(np.zeros(1))))
            roots = unit(self._flow.parting(along * self._flow.parted) + sign * 0.006 * across)
            ways = self._flow.trace(roots, 9, np.full(count, 1.0))
            for way, out in zip(ways, self._flow.normals(ways), strict=True):
                share = 0.7 + self._chance.uniform(0.2, 0.38) * smooth(0, 0.3, t)
                points = self._flow.at(way, share, np.zeros(9))
                tone = self._shade(way) * self._chance.uniform(0.75, 1.0)
                shape = Shape(self._chance.uniform(0.010, 0.015), root=0.9)
                yield lock(points, out, shape, COLUMNS["thin"], tone)

    def along_the_line(self) -> Iterator[Strip]:
        """Root thin locks at skin level all along the hairline, denser in front."""
        off = np.linspace(0, 1, 64)
        azimuth = np.concatenate([s * (off**1.15) * 178 for s in (-1, 1)])
        azimuth = azimuth + self._chance.normal(0, 0.7, len(azimuth))
        line = self._flow.scalp.line(azimuth)
        roots = direction(azimuth, line + self._chance.uniform(-0.4, 2.4, len(azimuth)))
        longest = self._chance.uniform(0.5, 0.95, len(roots))
        ways = self._flow.trace(roots, 9, longest)
        t = np.linspace(0, 1, 9)
        for way, out in zip(ways, self._flow.normals(ways), strict=True):
            share = self._chance.uniform(0.8, 1.08) * smooth(0, 0.35, t)
            points = self._flow.at(way, share, 0.0004 + 0.0006 * smooth(0, 0.1, t))
            tone = self._shade(way) * self._chance.uniform(0.75, 1.0)
            shape = Shape(self._chance.uniform(0.008, 0.012), arch=0.0006, root=0.8)
            yield lock(points, out, shape, COLUMNS["edge"], tone)

    def baby(self) -> Iterator[Strip]:
        """Break the hairline with short fine hairs, some of them before it."""
        count = 150
        azimuth = self._chance.uniform(-100, 100, count)
        below = self._chance.uniform(-1.2, 1.8, count)
        roots = direction(azimuth, self._flow.scalp.line(azimuth) - below)
        ways = self._flow.trace(roots, 5, self._chance.uniform(0.12, 0.3, count))
        t = np.linspace(0, 1, 5)
        for way, out in zip(ways, self._flow.normals(ways), strict=True):
            off = self._chance.uniform(0.0008, 0.0022)
            points = self._flow.at(way, np.full(5, 0.6), 0.0003 + off * t)
            shape = Shape(self._chance.uniform(0.004, 0.007), columns=2, tip=0.7, bend=0.05, edge=0)
            yield lock(points, out, shape, COLUMNS["baby"], np.full(5, 0.9))

    def loose(self) -> Iterator[Strip]:
        """Hang the style's loose locks."""
        for given in self._style.loose:
            for n in range(given.twins):
                yield self._hung(given, (n - (given.twins - 1) / 2) * given.spread)

    def _hung(self, given: Lock, aside: float) -> Strip:
        rows = 12
        knots, t = np.linspace(0, 1, len(given.path)), np.linspace(0, 1, rows)
        azimuth, elevation = given.root
        root = self._flow.scalp.at(direction(azimuth + aside, elevation + aside), 0.001)
        path = np.array(given.path) * [np.sign(azimuth), 1, 1]
        path += self._chance.normal(0, 0.0018, path.shape) * knots[:, None]
        points = root + make_interp_spline(knots, path, k=3)(t)
        out = unit((points - self._flow.scalp.centre) * [1, 0.2, 1])
        shape = Shape(given.width * self._chance.uniform(0.8, 1.2), columns=2, tip=0.3, edge=0)
        return lock(points, out, shape, COLUMNS["wisp"], np.full(rows, 0.9))

    def _spread(self, count: int) -> Floats:
        """Scatter roots [count, 3] evenly inside the hairline, away from the bun."""
        total = count * 4
        k = np.arange(total) + 0.5
        level, turn = 1 - 2 * k / total, k * _GOLDEN + self._chance.uniform(0, 6.3)
        ring = np.sqrt(1 - level**2)
        ball = np.c_[ring * np.cos(turn), level, ring * np.sin(turn)]
        ball = unit(ball + self._chance.normal(0, 0.02, ball.shape))
        inside = self._flow.scalp.inset(ball).depth > 0.006
        free = ball @ self._flow.target < np.cos(np.radians(38))
        chosen = np.flatnonzero(inside & free)
        kept = self._chance.permutation(chosen)[:count]
        return ball[np.sort(kept)]

    def _shade(self, ways: Floats) -> Floats:
        """Return how much light reaches hair at directions [...]: less at roots and below."""
        _, elevation = angles(ways)
        deep = np.maximum(self._flow.scalp.inset(ways).depth, 0)
        near = np.arccos(np.clip(ways @ self._flow.target, -1, 1))
        light = 0.78 + 0.22 * smooth(0, 0.02, deep)
        light = light * (0.72 + 0.28 * smooth(0.3, 0.75, near))
        return np.asarray(light * (0.82 + 0.18 * smooth(-35, 15, elevation)))


def _folded(run: Floats) -> Floats:
    """Fold a growing number to 0..1 and back, so that a column can be shown on and on."""
    return np.asarray(1 - np.abs(run % 2 - 1))
