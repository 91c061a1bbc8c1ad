"""Hair too short to be combed: tufts all over the scalp, each a few millimetres to centimetres.

The scalp is painted in the hair's colour below; tufts give it depth, an outline and light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.geometry import smooth, unit
from qingzhi.avatar.hair.picture import COLUMNS
from qingzhi.avatar.hair.strip import Shape, Strip, joined, lock
from qingzhi.avatar.scalp import Scalp, angles, direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.part import Part
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_WHORL: Final = direction(168, 58)
"""Where hair turns: it grows away from here, down at the sides and forwards on top."""
_SIDES: Final = (8.0, 40.0)
"""Degrees of elevation between which the sides' length becomes that of the top."""
_GOLDEN: Final = np.pi * (3 - 5**0.5)
_ROWS: Final = 4


class Cut(NamedTuple):
    """A hair cut. Lengths in metres."""

    top: float
    sides: float
    tufts: int
    width: float
    stand: float
    """How steeply hair leaves the skin on top, 0 flat to 1 upright."""
    swept: float = 0.0
    """How far the front is led to one side."""


CUTS: Final[Mapping[str, Cut]] = {
    "buzz": Cut(top=0.006, sides=0.005, tufts=1300, width=0.006, stand=0.3),
}


def cropped(person: Person) -> list[Part]:
    """Grow a short cut: what is cut out, and along the hairline what is blended."""
    chance, scalp = person.random("hair"), Scalp(person)
    cut = CUTS[person.spec.hair.style]
    roots = _spread(scalp, cut, chance)
    dense = scalp.inset(roots).depth > 0.007
    tufts = [*_tufts(scalp, cut, roots[dense], "thin", chance)]
    soft = [*_tufts(scalp, cut, roots[~dense], "edge", chance)]
    soft += _tufts(scalp, cut, _along(scalp, chance), "wisp", chance)
    return [joined(tufts, "Hair", person, scalp), joined(soft, "HairSoft", person, scalp)]


def _spread(scalp: Scalp, cut: Cut, chance: np.random.Generator) -> Floats:
    """Scatter roots [N, 3] evenly inside the hairline."""
    total = int(cut.tufts * 2.2)
    k = np.arange(total) + 0.5
    level, turn = 1 - 2 * k / total, k * _GOLDEN + chance.uniform(0, 6.3)
    ring = np.sqrt(1 - level**2)
    ball = np.c_[ring * np.cos(turn), level, ring * np.sin(turn)]
    ball = unit(ball + chance.normal(0, 0.012, ball.shape))
    return np.asarray(ball[scalp.inset(ball).depth > 0.0015])


def _along(scalp: Scalp, chance: np.random.Generator) -> Floats:
    """Return roots [N, 3] of fine hairs on the hairline."""
    count = 700
    azimuth = np.linspace(-178, 178, count) + chance.normal(0, 0.8, count)
    return direction(azimuth, scalp.line(azimuth) + chance.uniform(-0.8, 4.5, count))


def _way(scalp: Scalp, cut: Cut, roots: Floats) -> Floats:
    """Return unit tangents [N, 3]: which way hair lies."""
    away = roots - _WHORL
    high = smooth(25, 60, angles(roots)[1])[:, None]
    way = away + high * np.array([cut.swept, 0, 0.4])
    way = way + np.array([0, -0.55, 0]) * (1 - high)
    way = way - roots * (way * roots).sum(1, keepdims=True)
    return unit(way)


def _tufts(
    scalp: Scalp, cut: Cut, roots: Floats, column: str, chance: np.random.Generator
) -> Iterator[Strip]:
    """Lay tufts from roots [N, 3]."""
    count = len(roots)
    inset = scalp.inset(roots)
    azimuth, elevation = angles(roots)
    way = unit(_way(scalp, cut, roots) + chance.normal(0, 0.16, (count, 3)))
    high = smooth(*_SIDES, elevation + 10 * np.cos(np.radians(azimuth)))
    length = cut.sides + (cut.top - cut.sides) * high
    length = (
        length * chance.uniform(0.75, 1.2, count) * (0.35 + 0.65 * smooth(0, 0.014, inset.depth))
    )
    stand = cut.stand * (0.25 + 0.75 * high) * chance.uniform(0.75, 1.2, count)
    t = np.linspace(0, 1, _ROWS)
    ahead = (length * np.cos(stand))[:, None] * t
    up = (length * np.sin(stand))[:, None] * (t - 0.42 * t**2)
    angle = ahead / scalp.radius(roots)[:, None]
    curve = roots[:, None] * np.cos(angle)[..., None] + way[:, None] * np.sin(angle)[..., None]
    points = scalp.at(curve, up + 0.0003)
    tone = chance.uniform(0.72, 1.12, count) * (0.74 + 0.26 * high)
    light = tone[:, None] * np.interp(t, [0, 0.5, 1], [0.62, 0.92, 1.0])
    out = unit(points - scalp.centre)
    widths = cut.width * chance.uniform(0.75, 1.25, count)
    for path, normal, lit, width in zip(points, out, light, widths, strict=True):
        shape = Shape(float(width), columns=2, root=0.9, tip=0.7, bend=0.2, edge=0)
        yield lock(path, normal, shape, COLUMNS[column], lit)
