"""Hair: strands combed along a flow, shown as a closed surface, locks and single hairs.

Two primitives are drawn: `Hair`, cut out by its alpha, and `HairSoft`, blended, for what is too
fine to be cut out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar.hair.coil import Coil
from qingzhi.avatar.hair.flow import Flow
from qingzhi.avatar.hair.layers import Layers
from qingzhi.avatar.hair.picture import strands
from qingzhi.avatar.hair.short import CUTS, cropped
from qingzhi.avatar.hair.strip import joined
from qingzhi.avatar.hair.style import STYLES
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
    flow = Flow(scalp, STYLES[person.spec.hair.style])
    layers, coil = Layers(flow, chance), Coil(flow)
    cut = [
        *layers.surface(),
        *layers.from_parting(),
        *layers.over(),
        *layers.swept(soft=False),
        coil.core(),
    ]
    cut += coil.over(chance)
    soft = [*layers.along_the_line(), *layers.baby(), *layers.stray(), *layers.loose()]
    soft += layers.swept(soft=True)
    return [joined(cut, "Hair", person, scalp), joined(soft, "HairSoft", person, scalp)]
