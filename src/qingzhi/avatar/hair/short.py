"""Hair too short to be combed: tufts all over the scalp, each a few millimetres to centimetres.

The scalp is painted in the hair's colour below; tufts give it depth, an outline and light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.geometry import grid, smooth, unit
from qingzhi.avatar.hair.picture import COLUMNS
from qingzhi.avatar.hair.strip import out_of_skull, weights
from qingzhi.avatar.part import Part
from qingzhi.avatar.scalp import Scalp, angles, direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_WHORL: Final = direction(168, 58)
"""Where hair turns: it grows away from here, down at the sides and forwards on top."""
_SIDES: Final = (8.0, 40.0)
"""Degrees of elevation between which the sides' length becomes that of the top."""
_GOLDEN: Final = np.pi * (3 - 5**0.5)
_ROWS: Final = 4
_BEND: Final = 0.2
"""How far the normals of a tuft lean outwards at its sides."""


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


class Tufts(NamedTuple):
    """Lattices of tufts: N tufts of _ROWS rows and two columns."""

    points: Floats
    """[N, R, 2, 3]."""
    normals: Floats
    uv: Floats
    """[N, R, 2, 2]."""
    tone: Floats
    """[N, R, 2]: how much light reaches hair there."""


def cropped(person: Person) -> list[Part]:
    """Grow a short cut: what is cut out, and along the hairline what is blended."""
    chance, scalp = person.random("hair"), Scalp(person)
    cut = CUTS[person.spec.hair.style]
    roots = _spread(scalp, cut, chance)
    dense = scalp.inset(roots).depth > 0.007
    tufts = _tufts(scalp, cut, roots[dense], "thin", chance)
    soft = _tufts(scalp, cut, roots[~dense], "edge", chance)
    fine = _tufts(scalp, cut, _along(scalp, chance), "wisp", chance)
    both = Tufts(*(np.concatenate(pair) for pair in zip(soft, fine, strict=True)))
    return [_part(tufts, "Hair", person, scalp), _part(both, "HairSoft", person, scalp)]


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


def _way(cut: Cut, roots: Floats) -> Floats:
    """Return unit tangents [N, 3]: which way hair lies."""
    away = roots - _WHORL
    high = smooth(25, 60, angles(roots)[1])[:, None]
    way = away + high * np.array([cut.swept, 0, 0.4])
    way = way + np.array([0, -0.55, 0]) * (1 - high)
    way = way - roots * (way * roots).sum(1, keepdims=True)
    return unit(way)


def _tufts(
    scalp: Scalp, cut: Cut, roots: Floats, column: str, chance: np.random.Generator
) -> Tufts:
    """Lay tufts from roots [N, 3]."""
    count = len(roots)
    inset = scalp.inset(roots)
    azimuth, elevation = angles(roots)
    way = unit(_way(cut, roots) + chance.normal(0, 0.16, (count, 3)))
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
    half = cut.width * chance.uniform(0.75, 1.25, count) / 2
    half = half[:, None] * np.interp(t, [0, 0.2, 0.7, 1], [0.9, 1, 1, 0.7])
    side = unit(np.cross(np.gradient(points, axis=1), out))
    left, right = COLUMNS[column].span
    u = np.broadcast_to([left, right], (count, _ROWS, 2))
    v = np.broadcast_to(np.linspace(0.99, 0.01, _ROWS)[:, None], u.shape)
    across = np.array([-1.0, 1.0])[:, None]
    return Tufts(
        points[:, :, None] + across * (side * half[..., None])[:, :, None],
        unit(out[:, :, None] + _BEND * across * side[:, :, None]),
        np.stack([u, v], -1),
        np.repeat(light[..., None], 2, -1),
    )


def _part(tufts: Tufts, material: str, person: Person, scalp: Scalp) -> Part:
    """Make one part of tufts, whose triangles look the way their normals do."""
    count = len(tufts.points)
    faces = np.repeat(grid(_ROWS, 2)[None], count, 0)
    down = tufts.points[:, 1:, 0] - tufts.points[:, :-1, 0]
    right = tufts.points[:, :-1, 1] - tufts.points[:, :-1, 0]
    inwards = (np.cross(down, right) * tufts.normals[:, :-1, 0]).sum((1, 2)) < 0
    faces[inwards] = faces[inwards][..., ::-1]
    starts = np.arange(count)[:, None, None] * (2 * _ROWS)
    points = out_of_skull(tufts.points.reshape(-1, 3), scalp)
    return Part(
        material=material,
        points=points,
        triangles=(faces + starts).reshape(-1, 3),
        weights=weights(points, person, scalp),
        uv=tufts.uv.reshape(-1, 2),
        colour=np.repeat(np.clip(tufts.tone, 0, 1).reshape(-1, 1), 3, 1),
        given_normals=tufts.normals.reshape(-1, 3),
    )
