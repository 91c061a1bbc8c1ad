"""What a person wears.

Garments are patterns on dress forms: `form` wraps a body as tailors see it, `tailor` takes its
measures, `pattern` holds what was measured once and for all, `draft`, `jacket`, `lapel`, `sleeve`,
`shirt`, `trousers`, `shoes` and `trimmings` draw and sew, `fabric` dyes, and `fitting` takes the
whole into the figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.clothes.draft import Draft
from qingzhi.avatar.clothes.fabric import dyed, material, swatch, weave
from qingzhi.avatar.clothes.fitting import Fitting
from qingzhi.avatar.clothes.jacket import JacketMaker
from qingzhi.avatar.clothes.pattern import Jacket, Shirt, Shoes, Trousers
from qingzhi.avatar.clothes.shirt import ShirtMaker
from qingzhi.avatar.clothes.shoes import ShoesMaker
from qingzhi.avatar.clothes.tailor import Tailor
from qingzhi.avatar.clothes.trousers import TrousersMaker
from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.occlusion import exposure
from qingzhi.avatar.part import Part
from qingzhi.avatar.rig import limited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.piece import Piece
    from qingzhi.avatar.material import Material
    from qingzhi.avatar.person import Person

    Floats = NDArray[np.float64]


ACCESSORIES: Final[Mapping[str, tuple[str, ...]]] = {
    "badge": ("plate", "mark"),
    "scarf": ("scarf", "pin"),
}
"""The zones of cloth that an accessory consists of."""


class Outfit(NamedTuple):
    """What is worn, and which of the skin's vertices [SKIN] it hides for good."""

    parts: list[Part]
    hidden: NDArray[np.bool_]


def materials(person: Person) -> tuple[Material, ...]:
    """Return the one material of all cloth."""
    return (material(person),)


def suit(person: Person) -> Outfit:
    """Dress a person."""
    tailor = Tailor(Fitting(person))
    left_out = {
        zone
        for name, zones in ACCESSORIES.items()
        for zone in zones
        if name not in person.spec.accessories
    }
    pieces = [piece for piece in sewn(tailor) if piece.zone not in left_out]
    return Outfit(_parts(pieces, tailor.fitting), hidden(tailor))


def sewn(tailor: Tailor) -> list[Piece]:
    """Make all pieces of a suit, in the fitting pose."""
    draft = Draft(tailor, Jacket())
    return [
        *JacketMaker(draft).pieces(),
        *ShirtMaker(tailor, draft.roll, Shirt()).pieces(),
        *TrousersMaker(tailor, Trousers()).pieces(),
        *ShoesMaker(tailor, Shoes()).pieces(),
    ]


def hidden(tailor: Tailor) -> NDArray[np.bool_]:
    """Tell which vertices of the skin [SKIN] cloth covers in all poses."""
    m, k, skin = tailor.marks, tailor.k, tailor.skin
    head = tailor.fitting.share("head", "jaw", "Eye") > 0.3
    neck = skin[:, 1] > m.pit - 0.004 * k + 0.03 * k * smooth(0.06, -0.02, skin[:, 2])
    neck &= (tailor.arm < 0.2) & (np.abs(skin[:, 0]) < 0.075 * k)
    hand = (tailor.arm > 0.5) & (skin[:, 1] < m.wrist[1] + 0.022 * k)
    return np.asarray(~(head | neck | hand))


def _parts(pieces: Sequence[Piece], fitting: Fitting) -> list[Part]:
    normals = [piece.normals for piece in pieces]
    seen = _seen(pieces, normals)
    colours = fitting.person.spec.garment
    made = []
    for piece, directions, light in zip(pieces, normals, seen, strict=True):
        weights = limited(piece.dense)
        points, turned = fitting.modelled(piece.points, directions, weights)
        made.append(
            Part(
                material="Cloth",
                points=points,
                triangles=piece.faces,
                weights=weights,
                uv=weave(piece.zone, piece.uv),
                swatch=np.tile(swatch(piece.zone), (len(points), 1)),
                colour=dyed(piece.zone, light * piece.light, colours),
                given_normals=turned,
            )
        )
    return made


def _seen(pieces: Sequence[Piece], normals: Sequence[Floats]) -> list[Floats]:
    """Return for each piece how much of the sky its vertices see."""
    counts = np.cumsum([len(piece.points) for piece in pieces])
    starts = [0, *counts[:-1]]
    faces = [piece.faces + start for piece, start in zip(pieces, starts, strict=True)]
    points = np.concatenate([piece.points for piece in pieces])
    light = exposure(points, np.concatenate(normals), np.concatenate(faces))
    return np.split(light, counts[:-1])
