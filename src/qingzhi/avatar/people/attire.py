"""What people usually wear: the colours of each outfit, and who wears which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.avatar import tones
from qingzhi.avatar.spec import Garment

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from qingzhi.avatar.spec import Gender, Outfit

USUAL: Final[Mapping[str, Mapping[str, str]]] = {
    "white-coat": {"coat": "#e8e9ea", "shirt": "#b9cde4", "trousers": "#33353a"},
    "nurse": {"coat": "#cfdfe8", "trousers": "#cfdfe8", "shoes": "#e6e5e1"},
    "uniform": {"coat": "#24344f", "trousers": "#1c2536"},
    "zhongshan": {"coat": "#3a3d42", "trousers": "#3a3d42"},
    "jacket": {"coat": "#1f4a5c", "trousers": "#2b2d33", "shoes": "#3a3f45"},
    "cardigan": {"coat": "#6d5a4c", "trousers": "#33353a"},
    "shirt": {"shirt": "#cfdbe8", "trousers": "#2b2d33"},
    "casual": {"shirt": "#e4e3de", "trousers": "#2e4263", "shoes": "#d4d2cb"},
    "child": {"coat": "#a33a35", "trousers": "#2e3d55", "shoes": "#d4d2cb"},
    "dress": {"coat": "#4d1a24"},
    "qipao": {"coat": "#1f4a3c"},
}
"""Where nothing was said; outfits that are left out have the specification's own colours."""
_SHADES: Final = ("#222b40", "#2b2d33", "#35302f", "#1f3a3a", "#3b2433", "#4b4f58", "#3a3f2c")
_SHIRTS: Final = ("#dde0e7", "#e9e6df", "#cfdbe8", "#e8d9d6", "#d9e3d8")
_BRIGHT: Final = ("#a33a35", "#2f4f86", "#c9a23a", "#3d6b52", "#b56a7c", "#5a4a7c")
_TEES: Final = (
    "#e4e3de", "#8fa7bd", "#3b4a63", "#b56a5a", "#7f9a82", "#d8c9a8", "#55585f", "#a88aa8",
)  # fmt: skip
_JEANS: Final = ("#2e4263", "#1f2a3c", "#5b6f8c", "#3a3c42", "#6b6152")
_FREE: Final = frozenset({"suit", "skirt-suit", "waistcoat", "zhongshan", "dress", "qipao"})
"""Outfits whose shade is anybody's choice."""
_WORN: Final[Mapping[str, Mapping[Outfit, float]]] = {
    "child": {"child": 0.6, "casual": 0.4},
    "teen": {"casual": 0.6, "jacket": 0.25, "shirt": 0.15},
    "female": {
        "suit": 0.18, "skirt-suit": 0.12, "cardigan": 0.14, "casual": 0.18, "dress": 0.10,
        "qipao": 0.05, "white-coat": 0.05, "nurse": 0.04, "uniform": 0.05, "jacket": 0.04,
        "shirt": 0.05,
    },
    "male": {
        "suit": 0.26, "waistcoat": 0.08, "zhongshan": 0.06, "cardigan": 0.10, "casual": 0.20,
        "white-coat": 0.05, "uniform": 0.08, "jacket": 0.08, "shirt": 0.09,
    },
}  # fmt: skip
_CHILD: Final = 13
_TEEN: Final = 18
"""Years until which somebody dresses as one."""


def garment(sex: Gender, age: float, chance: np.random.Generator) -> Garment:
    """Draw what somebody wears, and in which colours."""
    odds = _WORN["child" if age < _CHILD else "teen" if age < _TEEN else sex]
    style = str(chance.choice(list(odds), p=list(odds.values())))
    coat = str(chance.choice(_BRIGHT if style == "child" else _SHADES))
    colours = {"shirt": str(chance.choice(_SHIRTS)), **USUAL.get(style, {})}
    if style in _FREE:
        colours |= {"coat": coat, "trousers": tones.blended(coat, "#141414", 0.25)}
    elif style in {"child", "cardigan"}:
        colours["coat"] = coat
    elif style == "casual":
        tee, jeans = str(chance.choice(_TEES)), str(chance.choice(_JEANS))
        colours |= {"shirt": tee, "trousers": jeans}
    return msgspec.convert({"style": style, **colours}, Garment)
