"""From a specification to a figure: the parts put together and written as one file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np

from qingzhi import __version__
from qingzhi.avatar import (
    clothes,
    eyes,
    glasses,
    hair,
    helpers,
    iris,
    lashes,
    lips,
    mouth,
    skin,
    vrm,
)
from qingzhi.avatar.base import EYES
from qingzhi.avatar.body import islands, tucked
from qingzhi.avatar.coarser import LOOP, coarsened, shared
from qingzhi.avatar.detail import WHOLE
from qingzhi.avatar.finer import densified, grain
from qingzhi.avatar.glb import GlbWriter
from qingzhi.avatar.hair import sway
from qingzhi.avatar.material import Material, encode
from qingzhi.avatar.opening import opening
from qingzhi.avatar.part import Part, merged, without_flat
from qingzhi.avatar.person import Person
from qingzhi.avatar.rig import PARENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.detail import Detail
    from qingzhi.avatar.hair.sway import Chain
    from qingzhi.avatar.spec import AvatarSpec

    Floats = NDArray[np.float64]

GENERATOR: Final = f"qingzhi {__version__}"
_MAKEHUMAN: Final = "MakeHuman MPFB2: base mesh, targets, rig, face units"
LICENCES: Final = (
    {"part": "body", "licence": "CC0-1.0", "source": _MAKEHUMAN},
    {"part": "hair", "licence": "CC0-1.0", "source": "computed from the body"},
    {"part": "clothes", "licence": "CC0-1.0", "source": "computed from the body"},
)
"""Of each part of a figure: all that isn't the body is computed, and adds no terms."""
_INNER: Final = "Eye"
"""The material of eyeballs, wet rims, teeth, tongue: one picture, and colours of vertices."""
_CARDS: Final = frozenset({"Hair", "HairSoft", "Lash"})
"""Strips: all of them is border."""


@dataclass(frozen=True)
class Figure:
    """A figure that is ready to be written."""

    glb: bytes
    triangles: int
    height_cm: float


def build(base: Base, spec: AvatarSpec, detail: Detail = WHOLE) -> Figure:
    """Make a figure: the same bytes for the same specification and detail."""
    person = Person.grow(base, spec)
    openings = {side: opening(person, side) for side in EYES}
    worn = clothes.suit(person, detail.directions)
    cut = {island.kind: island for island in islands(base, person.rig, worn.hidden)}
    grown = hair.grow(person, detail.step)
    finer = grain(base.skin, lips.about(base, person.skin))
    painted = skin.paint(
        tucked(person, list(cut.values()), worn.parts),
        openings,
        [cut["head"], cut["body"]],
        finer,
        worn.parts + grown.parts,
        detail=detail,
    )
    inner = Material(
        name=_INNER, base=encode(iris.picture(person, detail.eye), quality=92), roughness=0.42
    )
    materials = (
        *painted.materials,
        inner,
        *eyes.materials(),
        *lashes.materials(person),
        *hair.materials(person, detail.strands),
        *clothes.materials(person),
        *glasses.materials(person),
    )
    parts = [
        *painted.parts,
        *mouth.mouth(person, cut["mouth"], finer, _INNER),
        *eyes.eyes(person, openings, _INNER),
        *grown.parts,
        *worn.parts,
        *glasses.glasses(person, openings, lens="Cornea"),
    ]
    return _written(person, materials, _meshes(parts, materials, detail), grown.chains)


def _meshes(
    parts: Sequence[Part], materials: Sequence[Material], detail: Detail
) -> dict[str, Part]:
    """Join parts by material, in the order in which they are drawn, as finely as is asked for."""
    order = [material.name for material in materials]
    chosen = sorted(parts, key=lambda part: order.index(part.material))
    found = {
        name: without_flat(merged(list(group)))
        for name, group in groupby(chosen, key=lambda part: part.material)
    }
    seam = shared(np.concatenate([part.points for part in found.values()])) if detail.most else None
    start = 0
    for name, part in found.items():
        end = start + len(part.points)
        if seam is not None and name in detail.most:
            least = 0 if name in _CARDS else LOOP
            found[name] = coarsened(part, detail.most[name], seam[start:end], least=least)
        for _ in range(detail.denser.get(name, 0)):
            found[name] = without_flat(densified(found[name]))
        if not detail.shaded:
            found[name] = replace(found[name], turning=False)
        start = end
    return found


def _written(
    person: Person,
    materials: Sequence[Material],
    meshes: Mapping[str, Part],
    chains: Sequence[Chain],
) -> Figure:
    writer = GlbWriter(GENERATOR)
    writer.document["asset"]["extras"] = {"provenance": _provenance()}
    rig = person.rig.lengthened(sway.placed(chains))
    writer.skeleton(rig.joints, {**PARENTS, **sway.parents(chains)})
    helpers.constrain(writer.document["nodes"], list(rig.joints), rig.joints)
    writer.uses(helpers.EXTENSION)
    for material in materials:
        writer.material(material)
    morphs: dict[int, tuple[str, ...]] = {}
    for name, part in meshes.items():
        node = writer.part(name, part, rig)
        if part.morphs:
            morphs[node] = tuple(part.morphs)
    between_eyes = np.mean(list(person.rig.eye_centre.values()), axis=0)
    writer.uses(vrm.EXTENSION)
    writer.document["extensions"] = {
        vrm.EXTENSION: vrm.extension(
            name=person.spec.name,
            makers=(GENERATOR,),
            bones=list(rig.joints),
            morphs=morphs,
            eyes_from_head=between_eyes - person.rig.joints["head"],
        )
    }
    if chains:
        writer.uses(sway.EXTENSION)
        springs = sway.extension(person, chains, list(rig.joints))
        writer.document["extensions"][sway.EXTENSION] = springs
    return Figure(writer.encode(), writer.triangles, person.height_cm)


def _provenance() -> dict[str, object]:
    """Tell where a figure comes from (6.2.2.1 c); a specification shows nobody in particular."""
    return {
        "maker": GENERATOR,
        "licences": list(LICENCES),
        "likeness": {"person": "none"},
    }
