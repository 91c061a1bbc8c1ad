"""Cuts as data: how short hair is shaped over the head, and of what it is laid."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qingzhi.avatar.hair.style import Style, Way


class Layer(NamedTuple):
    """Cards that are laid alike, from what lies below to single hairs."""

    cards: int
    column: str
    width: float
    """Metres, where a card is widest."""
    level: tuple[float, float]
    """Share of the hair's height that its cards reach, from the first to the last laid."""
    rows: int = 5
    length: float = 1.0
    """Over the cut's."""
    dense: float = 1.0
    """Of its hairs' alpha."""
    soft: bool = True
    """Whether it is blended, not cut out."""
    least: float = 0.0
    """Metres: hair that is cut shorter is left to other layers."""
    most: float = 1.0
    """Metres: so is hair that is longer."""
    inset: float = 0.002
    """Metres that roots lie inside the hairline, at least."""
    edge: tuple[float, float] | None = None
    """Roots only along the hairline, between two elevations off it, in degrees."""
    tip: float = 0.3
    """Width at the tip, over the greatest."""
    fades: float = 1.0
    """How soon its hairs are gone where the cut fades: their alpha is the fade to this power."""
    lean: float = 0.0
    """How far cards are turned about their own length, in radians, at random."""


class Wave(NamedTuple):
    """Waves or curls of short hair."""

    length: float
    """Metres from crest to crest."""
    height: float
    """Metres that a crest stands aside."""
    round_: float = 0.7
    """0 waves aside only, 1 winds like a screw."""
    alike: float = 0.6
    """How nearly neighbours wave alike."""


class Cut(NamedTuple):
    """A cut. Lengths are metres of an adult's hair and follow the size of the head."""

    style: Style
    """Which way it is combed and how high it stands."""
    top: float
    side: float
    back: float
    layers: tuple[Layer, ...]
    tapered: Way = (10.0, 42.0)
    """Elevations of roots between which sides and back pass into the top."""
    front: float = 1.0
    """Length of the hair over the forehead, over the top's."""
    fade: float = 0.0
    """Degrees above the lowest hair, at sides and nape, over which it grows to its length."""
    shaved: float = 0.0015
    """Metres it is long where it begins to."""
    ends: tuple[float, float] | None = None
    """Levels that hair ends at in front and behind, as `Fall.cut`; None: by its length only."""
    over_ears: bool = False
    """Whether it lies over the ears, not before them."""
    rise: float = 0.012
    """Metres of a strand over which it gains its height."""
    sunk: float = 0.3
    """Share of its height at which a strand begins to be seen: hair is rooted in hair."""
    flick: float = 0.0
    """Metres that tips stand off the others."""
    ragged: float = 0.15
    """How much lengths differ."""
    stray: float = 0.1
    """Radians that strands lie across their neighbours."""
    swirl: float = 0.12
    """The same of whole patches."""
    cap: float = 0.4
    """Share of the hair's height at which a closed surface lies below; 0: none."""
    clear: float = 12.0
    """Degrees inside the hairline, above the fade, where that surface ends."""
    wave: Wave | None = None


def fewer(cut: Cut, share: float) -> Cut:
    """Lay a cut of a share of its cards, which are wider, but each not by as much."""
    return cut._replace(
        layers=tuple(
            layer._replace(cards=round(layer.cards * share), width=layer.width / share**0.5)
            for layer in cut.layers
        )
    )
