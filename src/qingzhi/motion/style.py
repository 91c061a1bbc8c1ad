"""Manners of speaking with the body: formal, daily, tutoring and more (T/CSIG 6.3.1 d, 6.3.2 d)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from qingzhi.motion.expression import Posture, face_of
from qingzhi.motion.tables import table

if TYPE_CHECKING:
    from qingzhi.motion.expression import Mood

DEFAULT: Final = "daily"
AUTO: Final = "auto"
"""No manner is wished for: the situation decides."""


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shares of what is usual, but for `density` and `gaze`, which are 0..1.

    `density`: how many of the chances for a gesture are taken. `favoured` and `shunned` are
    gestures chosen three times as often, or never of their own accord. `gaze`: share of a clause
    for which the eyes stay with the visitor. `head`: size of nods and beats. `posture` is held
    while speaking. `smile` is added to a calm or pleasant face (AU12, 0..1). `legs`: the move
    that a strong feeling or a stance makes while the figure speaks.
    """

    zh: str
    en: str
    amplitude: float = 1.0
    tempo: float = 1.0
    density: float = 0.7
    head: float = 1.0
    smile: float = 0.0
    gaze: float = 0.8
    posture: Posture = Posture()
    favoured: tuple[str, ...] = ()
    shunned: tuple[str, ...] = ()
    legs: dict[str, str] = {}


class Situation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which manners go before others: `first` before all, `child` where a child looks on."""

    first: tuple[str, ...]
    child: str


class _Data(msgspec.Struct, frozen=True):
    style: dict[str, Style]
    situation: Situation


@cache
def _data() -> _Data:
    return table("styles", _Data)


def styles() -> dict[str, Style]:
    return _data().style


def style(name: str) -> Style:
    """Return a style's manner; a name that is unknown moves as in daily life."""
    return styles().get(name, styles()[DEFAULT])


def manner_of(clause: str, wished: str = AUTO, *, careful: bool = False) -> Style:
    """Choose among what a clause, the session (`wished`) and the visitor ask for.

    Somebody in need gets the manner that the clause has for them, whatever else was wished. Then
    the session's wish counts, then that a child looks on (`careful`), then the clause.
    """
    situation = _data().situation
    if clause in situation.first:
        return style(clause)
    if wished != AUTO:
        return style(wished)
    return style(situation.child if careful else clause)


def in_manner(mood: Mood, manner: Style, *, smiling: bool) -> Mood:
    """Return a mood as a manner bears it; `smiling`: its own smile is added."""
    axes = Posture.__struct_fields__
    held = {axis: getattr(mood.posture, axis) + getattr(manner.posture, axis) for axis in axes}
    smile = face_of({"AU12": manner.smile, "AU6": 0.6 * manner.smile})
    face = np.maximum(mood.face, smile) if smiling else mood.face
    return replace(mood, posture=Posture(**held), face=face)
