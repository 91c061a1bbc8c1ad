"""Teeth, gums and tongue, placed behind these lips."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.base import LOWER_TEETH, UPPER_TEETH
from qingzhi.avatar.eyes import WHITE
from qingzhi.avatar.finer import refined
from qingzhi.avatar.geometry import grid, smooth, squared
from qingzhi.avatar.gum import Arch, gum
from qingzhi.avatar.lips import lips
from qingzhi.avatar.material import tinted
from qingzhi.avatar.part import Part, alive
from qingzhi.avatar.rig import rigid
from qingzhi.avatar.tongue import follow, tongue

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.body import Island
    from qingzhi.avatar.finer import Grain
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_UPPER: Final = (8.4, 6.6, 7.6, 7.0, 6.8, 9.6, 9.0)
_LOWER: Final = (5.4, 5.9, 6.8, 7.0, 7.1, 10.4, 9.8)
"""Widths in mm of one half of an arch, from the middle outwards (adult averages)."""
_HEIGHTS: Final = (1, 0.93, 1, 0.85, 0.8)
"""Of the teeth that are seen: the last molars never are."""
_SHORTER: Final = (0, 0.0004, 0.0001, 0.0003, 0.0005)
"""Metres that an upper tooth's edge stands above the bite."""
_CROWN: Final = {True: 0.0116, False: 0.0092}
"""Metres from the edge of a middle tooth to its gum, above and below."""
_ARCH: Final = 0.86
"""Width of the arch over that of the base body's, whose ends show at the corners."""
_SHOW: Final = 0.0022
"""Metres of the upper teeth below the seam of the lips."""
_OVERBITE: Final = 0.0026
_OVERJET: Final = 0.0022
_BEHIND: Final = 0.0135
"""Metres from the front of the lips to the front of the upper teeth."""
_ENAMEL: Final = (0.79, 0.715, 0.605)
_NECKED: Final = (0.94, 0.85, 0.72)
"""Of the enamel's colour, what is left at the neck of a tooth, where dentine shows through."""
_BETWEEN: Final = (0.50, 0.40, 0.34)
"""Of the enamel's colour, what is left where two teeth meet."""
_GUM: Final = (0.60, 0.24, 0.22)
_LINING_GAP: Final = 0.0025
"""Metres that the deep part of the mouth's inside keeps from the skin outside."""
_SOCKETS: Final = 0.05
"""Metres above the seam of the lips: what is inside the skin from there on are the sockets."""
_DIM: Final = (0.006, 0.013)
"""Metres behind the foremost tooth over which highlights cease."""
_ROUND: Final = 1.9
"""Radii of an eye within which its socket lies, on faces so short that they reach lower."""
_UNLIT: Final = (0.0, -0.5, 0.75**0.5)
"""Where the mouth's inside is said to look: to the dim floor, so that nothing glints in there."""
_LINING: Final = (0.07, 0.012, 0.01)


def mouth(person: Person, lining: Island, finer: Grain, material: str) -> list[Part]:
    """Make what is seen between the lips, of one `material`; colours are the vertices'."""
    shape = lips(person.base, person.skin)
    seam = np.array([0, shape.seam, shape.front])
    lining = _shown(person, lining, shape.seam)
    inside = _drawn_in(person, lining, seam)
    parts = [
        *_jaw(person, seam, upper=True),
        *_jaw(person, seam, upper=False),
        tongue(person, seam - [0, _SHOW - _OVERBITE, _BEHIND + _OVERJET]),
        refined(
            Part(
                material=material,
                points=inside,
                triangles=lining.triangles,
                weights=person.rig.skin.take(lining.vertices),
                colour=np.tile(_LINING, (len(lining.vertices), 1)),
                morphs=alive(
                    {name: moved[lining.vertices] for name, moved in person.morphs.items()}
                ),
                weld=lining.vertices,
                given_normals=np.tile(_UNLIT, (len(inside), 1)),
            ),
            finer,
            person,
        ),
    ]
    return [
        replace(part, material=material, uv=np.tile(WHITE, (len(part.points), 1))) for part in parts
    ]


def _shown(person: Person, lining: Island, seam: float) -> Island:
    """Leave out the sockets, which the eyes fill."""
    points = person.skin[lining.vertices]
    socket = points[:, 1] > seam + _SOCKETS
    for side, centre in person.rig.eye_centre.items():
        socket |= squared(points - centre) < (_ROUND * person.rig.eye_radius[side]) ** 2
    kept = lining.triangles[~socket[lining.triangles].any(1)]
    used, faces = np.unique(kept, return_inverse=True)
    return lining._replace(
        vertices=lining.vertices[used], uv=lining.uv[used], triangles=faces.reshape(-1, 3)
    )


def _drawn_in(person: Person, lining: Island, seam: Floats) -> Floats:
    """Keep the mouth's inside clear of the cheeks, which it would come through in a smile."""
    points = person.skin[lining.vertices]
    deep = smooth(0.010, 0.020, seam[2] - points[:, 2])[:, None]
    return np.asarray(points + deep * _LINING_GAP * person.skin_normals[lining.vertices])


def _depth_shade(points: Floats, front: float) -> Floats:
    """Darken teeth towards the back, where little light comes."""
    shade = np.asarray(1 - 0.82 * smooth(0.004, 0.026, front - points[:, 2]))
    return shade[:, None]


def _jaw(person: Person, seam: Floats, *, upper: bool) -> list[Part]:
    span = UPPER_TEETH if upper else LOWER_TEETH
    helper = person.rig.vertices[span]
    front = seam[2] - _BEHIND - (0 if upper else _OVERJET)
    arch = Arch.of(helper, front, _ARCH)
    edge = seam[1] - _SHOW + (0 if upper else _OVERBITE)
    widths = np.array(_UPPER if upper else _LOWER) / 1000
    size = float(0.97 * arch.length[-1] / widths.sum())
    crowns = _CROWN[upper] * np.array(_HEIGHTS) * size**0.5
    sign = 1 if upper else -1
    points, faces = gum(arch, widths[: len(crowns)] * size, crowns, edge, sign)
    made = [
        _teeth(arch, edge, size, upper=upper),
        (points, faces, np.tile(_GUM, (len(points), 1))),
    ]
    return [
        _unglinting(
            Part(
                material="",
                points=points,
                triangles=faces,
                weights=rigid(len(points), "head" if upper else "jaw"),
                colour=colour * _depth_shade(points, front=seam[2] - _BEHIND),
                morphs=alive(follow(person, span, points)),
            ),
            seam[2] - _BEHIND,
        )
        for points, faces, colour in made
    ]


def _unglinting(part: Part, front: float) -> Part:
    """Turn what lies deep to the dim floor: no lamp shines between cheek and teeth."""
    deep = smooth(*_DIM, front - part.points[:, 2])[:, None]
    turned = part.normals() * (1 - deep) + np.array(_UNLIT) * deep
    return replace(part, given_normals=turned / np.linalg.norm(turned, axis=1, keepdims=True))


def _teeth(arch: Arch, edge: float, size: float, *, upper: bool) -> tuple[Floats, Ints, Floats]:
    """Stand one jaw's teeth along its arch; returns points, triangles and colours."""
    (x, z, length), points, faces, at, count = arch, [], [], 0.0, 0
    colours = []
    for number, height in enumerate(_HEIGHTS):
        width = (_UPPER if upper else _LOWER)[number] / 1000 * size
        middle = at + width / 2
        at += width
        crown = _CROWN[upper] * height * size**0.5
        tooth, quads, colour = _tooth(
            width * 0.995, crown, 0.0062 if number < 3 else 0.0085, flat=number < 3
        )
        tooth[:, 1] *= 1 if upper else -1
        step = np.array([np.interp(middle + d, length, x) for d in (-1e-4, 1e-4)])
        back = np.array([np.interp(middle + d, length, z) for d in (-1e-4, 1e-4)])
        angle = np.arctan2(np.diff(back)[0], np.diff(step)[0])
        cos, sin = np.cos(angle), np.sin(angle)
        curve = 0.0028 * (middle / length[-1]) ** 2 + _SHORTER[number] * upper
        placed = np.c_[
            tooth[:, 0] * cos - tooth[:, 2] * sin + np.interp(middle, length, x),
            tooth[:, 1] + edge + curve,
            tooth[:, 0] * sin + tooth[:, 2] * cos + np.interp(middle, length, z),
        ]
        for sign in (1, -1):
            points.append(placed * [sign, 1, 1])
            colours.append(colour)
            turned = quads if (sign > 0) == upper else quads[:, ::-1]
            faces.append(turned + count)
            count += len(placed)
    return np.concatenate(points), np.concatenate(faces), np.concatenate(colours)


def _tooth(width: float, height: float, depth: float, *, flat: bool) -> tuple[Floats, Ints, Floats]:
    """Model a crown with its edge at y = 0: widest at a third of its height, bulging ahead.

    Returns points [N, 3], triangles and colours [N, 3].
    """
    v = np.array([0.0, 0.04, 0.12, 0.24, 0.6, 1.0])[:, None]
    half = np.array([0.0, 22, 48, 90, 132, 158])
    turn = np.radians(np.r_[half, half + 180])[None]
    rows, around = len(v), turn.size
    edge = np.minimum(1, v / 0.24) ** 0.5
    full = (0.66 + 0.34 * edge) * (1 - 0.17 * smooth(0.3, 1.1, v))
    x = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.62 * full
    thick = depth / 2 * (0.25 + 0.75 * edge) * ((0.45 + 0.55 * v) if flat else 1)
    z = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** 0.8 * thick
    level = np.broadcast_to(v * height, x.shape)
    points = np.dstack([x * width / 2, level, z]).reshape(-1, 3)
    points, up = np.r_[points, [[0, 0, 0]]], np.r_[np.repeat(v, around), 0]
    colour = tinted(np.tile(_ENAMEL, (len(points), 1)), _NECKED, smooth(0.2, 1.0, up))
    beside = np.abs(np.r_[np.cos(np.tile(turn[0], rows)), 0])
    colour = tinted(colour, _BETWEEN, smooth(0.90, 1.0, beside))
    tip = np.c_[np.arange(around), (np.arange(around) + 1) % around, np.full(around, rows * around)]
    return points, np.r_[grid(rows, around, closed=True), tip], colour
