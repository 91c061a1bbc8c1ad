"""Everything that a figure can be asked to do, by name (T/CSIG 001—2026, table 2)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.emotion import BASIC, DYADS, NEUTRAL, Stance
from qingzhi.motion.gesture import families
from qingzhi.motion.moves import gaits, moves
from qingzhi.motion.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE_2: Final = "S6.3.1c"
_GROUPS: Final = {"arms": "arms", "hands": "fingers", "numbers": "fingers"}
"""Files of gestures that are actions of table 2; all others are the group `gestures`."""
_EXAMPLES: Final = frozenset(
    {"refuse_hands", "shrug", "angry_fist", "approve_thumb", "joyful_v"}
    | {"anxious_stamp", "happy_hop", "tiptoe", "happy_sway", "shy_tilt"}
)
"""Gestures and moves that table 2 gives as examples of feeling."""


class Face(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One action of the face, the eyes or the head (see the head of `data/face.toml`)."""

    zh: str
    en: str
    group: str
    seconds: float = 2.0
    onset: float = 0.2
    offset: float = 0.3
    units: dict[str, float] = {}
    mood: str = ""
    eyes: tuple[tuple[float, ...], ...] = ()
    lids: tuple[tuple[float, ...], ...] = ()
    head: tuple[tuple[float, ...], ...] = ()


class _Data(msgspec.Struct, frozen=True):
    item: dict[str, Face]


class Item(msgspec.Struct, frozen=True):
    """One thing to ask for; `clause` is the requirement that it answers."""

    name: str
    zh: str
    en: str
    group: str
    clause: str


@cache
def faces() -> dict[str, Face]:
    return table("face", _Data).item


@cache
def moods() -> dict[str, tuple[str, str]]:
    """Return the Chinese and English names of every emotion, compound and stance."""
    return table("moods", _Moods).mood


class _Moods(msgspec.Struct, frozen=True):
    mood: dict[str, tuple[str, str]]


@cache
def catalogue() -> dict[str, Item]:
    """Return every item by its name; no two groups share one."""
    return {item.name: item for item in _items()}


def _items() -> Iterator[Item]:
    for name, face in faces().items():
        yield Item(name, face.zh, face.en, face.group, TABLE_2)
    for family, gestures in families().items():
        group = _GROUPS.get(family, "gestures")
        for name, gesture in gestures.items():
            clause = TABLE_2 if group != "gestures" or name in _EXAMPLES else "S6.3.2b"
            yield Item(name, gesture.zh, gesture.en, _group(name, group), clause)
    for name, move in moves().items():
        yield Item(name, move.zh, move.en, _group(name, "legs"), TABLE_2)
    for name, gait in gaits().items():
        yield Item(name, gait.zh, gait.en, _group(name, "legs"), TABLE_2)
    for name in (NEUTRAL, *BASIC, *DYADS):
        yield Item(name, *moods()[name], "emotions", "S6.3.1a")
    for stance in Stance:
        if stance is not Stance.NONE:
            yield Item(stance.value, *moods()[stance.value], "stances", TABLE_2)


def _group(name: str, usual: str) -> str:
    return "examples" if name in _EXAMPLES else usual
