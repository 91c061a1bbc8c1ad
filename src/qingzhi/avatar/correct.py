"""Corrections of the face shapes, whose coarse mesh shows when a mouth opens wide or smiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi.avatar.base import EYES, SKIN
from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.lips import lips

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base

    Floats = NDArray[np.float64]

LETS_GO: Final[Mapping[str, float]] = {
    "mouthFrown": 1.0,
    "mouthPress": 0.8,
    "mouthStretch": 0.4,
    "noseSneer": 0.6,
    "mouthPucker": 0.5,
    "mouthFunnel": 0.5,
}
"""How much of a smile worn at rest is gone when these shapes are at full strength."""
_FOLDED: Final = ("mouthSmile", "cheekSquint", "noseSneer", "mouthDimple", "mouthUpperUp")
"""Shapes whose fold from nose to mouth is evened out."""
_POUTED: Final = ("mouthFunnel", "mouthPucker")
"""Shapes that crease the skin between nose and lip."""
_ROUNDS: Final = 14
_MANY: Final = 42
_COLUMNS: Final = 8
"""Columns of half a lip in which its motion is measured."""
_LOWER: Final = 0.35
"""What moves less than this share of the lowest point does not belong to the lower lip."""
_OVAL: Final = (2.1, 0.72)
"""Exponents of the lower lip's curve in a wide open mouth: (1 − t^p)^q from middle to corner."""
_CHIN: Final = 0.024
"""Metres below the seam over which rounding the lip fades."""


def released(units: Mapping[str, Floats], rest: Mapping[str, float]) -> dict[str, Floats]:
    """Let the shapes that contradict a smile take out what of it is worn at rest."""
    made = dict(units)
    for side in EYES:
        smile = f"mouthSmile{side}"
        worn = rest.get(smile, 0.0)
        for stem, share in LETS_GO.items():
            names = [name for name in (f"{stem}{side}", stem) if name in made]
            for name in names:
                made[name] = made[name] - share * worn / (1 - worn) * units[smile]
    return made


def rounded(base: Base, vertices: Floats, opened: Floats) -> Floats:
    """Return what makes the lower lip of an opened jaw an oval: the base body's is a V."""
    skin, moved = vertices[:SKIN], opened[:SKIN]
    shape = lips(base, skin)
    t = np.clip(np.abs(skin[:, 0]) / shape.half_width, 0, 1)
    below = skin[:, 1] - shape.level(skin[:, 0])
    near = (np.abs(skin[:, 0]) < shape.half_width) & (skin[:, 2] > shape.front - 0.02)
    lip = near & (below < 0) & (below > -shape.lower)
    lowest = moved[lip, 1].min()
    lip &= moved[:, 1] < _LOWER * lowest
    column = np.rint(t * _COLUMNS).astype(int)
    columns = np.unique(column[lip])
    depth = np.array([moved[lip & (column == k), 1].min() for k in columns])
    knots, corner = columns / _COLUMNS, depth[-1]
    p, q = _OVAL
    wanted = corner + (lowest - corner) * (1 - knots**p) ** q
    profile = np.interp(t, knots, depth)
    missing = np.interp(t, knots, np.minimum(wanted - depth, 0))
    held = np.clip(moved[:, 1] / profile, 0, 1) ** 2 * near
    fade = smooth(-shape.lower - _CHIN, -shape.lower * 0.8, below) * smooth(0.012, 0.003, below)
    extra = np.zeros_like(vertices)
    middle = np.flatnonzero(lip)[np.argmin(moved[lip, 1])]
    slope = moved[middle, 2] / moved[middle, 1] * 0.6
    extra[:SKIN, 1] = missing * held * fade
    extra[:SKIN, 2] = extra[:SKIN, 1] * slope
    return extra


def unfolded(base: Base, vertices: Floats, units: Mapping[str, Floats]) -> dict[str, Floats]:
    """Even out how cheeks move, so that no sharp fold catches the light."""
    skin = vertices[:SKIN]
    shape = lips(base, skin)
    x, y = skin[:, 0], skin[:, 1] - shape.level(skin[:, 0])
    away = np.hypot(x / (1.1 * shape.half_width), y / 0.015)
    cheek = smooth(0.95, 1.6, away) * smooth(0.060, 0.040, y) * (skin[:, 2] > shape.front - 0.09)
    beside = cheek * smooth(0.008, 0.016, np.abs(x))
    above = smooth(0.6, 1.3, away) * smooth(-0.002, 0.004, y) * smooth(0.034, 0.024, y)
    above = above * (skin[:, 2] > shape.front - 0.09)
    where = {f"{stem}{side}": (beside, _ROUNDS) for stem in _FOLDED for side in EYES}
    where |= dict.fromkeys(_POUTED, (np.maximum(beside, above), _MANY))
    average = base.average
    made = {}
    for name, (share, rounds) in where.items():
        moved = units[name][:SKIN]
        for _ in range(rounds):
            moved = moved + 0.6 * share[:, None] * (average @ moved - moved)
        made[name] = np.concatenate([moved, units[name][SKIN:]])
    return made
