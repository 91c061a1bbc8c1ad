"""Cloth as a material: one weave for all, swatches that tell how rough each zone is, shade."""

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


class Zone(NamedTuple):
    """One kind of surface. A `weave` of SMOOTH has no relief, 1 is wool, 2 as fine again."""

    colour: str
    """#rrggbb, or the name of the colour in the garment's specification."""
    roughness: float
    weave: float = SMOOTH
    shade: float = 0.8
    """How dark its folds and undersides get."""
    turn: float = 0.0
    """Degrees that the weave is turned by: ribs that run down are knitted."""


ZONES: Final[Mapping[str, Zone]] = {
    "coat": Zone("coat", 0.80, 1.0),
    "trousers": Zone("trousers", 0.80, 1.0),
    "shirt": Zone("shirt", 0.62, 2.5, 0.55),
    "shoes": Zone("shoes", 0.30),
    "sole": Zone("#0b0a0a", 0.75),
    "button": Zone("#10131c", 0.32),
    "pearl": Zone("#dfe0e2", 0.25),
    "knit": Zone("coat", 0.92, 0.42, turn=45.0),
    "jersey": Zone("shirt", 0.85, 1.7, 0.7, turn=45.0),
    "denim": Zone("trousers", 0.86, 0.75),
    "silk": Zone("coat", 0.36, 3.0, 0.7),
    "brass": Zone("#a98a4a", 0.30),
    "canvas": Zone("shoes", 0.75, 1.5),
    "rubber": Zone("#d9d8d3", 0.6),
    "scarf": Zone("accent", 0.40, 3.0),
    "pin": Zone("#c9a25a", 0.25),
    "plate": Zone("#e8e4d8", 0.28),
    "mark": Zone("#12403c", 0.45),
}
_ORDER: Final = tuple(ZONES)


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
        extensions={
            "KHR_materials_sheen": {
                "sheenColorFactor": [0.055, 0.06, 0.075],
                "sheenRoughnessFactor": 0.42,
            }
        },
    )


def weave(zone: str, metres: Floats) -> Floats:
    """Return where on the weave's tile [N, 2] cloth lies, from lengths along it."""
    turn = np.radians(ZONES[zone].turn)
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return np.asarray(metres @ turned / _TILE * ZONES[zone].weave)


def swatch(zone: str) -> Floats:
    """Return the middle of a zone's swatch [2], as glTF counts: down from the top."""
    return np.array([(_ORDER.index(zone) + 0.5) / len(_ORDER), 0.5])


def dyed(zone: str, exposure: Floats, colours: object) -> Floats:
    """Return linear colours [N, 3] of cloth that sees a share [N] of the sky."""
    kind = ZONES[zone]
    name = kind.colour if kind.colour.startswith("#") else getattr(colours, kind.colour)
    light = 1 - kind.shade * (1 - np.clip(exposure * 1.08, 0, 1))
    return np.asarray(light[:, None] ** [1.0, 0.97, 0.93] * linear(name))


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
