"""From a specification to a figure: the parts put together and written as one file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

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
from qingzhi.avatar.alike import combed_alike, dressed_alike, painted_alike, with_skull
from qingzhi.avatar.base import EYES
from qingzhi.avatar.body import islands
from qingzhi.avatar.coarser import LOOP, coarsened, shared
from qingzhi.avatar.detail import WHOLE
from qingzhi.avatar.finer import densified, grain
from qingzhi.avatar.glb import GlbWriter
from qingzhi.avatar.hair import sway
from qingzhi.avatar.kept import Kept
from qingzhi.avatar.material import Material, encode
from qingzhi.avatar.opening import opening
from qingzhi.avatar.part import Part, merged, without_flat
from qingzhi.avatar.person import Person
from qingzhi.avatar.rig import PARENTS
from qingzhi.avatar.tuck import tucked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.base import Base
    from qingzhi.avatar.body import Island
    from qingzhi.avatar.detail import Detail
    from qingzhi.avatar.hair.sway import Chain
    from qingzhi.avatar.rig import Rig
    from qingzhi.avatar.spec import AvatarSpec

    Floats = NDArray[np.float64]

_Made = TypeVar("_Made")
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


class _Line:
    """One build on its way through its stages, each of which takes over what is kept of it."""

    def __init__(self, spec: AvatarSpec, detail: Detail, kept: Kept) -> None:
        self._spec, self._detail, self._kept = spec, detail, kept

    def made(
        self, stage: str, person: Person, make: Callable[[Person], _Made], *given: object
    ) -> _Made:
        """Return what a stage makes of a person and of what it is `given` besides."""
        return self._kept.made(
            stage,
            self._spec,
            (person.rig, person.morphs, self._detail, *given),
            lambda seen: make(replace(person, spec=seen)),
        )


class _Look(NamedTuple):
    """Skin as it was painted, on which body, and what lay over it."""

    painted: skin.Painted
    rig: Rig
    below: tuple[object, ...]

    @classmethod
    def of(cls, person: Person, rig: Rig, painted: skin.Painted) -> _Look:
        spec = person.spec
        return cls(painted, rig, (spec.hair.style, spec.garment.style, spec.accessories))


def build(base: Base, spec: AvatarSpec, detail: Detail = WHOLE, kept: Kept | None = None) -> Figure:
    """Make a figure: the same bytes for the same specification and detail.

    What earlier builds have `kept` is taken over where nothing changed that it was made from, or,
    for clothes and hair, nothing that is seen on them. Without it, all is made anew.
    """
    kept = kept or Kept(0)
    line, person = _Line(spec, detail, kept), Person.grow(base, spec, kept)
    neck, skull = kept.like("neck", person, dressed_alike), kept.like("skull", person, combed_alike)
    openings = line.made("openings", person, lambda p: {side: opening(p, side) for side in EYES})
    worn = line.made("clothes", neck, lambda p: clothes.tailored(p, detail.directions))
    cut = line.made("islands", neck, lambda p: _islands(p, worn), worn)
    grown = line.made("hair", skull, lambda p: hair.grow(p, detail.step, detail.cards))
    locks = line.made(
        "locks", person, lambda p: with_skull(grown.parts, skull, p), skull.rig, grown
    )
    finer = line.made("finer", person, lambda p: grain(base.skin, lips.about(base, p.skin)))
    tight = line.made("tucked", person, lambda p: _tucked(p, cut, worn), cut, worn)
    snug = replace(person, rig=tight)

    def paint(p: Person, done: Mapping[str, Material] = MappingProxyType({})) -> skin.Painted:
        shown, above = [cut["head"], cut["body"]], worn.parts + locks
        return skin.paint(p, openings, shown, finer, above, detail=detail, done=done)

    whose, _ = kept.like("look", (person, cut["head"]), painted_alike)
    look = line.made("look", whose, lambda p: _Look.of(p, tight, paint(replace(snug, spec=p.spec))))
    painted = look.painted
    if look.rig is not tight:
        done = {"head": painted.materials[0]}
        painted = line.made(
            "skin", snug, lambda p: paint(p, done), openings, cut, worn, locks, look
        )
    materials = (
        *painted.materials,
        line.made("irises", person, lambda p: _inner(p, detail)),
        *eyes.materials(),
        *line.made("lashes", person, lashes.materials),
        *hair.materials(person, detail.strands),
        *line.made("cloth", person, clothes.materials),
        *glasses.materials(person),
    )
    parts = [
        *painted.parts,
        *mouth.mouth(person, cut["mouth"], finer, _INNER),
        *eyes.eyes(person, openings, _INNER),
        *locks,
        *clothes.in_colour(person, worn),
        *glasses.glasses(person, openings, lens="Cornea"),
    ]
    return _written(person, materials, _meshes(parts, materials, detail), grown.chains)


def _islands(person: Person, worn: clothes.Sewn) -> dict[str, Island]:
    return {island.kind: island for island in islands(person.base, person.rig, worn.hidden)}


def _tucked(person: Person, cut: Mapping[str, Island], worn: clothes.Sewn) -> Rig:
    return tucked(person, list(cut.values()), worn.parts).rig


def _inner(person: Person, detail: Detail) -> Material:
    picture = encode(iris.picture(person, detail.eye), quality=92)
    return Material(name=_INNER, base=picture, roughness=0.42)


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
