"""How finely a figure is made: by level of detail, or quickly for a look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Detail:
    """Sizes of pictures in texels, how closely light is looked at, and how dense meshes are."""

    head: int
    body: int
    sheet: int
    """Of the flat drawings before the face."""
    eye: int
    directions: int
    """That light may come from."""
    strands: float = 1.0
    """Size of the picture of hair, over its usual one."""
    relief: int = 2
    """Texels of colour to one of the normal map, along a side."""
    shaded: bool = True
    """Whether a morph turns the normals with the surface."""
    step: int = 1
    """How much longer than usual the steps are in which a strand is traced."""
    cards: float = 1.0
    """Share of the cards that short hair is laid of; fewer are wider."""
    denser: Mapping[str, int] = field(default_factory=dict)
    """By material: how many times each of its faces is cut into four."""
    most: Mapping[str, int] = field(default_factory=dict)
    """By material: how many triangles it may keep."""


_WEB: Final = Detail(head=2048, body=1024, sheet=2048, eye=512, directions=40)
LEVELS: Final[Mapping[str, Detail]] = {
    "mobile": Detail(
        head=1024, body=512, sheet=1536, eye=256, directions=40, strands=0.5, cards=0.15,
        most={
            "Skin": 3600, "SkinBody": 2200, "Eye": 1300, "Cornea": 200, "Lash": 400,
            "Hair": 2000, "HairSoft": 500, "Cloth": 4200, "Glasses": 220,
        },
    ),
    "web": _WEB,
    "kiosk": Detail(
        head=3072, body=2048, sheet=3072, eye=1024, directions=64,
        denser={"Skin": 1, "Eye": 1, "Cornea": 1, "Hair": 1},
    ),
    "hyper": Detail(
        head=4096, body=2048, sheet=4096, eye=1024, directions=64, relief=1,
        denser={
            "Skin": 2, "SkinBody": 1, "Eye": 1, "Cornea": 1, "Lash": 1, "Hair": 1, "HairSoft": 1,
            "Cloth": 1, "Glasses": 1,
        },
    ),
}  # fmt: skip
"""By the names that `avatar check` knows budgets for."""
WHOLE: Final = _WEB
PREVIEW: Final = Detail(
    head=512, body=256, sheet=768, eye=256, directions=6, strands=0.5, shaded=False, step=2
)
