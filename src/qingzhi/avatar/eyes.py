"""Eyeballs, corneas, lashes and the shadow that a lid casts on the ball."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter1d

from qingzhi.avatar.base import SKIN
from qingzhi.avatar.geometry import grid, smooth, unit
from qingzhi.avatar.material import Material, encode, mix, srgb
from qingzhi.avatar.part import Part
from qingzhi.avatar.rig import rigid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.opening import Opening
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

IRIS: Final = 0.445
"""Radius of the iris over that of the ball."""
_CORNEA: Final = 0.035
_BOWL: Final = 0.05
"""How deep the iris is sunk, in radii: the parallax that a painted ball lacks."""
_SIZE: Final = 512
_LASH: Final = 0.0068
"""Metres of an upper lash."""
_LID_MORPHS: Final = ("eye", "brow", "cheekSquint", "noseSneer")
_SHADE: Final = 0.25
"""The lowest part of the lashes' picture is a soft ramp: the lid's shadow."""


def materials(person: Person) -> tuple[Material, ...]:
    """Return the materials of the eyes; the lashes' picture is white where nothing is."""
    return (
        Material(name="Eye", base=encode(_ball_picture(person), quality=90), roughness=0.35),
        Material(name="Cornea", colour=(1, 1, 1, 0.1), roughness=0.04, alpha="BLEND"),
        Material(
            name="Lash",
            base=encode(_lash_picture(person)),
            roughness=0.9,
            alpha="BLEND",
            two_sided=True,
        ),
    )


def eyes(person: Person, openings: Mapping[str, Opening]) -> list[Part]:
    """Make both eyes."""
    parts = []
    for side, opened in openings.items():
        bone = f"{side.lower()}Eye"
        parts += [_ball(opened, bone), _cornea(opened, bone)]
        parts += _fringe(person, opened)
    return parts


def _cap(angles: Floats, segments: int) -> tuple[Floats, Floats, Floats]:
    """Return directions [R, S, 3] about z at angles from it, the angles, and turns [R, S]."""
    off, turn = np.meshgrid(angles, np.linspace(0, 2 * np.pi, segments + 1), indexing="ij")
    out = np.dstack([np.sin(off) * np.cos(turn), np.sin(off) * np.sin(turn), np.cos(off)])
    return out, off, turn


def _ball(opened: Opening, bone: str) -> Part:
    edge = np.arcsin(IRIS)
    angles = np.r_[np.linspace(0, edge, 7), np.linspace(edge * 1.06, np.radians(100), 12)]
    out, off, turn = _cap(angles, 28)
    points = out.copy()
    sunk = np.cos(edge) - 0.03 - _BOWL * (1 - np.minimum(off / edge, 1) ** 2)
    points[..., 2] = np.where(off <= edge + 1e-6, np.minimum(points[..., 2], sunk), points[..., 2])
    reach = 0.5 * np.sin(np.minimum(off, np.pi / 2))
    uv = np.dstack([0.5 + reach * np.cos(turn), 0.5 + reach * np.sin(turn)])
    count = out.shape[0] * out.shape[1]
    return Part(
        material="Eye",
        points=(points * opened.radius + opened.centre).reshape(-1, 3),
        triangles=grid(*out.shape[:2]),
        weights=rigid(count, bone),
        uv=uv.reshape(-1, 2),
        given_normals=out.reshape(-1, 3),
    )


def _cornea(opened: Opening, bone: str) -> Part:
    out, off, _ = _cap(np.linspace(0, np.radians(55), 9), 24)
    bulge = np.clip(1 - (off / (np.arcsin(IRIS) * 1.25)) ** 2, 0, 1) ** 1.5
    points = out * (opened.radius * (1.004 + _CORNEA * bulge))[..., None] + opened.centre
    count = out.shape[0] * out.shape[1]
    return Part(
        material="Cornea",
        points=points.reshape(-1, 3),
        triangles=grid(*out.shape[:2]),
        weights=rigid(count, bone),
    )


def _fringe(person: Person, opened: Opening) -> list[Part]:
    """Make lashes above and below, and the upper lid's shadow."""
    offset = person.skin - opened.centre
    close = np.linalg.norm(offset, axis=1) < 1.6 * opened.radius
    near = np.flatnonzero(close[:SKIN] & (offset[:, 2] > 0))
    names = [name for name in person.morphs if name.startswith((*_LID_MORPHS, "viseme"))]
    parts = []
    for rim, sign, length in (
        (opened.upper_rim, 1.0, _LASH),
        (opened.lower_rim, -1.0, _LASH * 0.4),
    ):
        carried = person.carried(rim, near, names)
        rows = _lash_rows(opened, rim, sign, length)
        levels = _SHADE + 0.03 + (0.94 - _SHADE) * np.array([0, 0.35, 0.7, 1])
        parts.append(_strip(opened, rim, carried, rows, levels))
        if sign > 0:
            rows = _shade_rows(opened)
            levels = np.array([0.96, 0.5, 0.04]) * _SHADE
            parts.append(_strip(opened, rim, carried, rows, levels))
    return parts


def _lash_rows(opened: Opening, rim: Floats, sign: float, length: float) -> Floats:
    """Return points [rows, along, 3] from the root on the rim to the curled tip."""
    along = np.linspace(0, 1, len(rim))
    out = unit(rim - opened.centre)
    rise = unit(np.array([0, sign, 0]) - out * out[:, 1:2] * sign)
    reach = length * np.interp(along, [0, 0.12, 0.45, 0.8, 1], [0.25, 0.55, 0.85, 1.08, 0.7])
    fan = np.interp(along, [0, 0.5, 1], [-0.15, 0.12, 0.5]) * opened.outward
    rows = []
    for v in (0, 0.35, 0.7, 1):
        step = out * (0.85 * v - 0.22 * v * v) + rise * (0.25 * v + 0.6 * v * v)
        step[:, 0] += fan * v
        rows.append(rim + step * reach[:, None])
    return np.stack(rows)


def _shade_rows(opened: Opening) -> Floats:
    """Return points [rows, along, 3] on the ball from under the upper lid downwards."""
    rows = []
    for below, radius in ((3.0, 1.035), (-5.0, 1.035), (-12.0, 1.03)):
        level = np.maximum(opened.upper + below, opened.lower + 1)
        rows.append(opened.at(opened.azimuth, level, np.full(len(level), opened.radius * radius)))
    return np.stack(rows)


def _strip(
    opened: Opening, rim: Floats, carried: Mapping[str, Floats], rows: Floats, levels: Floats
) -> Part:
    """Make a strip of rows [R, along, 3] that swings about the eye with its rim."""
    count, along = rows.shape[:2]
    points = rows.transpose(1, 0, 2).reshape(-1, 3)
    anchor = np.repeat(rim, count, axis=0)
    morphs = {}
    for name, moved in carried.items():
        if "Mid" not in name:
            morphs[name] = _swung(opened.centre, points, anchor, np.repeat(moved, count, axis=0))
    for name in [name for name in carried if "Mid" in name]:
        full = morphs.get(name.replace("Mid", ""))
        if full is not None:
            morphs[name] = _pushed_out(opened, points, full)
    u, v = np.repeat(np.linspace(0.01, 0.99, along), count), np.tile(levels, along)
    return Part(
        material="Lash",
        points=points,
        triangles=grid(along, count),
        weights=rigid(len(points), "head"),
        uv=np.c_[u, v],
        morphs=morphs,
    )


def _swung(centre: Floats, points: Floats, anchor: Floats, moved: Floats) -> Floats:
    """Turn points about the eye as far as their anchor on the rim is turned."""
    before, after = anchor - centre, anchor + moved - centre
    turn = np.arctan2(after[:, 1], after[:, 2]) - np.arctan2(before[:, 1], before[:, 2])
    offset = points - centre
    cos, sin = np.cos(turn), np.sin(turn)
    turned = np.stack(
        [
            offset[:, 0] + moved[:, 0],
            offset[:, 1] * cos + offset[:, 2] * sin,
            offset[:, 2] * cos - offset[:, 1] * sin,
        ],
        1,
    )
    grown = np.linalg.norm(after, axis=1) - np.linalg.norm(before, axis=1)
    length = np.linalg.norm(turned, axis=1)
    return np.asarray(turned * (1 + grown / length)[:, None] - offset)


def _pushed_out(opened: Opening, points: Floats, full: Floats) -> Floats:
    """Return what keeps a strip as far from the eye half way as it is at rest."""
    half = points + full / 2 - opened.centre
    distance = np.linalg.norm(half, axis=1)
    rest = np.linalg.norm(points - opened.centre, axis=1)
    return np.asarray(half * np.maximum(rest / distance - 1, 0)[:, None])


def _ball_picture(person: Person) -> Floats:
    """Paint the ball from the front: the rim of the picture is 90° off the gaze."""
    chance = person.random("iris")
    y, x = np.mgrid[0:_SIZE, 0:_SIZE]
    x, y = (x + 0.5) / _SIZE * 2 - 1, 1 - (y + 0.5) / _SIZE * 2
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    t = radius / IRIS
    rays = gaussian_filter1d(chance.normal(size=360), 0.8, mode="wrap")
    fibre = np.interp(angle / (2 * np.pi) % 1 * 360, np.arange(361), np.r_[rays, rays[0]])
    middle = srgb(person.spec.eyes.iris)
    light, dark = np.minimum(middle * 1.9 + 0.02, 1), middle * 0.22
    iris = np.broadcast_to(middle, (*x.shape, 3))
    ring = smooth(0.38, 0.6, t) * (1 - smooth(0.62, 0.95, t))
    iris = mix(iris, light, np.clip(0.45 + 0.35 * fibre, 0, 1) * ring)
    iris = mix(iris, dark, 0.35 * np.clip(-fibre, 0, 1))
    iris = mix(iris, dark, 0.92 * smooth(0.74, 1.0, t))
    iris = mix(iris, light, 0.3 * smooth(0.25, -0.9, y / IRIS) * ring)
    iris = mix(iris, dark * 0.3, 1 - smooth(0.36, 0.43, t + 0.01 * fibre))
    iris = mix(iris, dark, 0.5 * smooth(0, 0.95, y / IRIS))
    white = np.broadcast_to(srgb(person.spec.eyes.sclera), iris.shape)
    white = mix(white, np.array([0.86, 0.68, 0.63]), 0.5 * smooth(0.62, 1.0, np.abs(x)))
    return mix(white, iris, 1 - smooth(0.96, 1.05, t))


def _lash_picture(person: Person) -> Floats:
    """Draw tapered strokes in clumps, root at the bottom, above a ramp for the lid's shadow."""
    chance = person.random("lashes")
    width, height = 1024, 128
    strokes = Image.new("L", (width * 2, int(height * 2 * (1 - _SHADE))), 0)
    draw = ImageDraw.Draw(strokes)
    root, x = strokes.height, 6.0
    while x < width * 2:
        length, bend = chance.uniform(0.62, 0.97) * root, chance.normal(0, 20)
        for k in range(24):
            s, e = k / 24, (k + 1) / 24
            ends = [(x + bend * v * v, root - v * length) for v in (s, e)]
            draw.line(ends, fill=int(255 * (1 - 0.35 * s)), width=max(1, int(7 * (1 - s**1.3))))
        x += chance.choice([9, 14, 26, 30])
    fine = strokes.resize((width, strokes.height // 2), Image.Resampling.LANCZOS)
    lashes = np.asarray(fine, float) / 255
    ramp = np.linspace(1, 0, height - len(lashes))[:, None] ** 1.5 * np.ones((1, width)) * 0.7
    alpha = np.concatenate([lashes, ramp])[..., None]
    colour = np.broadcast_to(np.array([0.09, 0.055, 0.05]), (height, width, 3))
    return np.concatenate([colour, alpha], 2)
