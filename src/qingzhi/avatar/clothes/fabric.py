"""Cloth as a material: kinds of weaves, swatches that tell which it is and how rough, shade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.ndimage import gaussian_filter

from qingzhi.avatar.material import Material, encode, linear, normal_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from qingzhi.avatar.material import Picture
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]

_SIZE: Final = 256
_WALES: Final = 20
"""Ribs of the twill across one tile."""
_TILE: Final = 0.026
"""Metres that one tile of the weave measures on wool."""


SMOOTH: Final = 2e-3
"""A weave so coarse that a whole shoe shows a few points of it: a normal map needs a direction."""
_DARKEST: Final = 0.018
"""Share of light that the blackest dyed cloth gives back."""
_MOTTLED: Final = 0.018
"""How much lighter or darker a dye falls out from place to place."""
WEAVES: Final = (
    "smooth", "leather", "wool", "gabardine", "drill", "poplin", "knit", "rib", "jersey", "denim",
    "satin", "crepe", "nylon", "canvas",
)  # fmt: skip
"""Kinds of cloth. A player that knows their names weaves each; others show one twill for all."""
_KINDS: Final = 16
"""Of them that a swatch can tell apart: it has room for so many, one above the other."""
_BEND: Final = (0.02, 0.96)
"""Where in its room a swatch lies: from cloth that hangs straight, so far up to where it bends."""


class Zone(NamedTuple):
    """One kind of surface."""

    colour: str
    """#rrggbb, or the name of the colour in the garment's specification."""
    roughness: float
    kind: str = "smooth"
    """One of WEAVES."""
    weave: float = SMOOTH
    """How fine it is: one of SMOOTH has no relief, 1 is wool, 2 as fine again."""
    shade: float = 0.8
    """How dark its folds and undersides get."""
    tint: float = 1.0
    """What its colour is multiplied by."""


ZONES: Final[Mapping[str, Zone]] = {
    "coat": Zone("coat", 0.82, "wool", 1.0),
    "trousers": Zone("trousers", 0.82, "wool", 1.0),
    "skirt": Zone("trousers", 0.82, "wool", 1.0),
    "shirt": Zone("shirt", 0.66, "poplin", 1.6, 0.6),
    "shoes": Zone("shoes", 0.36, "leather", 1.2),
    "lace": Zone("shoes", 0.85, "canvas", 3.0, tint=0.6),
    "sole": Zone("#0b0a0a", 0.75),
    "button": Zone("#10131c", 0.32),
    "pearl": Zone("#dfe0e2", 0.25),
    "gabardine": Zone("coat", 0.74, "gabardine", 1.0),
    "drill": Zone("coat", 0.76, "drill", 1.1, 0.7),
    "drill-trousers": Zone("trousers", 0.76, "drill", 1.1, 0.7),
    "knit": Zone("coat", 0.94, "knit", 0.52),
    "rib": Zone("coat", 0.94, "rib", 0.65, tint=0.72),
    "nylon": Zone("coat", 0.57, "nylon", 0.9),
    "yoke": Zone("coat", 0.60, "nylon", 0.9, tint=0.62),
    "belt": Zone("coat", 0.45, "leather", 1.5, tint=0.5),
    "tape": Zone("#17191d", 0.85, "canvas", 1.5),
    "zip": Zone("#8f949a", 0.38),
    "jersey": Zone("shirt", 0.88, "jersey", 0.6, 0.75),
    "jersey-rib": Zone("shirt", 0.9, "rib", 1.1, 0.75, tint=0.97),
    "denim": Zone("trousers", 0.88, "denim", 0.9),
    "silk": Zone("coat", 0.54, "satin", 1.0, 0.7),
    "crepe": Zone("coat", 0.78, "crepe", 0.9),
    "brass": Zone("#a98a4a", 0.30),
    "canvas": Zone("shoes", 0.75, "canvas", 1.2),
    "rubber": Zone("#d9d8d3", 0.6),
    "scarf": Zone("accent", 0.46, "gabardine", 1.5),
    "pin": Zone("#c9a25a", 0.25),
    "plate": Zone("#e8e4d8", 0.28),
    "mark": Zone("#12403c", 0.45),
    "piping": Zone("#b08a4c", 0.42, "satin", 1.4, 0.6),
}
_ORDER: Final = tuple(ZONES)
LEGS: Final = frozenset({"trousers", "drill-trousers", "denim"})
"""Zones that trousers are made of."""


def material(person: Person) -> Material:
    """Return the one material of all cloth; colours are the vertices'."""
    return Material(
        name="Cloth",
        roughness=1.0,
        two_sided=True,
        normal=_twill(person.random("weave")),
        normal_scale=0.9,
        surface=_swatches(),
        swatches=True,
        extras={"weaves": list(WEAVES)},
        extensions={
            "KHR_materials_sheen": {
                "sheenColorFactor": [0.085, 0.09, 0.105],
                "sheenRoughnessFactor": 0.48,
            }
        },
    )


def weave(zone: str, metres: Floats) -> Floats:
    """Return where on the weave's tile [N, 2] cloth lies, from lengths along it."""
    return np.asarray(metres / _TILE * ZONES[zone].weave)


def swatch(zone: str, bent: Floats) -> Floats:
    """Return places on a zone's swatch [N, 2], as glTF counts: down from the top.

    Across the picture of swatches lie the zones. All the way down it is the same: what a place
    there tells a player is which of WEAVES it is, and how much the cloth bends there, `bent` 0..1.
    """
    low, room = _BEND
    down = (WEAVES.index(ZONES[zone].kind) + low + room * np.clip(bent, 0, 1)) / _KINDS
    return np.stack([np.full(len(down), (_ORDER.index(zone) + 0.5) / len(_ORDER)), down], 1)


def dyed(zone: str, exposure: Floats, colours: object, metres: Floats) -> Floats:
    """Return linear colours [N, 3] of cloth at `metres` [N, 2] that sees a share [N] of the sky."""
    kind = ZONES[zone]
    name = kind.colour if kind.colour.startswith("#") else getattr(colours, kind.colour)
    light = 1 - kind.shade * (1 - np.clip(exposure * 1.08, 0, 1))
    light = light * _mottled(metres) if kind.weave else light
    dye = np.array(linear(name)) * kind.tint
    dye = dye if kind.colour.startswith("#") else _DARKEST + (1 - _DARKEST) * dye
    return np.asarray(light[:, None] ** [1.0, 0.97, 0.93] * dye)


def _mottled(metres: Floats) -> Floats:
    """Return how unevenly a bale takes its dye [N], at `metres` [N, 2] along it."""
    u, v = metres.T
    wander = np.sin(23 * u + 11 * v + 2 * np.sin(17 * v)) + np.sin(37 * v - 19 * u + 1.3)
    return np.asarray(1 + _MOTTLED * wander)


def _swatches() -> Picture:
    """Encode one pixel for each zone: no occlusion in red, roughness in green."""
    pixels = np.ones((1, len(_ORDER), 3))
    pixels[0, :, 1] = [zone.roughness for zone in ZONES.values()]
    pixels[0, :, 2] = 0
    return encode(pixels)


def _twill(random: np.random.Generator) -> Picture:
    """Weave diagonal ribs, each thread a little different; the tile joins itself."""
    across, down = np.meshgrid(np.arange(_SIZE) / _SIZE, np.arange(_SIZE) / _SIZE)
    wander = gaussian_filter(random.normal(size=(_SIZE, _SIZE)), 3, mode="wrap")
    phase = 2 * np.pi * (_WALES * (across + down)) + 2.2 * wander / wander.std() * 0.25
    threads = np.cos(2 * np.pi * 3 * _WALES * (across - down))
    fluff = gaussian_filter(random.normal(size=(_SIZE, _SIZE)), 1.1, mode="wrap")
    height = np.cos(phase) + 0.18 * threads + 0.35 * fluff / fluff.std()
    rows = np.pad(height, 1, mode="wrap")
    return encode(normal_map(rows, 0.55)[1:-1, 1:-1], quality=86)
