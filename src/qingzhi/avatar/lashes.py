"""Lashes, and the shadow that the upper lid casts on the ball."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter1d

from qingzhi.avatar.base import SKIN
from qingzhi.avatar.geometry import grid, unit
from qingzhi.avatar.material import Material, encode
from qingzhi.avatar.part import Part, alive
from qingzhi.avatar.rig import rigid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.opening import Opening
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_UPPER: Final = 0.0056
_LOWER: Final = 0.0022
"""Metres of a lash."""
_LID_MORPHS: Final = ("eye", "brow", "cheekSquint", "noseSneer", "viseme")
_SHADE: Final = 0.25
"""The lowest part of the picture is a soft ramp: the lid's shadow."""
_SHADE_RADIUS: Final = 1.012
"""In radii of the ball: so close that every lid passes over it."""
_EVEN: Final = 1.6
"""Points of a rim over which its motion is evened out: lids are coarse meshes."""
_BLACK: Final = (0.045, 0.03, 0.03)
_WIDTH, _HEIGHT = 1024, 128


def materials(person: Person) -> tuple[Material, ...]:
    """Return the one material of lashes and shadow."""
    picture = encode(_picture(person))
    return (Material(name="Lash", base=picture, roughness=1.0, alpha="BLEND", two_sided=True),)


def lashes(person: Person, opened: Opening) -> list[Part]:
    """Make lashes above and below, and the upper lid's shadow."""
    levels = _SHADE + 0.03 + (0.94 - _SHADE) * np.array([0, 0.35, 0.7, 1])
    parts = []
    for rim, sign, length in ((opened.upper_rim, 1.0, _UPPER), (opened.lower_rim, -1.0, _LOWER)):
        rows = _rows(opened, rim, sign, length)
        parts.append(_strip(opened, rim, carried(person, opened, rim), rows, levels))
    # The shadow stays where it is: the lid that closes passes over it.
    ramp = np.array([0.96, 0.5, 0.04]) * _SHADE
    return [*parts, _strip(opened, opened.upper_rim, {}, _shade_rows(opened), ramp)]


def carried(person: Person, opened: Opening, rim: Floats) -> dict[str, Floats]:
    """Return how the morphs of the eyes' region move a rim [N, 3]."""
    offset = person.skin - opened.centre
    close = np.linalg.norm(offset, axis=1) < 1.6 * opened.radius
    near = np.flatnonzero(close[:SKIN] & (offset[:, 2] > 0))
    names = [name for name in person.morphs if name.startswith(_LID_MORPHS)]
    moved = person.carried(rim, near, names, neighbours=6)
    return {name: gaussian_filter1d(m, _EVEN, axis=0, mode="nearest") for name, m in moved.items()}


def _rows(opened: Opening, rim: Floats, sign: float, length: float) -> Floats:
    """Return points [rows, along, 3] from the root before the rim to the curled tip."""
    along = np.linspace(0, 1, len(rim))
    out = unit(rim - opened.centre)
    rise = unit(np.array([0, sign, 0]) - out * out[:, 1:2] * sign)
    reach = length * np.interp(along, [0, 0.1, 0.4, 0.8, 1], [0.2, 0.5, 0.85, 1.1, 0.75])
    fan = np.interp(along, [0, 0.5, 1], [-0.2, 0.12, 0.55]) * opened.outward
    root = rim + out * 7e-4 + rise * 1e-4
    rows = []
    for v in (0, 0.35, 0.7, 1):
        step = out * (1.0 * v - 0.35 * v * v) + rise * (0.1 * v + 0.72 * v * v)
        step[:, 0] += fan * v
        rows.append(root + step * reach[:, None])
    return np.stack(rows)


def _shade_rows(opened: Opening) -> Floats:
    """Return points [rows, along, 3] on the ball from under the upper lid downwards."""
    rows = []
    for below in (6.0, -5.0, -12.0):
        level = np.maximum(opened.upper + below, opened.lower + 1)
        radius = np.full(len(level), opened.radius * _SHADE_RADIUS)
        rows.append(opened.at(opened.azimuth, level, radius))
    return np.stack(rows)


def _strip(
    opened: Opening, rim: Floats, moving: Mapping[str, Floats], rows: Floats, levels: Floats
) -> Part:
    """Make a strip of rows [R, along, 3] that swings about the eye with its rim."""
    count, along = rows.shape[:2]
    points = rows.transpose(1, 0, 2).reshape(-1, 3)
    morphs = ridden(opened, points, np.repeat(np.arange(along), count), rim, moving)
    u, v = np.repeat(np.linspace(0.01, 0.99, along), count), np.tile(levels, along)
    return Part(
        material="Lash",
        points=points,
        triangles=grid(along, count),
        weights=rigid(len(points), "head"),
        uv=np.c_[u, v],
        morphs=morphs,
    )


def ridden(
    opened: Opening,
    points: Floats,
    on: NDArray[np.intp],
    rim: Floats,
    moving: Mapping[str, Floats],
    *,
    tuck: float = 0.0,
) -> dict[str, Floats]:
    """Return how points [N, 3] swing about the eye, each with the place `on` [N] of its rim.

    With a `tuck`, a full blink draws them in to so many radii, out of sight behind the lids.
    """
    morphs = {}
    for name, moved in moving.items():
        if "Mid" not in name:
            morphs[name] = swung(opened.centre, points, rim[on], moved[on])
    for name in [name for name in morphs if tuck and name.startswith("eyeBlink")]:
        closed = points + morphs[name] - opened.centre
        inside = tuck * opened.radius / np.linalg.norm(closed, axis=1, keepdims=True)
        morphs[name] = opened.centre + closed * np.minimum(inside, 1) - points
    for name in [name for name in moving if "Mid" in name]:
        full = morphs.get(name.replace("Mid", ""))
        if full is not None:
            morphs[name] = _pushed_out(opened, points, full)
    return alive(morphs)


def swung(centre: Floats, points: Floats, anchor: Floats, moved: Floats) -> Floats:
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


def _picture(person: Person) -> Floats:
    """Draw tapered strokes in clumps, root at the bottom, above a ramp for the lid's shadow."""
    chance = person.random("lashes")
    strokes = Image.new("L", (_WIDTH * 2, int(_HEIGHT * 2 * (1 - _SHADE))), 0)
    draw = ImageDraw.Draw(strokes)
    root, x = strokes.height, 6.0
    while x < _WIDTH * 2:
        length, bend = chance.uniform(0.6, 0.97) * root, chance.normal(0, 22)
        for k in range(24):
            s, e = k / 24, (k + 1) / 24
            ends = [(x + bend * v * v, root - v * length) for v in (s, e)]
            draw.line(ends, fill=int(255 * (1 - 0.3 * s)), width=max(1, round(5 * (1 - s**1.2))))
        x += chance.choice([9, 12, 19, 26])
    fine = strokes.resize((_WIDTH, strokes.height // 2), Image.Resampling.LANCZOS)
    drawn = np.asarray(fine, float) / 255
    drawn[-6:] = np.maximum(drawn[-6:], np.linspace(0, 0.85, 6)[:, None])
    ramp = np.linspace(1, 0, _HEIGHT - len(drawn))[:, None] ** 1.5 * np.ones((1, _WIDTH)) * 0.7
    alpha = np.concatenate([drawn, ramp])[..., None]
    colour = np.broadcast_to(np.array(_BLACK), (_HEIGHT, _WIDTH, 3))
    return np.concatenate([colour, alpha], 2)
