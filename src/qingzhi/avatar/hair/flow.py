"""The flow that strands follow over the head, and the surface that they form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.geometry import smooth, unit
from qingzhi.avatar.hair.style import Bun
from qingzhi.avatar.scalp import angles, direction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.hair.style import Pole, Style, Tail
    from qingzhi.avatar.scalp import Scalp

    Floats = NDArray[np.float64]

_STEP: Final = np.radians(2.5)
_STEPS: Final = 84
_BORDER: Final = 0.014
"""Metres from the hairline within which hair is kept from crossing it."""
_INWARDS: Final = 0.6
"""Share of the flow that leads inwards at the hairline, at least."""
_FREE_INWARDS: Final = 0.8
"""The same for hair that hangs free: it rises from the forehead before it turns aside."""
_BESIDE: Final = 0.009
"""Radians off the middle of a parting at which hair begins."""
_PROBE: Final = 0.07
"""Radians between the places whose heights give a normal."""
_FAR: Final = 0.02
"""Metres: nothing of a parting is seen so far off it."""
_GROOVE: Final = np.radians(6)
"""How far off a parting hair is nearly at its height again."""
_VALLEY: Final = 1.5
"""How gently it rises there: hair bends up from its roots at once."""
_WAVERS: Final = ((0.0034, 9.0), (0.0021, 23.0), (0.0012, 51.0))
"""Radians by which a parting leaves its plane, and radians of waves along its whole length."""
_END: Final = np.radians(16)
"""How gently a parting ends."""


class Flow:
    """Directions and heights of combed hair."""

    def __init__(self, scalp: Scalp, style: Style, step: int = 1) -> None:
        self._step, self._steps = step * _STEP, _STEPS // step
        self.scalp = scalp
        self.style = style
        azimuth = style.parting.azimuth
        self._front = direction(azimuth, scalp.line(azimuth))
        self._end = direction(*style.parting.end)
        self.across = unit(np.cross(self._end, self._front))
        """The unit vector from the right of the parting to its left."""
        self._length = float(np.arccos(self._front @ self._end))
        self.parted = 1 + _END / self._length
        """Where along the parting it has closed; see `parting`."""
        self.target, self._near = direction(0, -90), 0.0
        self._both = style.tail is not None and style.tail.both
        if tied := style.bun or style.tail:
            self.target = direction(*tied.at)
            self._near = 0.8 * _tied(tied) / float(scalp.radius(self.target))

    def parting(self, t: Floats) -> Floats:
        """Return directions [T, 3] along the parting: 0 in front, 1 at its end."""
        middle = unit(self._front * (1 - t)[:, None] + self._end * t[:, None])
        return unit(middle + self._waver(t)[:, None] * self.across)

    def beside(self, t: Floats, sign: float) -> Floats:
        """Return directions [T, 3] at one side of the parting, left is 1, where its hair begins."""
        aside = sign * _BESIDE * (0.15 + 0.85 * smooth(0.9, 0.55, t))
        return unit(self.parting(t) + aside[:, None] * self.across)

    def front(self, inside: float) -> float:
        """Return where along the parting it is `inside` degrees off the hairline."""
        return float(np.radians(inside)) / self._length

    def _aside(self, directions: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the angle off the parting's plane, how much it counts there, and how far along.

        Left is positive; along it, 0 is the front and 1 the end.
        """
        off = np.arcsin(np.clip(directions @ self.across, -1, 1))
        along = np.arctan2(
            directions @ np.cross(self._front, self.across), directions @ self._front
        )
        counts = smooth(self._length + _END, self._length - _END * 0.3, along) * (along > -1)
        along = along / self._length
        return off - self._waver(along), counts, along

    def _waver(self, along: Floats) -> Floats:
        """Return radians [...] by which a bare parting leaves its plane, and ever less, back to it.

        Nobody combs a straight line.
        """
        if not self.style.parting.bare:
            return np.zeros_like(along)
        at = np.clip(along, 0, 1)
        waves = sum(high * np.sin(pace * (at + 1)) for high, pace in _WAVERS)
        return np.asarray(waves * smooth(0.9, 0.55, at))

    def bared(self, directions: Floats) -> Floats:
        """Return how far [...] in metres directions lie off the parting; far where it is closed."""
        off, counts, along = self._aside(directions)
        ends = smooth(0.9, 0.35, along) * counts
        return np.asarray(np.abs(off) * self.scalp.radius(directions) + (1 - ends) ** 3 * _FAR)

    def way(self, directions: Floats) -> Floats:
        """Return unit tangents [N, 3]: which way hair runs at directions [N, 3]."""
        flow = sum(_pushed(pole, directions) for pole in self.style.poles)
        parting = self.style.parting
        off, counts, _ = self._aside(directions)
        push = parting.push * counts * np.exp(-np.abs(off) / np.radians(parting.reach))
        flow = flow + (np.sign(off) * push)[:, None] * self.across
        flow = _tangent(flow, directions)
        inset = self.scalp.inset(directions)
        inwards = _tangent(inset.inwards, directions)
        least = _INWARDS if self.style.fall is None else _FREE_INWARDS
        lacking = np.maximum(least - (flow * inwards).sum(1), 0)
        near = np.exp(-((np.maximum(inset.depth, 0) / _BORDER) ** 2))
        if self.style.kept < 180:
            near = near * smooth(
                self.style.kept + 12, self.style.kept, np.abs(angles(directions)[0])
            )
        return _tangent(flow + (near * lacking)[:, None] * inwards, directions)

    def toward(self, directions: Floats) -> Floats:
        """Return the cosine [...] of the angle to where strands end."""
        if self._both:
            directions = np.abs(directions) * [1, 0, 0] + directions * [0, 1, 1]
        return np.asarray(directions @ self.target)

    def trace(self, roots: Floats, count: int, longest: Floats | None = None) -> Floats:
        """Follow the flow from roots [N, 3]; returns directions [N, count, 3] at even steps.

        A strand ends below the bun, or after `longest` [N] radians.
        """
        path = [roots]
        for _ in range(self._steps):
            here = path[-1]
            going = self.toward(here) < np.cos(self._near)
            path.append(unit(here + self.way(here) * self._step * going[:, None]))
        return _evenly(np.stack(path, 1), count, longest)

    def height(self, directions: Floats) -> Floats:
        """Return metres [...] between skin and the surface of the hair."""
        style = self.style
        full = np.full(directions.shape[:-1], style.volume)
        for mound in style.mounds:
            away = np.arccos(np.clip(directions @ direction(*mound.at), -1, 1))
            full += mound.height * np.exp(-((away / np.radians(mound.width)) ** 2))
        off, counts, along = self._aside(directions)
        rear = smooth(0.45, 0.9, along)
        lacking = style.parting.groove * (1 - rear) * counts - style.parting.crest * rear * (
            smooth(1.9, 1.3, along)
        )
        full *= 1 - lacking * np.exp(-(np.abs(off / _GROOVE) ** _VALLEY))
        inset = np.maximum(self.scalp.inset(directions).depth, 0)
        return np.asarray(np.maximum(full, 0.002) * (1 - np.exp(-inset / style.rise)))

    def at(self, directions: Floats, share: Floats, lift: Floats) -> Floats:
        """Return points [..., 3] at a share [...] of the hair's height and `lift` metres more."""
        return self.scalp.at(directions, self.height(directions) * share + lift)

    def normals(self, directions: Floats) -> Floats:
        """Return the unit normals [..., 3] of the surface of the hair."""
        flat = directions.reshape(-1, 3)
        side = unit(np.cross(flat, [0.31, 0.2, 0.93]))
        other = np.cross(flat, side)
        near = [unit(flat + _PROBE * s * w) for w in (side, other) for s in (1, -1)]
        right, left, up, down = (self.at(d, np.ones(len(d)), np.zeros(len(d))) for d in near)
        return unit(np.cross(right - left, up - down)).reshape(directions.shape)


def _tied(tied: Bun | Tail) -> float:
    """Return the radius in metres of what hair is tied to."""
    return tied.ring + tied.tube if isinstance(tied, Bun) else tied.thick


def _pushed(pole: Pole, directions: Floats) -> Floats:
    at = np.broadcast_to(direction(*pole.at), directions.shape)
    if pole.both:
        at = at * np.stack([np.sign(directions[..., 0]), *np.ones((2, len(directions)))], -1)
    away = np.arccos(np.clip((directions * at).sum(-1), -1, 1))
    strength = pole.push * np.exp(-((away / np.radians(pole.reach)) ** 2))
    away_from = _tangent(-at, directions)
    return np.asarray(strength[:, None] * away_from)


def _tangent(vectors: Floats, directions: Floats) -> Floats:
    return unit(vectors - directions * (vectors * directions).sum(1, keepdims=True))


def _evenly(path: Floats, count: int, longest: Floats | None) -> Floats:
    """Take [N, count, 3] at even steps of paths [N, S, 3]."""
    length = np.linalg.norm(np.diff(path, axis=1), axis=2).cumsum(1)
    length = np.c_[np.zeros(len(path)), length]
    total = length[:, -1] if longest is None else np.minimum(length[:, -1], longest)
    at = total[:, None] * np.linspace(0, 1, count)
    found = np.empty((len(path), count, 3))
    for n, (known, wanted) in enumerate(zip(length, at, strict=True)):
        for axis in range(3):
            found[n, :, axis] = np.interp(wanted, known, path[n, :, axis])
    return unit(found)
