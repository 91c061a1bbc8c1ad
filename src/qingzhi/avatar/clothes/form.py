"""Dress forms: bodies as tailors see them, a stack of sections that bulge and never cave in.

A place on a form is (turn, height): the angle about its axis (0 in front, π/2 on the left, π
behind) and the height. Patterns are drawn in these coordinates and stand off by layers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.interpolate import RectBivariateSpline
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import ConvexHull

from qingzhi.avatar.geometry import smooth, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TURNS: Final = np.linspace(-np.pi, 2 * np.pi, 217)
"""Half a turn more on both sides, so that the spline runs on smoothly."""
_STEP: Final = 0.005
_SPANNED: Final = 6.0
"""Rows over which cloth that spans a hollow bends into what it hangs from."""
_SLAB: Final = 0.005
_FEWEST: Final = 12
_THINNEST: Final = 0.004
"""Metres: a section whose middle is nearer to its edge is no whole one."""


@dataclass(frozen=True)
class Form:
    """A surface over (turn, height). `axis` [H, 2] is (x, z) of the middle at each height."""

    heights: Floats
    axis: Floats
    radius: Floats
    """[TURNS, H] metres."""

    @cached_property
    def _spline(self) -> RectBivariateSpline:
        return RectBivariateSpline(_TURNS, self.heights, self.radius, kx=3, ky=1)

    def at(self, turn: Floats, height: Floats, gap: Floats | float = 0.0) -> Floats:
        """Return points [..., 3] that stand `gap` metres off the surface, along its normal."""
        bare = self._bare(turn, height)
        return np.asarray(bare + self.out(turn, height) * np.asarray(gap)[..., None])

    def out(self, turn: Floats, height: Floats) -> Floats:
        """Return unit normals [..., 3]."""
        e = 0.02
        across = self._bare(turn + e, height) - self._bare(turn - e, height)
        up = self._bare(turn, height + _STEP) - self._bare(turn, height - _STEP)
        return unit(np.cross(across, up))

    def _bare(self, turn: Floats, height: Floats) -> Floats:
        turn, height = np.broadcast_arrays(turn, height)
        once = (turn + np.pi / 2) % (2 * np.pi) - np.pi / 2
        radius = self._spline.ev(once, np.clip(height, self.heights[0], self.heights[-1]))
        x, z = (np.interp(height, self.heights, column) for column in self.axis.T)
        return np.stack([x + radius * np.sin(turn), height, z + radius * np.cos(turn)], -1)

    def bridged(self, low: float, high: float, share: float) -> Form:
        """Return the form with hollows between two heights spanned by a share of their depth."""
        first, last = (int(np.abs(self.heights - y).argmin()) for y in (low, high))
        span = slice(first, last + 1)
        rise = np.linspace(0, 1, last + 1 - first)
        line = np.outer(self.radius[:, first], 1 - rise) + np.outer(self.radius[:, last], rise)
        radius = self.radius.copy()
        radius[:, span] += share * np.maximum(line - radius[:, span], 0)
        soft = gaussian_filter1d(radius, _SPANNED, axis=1, mode="nearest")
        soft = np.maximum(soft, self.radius)
        about = smooth(high + 0.06, high + 0.02, self.heights)
        radius += about * (soft - radius)
        return Form(self.heights, self.axis, gaussian_filter1d(radius, 2.0, axis=1, mode="nearest"))

    def draped(self, radius: Floats, gap: float) -> Form:
        """Return the form under cloth that hangs straight.

        `radius` [H] is how wide the cloth would be on a thin body; it stays `gap` off this one.
        """
        hung = np.maximum(self.radius + gap, radius)
        soft = _softened(hung, 0.012)
        return Form(self.heights, self.axis, soft + _softened(np.maximum(hung - soft, 0), 0.012))

    def flared(self, top: float, slope: float) -> Form:
        """Return the form as cloth hangs on it: below `top` it draws in by no more than `slope`.

        It stands out by `slope` metres for each metre down; a negative one lets it taper.
        """
        last = int(np.abs(self.heights - top).argmin())
        radius = self.radius.copy()
        for row in range(last - 1, -1, -1):
            radius[:, row] = np.maximum(radius[:, row], radius[:, row + 1] + slope * _STEP)
        below = gaussian_filter1d(gaussian_filter1d(radius, 4, axis=0, mode="nearest"), 3, axis=1)
        share = np.clip((top - self.heights) / 0.03, 0, 1)
        return Form(self.heights, self.axis, radius + share * (np.maximum(below, radius) - radius))

    def turn_at(self, x: Floats, height: Floats, *, behind: bool = False) -> Floats:
        """Return the turns [N] in front (or behind) at which the surface has an x."""
        x, height = np.broadcast_arrays(np.asarray(x, float), np.asarray(height, float))
        turns = np.linspace(-np.pi / 2, np.pi / 2, 91) + (np.pi if behind else 0)
        across = self._bare(turns[None], height.reshape(-1, 1))[..., 0]
        order = np.argsort(across, axis=1, kind="stable")
        found = [
            np.interp(one, row[rank], turns[rank])
            for one, row, rank in zip(x.ravel(), across, order, strict=True)
        ]
        return np.array(found).reshape(x.shape)


def form(
    points: Floats, low: float, high: float, axis: Sequence[Sequence[float]], soft: float = 0.010
) -> Form:
    """Wrap points [N, 3] between two heights; rows of `axis` are height, x, z of the middle.

    `soft` metres is how far sections are smoothed up and down.
    """
    heights = np.arange(low, high + _STEP, _STEP)
    knots = np.asarray(axis, float)
    middle = np.stack([np.interp(heights, knots[:, 0], column) for column in knots[:, 1:].T], 1)
    directions = np.stack([np.sin(_TURNS), np.cos(_TURNS)], 1)
    sections = [_section(points, y, m, directions) for y, m in zip(heights, middle, strict=True)]
    whole = np.array([section is not None for section in sections])
    near = np.abs(np.subtract.outer(np.arange(len(heights)), np.flatnonzero(whole))).argmin(1)
    closed = [section for section in sections if section is not None]
    radius = np.stack([closed[i] for i in near], 1)
    soft_radius = _softened(radius, soft)
    missing = _softened(np.maximum(radius - soft_radius, 0), soft)
    return Form(heights, middle, soft_radius + missing)


def _softened(radius: Floats, soft: float) -> Floats:
    radius = gaussian_filter1d(radius, soft / _STEP, axis=1, mode="nearest")
    return np.asarray(gaussian_filter1d(radius, 3, axis=0, mode="nearest"))


def _section(points: Floats, height: float, middle: Floats, directions: Floats) -> Floats | None:
    """Return how far the hull of a thin slab of points reaches in each direction [T, 2].

    A slab that does not go all round the middle (above a neck, say) is made thicker, then given up.
    """
    for slab in (_SLAB, 2 * _SLAB, 4 * _SLAB):
        chosen = points[np.abs(points[:, 1] - height) < slab][:, [0, 2]] - middle
        if len(chosen) < _FEWEST:
            continue
        edges = ConvexHull(chosen).equations
        if edges[:, 2].max() > -_THINNEST:
            continue
        facing = directions @ edges[:, :2].T
        with np.errstate(divide="ignore"):
            reach = np.where(facing > 1e-9, -edges[:, 2] / facing, np.inf)
        return np.asarray(reach.min(1))
    return None
