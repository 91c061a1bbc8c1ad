"""What a person wears.

Garments are patterns on dress forms: `form` wraps a body as tailors see it, `tailor` takes its
measures, `pattern` says what a pattern's lines are called, `wardrobe` holds those of each outfit,
`draft`, `jacket`, `lapel`, `collar`, `sleeve`, `pocket`, `shirt`, `neckwear`, `trousers`, `skirt`,
`shoes` and `trimmings` draw and sew, `folds` are laid, `fabric` dyes, and `fitting` takes the whole
into the figure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.clothes.collar import CollarMaker
from qingzhi.avatar.clothes.draft import Draft
from qingzhi.avatar.clothes.fabric import LEGS, dyed, material, swatch, weave
from qingzhi.avatar.clothes.fitting import Fitting
from qingzhi.avatar.clothes.folds import bends
from qingzhi.avatar.clothes.jacket import JacketMaker
from qingzhi.avatar.clothes.neckwear import NeckwearMaker
from qingzhi.avatar.clothes.pattern import Ribbon, Skirt, Tie, Trousers
from qingzhi.avatar.clothes.shirt import ShirtMaker
from qingzhi.avatar.clothes.shoes import ShoesMaker
from qingzhi.avatar.clothes.skirt import SkirtMaker
from qingzhi.avatar.clothes.tailor import REFERENCE, Tailor
from qingzhi.avatar.clothes.trousers import TrousersMaker
from qingzhi.avatar.clothes.wardrobe import dress
from qingzhi.avatar.detail import WHOLE
from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.occlusion import exposure
from qingzhi.avatar.part import Part
from qingzhi.avatar.rig import limited

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.pattern import Dress, Shoes
    from qingzhi.avatar.clothes.piece import Piece
    from qingzhi.avatar.material import Material
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]


_UNDER_NECKLINE, _NEAR_NECKLINE = 0.04, 0.04
"""Metres of skin that are kept below the edge of an open neckline: where arms don't move it, and
where they do."""


_BESIDE_NECK: Final = 0.004
"""Metres of skin that are kept beyond the point of the neck, below a collar."""
_SHORT: Final = 0.2
"""Share of the arm that a short sleeve leaves bare, at least."""
_IN_SLEEVE: Final = (0.014, 0.035)
"""Metres of skin that are kept within a long and within a short sleeve, which swings."""
_UNDER_HEM: Final = 0.07
"""Metres of leg that are kept above the hem of a skirt, which swings."""
_SHOULDER_BLADES: Final = -0.03
"""Metres ahead of a body's middle at which its back begins."""


class Sewn(NamedTuple):
    """What is worn, before it is dyed."""

    pieces: list[Piece]
    lit: list[Floats]
    """How much of the sky the vertices of each piece see."""
    parts: list[Part]
    hidden: NDArray[np.bool_]
    """[SKIN]: vertices of the skin that it hides for good."""


class Outfit(NamedTuple):
    """What is worn, and which of the skin's vertices [SKIN] it hides for good."""

    parts: list[Part]
    hidden: NDArray[np.bool_]


def materials(person: Person) -> tuple[Material, ...]:
    """Return the one material of all cloth."""
    return (material(person),)


def suit(person: Person, directions: int = WHOLE.directions) -> Outfit:
    """Dress a person; light on the clothes is looked for in so many directions."""
    made = tailored(person, directions)
    return Outfit(in_colour(person, made), made.hidden)


def tailored(person: Person, directions: int = WHOLE.directions) -> Sewn:
    """Make what a person wears; its colours do not count."""
    worn = dress(person.spec)
    tailor = taking_measure(person, worn)
    pieces = sewn(tailor, worn, person.spec.accessories)
    normals = [piece.normals for piece in pieces]
    lit = _seen(pieces, normals, directions)
    return Sewn(pieces, lit, _parts(pieces, normals, tailor.fitting), hidden(tailor, worn))


def in_colour(person: Person, made: Sewn) -> list[Part]:
    """Return what is worn in the colours that the person chose."""
    colours = person.spec.garment
    return [
        replace(part, colour=dyed(piece.zone, light * piece.light, colours, piece.uv))
        for piece, light, part in zip(made.pieces, made.lit, made.parts, strict=True)
    ]


def taking_measure(person: Person, worn: Dress) -> Tailor:
    """Return a tailor whose forms reach as far as what is worn."""
    fitting = Fitting(person)
    pad = worn.tops[0].pad if worn.tops else 0.0
    lows = [top.hem - 0.06 for top in worn.tops]
    if isinstance(worn.below, Skirt):
        knee, hip = (fitting.joints[f"left{bone}Leg"][1] for bone in ("Lower", "Upper"))
        k = person.height_cm / REFERENCE
        lows.append((knee - hip) / k + worn.below.hem - 0.03)
    wide = worn.tops[0].wide if worn.tops else 0.0
    return Tailor(fitting, pad, min(lows, default=-0.06), wide)


def sewn(tailor: Tailor, worn: Dress, accessories: Sequence[str] = ()) -> list[Piece]:
    """Make all that is worn, in the fitting pose: first the panels of the outermost top."""
    pieces: list[Piece] = []
    outer = None
    for top in worn.tops:
        maker = JacketMaker(Draft(tailor, top))
        outer = outer or maker
        pieces += maker.pieces()
    if outer and "badge" in accessories:
        pieces += outer.badge()
    if outer and worn.shirt:
        pieces += ShirtMaker(tailor, outer.draft.roll, worn.shirt).pieces()
        pieces += _neckwear(tailor, worn, outer, accessories)
    match worn.below:
        case Trousers():
            pieces += TrousersMaker(tailor, worn.below).pieces()
        case Skirt():
            pieces += SkirtMaker(tailor, worn.below).pieces()
    return [*pieces, *ShoesMaker(tailor, worn.shoes).pieces()]


def _neckwear(
    tailor: Tailor, worn: Dress, outer: JacketMaker, accessories: Sequence[str]
) -> Iterator[Piece]:
    if worn.shirt is None:
        return
    maker = NeckwearMaker(CollarMaker(tailor, worn.shirt.collar), float(outer.draft.heights[1]))
    if worn.neckwear == "tie":
        yield from maker.tie(Tie())
    elif worn.neckwear == "ribbon" and "scarf" in accessories:
        yield from maker.ribbon(Ribbon())


def hidden(tailor: Tailor, worn: Dress) -> NDArray[np.bool_]:
    """Tell which vertices of the skin [SKIN] cloth covers in all poses."""
    m, k, skin = tailor.marks, tailor.k, tailor.skin
    head = tailor.fitting.share("head", "jaw", "Eye") > 0.3
    round_neck = np.arctan2(np.abs(skin[:, 0]), skin[:, 2] - tailor.fitting.joints["neck"][2])
    throat = 0.020 + 0.008 * smooth(0.04 * k, 0.02 * k, np.abs(skin[:, 0]))
    neck = skin[:, 1] > m.pit + (0.03 * np.sin(round_neck / 2) ** 1.2 - throat) * k
    neck &= (tailor.arm < 0.2) & (
        np.abs(skin[:, 0]) < max(0.085 * k, m.neck_point[0] + _BESIDE_NECK * k)
    )
    if worn.tops[0].scoop and not (worn.shirt or worn.tops[0].collar):
        draft = Draft(tailor, worn.tops[0])
        neck |= _within(draft, _UNDER_NECKLINE) & (tailor.arm < 0.2)
        neck |= _within(draft, _NEAR_NECKLINE)
    sleeve = worn.tops[0].sleeve or worn.tops[-1].sleeve
    end = sleeve.end if sleeve else 1.2
    inside = _IN_SLEEVE[end > _SHORT] * k
    hand = (tailor.arm > 0.5) & (
        skin[:, 1] < m.wrist[1] + inside + max(end, 0) * (m.armpit - m.wrist[1])
    )
    shown = head | neck | hand
    if not isinstance(worn.below, Trousers):
        hem = m.knee + worn.below.hem * k if worn.below else m.hip + worn.tops[0].hem * k
        shown |= (tailor.arm < 0.5) & (skin[:, 1] < hem + _UNDER_HEM * k)
        shown &= ~shod(tailor, worn.shoes)
    return np.asarray(~shown)


def _within(draft: Draft, below: float) -> NDArray[np.bool_]:
    """Tell which vertices of the skin [SKIN] lie inside a neckline, or so far below its edge."""
    skin, more = draft.tailor.skin, below * draft.tailor.k
    aside = np.interp(skin[:, 1], draft.roll[:, 1] - more, draft.roll[:, 0]) + more
    ahead = (skin[:, 1] > draft.roll[0, 1] - more) & (skin[:, 2] > _SHOULDER_BLADES)
    behind = skin[:, 1] > draft.nape[0, 1] - more
    near = np.abs(skin[:, 0])
    return np.asarray((ahead & (near < aside)) | (behind & (near < aside.max())))


def shod(tailor: Tailor, shoes: Shoes) -> NDArray[np.bool_]:
    """Tell which vertices of the skin [SKIN] are within the shoes."""
    return np.asarray(tailor.skin[:, 1] < (min(shoes.top) - 0.003) * tailor.k)


def _parts(pieces: Sequence[Piece], normals: Sequence[Floats], fitting: Fitting) -> list[Part]:
    made = []
    for piece, facing in zip(pieces, normals, strict=True):
        weights = limited(piece.dense)
        points, turned = fitting.modelled(piece.points, facing, weights)
        made.append(
            Part(
                material="Cloth",
                points=points,
                triangles=piece.faces,
                weights=weights,
                uv=weave(piece.zone, piece.uv),
                swatch=swatch(piece.zone, bends(piece.dense, legs=piece.zone in LEGS)),
                given_normals=turned,
            )
        )
    return made


def _seen(pieces: Sequence[Piece], normals: Sequence[Floats], directions: int) -> list[Floats]:
    """Return for each piece how much of the sky its vertices see."""
    counts = np.cumsum([len(piece.points) for piece in pieces])
    starts = [0, *counts[:-1]]
    faces = [piece.faces + start for piece, start in zip(pieces, starts, strict=True)]
    points = np.concatenate([piece.points for piece in pieces])
    light = exposure(points, np.concatenate(normals), np.concatenate(faces), directions)
    return np.split(light, counts[:-1])
