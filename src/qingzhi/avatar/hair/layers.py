"""The layers of combed hair, from the closed surface below to single hairs above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.interpolate import make_interp_spline

from qingzhi.avatar.geometry import smooth, unit
from qingzhi.avatar.hair.picture import COLUMNS, COMES_OUT, WHOLE
from qingzhi.avatar.hair.strip import Shape, Strip, lock
from qingzhi.avatar.scalp import angles, direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.hair.flow import Flow
    from qingzhi.avatar.hair.style import Lock

    Floats = NDArray[np.float64]

_ROWS: Final = 16
_ON_PARTING: Final = 18
_ON_LINE: Final = 40
_TILE: Final = 9
"""Roots, about 6 mm apart, that the closed column spans: a whole number, so that no face of the
sheet begins and ends at the same u, where light would find no direction across the strands."""
_SHEET: Final = (6.5, 3.5)
"""Degrees that the closed surface begins inside the hairline: over the face, and at the sides."""
_LAID: Final = 0.013
"""Metres inside the hairline from which locks are laid over the surface."""
_FIRST: Final = 3.0
"""Degrees that it does at the parting."""
_BESIDE: Final = 1.0
"""Degrees of azimuth beside it."""
_ALONG_PARTING: Final = (0.07, 1.05)
"""Where along the parting single hairs are rooted."""
_OFF_PARTING: Final = 0.012
"""Metres off the parting at which locks are rooted, at least."""
_GOLDEN: Final = np.pi * (3 - 5**0.5)


class Rise(NamedTuple):
    """How high a lock lies from root to tip; each value for all locks or [N, 1]."""

    root: Floats | float
    """Share of the hair's height at the root."""
    more: Floats | float
    """What is added to it by the share `by` of the length."""
    by: float
    lift: float = 0.0
    """Metres above that, but at the root."""
    swell: Floats | float = 0.0
    """Metres that the middle stands off."""


class Layers:
    """Lays strips along one flow."""

    def __init__(self, flow: Flow, chance: np.random.Generator) -> None:
        self._flow = flow
        self._chance = chance
        self._style = flow.style

    def surface(self) -> Iterator[Strip]:
        """Close the surface with two sheets, one on each side of the parting."""
        t = np.linspace(0, 1, _ROWS)
        for sign in (1.0, -1.0):
            roots = self._roots(sign)
            ways = self._flow.trace(roots, _ROWS)
            even = np.ones(ways.shape[:2])
            points = self._flow.at(ways, 0.93 * even, -0.0004 * even)
            u = np.interp(_folded(np.arange(len(roots)) / _TILE), [0, 1], COLUMNS["closed"].span)
            v = self._begin(len(roots))[:, None] * (1 - t) + 0.1 * t
            uv = np.stack(np.broadcast_arrays(u[:, None], v), -1)
            tone = 0.86 * self._shade(ways)
            sheet = Strip(points, self._flow.normals(ways), uv, tone)
            yield Strip(*(value.swapaxes(0, 1) for value in sheet))

    @staticmethod
    def _begin(count: int) -> Floats:
        """Return where on the picture [K] a sheet's strands begin, see `_roots`.

        Hairs come out of the skin one by one, but where the parting closes.
        """
        closes = np.linspace(COMES_OUT, WHOLE, _ON_PARTING)
        return np.asarray(np.r_[closes[::-1], np.full(count - _ON_PARTING, 0.99)])

    def _roots(self, sign: float) -> Floats:
        """Return directions [K, 3] round one half: down the parting, then along the hairline."""
        flow = self._flow
        t = np.linspace(flow.parted, flow.front(_FIRST), _ON_PARTING)
        parting = flow.beside(t, sign)
        azimuth = np.linspace(self._style.parting.azimuth + sign * _BESIDE, sign * 180, _ON_LINE)
        inside = np.interp(np.abs(azimuth), [55, 75], _SHEET)
        near = smooth(14, 0, np.abs(azimuth - self._style.parting.azimuth))
        inside = inside + (_FIRST - inside) * near
        line = direction(azimuth, flow.scalp.line(azimuth) + inside)
        return np.concatenate([parting, line])

    def over(self) -> Iterator[Strip]:
        """Lay locks all over the surface, each rising from below the others."""
        roots = self._spread(self._style.locks)
        level = self._chance.uniform(0.93, 1.04, (len(roots), 1))
        rise = Rise(0.6 * level, 0.4 * level, 0.22)
        shape = Shape(0.0185, tip=0.45, arch=0.0007, bend=0.12, edge=0.15)
        yield from self._laid(roots, 13, "full", shape, rise, tone=0.95 * level)

    def stray(self) -> Iterator[Strip]:
        """Let single hairs stand off a little: they soften the outline."""
        roots = self._spread(self._style.stray)
        off = np.minimum(self._chance.gamma(1.6, 0.0012, (len(roots), 1)), 0.0035)
        rise = Rise(0.5, 0.55, 0.2, swell=off)
        shape = Shape(0.009, columns=2, bend=0.1, edge=0)
        longest = self._chance.uniform(0.5, 1.4, len(roots))
        yield from self._laid(roots, 9, "wisp", shape, rise, tone=0.95, longest=longest, apart=0.06)

    def along_the_line(self, reach: float = 178.0, each: int = 118) -> Iterator[Strip]:
        """Root sparse locks in the skin along the hairline, ever denser further in.

        There are `each` of them on both sides of the face, up to an azimuth of `reach` degrees.
        """
        off = np.linspace(0, 1, each) ** 1.25 * reach
        roots = self._on_line(np.r_[-off, off], -0.8, 8.5)
        rise = Rise(0.0, self._chance.uniform(0.84, 1.12, (len(roots), 1)), 0.45, lift=0.0006)
        shape = Shape(0.013, columns=2, root=0.8, bend=0.1, edge=0)
        longest = self._chance.uniform(0.3, 0.75, len(roots))
        yield from self._laid(roots, 8, "edge", shape, rise, longest=longest, apart=0.035)

    def along_the_parting(self, each: int = 44) -> Iterator[Strip]:
        """Root sparse locks in the skin beside the parting, `each` on both sides."""
        ways = [
            self._flow.beside(self._chance.uniform(*_ALONG_PARTING, each), sign)
            for sign in (1.0, -1.0)
        ]
        roots = np.concatenate(ways)
        rise = Rise(0.35, self._chance.uniform(0.6, 0.72, (len(roots), 1)), 0.3, lift=0.0007)
        shape = Shape(0.011, columns=2, root=0.8, bend=0.1, edge=0)
        longest = self._chance.uniform(0.3, 0.7, len(roots))
        yield from self._laid(roots, 8, "edge", shape, rise, longest=longest, apart=0.05)

    def baby(self, reach: float = 100.0, count: int = 150) -> Iterator[Strip]:
        """Break the hairline with short fine hairs, some of them before it."""
        azimuth = self._chance.uniform(-1, 1, count)
        azimuth = reach * np.sign(azimuth) * np.abs(azimuth) ** 1.3
        roots = self._on_line(azimuth, -2.6, 1.5)
        rise = Rise(0.0, 1.1, 0.6, lift=0.0005)
        shape = Shape(0.007, columns=2, tip=0.7, bend=0.05, edge=0)
        longest = self._chance.uniform(0.07, 0.24, count)
        yield from self._laid(roots, 5, "baby", shape, rise, longest=longest, apart=0.03)

    def _laid(
        self, roots: Floats, rows: int, column: str, shape: Shape, rise: Rise,
        *, tone: Floats | float = 0.88, longest: Floats | float | None = None, apart: float = 0.0,
    ) -> Iterator[Strip]:  # fmt: skip
        """Lay locks from roots [N, 3] along the flow; widths and tones vary by a fifth.

        `apart` is how far, in radians, they leave the flow at their tips.
        """
        limit = None if longest is None else np.broadcast_to(longest, len(roots))
        ways = self._flow.trace(roots, rows, limit)
        t = np.linspace(0, 1, rows)[None]
        if apart:
            aside = unit(np.cross(np.gradient(ways, axis=1), ways))
            far = self._chance.normal(0, apart, (len(roots), 1)) * t
            ways = unit(ways + aside * far[..., None])
        share = rise.root + rise.more * smooth(0, rise.by, t)
        lift = rise.lift * smooth(0, 0.1, t) + rise.swell * np.sin(np.pi * t)
        points = self._flow.at(ways, share, lift)
        normals = self._flow.normals(ways)
        tones = self._shade(ways) * tone * self._chance.uniform(0.86, 1.12, (len(roots), 1))
        widths = shape.width * self._chance.uniform(0.8, 1.2, len(roots))
        rolls = self._chance.normal(0, 0.03, len(roots))
        for path, out, light, width, roll in zip(
            points, normals, tones, widths, rolls, strict=True
        ):
            given = shape._replace(width=float(width))
            yield lock(path, out, given, COLUMNS[column], light, roll=float(roll))

    def _on_line(self, azimuth: Floats, low: float, high: float) -> Floats:
        """Return directions [N, 3] by the hairline, `low` to `high` degrees inside it."""
        azimuth = azimuth + self._chance.normal(0, 0.7, len(azimuth))
        waver = sum(np.sin(azimuth / wave + self._chance.uniform(0, 6.3)) for wave in (3.1, 7.3))
        inside = low + (high - low) * self._chance.beta(1.3, 1.0, len(azimuth))
        inside = inside + 0.45 * np.asarray(waver)
        return direction(azimuth, self._flow.scalp.line(azimuth) + inside)

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
        path *= self._chance.uniform(0.7, 1.05)
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
        inside = self._flow.scalp.inset(ball).depth > _LAID
        free = self._flow.toward(ball) < np.cos(np.radians(38 if self._style.bun else 20))
        free &= self._flow.bared(ball) > _OFF_PARTING
        chosen = np.flatnonzero(inside & free)
        kept = self._chance.permutation(chosen)[:count]
        return np.asarray(ball[np.sort(kept)])

    def _shade(self, ways: Floats) -> Floats:
        """Return how much light reaches hair at directions [...]: less at roots and below."""
        _, elevation = angles(ways)
        deep = np.maximum(self._flow.scalp.inset(ways).depth, 0)
        near = np.arccos(np.clip(self._flow.toward(ways), -1, 1))
        light = 0.78 + 0.22 * smooth(0, 0.02, deep)
        light = light * (0.72 + 0.28 * smooth(0.3, 0.75, near))
        return np.asarray(light * (0.82 + 0.18 * smooth(-35, 15, elevation)))


def _folded(run: Floats) -> Floats:
    """Fold a growing number to 0..1 and back, so that a column can be shown on and on."""
    return np.asarray(1 - np.abs(run % 2 - 1))
