"""Hair: strands combed along a flow, shown as a closed surface, locks and single hairs.

Two primitives are drawn: `Hair`, cut out by its alpha, and `HairSoft`, blended, for what is too
fine to be cut out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar.hair.coil import Coil
from qingzhi.avatar.hair.cover import Cover
from qingzhi.avatar.hair.fall import Falling
from qingzhi.avatar.hair.flow import Flow
from qingzhi.avatar.hair.layers import Layers
from qingzhi.avatar.hair.picture import strands
from qingzhi.avatar.hair.short import CUTS, cropped
from qingzhi.avatar.hair.strip import joined
from qingzhi.avatar.hair.styles import STYLES
from qingzhi.avatar.hair.tail import Tails
from qingzhi.avatar.material import Material, encode
from qingzhi.avatar.scalp import Scalp

if TYPE_CHECKING:
    from qingzhi.avatar.part import Part
    from qingzhi.avatar.person import Person

_SHINE: Final[dict[str, Any]] = {
    "KHR_materials_specular": {"specularFactor": 0.32, "specularColorFactor": [1, 0.86, 0.74]},
    "KHR_materials_anisotropy": {"anisotropyStrength": 0.75},
}
"""Hair shines in a band across its strands: roughest along u, which runs from hair to hair."""


def materials(person: Person) -> tuple[Material, ...]:
    """Return hair that is cut out and fine hair that is blended."""
    drawn = strands(person)
    base = encode(np.dstack([drawn.colour, drawn.alpha]))
    relief = encode(drawn.relief, quality=85)
    return (
        Material(
            name="Hair",
            base=base,
            normal=relief,
            roughness=0.35,
            alpha="MASK",
            cutoff=0.4,
            two_sided=True,
            extensions=_SHINE,
        ),
        Material(
            name="HairSoft",
            base=base,
            normal=relief,
            roughness=0.5,
            alpha="BLEND",
            two_sided=True,
            extensions=_SHINE,
        ),
    )


def grow(person: Person) -> list[Part]:
    """Grow the hair of a person's style; nothing where there is none."""
    style = person.spec.hair.style
    if style in CUTS:
        return cropped(person)
    return _combed(person) if style in STYLES else []


def _combed(person: Person) -> list[Part]:
    chance = person.random("hair")
    scalp = Scalp(person)
    style = STYLES[person.spec.hair.style]
    flow = Flow(scalp, style)
    if style.fall is not None:
        falling = Falling(person, flow, chance)
        strips = (("Hair", False), ("HairSoft", True))
        return [
            joined([*falling.strips(soft=soft)], name, person, scalp) for name, soft in strips
        ]
    layers = Layers(flow, chance)
    cut = [
        *layers.surface(),
        *layers.from_parting(),
        *layers.over(),
        *layers.swept(soft=False),
    ]
    if style.bun is not None:
        coil = Coil(flow)
        cut += [coil.core(), *coil.over(chance)]
    soft = [*layers.along_the_line(), *layers.baby(), *layers.stray(), *layers.loose()]
    soft += layers.swept(soft=True)
    if style.tail is not None:
        tails = Tails(flow, style.tail, Cover(person, scalp), chance)
        cut += tails.strips(soft=False)
        soft += tails.strips(soft=True)
    return [joined(cut, "Hair", person, scalp), joined(soft, "HairSoft", person, scalp)]
