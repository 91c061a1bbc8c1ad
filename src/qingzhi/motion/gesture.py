"""The vocabulary of gestures: what hands can do, by dialogue act and by name.

Forms are data (`data/gestures/*.toml`, `data/hands.toml`). `repertoire` solves them for a body
and keeps the rules; when they are made is for `phrasing`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from qingzhi.motion.head import CHANNELS
from qingzhi.motion.reach import Reach  # noqa: TC001 - msgspec reads it at run time
from qingzhi.motion.tables import folder

if TYPE_CHECKING:
    from qingzhi.score import Clause

Side: TypeAlias = Literal["left", "right"]
PoseId: TypeAlias = tuple[str, int, int, Side] | None
"""Gesture, stroke, key and leading hand; None is the rest pose."""
SIDES: tuple[Side, Side] = ("right", "left")


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both arms at one moment, written for a leading right hand.

    `at` is seconds from the stroke's apex; the others are degrees (`shoulders`: up) and, for
    `brow`, 0..1.
    """

    at: float
    main: Reach | None = None
    other: Reach | None = None
    both: Reach | None = None
    lean: float = 0.0
    sway: float = 0.0
    bend: float = 0.0
    nod: float = 0.0
    turn: float = 0.0
    tilt: float = 0.0
    brow: float = 0.0
    shoulders: float = 0.0

    @property
    def trunk(self) -> tuple[float, ...]:
        """What the trunk and head add, in the order of `head.CHANNELS`."""
        return tuple(getattr(self, channel) for channel in CHANNELS)


class Stroke(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keys: tuple[Key, ...]


class Gesture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`emblem`: understood without words, so it needs no stressed syllable.

    `contact`: a hand comes to the own body or to the other hand, so the gesture is always made
    in full, neither larger nor smaller. `imitable`: a child may copy it without harm to anybody;
    a blow, a grasp or a leap is not. `styles`: the manners that use it of their own accord;
    empty: all. `lead`: the only hand that can lead it. `mood`: the emotion or stance that the
    face shows when it is made by name. Without `acts`, `stances` and `targets` it is made only
    when asked for by name.
    """

    zh: str
    en: str
    strokes: tuple[Stroke, ...]
    acts: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    targets: bool = False
    emblem: bool = False
    beats: bool = False
    contact: bool = False
    imitable: bool = True
    weight: float = 1.0
    hold: float = 0.3
    retract: float = 0.6
    lead: Literal["", "left", "right"] = ""
    mood: str = ""

    @property
    def hands(self) -> frozenset[str]:
        """The hand shapes that it shows."""
        reaches = (r for s in self.strokes for k in s.keys for r in (k.main, k.other, k.both))
        return frozenset(reach.hand for reach in reaches if reach)


class _Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    gesture: dict[str, Gesture]


@cache
def families() -> dict[str, dict[str, Gesture]]:
    """Return all gestures by the file that they stand in."""
    return {name: family.gesture for name, family in folder("gestures", _Family).items()}


@cache
def gestures() -> dict[str, Gesture]:
    """Return all gestures by name."""
    return {name: g for family in families().values() for name, g in family.items()}


def suitable(clause: Clause) -> tuple[str, ...]:
    """Return the gestures that fit, by name: by target first, then stance, then dialogue act."""
    return _suitable(
        clause.style, clause.stance.value, clause.act.value, pointing=clause.target is not None
    )


@lru_cache(maxsize=1024)
def _suitable(style: str, stance: str, act: str, *, pointing: bool) -> tuple[str, ...]:
    every = [(name, g) for name, g in gestures().items() if not g.styles or style in g.styles]
    if pointing:
        return tuple(name for name, g in every if g.targets)
    by_stance = tuple(name for name, g in every if stance in g.stances)
    return by_stance or tuple(name for name, g in every if act in g.acts)
