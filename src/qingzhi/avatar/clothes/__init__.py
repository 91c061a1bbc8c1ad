"""What a person wears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from qingzhi.avatar.clothes.fitting import Fitting
from qingzhi.avatar.clothes.jacket import JacketMaker
from qingzhi.avatar.clothes.pattern import Jacket
from qingzhi.avatar.clothes.shirt import ShirtMaker
from qingzhi.avatar.clothes.tailor import Tailor
from qingzhi.avatar.clothes.trousers import ShoeMaker, TrousersMaker
from qingzhi.avatar.geometry import smooth
from qingzhi.avatar.material import Material, linear
from qingzhi.avatar.part import Part
from qingzhi.avatar.rig import limited

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qingzhi.avatar.clothes.piece import Piece
    from qingzhi.avatar.person import Person


class Outfit(NamedTuple):
    """What is worn, and which of the skin's vertices [SKIN] it hides for good."""

    parts: list[Part]
    hidden: NDArray[np.bool_]


def materials(_person: Person) -> tuple[Material, ...]:
    """Return the one material of all cloth; colours are the vertices'."""
    return (Material(name="Cloth", roughness=0.86, two_sided=True),)


def suit(person: Person) -> Outfit:
    """Dress a person."""
    fitting = Fitting(person)
    tailor = Tailor(fitting)
    jacket = JacketMaker(tailor, Jacket())
    pieces = [
        *jacket.pieces(),
        *ShirtMaker(tailor, jacket.roll).pieces(),
        *TrousersMaker(tailor).pieces(),
        *ShoeMaker(tailor).pieces(),
    ]
    return Outfit([part(p, fitting) for p in pieces], hidden(tailor, jacket))


def part(piece: Piece, fitting: Fitting) -> Part:
    weights = limited(piece.dense)
    points, directions = fitting.modelled(piece.points, piece.normals, weights)
    colour = linear({"coat": "#3a4a68", "button": "#101218", "shirt": "#e9ebee", "trousers": "#3a4a68", "shoes":"#15151a"}.get(piece.zone, "#888888"))
    return Part(
        material="Cloth",
        points=points,
        triangles=piece.faces,
        weights=weights,
        colour=np.tile(colour, (len(points), 1)),
        given_normals=directions,
    )


def hidden(tailor: Tailor, jacket: JacketMaker) -> NDArray[np.bool_]:
    """Tell which vertices of the skin can never be seen."""
    m, k, skin = tailor.marks, tailor.k, tailor.skin
    head = tailor.fitting.share("head", "jaw", "Eye") > 0.3
    neck = skin[:, 1] > m.pit - 0.004 * k + 0.03 * k * smooth(0.06, -0.02, skin[:, 2])
    neck &= tailor.arm < 0.2
    hand = (tailor.arm > 0.5) & (skin[:, 1] < m.wrist[1] + 0.022 * k)
    return ~(head | (neck & (np.abs(skin[:, 0]) < 0.075 * k)) | hand)
