"""What the face can do: 52 ARKit shapes fitted to this face, and 15 visemes mixed from them.

The base body's face shapes are drawn for its own face. Scaled by the width of the face they fit,
but for the blink, which must land exactly on a lower lid: it is carried over by a smooth warp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.interpolate import RBFInterpolator

from qingzhi.avatar.base import EYES, SKIN
from qingzhi.avatar.correct import released, rounded, unfolded
from qingzhi.avatar.geometry import smooth, sphere_fit
from qingzhi.avatar.lips import sealed
from qingzhi.score import ARKIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.shape import Shape
    from qingzhi.avatar.spec import AvatarSpec

    Floats = NDArray[np.float64]

_METRES: Final = 0.1
LID_CLEARANCE: Final = 1.045
"""A closed lid lies at least this many radii from the middle of its eye."""
_ORBIT: Final = 0.42
"""Decimetres about an eye that the blink's warp is fitted to."""
_STILL: Final = 0.006
"""Decimetres: what the blink moves less than this stays as it is on every face."""
_SOFT: Final = 0.02
"""Decimetres over which the fitted blink fades in."""
_NEIGHBOURS: Final = 60
_COLUMN: Final = 0.09
"""Radians: how far to each side the foremost vertices of a lid are compared."""
_OVERLAP: Final = 1.08
"""How far a closed lid goes of its way to the other: a little beyond, so that no slit shows."""

_CLOSED: Final = tuple(
    f"mouth{shape}{side}"
    for shape in ("Smile", "Frown", "Dimple", "Press", "Stretch")
    for side in EYES
)
"""Shapes that leave the lips closed when the jaw is."""

MID_BLINKS: Final = ("eyeBlinkMidLeft", "eyeBlinkMidRight")
"""Correctives: a straight way from open to closed cuts the eyeball, so a player adds
4·t·(1−t) of this to a blink of strength t."""

VISEMES: Final[Mapping[str, Mapping[str, float]]] = {
    "sil": {},
    "PP": {"mouthPress*": 0.5, "mouthRollLower": 0.3, "mouthRollUpper": 0.3, "jawOpen": 0.02},
    "FF": {"jawOpen": 0.1, "mouthRollLower": 0.6, "mouthUpperUp*": 0.35, "mouthShrugLower": 0.2},
    "TH": {"jawOpen": 0.2, "tongueOut": 0.4, "mouthUpperUp*": 0.2, "mouthLowerDown*": 0.3},
    "DD": {"jawOpen": 0.18, "mouthLowerDown*": 0.35, "mouthUpperUp*": 0.2},
    "kk": {"jawOpen": 0.26, "mouthStretch*": 0.2, "mouthLowerDown*": 0.2},
    "CH": {"jawOpen": 0.13, "mouthFunnel": 0.6, "mouthUpperUp*": 0.15},
    "SS": {"jawOpen": 0.07, "mouthStretch*": 0.35, "mouthLowerDown*": 0.35, "mouthUpperUp*": 0.2},
    "nn": {"jawOpen": 0.16, "mouthLowerDown*": 0.25},
    "RR": {"jawOpen": 0.17, "mouthFunnel": 0.4, "mouthPucker": 0.2},
    "aa": {"jawOpen": 0.6, "mouthLowerDown*": 0.25, "mouthUpperUp*": 0.15},
    "E": {"jawOpen": 0.3, "mouthStretch*": 0.35, "mouthSmile*": 0.15},
    "I": {"jawOpen": 0.15, "mouthSmile*": 0.3, "mouthStretch*": 0.3, "mouthLowerDown*": 0.2},
    "O": {"jawOpen": 0.36, "mouthFunnel": 0.5, "mouthPucker": 0.45},
    "U": {"jawOpen": 0.17, "mouthPucker": 0.85, "mouthFunnel": 0.25},
}
"""Oculus's 15 visemes as mixtures of ARKit shapes; `*` stands for both sides."""
MORPHS: Final = (*ARKIT, *MID_BLINKS, *(f"viseme_{name}" for name in VISEMES))


class Face(NamedTuple):
    """A face at rest and the ways it moves. Metres."""

    vertices: Floats
    """[N, 3]: the whole body, with the expression that it rests in."""
    morphs: Mapping[str, Floats]
    """By the names in MORPHS: displacements [N, 3] at full strength."""


def face(base: Base, shape: Shape, spec: AvatarSpec) -> Face:
    """Fit the face shapes to one face."""
    units = {name: _unit(base, name) * (shape.face_scale * _METRES) for name in ARKIT}
    vertices = shape.vertices.copy()
    for name, strength in spec.rest.items():
        vertices += strength * units[name]
        if strength > 0:  # what is worn at rest is taken out, so that full strength stays full
            units[name] *= 1 - strength
    vertices += sealed(base, vertices)
    units |= unfolded(base, vertices, units)
    units["jawOpen"] = units["jawOpen"] + rounded(base, vertices, units["jawOpen"])
    units = released(units, spec.rest)
    for name in _CLOSED:
        units[name] += sealed(base, vertices + units[name])
    morphs = dict(units)
    for side in EYES:
        blink, middle = _blink(base, vertices, side)
        morphs[f"eyeBlink{side}"], morphs[f"eyeBlinkMid{side}"] = blink, middle
    for name, recipe in VISEMES.items():
        morphs[f"viseme_{name}"] = _mixed(morphs, recipe)
    return Face(vertices, {name: morphs[name] for name in MORPHS})


def _unit(base: Base, name: str) -> Floats:
    moved = np.zeros_like(base.vertices)
    base.face_units.add(moved, name, 1)
    return moved


def _mixed(morphs: Mapping[str, Floats], recipe: Mapping[str, float]) -> Floats:
    total = np.zeros_like(next(iter(morphs.values())))
    for pattern, strength in recipe.items():
        for name in dict.fromkeys(pattern.replace("*", side) for side in EYES):
            total += strength * morphs[name]
    return total


def _blink(base: Base, vertices: Floats, side: str) -> tuple[Floats, Floats]:
    """Return the blink of one eye and its corrective for half way.

    A warp is fitted that carries what the blink leaves still about the eye of the base body
    (lower lid, orbit, brow) to this face; the closed lid goes through the same warp.
    """
    delta = _unit(base, f"eyeBlink{side}")
    reach = np.linalg.norm(delta, axis=1)
    near = np.linalg.norm(base.vertices - base.vertices[EYES[side]].mean(0), axis=1) < _ORBIT
    near[SKIN:] = False
    still, moving = np.flatnonzero(near & (reach < _STILL)), np.flatnonzero(reach >= _STILL)
    warp = RBFInterpolator(
        base.vertices[still],
        vertices[still] - base.vertices[still] * _METRES,
        neighbors=_NEIGHBOURS,
        kernel="linear",
    )
    goal = base.vertices[moving] + delta[moving]
    closed = goal * _METRES + warp(goal)
    faded = np.clip((reach[moving] - _STILL) / _SOFT, 0, 1)[:, None]
    start = vertices[moving]
    centre, radius = sphere_fit(vertices[EYES[side]])
    end = _off_the_eye(start + (closed - start) * faded * _OVERLAP, centre, radius)
    end = _evened(end, start, centre)
    blink, middle = np.zeros_like(vertices), np.zeros_like(vertices)
    blink[moving] = end - start
    half = (start + end) / 2
    middle[moving] = _off_the_eye(half, centre, radius) - half
    return blink, middle


def _off_the_eye(points: Floats, centre: Floats, radius: float) -> Floats:
    """Move what lies before the eyeball, but too close to it, straight out."""
    offset = points - centre
    distance = np.linalg.norm(offset, axis=1)
    limit = radius * LID_CLEARANCE
    inside = (offset[:, 2] > 0.3 * radius) & (distance < limit)
    return centre + offset * np.where(inside, limit / distance, 1)[:, None]


def _evened(end: Floats, start: Floats, centre: Floats) -> Floats:
    """Draw the edge of a closed lid as one smooth curve: the mesh's own is a little wavy."""
    way = np.linalg.norm(end - start, axis=1)
    offset = end - centre
    reach = np.linalg.norm(offset, axis=1)
    azimuth = np.arctan2(offset[:, 0], offset[:, 2])
    level = np.arcsin(offset[:, 1] / reach)
    nearby = np.abs(azimuth[:, None] - azimuth) < _COLUMN
    share = way / np.where(nearby, way, 0).max(1)
    edge = np.flatnonzero((share > 0.93) & (way > 0.25 * way.max()) & (offset[:, 2] > 0))
    edge = edge[np.argsort(azimuth[edge])]
    curve = np.polyfit(azimuth[edge], level[edge], 4)
    missing = np.polyval(curve, azimuth[edge]) - level[edge]
    inside = smooth(0.15, 0.35, way / way.max())
    lift = np.interp(azimuth, azimuth[edge], missing) * share**6 * inside
    level = level + lift
    flat = np.cos(level)
    turned = np.stack([np.sin(azimuth) * flat, np.sin(level), np.cos(azimuth) * flat], 1)
    return np.where((offset[:, 2] > 0)[:, None], centre + turned * reach[:, None], end)
