"""Hair that hangs or lies free.

Strands grow step by step, led by the flow, their weight, waves, and what they meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.geometry import smooth, unit
from qingzhi.avatar.hair import crest
from qingzhi.avatar.hair.cover import Cover
from qingzhi.avatar.hair.layers import Layers
from qingzhi.avatar.hair.picture import COLUMNS
from qingzhi.avatar.hair.strip import Shape, Strip, lock
from qingzhi.avatar.hair.sway import hung
from qingzhi.avatar.scalp import angles, direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qingzhi.avatar.hair.flow import Flow
    from qingzhi.avatar.hair.style import Fall, Tier, Wave
    from qingzhi.avatar.hair.sway import Chain
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

_STEP: Final = 0.006
"""Metres."""
_DOWN: Final = np.array([0.0, -1.0, 0.0])
_CROWN: Final = direction(180, 74)
_GOLDEN: Final = np.pi * (3 - 5**0.5)
_RISE: Final = 0.03
"""Metres of a strand over which it gains its height."""
_SUNK: Final = 0.45
"""Share of its height at which hair that is rooted in hair begins to be seen."""
_CLOSER: Final = 1.45
"""Rows of a lock lie closer where it leaves the head: its run by this power."""
_STOUTEST: Final = 0.5
"""Width of a lock over its length, at most."""
_SHORTEST: Final = 0.0025
"""Metres: what is cut shorter is left out."""
_START: Final = 0.6
"""Share of its height that it has at its root: hair lies on hair."""
_LONG: Final = 0.9
"""The level to which hair hangs behind, at least, that sways."""
_SWAYS: Final = 0.15
"""The level where it begins to."""
_OVER_EARS: Final = 0.3
"""Share of the ears below which hair ends before them."""
_EAR: Final = 0.006
"""Metres that an ear stands off where it begins."""
_TURNING: Final = 0.05
"""Metres from its tip over which hair bends inwards."""
_WILD: Final = 3.0
"""How much of their own pace and height waves have for what they lack of being alike."""
_ARCH: Final = 0.0008
"""Metres that a lock's middle stands over its edges."""
_FACE: Final = 0.35
"""How hard what would hang before the face is led aside."""


class Falling:
    """Grows strands of one style and lays locks along them."""

    def __init__(
        self, person: Person, flow: Flow, style: Fall, chance: np.random.Generator
    ) -> None:
        self._flow, self._style, self._chance = flow, style, chance
        self._scalp = flow.scalp
        self.cover = Cover(person, flow.scalp)
        self._marks = self.cover.landmarks
        self._size = (self._marks.eyes - self._marks.chin) / 0.118
        """Of the head, over an adult's."""

    def strips(self, *, soft: bool) -> Iterator[Strip]:
        """Lay all tiers that are blended, or all others."""
        if not soft and self._style.sheet:
            yield from self._sheets(self._style.sheet)
        if soft and (reach := self._style.rooted):
            layers = Layers(self._flow, self._chance)
            yield from layers.along_the_line(reach, round(reach))
            yield from layers.baby(reach, round(2 * reach))
        for tier in self._style.tiers:
            if tier.soft == soft:
                yield from self._tier(tier)

    def chains(self, points: Floats) -> list[Chain]:
        """Return the bones that hair with points [N, 3] sways with, where it hangs at all."""
        if self._style.cut is None or self._style.cut[1] < _LONG:
            return []
        return hung(points, self._scalp, float(self._marks.level(_SWAYS)))

    def _tier(self, tier: Tier) -> Iterator[Strip]:
        chance = self._chance
        roots = self._roots(tier)
        count = len(roots)
        _, elevation = angles(roots)
        high = smooth(-25, 70, elevation)
        level = np.interp(high, [0, 1], tier.level) + chance.normal(0, tier.even, count)
        level = np.clip(level, 0, 1.1)
        paths = self._grown(roots, level, tier)
        paths = self._turned(self._waved(paths, roots, self._style.wave))
        normals = self._out(paths)
        light = (0.62 + 0.38 * level) * tier.tone * chance.uniform(0.84, 1.12, count)
        light = light[:, None] * self._shade(paths)
        run = np.linalg.norm(np.diff(paths, axis=1), axis=2).sum(1)
        widths = tier.width * self._size * chance.uniform(0.75, 1.25, count)
        widths = np.minimum(widths, _STOUTEST * run)
        kept = run > _SHORTEST
        laid = (value[kept] for value in (paths, normals, light, widths))
        for path, out, lit, width in zip(*laid, strict=True):
            roll = chance.normal(0, tier.roll)
            shape = Shape(
                float(width), tier.columns, tip=tier.tip, root=tier.root, bend=tier.bend,
                edge=0.0 if tier.columns == 2 else 0.15, arch=_ARCH,
            )  # fmt: skip
            yield lock(path, out, shape, COLUMNS[tier.column], lit, roll=float(roll))

    def _shade(self, paths: Floats) -> Floats:
        """Return how much light [N, R] reaches strands: less at their roots and below."""
        along = np.interp(np.linspace(0, 1, paths.shape[1]), [0, 0.25, 1], [0.86, 0.96, 1.0])
        below = smooth(-40, 10, angles(paths - self._scalp.centre)[1])
        return np.asarray(along * (0.8 + 0.2 * below))

    def _sheets(self, share: float) -> Iterator[Strip]:
        """Close the surface with two sheets that fall from the parting and round the crown.

        Each is a lattice of strands that all grow alike, so that light runs over it unbroken.
        """
        wave = self._style.wave
        alike = None if wave is None else wave._replace(alike=1.0)
        for sign in (1.0, -1.0):
            roots = crest.roots(self._flow, sign)
            paths = self._grown(roots, np.full(len(roots), share), crest.SHEET)
            paths = crest.uncrossed(paths, self._scalp, sign)
            paths = self._turned(self._waved(paths, roots, alike))
            tone = crest.SHEET.tone * self._shade(paths)
            sheet = Strip(paths, self._out(paths), crest.shown(roots, paths.shape[1]), tone)
            yield Strip(*(value.swapaxes(0, 1) for value in sheet))

    def _roots(self, tier: Tier) -> Floats:
        """Scatter roots [N, 3] evenly inside the hairline, or beside the parting."""
        chance = self._chance
        if tier.parting:
            sign = np.where(np.arange(tier.locks) % 2, 1.0, -1.0)
            along = chance.uniform(0, self._flow.parted, tier.locks)
            off = sign * chance.uniform(0.004, 0.03, tier.locks)
            return unit(self._flow.parting(along) + off[:, None] * self._flow.across)
        total = 6 * tier.locks
        k = np.arange(total) + 0.5
        height, turn = 1 - 2 * k / total, k * _GOLDEN + chance.uniform(0, 6.3)
        ring = np.sqrt(1 - height**2)
        ball = np.c_[ring * np.cos(turn), height, ring * np.sin(turn)]
        ball = unit(ball + chance.normal(0, 0.02, ball.shape))
        azimuth, elevation = angles(ball)
        fit = self._scalp.inset(ball).depth > tier.inset
        fit &= (elevation > tier.between[0]) & (elevation < tier.between[1])
        fit &= (np.abs(azimuth) > tier.around[0]) & (np.abs(azimuth) <= tier.around[1])
        chosen = chance.permutation(np.flatnonzero(fit))[: tier.locks]
        return np.asarray(ball[np.sort(chosen)])

    def _grown(self, roots: Floats, level: Floats, tier: Tier) -> Floats:
        """Grow strands from roots [N, 3] and cut them; returns points [N, rows, 3].

        Those of a sheet grow alike, and are no fringe.
        """
        style, count = self._style, len(roots)
        wild = 0.0 if tier is crest.SHEET else 1.0
        fringe = self._fringe(roots) if wild else np.zeros(count, bool)
        length = self._lengths(roots, tier) * self._size
        ragged = wild * style.ragged
        length = length * self._chance.uniform(1 - ragged, 1 + 0.4 * ragged, count)
        steps = int(np.ceil(length.max() / _STEP)) + 1
        out = roots
        lift = style.lift * self._chance.uniform(1 - wild / 2, 1 + wild / 2, count)[:, None]
        way = np.where(fringe[:, None], _forwards(roots), self._flow.way(roots))
        stray = wild * style.stray
        along = unit(way + lift * out + self._chance.normal(0, stray * 2, roots.shape))
        here = self._scalp.at(roots, 0.0004 + _SUNK * level * self._flow.height(roots))
        path = [here]
        ahead = np.abs(angles(roots)[0]) < style.ahead
        frame = style.frame + wild * self._chance.uniform(0, 9, count)
        for n in range(1, steps):
            run = n * _STEP
            from_centre = here - self._scalp.centre
            out = unit(from_centre)
            _, elevation = angles(out)
            held = smooth(*style.held, elevation)[:, None]
            flow = np.where(fringe[:, None], _forwards(out), self._led(out, held[:, 0] > 0))
            pull = style.weight * smooth(0, 0.05, run)
            pull = pull * (1 + smooth(-15, -45, elevation)[:, None])
            going = 1.1 * along + style.follow * held * flow + pull * (1.2 - held) * _DOWN
            going = going + self._aside(out, frame, fringe)[:, None] * [1, 0, 0]
            near = smooth(-12, -40, elevation) * smooth(-64, -52, elevation)
            going = going + near[:, None] * self._draped(out, ahead)
            along = unit(going + self._chance.normal(0, stray, here.shape))
            here = here + along * _STEP
            thick = self._flow.height(out)
            clear = level * thick * (_START + (1 - _START) * smooth(0, _RISE, run))
            hanging = smooth(5, -25, elevation)
            clear = np.maximum(clear, hanging * (0.003 + level * style.hang) * smooth(0, 0.04, run))
            here, touched = self.cover.outside(here, clear, style.ears)
            into = np.minimum((along * touched).sum(1, keepdims=True), 0)
            along = along - into * touched
            low = (elevation < -40) & (np.abs(touched).sum(1) > 0)
            along[:, 0] *= np.where(low, 0.55, 1.0)  # it slides off shoulders to front and back
            along = unit(along)
            if style.hold:
                off = np.linalg.norm(here - self._scalp.centre, axis=1)
                least = (
                    self._scalp.radius(out)
                    + clear
                    + style.ears * np.maximum(self.cover.ears(out), 0)
                )
                drop = style.hold * held[:, 0] * np.maximum(off - least, 0)
                drop = drop * smooth(0, 0.03, run)
                here = here - out * drop[:, None]
            path.append(here)
        whole = np.stack(path, 1)
        return self._cut(whole, length, roots, fringe, tier)

    def _led(self, out: Floats, held: Bools) -> Floats:
        """Return which way [N, 3] the flow leads, where it holds hair."""
        flow = np.zeros_like(out)
        flow[held] = self._flow.way(out[held])
        return flow

    def _lengths(self, roots: Floats, tier: Tier) -> Floats:
        """Return lengths [N] in metres of an adult's strands, by where they are rooted."""
        azimuth, elevation = angles(roots)
        top, side, back = self._style.lengths
        high = smooth(*self._style.tapered, elevation)
        low = np.where(np.abs(azimuth) > 115, back, side)
        return np.asarray((low + (top - low) * high) * tier.length)

    def _fringe(self, roots: Floats) -> Bools:
        """Tell [N] which strands are the fringe's."""
        fringe = self._style.fringe
        if fringe is None:
            return np.zeros(len(roots), bool)
        azimuth, elevation = angles(roots)
        inside = (np.abs(azimuth - fringe.at) < fringe.width) & (elevation < fringe.depth)
        return np.asarray(inside)

    def _draped(self, out: Floats, ahead: Bools) -> Floats:
        """Return how [N, 3] hanging hair is drawn to the neck, and before or behind shoulders."""
        style = self._style
        inwards = -style.close * np.sign(out[:, 0]) * smooth(0.05, 0.3, np.abs(out[:, 0]))
        along = np.where(ahead, style.drape, -style.drape)
        return np.stack([inwards, np.zeros(len(out)), along], 1)

    def _aside(self, out: Floats, frame: Floats, fringe: Bools) -> Floats:
        """Return how hard [N] strands are led away from the face, along x."""
        azimuth, elevation = angles(out)
        below = smooth(-3, -9, elevation - self._scalp.line(azimuth))
        front = smooth(0, -14, np.abs(azimuth) - frame) * below * ~fringe
        return np.asarray(np.sign(azimuth) * front * _FACE * 4)

    def _cut(
        self, path: Floats, length: Floats, roots: Floats, fringe: Bools, tier: Tier
    ) -> Floats:
        """Take [N, rows, 3] at even steps of paths [N, S, 3] up to where they are cut."""
        style, chance, rows = self._style, self._chance, tier.rows
        ragged = 0.0 if tier is crest.SHEET else 0.3 * style.ragged
        run = np.r_[0, np.full(path.shape[1] - 1, _STEP)].cumsum()
        end = np.minimum(length, run[-1])
        azimuth, _ = angles(roots)
        if style.cut is not None:
            front, back = style.cut
            units = front + (back - front) * smooth(50, 150, np.abs(azimuth))
            units = units + chance.normal(0, ragged, len(roots))
            if tier is crest.SHEET:
                units = np.minimum(units, style.shown)
            end = np.minimum(end, self._reach(path, run, self._marks.level(units)))
        if style.fringe is not None:
            aside = np.abs(azimuth - style.fringe.at) / style.fringe.width
            longer = style.fringe.longer * smooth(0.8, 1.05, aside)
            spread = np.clip(chance.normal(0, 1, len(roots)), -2, 1) * style.fringe.ragged
            units = style.fringe.end + longer + spread
            at = np.minimum(end, self._reach(path, run, self._marks.level(units)))
            end = np.where(fringe, at, end)
        falls = np.diff(path[..., 1], axis=1, append=path[:, -1:, 1] - _STEP) < -0.3 * _STEP
        lying = ~falls & (path[..., 1] < self._marks.chin)
        end = np.where(lying.any(1), np.minimum(end, run[lying.argmax(1)] + 0.012), end)
        if style.ears < _OVER_EARS:
            off = self.cover.ears(unit(path - self._scalp.centre)) > _EAR
            off &= np.arange(path.shape[1]) > 0
            end = np.where(off.any(1), np.minimum(end, run[off.argmax(1)]), end)
        found = np.empty((len(path), rows, 3))
        shares = np.linspace(0, 1, rows) ** (_CLOSER if self._style.wave is None else 1.0)
        for n in range(len(path)):
            for axis in range(3):
                found[n, :, axis] = np.interp(shares * end[n], run, path[n, :, axis])
        return found

    @staticmethod
    def _reach(path: Floats, run: Floats, level: Floats) -> Floats:
        """Return the length [N] at which strands first come below a level."""
        below = path[..., 1] < level[:, None]
        first = np.where(below.any(1), below.argmax(1), len(run) - 1)
        return np.asarray(np.maximum(run[first], 0.02))

    def _waved(self, path: Floats, roots: Floats, wave: Wave | None) -> Floats:
        """Wave or curl strands [N, R, 3]; neighbours wave nearly alike, or all alike."""
        if wave is None:
            return path
        run = np.linalg.norm(np.diff(path, axis=1), axis=2).cumsum(1)
        run = np.c_[np.zeros(len(path)), run]
        out = self._out(path)
        side = unit(np.cross(np.gradient(path, axis=1), out))
        pitch = 2 * np.pi / (wave.length * self._size)
        turn = pitch * run
        # Where strands lie on each other they wave as one, wherever each is rooted.
        lower = pitch * (self._scalp.centre[1] - path[:, -1, 1]) - turn[:, -1]
        azimuth = np.abs(angles(path[:, -1] - self._scalp.centre)[0])
        alike, own = lower + azimuth / 26, self._chance.uniform(0, 6.3, len(roots))
        phase = wave.alike * (np.mod(alike + np.pi, 2 * np.pi) - np.pi) + (1 - wave.alike) * own
        wild = min(1.0, _WILD * (1 - wave.alike))
        pace = 1 + wild * self._chance.uniform(-0.12, 0.12, len(roots))
        turn = turn * pace[:, None] + phase[:, None]
        high = 1 + wild * self._chance.uniform(-0.4, 0.3, len(roots))
        high = wave.height * self._size * high[:, None]
        high = high * smooth(wave.begin, wave.begin + 0.05, run)
        across = np.sin(turn) * high
        off = (1 + np.cos(turn)) * high * wave.round_
        return np.asarray(path + across[..., None] * side + off[..., None] * out)

    def _turned(self, path: Floats) -> Floats:
        """Bend the tips of what hangs [N, R, 3] inwards."""
        if not self._style.turn:
            return path
        step = np.linalg.norm(np.diff(path, axis=1), axis=2)
        left = np.c_[step[:, ::-1].cumsum(1)[:, ::-1], np.zeros(len(path))]
        share = np.clip(1 - left / (_TURNING * self._size), 0, 1) ** 2
        share = share * smooth(self._marks.eyes, self._marks.chin, path[..., 1])
        inwards = (self._scalp.centre - path) * [1, 0, 1]
        bend = self._style.turn * self._size * share
        return np.asarray(path + unit(inwards) * bend[..., None])

    def _out(self, path: Floats) -> Floats:
        """Return normals [..., 3]: out of the head above, out of the body's axis below."""
        off = path - self._scalp.centre
        low = smooth(0.0, -0.07, off[..., 1])
        return unit(off * np.stack([np.ones_like(low), 1 - 0.85 * low, np.ones_like(low)], -1))


def _forwards(out: Floats) -> Floats:
    """Return unit tangents [N, 3] that lead from the crown down over the forehead."""
    away = np.broadcast_to(-_CROWN, out.shape)
    return unit(away - out * (out * away).sum(1, keepdims=True))
