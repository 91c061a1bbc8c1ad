"""Hair: strands combed along a flow, shown as a closed surface, locks and single hairs.

Two primitives are drawn: `Hair`, cut out by its alpha, and `HairSoft`, blended, for what is too
fine to be cut out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from qingzhi.avatar.hair.coil import Coil
from qingzhi.avatar.hair.cover import Cover
from qingzhi.avatar.hair.cut import fewer
from qingzhi.avatar.hair.fall import Falling
from qingzhi.avatar.hair.flow import Flow
from qingzhi.avatar.hair.layers import Layers
from qingzhi.avatar.hair.picture import COLUMNS, CROPPED, strands
from qingzhi.avatar.hair.short import cropped
from qingzhi.avatar.hair.strip import joined
from qingzhi.avatar.hair.styles import CUTS, STYLES
from qingzhi.avatar.hair.sway import carried
from qingzhi.avatar.hair.tail import Tails
from qingzhi.avatar.material import Material, encode, resized
from qingzhi.avatar.scalp import Scalp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingzhi.avatar.hair.strip import Strip
    from qingzhi.avatar.hair.style import Fall
    from qingzhi.avatar.hair.sway import Chain
    from qingzhi.avatar.material import Picture
    from qingzhi.avatar.part import Part
    from qingzhi.avatar.person import Person
    from qingzhi.avatar.spec import Hair as HairSpec

_SHINE: Final[dict[str, Any]] = {
    "KHR_materials_specular": {"specularFactor": 0.32, "specularColorFactor": [1, 0.86, 0.74]},
    "KHR_materials_anisotropy": {"anisotropyStrength": 0.75},
}
"""Hair shines in a band across its strands: roughest along u, which runs from hair to hair."""


def materials(person: Person, size: float = 1.0) -> tuple[Material, ...]:
    """Return hair that is cut out and fine hair that is blended; `size` is of their picture."""
    base, relief = _pictures(person.spec.seed, person.spec.hair, size)
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


@lru_cache(maxsize=8)
def _pictures(seed: int, worn: HairSpec, size: float) -> tuple[Picture, Picture]:
    """Encode the picture of strands and its relief: while a face is made, hair often stays."""
    drawn = strands(seed, worn, CROPPED if worn.style in CUTS else COLUMNS)
    shown = (np.dstack([drawn.colour, drawn.alpha]), drawn.relief)
    colour, relief = (resized(values, size) if size != 1 else values for values in shown)
    return encode(colour), encode(relief, quality=85)


class Grown(NamedTuple):
    """The hair of a head, and the chains of bones that it sways with."""

    parts: list[Part]
    chains: list[Chain]


def grow(person: Person, step: int = 1, cards: float = 1.0) -> Grown:
    """Grow the hair of a person's style; nothing where there is none.

    Strands are traced in steps that are `step` times as long as usual; short hair is laid of a
    share of its `cards`, which are the wider.
    """
    worn = person.spec.hair.style
    if worn in CUTS:
        return Grown(cropped(person, fewer(CUTS[worn], cards)), [])
    if worn not in STYLES:
        return Grown([], [])
    style, scalp = STYLES[worn], Scalp(person)
    flow, chance = Flow(scalp, style, step), person.random("hair")
    if style.fall is not None:
        return _free(person, flow, style.fall, chance)
    parts = _parts(_combed(flow, chance), person, scalp)
    if style.tail is None:
        return Grown(parts, [])
    tails = Tails(flow, style.tail, Cover(person, scalp), chance)
    hanging = _parts(tuple([*tails.strips(soft=soft)] for soft in (False, True)), person, scalp)
    chains = tails.chains()
    return Grown([*parts, *(carried(part, chains, scalp) for part in hanging)], chains)


def _free(person: Person, flow: Flow, style: Fall, chance: np.random.Generator) -> Grown:
    falling = Falling(person, flow, style, chance)
    strips = tuple([*falling.strips(soft=soft)] for soft in (False, True))
    parts = _parts(strips, person, flow.scalp)
    chains = falling.chains(parts[0].points)
    return Grown([carried(part, chains, flow.scalp) for part in parts], chains)


def _parts(strips: Sequence[Sequence[Strip]], person: Person, scalp: Scalp) -> list[Part]:
    """Make parts of what is cut out and of what is blended; none of what is nothing."""
    named = zip(strips, ("Hair", "HairSoft"), strict=True)
    return [joined(some, name, person, scalp) for some, name in named if some]


def _combed(flow: Flow, chance: np.random.Generator) -> tuple[list[Strip], list[Strip]]:
    """Lay hair that is combed to where it is tied: what is cut out, and what is blended."""
    layers = Layers(flow, chance)
    cut = [*layers.surface(), *layers.over()]
    if flow.style.bun is not None:
        coil = Coil(flow, flow.style.bun)
        cut += [coil.core(), *coil.over(chance)]
    soft = [*layers.along_the_line(), *layers.baby(), *layers.stray(), *layers.loose()]
    if flow.style.parting.bare:
        soft += layers.along_the_parting()
    return cut, soft
