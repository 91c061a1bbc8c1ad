"""Short hair: cards laid over the head in an even shape, from a closed surface to single hairs.

All cards of a layer are grown at once. Each follows the flow, gains its share of the hair's height,
and keeps it: the outline is that of the height. Light takes the normals of that outline, so that it
runs on from card to card.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.geometry import grid, smooth, unit
from qingzhi.avatar.hair.cover import Cover
from qingzhi.avatar.hair.fade import faded
from qingzhi.avatar.hair.flow import Flow
from qingzhi.avatar.hair.picture import CROPPED, WHOLE
from qingzhi.avatar.hair.strip import out_of_skull, weights
from qingzhi.avatar.part import Part
from qingzhi.avatar.scalp import Scalp, angles, direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.hair.cut import Cut, Layer
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_GOLDEN: Final = np.pi * (3 - 5**0.5)
_CROWN: Final = direction(180, 78)
_FOREHEAD: Final = (44.0, 28.0)
"""Azimuths off the face from which hair is as long as on top, and to which it has become so."""
_TEMPLES: Final = (34.0, 50.0)
"""Azimuths over which the closed surface of a cut that fades draws back to the top."""
_BEND: Final = 0.16
"""How far the normals of a card lean outwards at its sides."""
_SINKS: Final = 0.12
"""Metres that a strand comes down for each that it runs, where the hair's height ends."""
_EAR: Final = 0.004
"""Metres that an ear stands off the head where hair ends before it."""
_THINNED: Final = 0.012
"""Metres inside the hairline over which roots of hair that falls out grow denser."""
_OUTSIDE: Final = -0.004
"""Metres before the hairline where the first hairs are rooted."""
_UNEVEN: Final = 0.06
"""How unevenly hair is cut that ends at a level, in levels: never below it."""
_STOUTEST: Final = 0.45
"""Width of a card over its length, at most."""
_JOINS: Final = 1.5
"""Over the shortest length of a layer, the one from which its cards show in full."""
_CRESTED: Final = 0.45
"""How far crests of waves turn the normals."""
_FIRST: Final = 0.1
"""The alpha, over the layer's, of its shortest."""
_ROOT: Final = 0.0003
"""Metres over the skin of the lowest root."""
_STEEPEST: Final = 0.75
"""Metres that a strand rises for each that it runs, at most."""
_SPAN: Final = 0.115
"""Metres from the eyes down to an adult's chin."""


class Cards(NamedTuple):
    """Lattices of N cards, R rows from root to tip, C columns from side to side."""

    points: Floats
    """[N, R, C, 3]."""
    normals: Floats
    uv: Floats
    """[N, R, C, 2]."""
    tone: Floats
    """[N, R, C]: how much light reaches hair there."""
    dense: Floats
    """[N, R, C]: alpha, besides the picture's."""


class Strands(NamedTuple):
    """What cards are laid along: N strands of R rows."""

    ways: Floats
    """[N, R, 3]: directions from the head's centre."""
    height: Floats
    """[N, R]: metres over the skin."""
    run: Floats
    """[N, R]: metres from the root."""
    level: Floats
    """[N]: share of the hair's height that they reach."""


class Cropped:
    """Grows one cut on one head."""

    def __init__(self, person: Person, cut: Cut) -> None:
        self._person, self._cut = person, cut
        self._scalp = Scalp(person)
        self._flow = Flow(self._scalp, cut.style)
        self._cover = Cover(person, self._scalp)
        marks = self._cover.landmarks
        self._size = (marks.eyes - marks.chin) / _SPAN
        self._chance = person.random("hair")

    def parts(self) -> list[Part]:
        """Return what is cut out and what is blended."""
        layers = self._cut.layers
        cut = [self.laid(layer) for layer in layers if not layer.soft]
        if self._cut.cap:
            cut.insert(0, self._cap(self._cut.cap))
        soft = [self.laid(layer) for layer in layers if layer.soft]
        return [self._part(cut, "Hair"), self._part(soft, "HairSoft")]

    def _roots(self, layer: Layer) -> Floats:
        """Scatter roots [N, 3] evenly inside the hairline, or along it."""
        chance, scalp = self._chance, self._scalp
        if layer.edge is not None:
            azimuth = np.linspace(-180, 180, layer.cards, endpoint=False)
            azimuth = azimuth + chance.normal(0, 180 / layer.cards, layer.cards)
            inside = chance.uniform(*layer.edge, layer.cards)
            ways = direction(azimuth, scalp.line(azimuth) + inside)
            return np.asarray(chance.permutation(ways[scalp.inset(ways).depth > _OUTSIDE]))
        total = 2 * layer.cards
        k = np.arange(total) + 0.5
        level, turn = 1 - 2 * k / total, k * _GOLDEN + chance.uniform(0, 6.3)
        ring = np.sqrt(1 - level**2)
        ball = np.c_[ring * np.cos(turn), level, ring * np.sin(turn)]
        ball = unit(ball + chance.normal(0, 0.25 / np.sqrt(layer.cards), ball.shape))
        inside = scalp.inset(ball).depth
        if scalp.bald:
            inside = inside - chance.uniform(0, _THINNED, len(ball)) ** 2 / _THINNED
        ball = ball[inside > layer.inset]
        return np.asarray(chance.permutation(ball))

    def lengths(self, roots: Floats) -> Floats:
        """Return how long [N] hair is cut at directions [N, 3], in metres."""
        cut = self._cut
        azimuth, elevation = angles(roots)
        off = np.abs(azimuth)
        low = cut.side + (cut.back - cut.side) * smooth(95, 135, off)
        top = cut.top * (1 + (cut.front - 1) * smooth(60, 20, off) * smooth(75, 45, elevation))
        high = np.maximum(smooth(*cut.tapered, elevation), smooth(*_FOREHEAD, off))
        whole = low + (top - low) * high
        return np.asarray(self._size * (cut.shaved + (whole - cut.shaved) * faded(roots, cut.fade)))

    def laid(self, layer: Layer) -> Cards:
        """Lay the cards of one layer, from those that lie lowest to the highest."""
        chance, cut = self._chance, self._cut
        roots = self._roots(layer)
        length = self.lengths(roots)
        fit = (length >= layer.least) & (length < layer.most)
        roots, length = roots[fit], length[fit] * layer.length
        length = length * chance.uniform(1 - cut.ragged, 1 + 0.5 * cut.ragged, len(length))
        later = 1 - (1 - np.linspace(0, 1, len(roots))) ** 2  # most reach nearly the highest level
        level = layer.level[0] + (layer.level[1] - layer.level[0]) * later
        return self._cards(self._grown(roots, length, level, layer.rows), layer)

    def _grown(self, roots: Floats, length: Floats, level: Floats, rows: int) -> Strands:
        """Lead strands from roots [N, 3] to where they are cut."""
        turn = self._turns(roots)
        ways = self._traced(roots, length, turn, rows)
        share = self._within(ways)
        if (share < 1).any():
            length = length * share
            ways = self._traced(roots, length, turn, rows)
        run = length[:, None] * np.linspace(0, 1, rows)
        return Strands(ways, self._heights(ways, run, level), run, level)

    def _within(self, ways: Floats) -> Floats:
        """Return the share [N] of strands [N, R, 3] up to the ears, or to where the cut ends."""
        cut, left = self._cut, np.full(ways.shape[:2], np.inf)
        if not cut.over_ears:
            left = np.minimum(left, _EAR - self._cover.ears(ways))
        if cut.ends is not None:
            front, back = cut.ends
            behind = smooth(50, 110, np.abs(angles(ways)[0]))
            units = front + (back - front) * behind
            units = units - np.abs(self._chance.normal(0, _UNEVEN, len(ways)))[:, None]
            level = self._cover.landmarks.level(units)
            left = np.minimum(left, self._scalp.at(ways, 0.0)[..., 1] - level)
        return _crossed(left)

    def _turns(self, roots: Floats) -> Floats:
        """Return by how many radians [N] strands leave the flow: patches do, and single ones."""
        cut, chance = self._cut, self._chance
        wave = chance.normal(0, 9, (3, 4))
        patches = np.sin(roots @ wave + chance.uniform(0, 6.3, 4)).sum(1) / 2
        return np.asarray(cut.swirl * patches + cut.stray * chance.normal(0, 1, len(roots)))

    def _traced(self, roots: Floats, length: Floats, turn: Floats, rows: int) -> Floats:
        """Follow the flow [N, rows, 3] from roots [N, 3] for a length [N] in metres."""
        here, found = roots, [roots]
        step = (length / (rows - 1) / self._scalp.radius(roots))[:, None]
        for _ in range(rows - 1):
            way = self._flow.way(here)
            way = way * np.cos(turn)[:, None] + np.cross(here, way) * np.sin(turn)[:, None]
            here = unit(here + way * step)
            found.append(here)
        return np.stack(found, 1)

    def _heights(self, ways: Floats, run: Floats, level: Floats) -> Floats:
        """Return metres [N, R] over the skin: of the hair's height their share, and kept."""
        cut = self._cut
        gained = cut.sunk + (1 - cut.sunk) * (1 - np.exp(-run / (cut.rise * self._size)))
        full = level[:, None] * self._flow.height(ways) * self._size
        height = np.minimum(full * gained, _STEEPEST * run + cut.sunk * full)
        sinks = _SINKS * run
        kept = np.maximum.accumulate(height + sinks, 1) - sinks
        tip = run / np.maximum(run[:, -1:], 1e-9)
        found = _ROOT + np.maximum(kept, 0) + cut.flick * level[:, None] * tip**2
        if cut.over_ears:
            found = found + np.maximum(self._cover.ears(ways), 0) * smooth(0, 0.02, run)
        return np.asarray(found)

    def _waved(self, points: Floats, normals: Floats, run: Floats) -> tuple[Floats, Floats]:
        """Wave strands [N, R, 3] and what light they take; neighbours wave nearly alike."""
        wave, chance = self._cut.wave, self._chance
        if wave is None:
            return points, normals
        side = unit(np.cross(np.gradient(points, axis=1), normals))
        place = points[:, 0] - self._scalp.centre
        phase = 6.3 * np.sin(place @ chance.normal(0, 30, (3, 2))).sum(1) * wave.alike
        phase = phase + (1 - wave.alike) * chance.uniform(0, 6.3, len(points))
        count = (len(points), 1)
        turn = 2 * np.pi * run / (wave.length * self._size) * chance.uniform(0.85, 1.15, count)
        turn = turn + phase[:, None]
        high = wave.height * self._size * chance.uniform(0.6, 1.25, count) * smooth(0, 0.025, run)
        across, off = np.sin(turn) * high, np.cos(turn) * high * wave.round_
        points = points + across[..., None] * side + off[..., None] * normals
        tilt = _CRESTED * np.stack([np.sin(turn), np.cos(turn)]) * (high / wave.height)
        along = unit(np.gradient(points, axis=1))
        return points, unit(normals + tilt[0, ..., None] * along - tilt[1, ..., None] * side)

    def _cards(self, strands: Strands, layer: Layer) -> Cards:
        """Lay cards of two columns along strands."""
        chance, cut = self._chance, self._cut
        count, rows = len(strands.run), strands.run.shape[1]
        points, normals = self._waved(
            self._scalp.at(strands.ways, strands.height),
            self._flow.normals(strands.ways),
            strands.run,
        )
        along = unit(np.gradient(points, axis=1))
        side = unit(np.cross(along, normals))
        turn = chance.normal(0, layer.lean, count)[:, None, None]
        side = side * np.cos(turn) + np.cross(side, along) * np.sin(turn)
        t = np.linspace(0, 1, rows)
        length = strands.run[:, -1]
        widest = layer.width * self._size * chance.uniform(0.75, 1.25, count)
        widest = np.minimum(widest, _STOUTEST * length)
        half = widest[:, None] / 2 * np.interp(t, [0, 0.3, 0.65, 1], [0.75, 1, 0.85, layer.tip])
        across = np.array([-1.0, 1.0])[:, None]
        left, right = CROPPED[layer.column].span
        flip = chance.random(count) < 0.5
        u = np.where(flip[:, None], [right, left], [left, right])[:, None]
        v = np.linspace(0.99, 0.01, rows)[:, None]
        tone = self._lit(strands) * chance.uniform(0.92, 1.06, count)[:, None]
        shown = layer.dense * faded(strands.ways, cut.fade) ** layer.fades
        if layer.soft and layer.least:
            whole = smooth(layer.least, _JOINS * layer.least, length / layer.length)
            shown = shown * (_FIRST + (1 - _FIRST) * whole)[:, None]
        return Cards(
            points[:, :, None] + across * (side * half[..., None])[:, :, None],
            unit(normals[:, :, None] + _BEND * across * side[:, :, None]),
            np.stack(np.broadcast_arrays(u, v), -1),
            np.repeat(tone[..., None], 2, -1),
            np.repeat(shown[..., None], 2, -1),
        )

    def _lit(self, strands: Strands) -> Floats:
        """Return how much light reaches strands [N, R]: less at roots and under others."""
        t = np.linspace(0, 1, strands.run.shape[1])
        deep = 0.55 + 0.45 * strands.level[:, None]
        _, elevation = angles(strands.ways)
        light = deep * np.interp(t, [0, 0.4, 1], [0.72, 0.92, 1.0])
        return np.asarray(light * (0.84 + 0.16 * smooth(-40, 15, elevation)))

    def _cap(self, share: float) -> Cards:
        """Close the surface below all cards; its edge dissolves into roots."""
        around, rows = 61, 11
        azimuth = np.linspace(-180, 180, around)
        elevation = self._scalp.line(azimuth) + self._cut.clear
        if self._cut.fade:
            sides = smooth(*_TEMPLES, np.abs(azimuth))
            elevation = np.maximum(elevation, self._cut.tapered[1] * sides - 90 * (1 - sides))
        line = direction(azimuth, elevation)
        t = np.linspace(0, 1, rows)[:, None, None]
        ways = unit(_CROWN * (1 - t) + line * t)
        points = self._scalp.at(ways, self._flow.height(ways) * share + _ROOT)
        span = CROPPED["closed"].span
        u = np.interp(1 - np.abs(np.arange(around) / 6 % 2 - 1), [0, 1], span)
        v = np.r_[np.linspace(0.2, WHOLE, rows - 1), 0.995][:, None]
        cap = (
            points,
            self._flow.normals(ways),
            np.stack(np.broadcast_arrays(u, v), -1),
            np.full((rows, around), 0.5),
            np.ones((rows, around)),
        )
        return Cards(*(value[None] for value in cap))

    def _part(self, laid: Sequence[Cards], material: str) -> Part:
        """Make one part of cards, in the order they were laid."""
        starts = np.cumsum([0, *(cards.tone.size for cards in laid[:-1])])
        faces = [_faces(cards) + at for cards, at in zip(laid, starts, strict=True)]
        flat = (np.concatenate(part) for part in zip(*(_flat(c) for c in laid), strict=True))
        points, normals, uv, tone, dense = flat
        points = out_of_skull(points, self._scalp)
        colour = np.repeat(np.clip(tone, 0, 1), 3, 1)
        return Part(
            material=material,
            points=points,
            triangles=np.concatenate(faces),
            weights=weights(points, self._person, self._scalp),
            uv=uv,
            colour=np.c_[colour, dense] if material == "HairSoft" else colour,
            given_normals=normals,
        )


def _crossed(left: Floats) -> Floats:
    """Return the share [N] of even steps at which values [N, R] first fall below nought."""
    steps = left.shape[1] - 1
    below = left < 0
    below[:, 0] = False
    n, last = np.arange(len(left)), np.where(below.any(1), below.argmax(1), steps)
    before, after = np.maximum(left[n, last - 1], 1e-6), left[n, last]
    part = np.where(after < 0, before / (before - np.minimum(after, 0)), 1.0)
    return np.asarray((last - 1 + part) / steps)


def _flat(cards: Cards) -> list[Floats]:
    widths = (3, 3, 2, 1, 1)
    return [value.reshape(-1, width) for value, width in zip(cards, widths, strict=True)]


def _faces(cards: Cards) -> NDArray[np.int64]:
    """Return triangles [T, 3] that look the way the normals do, card after card."""
    count, rows, columns = cards.tone.shape
    faces = np.repeat(grid(rows, columns)[None], count, 0)
    down = cards.points[:, 1:, :-1] - cards.points[:, :-1, :-1]
    right = cards.points[:, :-1, 1:] - cards.points[:, :-1, :-1]
    inwards = (np.cross(down, right) * cards.normals[:, :-1, :-1]).sum((1, 2, 3)) < 0
    faces[inwards] = faces[inwards][..., ::-1]
    starts = np.arange(count)[:, None, None] * (rows * columns)
    return np.asarray((faces + starts).reshape(-1, 3))


def cropped(person: Person, cut: Cut) -> list[Part]:
    """Grow a cut: what is cut out, and what is blended."""
    return Cropped(person, cut).parts()
