"""Eyeballs, corneas, the wet rims of the lids and the inner corners."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.geometry import grid, normals, smooth, unit
from qingzhi.avatar.iris import IRIS
from qingzhi.avatar.lashes import carried, lashes, ridden
from qingzhi.avatar.material import Material
from qingzhi.avatar.part import Part
from qingzhi.avatar.rig import rigid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.opening import Opening
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_CORNEA: Final = 0.035
_BOWL: Final = 0.05
"""How deep the iris is sunk, in radii: the parallax that a painted ball lacks."""
_CUPPED: Final = 0.45
"""How far the iris's normals lean inwards: it is brightest on the side away from the light."""
_RIM: Final = np.array([0.47, 0.25, 0.21])
_CORNER: Final = np.array([0.52, 0.22, 0.18])
_VEIL: Final = np.array([0.58, 0.42, 0.39])
"""Linear colours of the wet rim of a lid, of the tear duct, and of the ball beside it."""
_RIM_ROWS: Final = ((-3.0, 1.02), (-0.4, 1.032), (0.9, 1.014), (1.5, 0.985))
"""Degrees from a lid's edge over the opening, and radii, of the rows of its wet rim."""
_TUCK: Final = 0.96
"""Radii at which the wet rims lie when the lids are closed."""
_CORNER_SPAN: Final = 0.12
"""Share of the slit that the inner corner's flesh takes."""
WHITE: Final = (0.02, 0.02)
"""A place on the eyes' picture outside the ball, white: for what has its own colours."""


def materials() -> tuple[Material, ...]:
    """Return the material of the corneas: nothing but what they mirror."""
    return (Material(name="Cornea", colour=(1, 1, 1, 0.1), roughness=0.04, alpha="BLEND"),)


def eyes(person: Person, openings: Mapping[str, Opening], material: str) -> list[Part]:
    """Make both eyes; the ball and what is wet about it are of `material`."""
    parts = []
    for side, opened in openings.items():
        bone = f"{side.lower()}Eye"
        parts += [_ball(opened, bone, material), _cornea(opened, bone)]
        parts += [*_rims(person, opened, material), _corner(opened, material)]
        parts += lashes(person, opened)
    return parts


def _cap(angles: Floats, segments: int) -> tuple[Floats, Floats, Floats]:
    """Return directions [R, S, 3] about z at angles from it, the angles, and turns [R, S]."""
    off, turn = np.meshgrid(angles, np.linspace(0, 2 * np.pi, segments + 1), indexing="ij")
    out = np.dstack([np.sin(off) * np.cos(turn), np.sin(off) * np.sin(turn), np.cos(off)])
    return out, off, turn


def _ball(opened: Opening, bone: str, material: str) -> Part:
    edge = np.arcsin(IRIS)
    angles = np.r_[np.linspace(0, edge, 6), np.linspace(edge * 1.06, np.radians(80), 6)]
    out, off, turn = _cap(angles, 24)
    points = out.copy()
    inside = off <= edge + 1e-6
    sunk = np.cos(edge) - 0.03 - _BOWL * (1 - np.minimum(off / edge, 1) ** 2)
    points[..., 2] = np.where(inside, np.minimum(points[..., 2], sunk), points[..., 2])
    reach = 0.5 * np.sin(np.minimum(off, np.pi / 2))
    uv = np.dstack([0.5 + reach * np.cos(turn), 0.5 + reach * np.sin(turn)])
    flat = np.where(inside, 1 - (1 + _CUPPED) * (off / edge) ** 2 * 0.5, 1)
    leaning = unit(np.dstack([out[..., 0] * flat, out[..., 1] * flat, out[..., 2]]))
    count = out.shape[0] * out.shape[1]
    return Part(
        material=material,
        points=(points * opened.radius + opened.centre).reshape(-1, 3),
        triangles=grid(*out.shape[:2]),
        weights=rigid(count, bone),
        uv=uv.reshape(-1, 2),
        given_normals=leaning.reshape(-1, 3),
    )


def _cornea(opened: Opening, bone: str) -> Part:
    out, off, _ = _cap(np.linspace(0, np.radians(52), 7), 18)
    bulge = np.clip(1 - (off / (np.arcsin(IRIS) * 1.25)) ** 2, 0, 1) ** 1.5
    points = out * (opened.radius * (1.004 + _CORNEA * bulge))[..., None] + opened.centre
    count = out.shape[0] * out.shape[1]
    return Part(
        material="Cornea",
        points=points.reshape(-1, 3),
        triangles=grid(*out.shape[:2]),
        weights=rigid(count, bone),
    )


def _rims(person: Person, opened: Opening, material: str) -> list[Part]:
    """Close the way from each lid to the ball by the wet rim that real lids have."""
    parts = []
    for rim, level, sign in (
        (opened.upper_rim, opened.upper, 1.0),
        (opened.lower_rim, opened.lower, -1.0),
    ):
        width = np.interp(np.linspace(0, 1, len(rim)), [0, 0.12, 0.88, 1], [0.2, 1, 1, 0.2])
        rows = np.stack(
            [
                opened.at(opened.azimuth, level - sign * turn * width, opened.radius * reach)
                for turn, reach in _RIM_ROWS
            ]
        )
        points = rows.transpose(1, 0, 2).reshape(-1, 3)
        shade = np.tile(np.array([0.75, 1.0, 0.9, 0.6]) * (0.4 if sign > 0 else 1.0), len(rim))
        on = np.repeat(np.arange(len(rim)), len(rows))
        moving = carried(person, opened, rim)
        morphs = ridden(opened, points, on, rim, moving, tuck=_TUCK)
        wet = _wet(opened, points, grid(len(rim), len(rows)), material)
        parts.append(replace(wet, colour=_RIM * shade[:, None], morphs=morphs))
    return parts


def _corner(opened: Opening, material: str) -> Part:
    """Fill the inner corner with what covers the ball there, and the tear duct's little flesh."""
    columns, height = np.linspace(-0.1, _CORNER_SPAN, 9), np.linspace(-0.3, 1.3, 9)
    along = np.linspace(0, 1, len(opened.azimuth))
    upper, lower = (np.interp(columns, along, v)[:, None] for v in (opened.upper, opened.lower))
    azimuth = opened.azimuth[0] + columns * (opened.azimuth[-1] - opened.azimuth[0])
    share = columns / _CORNER_SPAN
    flesh = np.exp(-(((share - 0.25) / 0.22) ** 2))[:, None]
    flesh = flesh * np.exp(-(((height - 0.42) / 0.24) ** 2))
    reach = np.interp(share, [-0.6, 0, 0.3, 1], [1.06, 1.03, 1.012, 0.985])[:, None]
    level = lower + (upper - lower + 2.0) * height - 1.0
    points = opened.at(azimuth[:, None] + 0 * level, level, opened.radius * (reach + 0.04 * flesh))
    far = np.clip(share, 0, 1)[:, None, None]
    colour = _CORNER * (1 - far) + _VEIL * far
    colour = colour * (1 - 0.45 * smooth(0.45, 1.0, height))[None, :, None]
    colour = colour * (1 - 0.15 * flesh)[..., None]
    wet = _wet(opened, points.reshape(-1, 3), grid(len(columns), len(height)), material)
    return replace(wet, colour=colour.reshape(-1, 3))


def _wet(opened: Opening, points: Floats, faces: NDArray[np.int64], material: str) -> Part:
    return Part(
        material=material,
        points=points,
        triangles=_facing(points - opened.centre, faces),
        weights=rigid(len(points), "head"),
        uv=np.tile(WHITE, (len(points), 1)),
    )


def _facing(points: Floats, faces: NDArray[np.int64]) -> NDArray[np.int64]:
    """Turn a strip's triangles so that they look away from the origin."""
    return faces if (normals(points, faces) * points).sum() > 0 else faces[:, ::-1]
