"""Pieces of cloth: patterns drawn on a form, as thick as cloth is, on their way to parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.geometry import grid, normals, unit
from qingzhi.avatar.rig import NAMES

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_MIRROR: Final = [
    NAMES.index(
        name.replace("left", "right") if name.startswith("left") else name.replace("right", "left")
    )
    for name in NAMES
]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Cloth in the fitting pose. Metres; `dense` [N, bones] are its weights."""

    points: Floats
    faces: Ints
    uv: Floats
    """[N, 2] metres along the cloth."""
    zone: str
    dense: Floats
    light: Floats
    """[N] 0..1: how light seams and edges are, which are finer than occlusion sees."""
    out: Floats
    """[N, 3] unit vectors: which way the cloth looks where it has neither seams nor edges."""
    held: Floats
    """[N] 0..1: how far it is lit as if it looked that way."""

    def mirrored(self) -> Piece:
        """Return the same for the other side of the body, but for its weave, which goes on."""
        return replace(
            self,
            points=self.points * [-1, 1, 1],
            uv=self.uv * [-1, 1],
            faces=self.faces[:, ::-1],
            dense=self.dense[:, _MIRROR],
            out=self.out * [-1, 1, 1],
        )

    @property
    def normals(self) -> Floats:
        """Unit normals [N, 3]; places where the cloth meets itself have one."""
        _, welded = np.unique(self.points.round(6) + 0.0, axis=0, return_inverse=True)
        welded = welded.reshape(-1)
        points = np.zeros((int(welded.max()) + 1, 3))
        points[welded] = self.points
        own = normals(points, welded[self.faces])[welded]
        held = self.held[:, None]
        return unit(own * (1 - held) + self.out * held)


def joined(first: Piece, second: Piece) -> Piece:
    """Sew two pieces of one zone together, so that no seam is seen where they meet."""
    return Piece(
        zone=first.zone,
        faces=np.concatenate([first.faces, second.faces + len(first.points)]),
        **{
            name: np.concatenate([getattr(first, name), getattr(second, name)])
            for name in ("points", "uv", "dense", "light", "out", "held")
        },
    )


def lattice(
    points: Floats,
    zone: str,
    dense: Floats,
    out: ArrayLike,
    light: ArrayLike = 1.0,
    *,
    held: ArrayLike = 0.0,
) -> Piece:
    """Make a piece of a lattice [R, C, 3] that looks along `out` [..., 3]; `dense` [R, C, bones].

    The last column of a closed one repeats the first, for its texture has a seam there. The darker
    a seam or an edge, the more it is lit as the cloth around it, or as much as it is `held`: its
    flanks are narrower than a pixel, and would sparkle.
    """
    faces = grid(*points.shape[:2])
    flat = points.reshape(-1, 3)
    towards = np.broadcast_to(np.asarray(out, float), points.shape).reshape(-1, 3)
    if (normals(flat, faces) * towards).sum() < 0:
        faces = faces[:, ::-1]
    uv = _lengths(points).reshape(-1, 2)
    shared = np.broadcast_to(dense, (*points.shape[:2], dense.shape[-1]))
    dark = np.broadcast_to(np.asarray(light, float), points.shape[:2]).reshape(-1)
    fixed = np.broadcast_to(np.asarray(held, float), points.shape[:2]).reshape(-1)
    return Piece(
        points=flat,
        faces=faces,
        uv=uv,
        zone=zone,
        dense=shared.reshape(len(flat), -1),
        light=dark,
        out=unit(towards),
        held=np.maximum(1 - dark**2, fixed),
    )


def _lengths(points: Floats) -> Floats:
    """Return texture coordinates [R, C, 2] in metres along rows and columns."""
    across = np.linalg.norm(np.diff(points, axis=1), axis=2)
    down = np.linalg.norm(np.diff(points, axis=0), axis=2)
    u = np.pad(np.cumsum(across, 1), ((0, 0), (1, 0)))
    v = np.pad(np.cumsum(down.mean(1)), (1, 0))
    u = u - u.mean(1, keepdims=True)
    return np.stack([u, np.broadcast_to(v[:, None], u.shape)], -1)


def resampled(line: ArrayLike, at: Floats) -> Floats:
    """Return the places [N, C] at shares 0..1 of the length of a polyline [M, C]."""
    points = np.asarray(line, float)
    step = np.r_[0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))]
    return np.stack([np.interp(at * step[-1], step, column) for column in points.T], -1)


def curve(knots: ArrayLike, count: int = 64) -> Floats:
    """Draw a smooth line [count, C] through knots [K, C] (Catmull and Rom's, centripetal)."""
    points = np.asarray(knots, float)
    ends = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    step = np.sqrt(np.maximum(np.linalg.norm(np.diff(ends, axis=0), axis=1), 1e-9))
    when = np.r_[0, np.cumsum(step)]
    t = np.linspace(when[1], when[-2], count)
    i = np.clip(np.searchsorted(when, t, side="right") - 1, 1, len(points) - 1)

    def mix(a: Floats, b: Floats, low: Floats, high: Floats) -> Floats:
        share = ((t - low) / (high - low))[:, None]
        return np.asarray(a * (1 - share) + b * share)

    p, w = [ends[i + k] for k in (-1, 0, 1, 2)], [when[i + k] for k in (-1, 0, 1, 2)]
    a = [mix(p[k], p[k + 1], w[k], w[k + 1]) for k in range(3)]
    b = [mix(a[k], a[k + 1], w[k], w[k + 2]) for k in range(2)]
    return mix(b[0], b[1], w[1], w[2])


def coons(left: Floats, right: Floats, low: Floats, high: Floats, *, late: float = 1.0) -> Floats:
    """Fill in between four lines [R, C], [R, C], [K, C], [K, C]: a lattice [R, K, C].

    Rows take on the shape of `high` in proportion to the height, raised to the power `late`.
    S. Coons, "Surfaces for computer-aided design of space forms", 1967.
    """
    v = np.linspace(0, 1, len(left))[:, None, None]
    u = np.linspace(0, 1, len(low))[None, :, None]
    ruled = (1 - u) * left[:, None] + u * right[:, None]
    below, above = ((1 - u) * line[0] + u * line[-1] for line in (low, high))
    share = v**late
    return np.asarray(ruled + (1 - share) * (low - below) + share * (high - above))


def quilted(
    left: ArrayLike, right: ArrayLike, low: ArrayLike, high: ArrayLike,
    *, u: Floats, v: Floats, late: float = 1.0,
) -> Floats:  # fmt: skip
    """Fill in between four polylines at shares `u` of the width and `v` of the height.

    `left` and `right` run up, `low` and `high` from left to right.
    """
    fine, finer = np.linspace(0, 1, 129), np.linspace(0, 1, 1025)  # corners lie between rows
    sides = (resampled(line, finer) for line in (left, right))
    patch = coons(*sides, *(resampled(line, fine) for line in (low, high)), late=late)
    columns = np.stack([_column(patch, share) for share in u], 1)
    return np.stack([_row(columns, share) for share in v], 0)


def _column(patch: Floats, share: float) -> Floats:
    at = share * (patch.shape[1] - 1)
    i = min(int(at), patch.shape[1] - 2)
    return np.asarray(patch[:, i] + (at - i) * (patch[:, i + 1] - patch[:, i]))


def _row(patch: Floats, share: float) -> Floats:
    at = share * (patch.shape[0] - 1)
    i = min(int(at), patch.shape[0] - 2)
    return np.asarray(patch[i] + (at - i) * (patch[i + 1] - patch[i]))


def steps(count: int, *lines: float, edge: float = 0.03) -> Floats:
    """Return about `count` shares 0..1, closer at both ends and beside `lines` (seams)."""
    even = np.linspace(0, 1, count)
    extra = [edge, 1 - edge]
    for line in lines:
        extra += [line - edge, line, line + edge]
        even = even[np.abs(even - line) > 1.6 * edge]
    even = even[(even < 1e-9) | (even > 1 - 1e-9) | ((even > 1.6 * edge) & (even < 1 - 1.6 * edge))]
    return np.unique(np.r_[even, extra].round(9))


def between(low: Floats, high: Floats, share: Floats) -> Floats:
    """Blend two lines [C, 3] at shares [R]: a lattice [R, C, 3]."""
    s = share[:, None, None]
    return np.asarray((1 - s) * low + s * high)


def hermite(a: Floats, a_way: Floats, b: Floats, b_way: Floats, t: Floats) -> Floats:
    """Lead cubic curves from a to b [C, 3], leaving and arriving along the ways: [T, C, 3]."""
    t = t[:, None, None]
    return np.asarray(
        (2 * t**3 - 3 * t**2 + 1) * a
        + (t**3 - 2 * t**2 + t) * a_way
        + (3 * t**2 - 2 * t**3) * b
        + (t**3 - t**2) * b_way
    )
