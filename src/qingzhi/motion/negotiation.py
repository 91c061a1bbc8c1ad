"""What is told and what is felt come to terms before a body shows them (T/CSIG 6.3.3).

The table and its reasons stand in `data/negotiation.toml`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.emotion import BASIC, Emotion, Stance
from qingzhi.motion.tables import table

if TYPE_CHECKING:
    from qingzhi.score import Act, Clause

_SAD: Final = 0.25
"""From this much sadness or fear on, news is bad news."""


class Agreement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What shows of an emotion when some acts are done, and why."""

    acts: tuple[str, ...]
    zh: str
    en: str
    cap: dict[str, float] = {}
    floor: dict[str, float] = {}
    stance: str = ""
    sad: bool = False

    def fits(self, act: Act, emotion: Emotion) -> bool:
        bad = max(emotion.sadness, emotion.fear) >= _SAD
        return act.value in self.acts and (bad or not self.sad)


class _Data(msgspec.Struct, frozen=True):
    agreement: tuple[Agreement, ...]


@cache
def agreements() -> tuple[Agreement, ...]:
    return table("negotiation", _Data).agreement


def agreed(clause: Clause) -> tuple[Emotion, Stance]:
    """Return the emotion and the stance that a clause's body shows."""
    felt, stance = clause.emotion.vector, clause.stance
    for row in agreements():
        if not row.fits(clause.act, clause.emotion):
            continue
        for name in BASIC:
            felt[name] = min(felt[name], row.cap.get(name, 1.0))
            felt[name] = max(felt[name], row.floor.get(name, 0.0))
        if stance is Stance.NONE and row.stance:
            stance = Stance(row.stance)
    return Emotion(**felt), stance


def cheerful(emotion: Emotion, stance: Stance) -> bool:
    """Whether a manner's own smile may be added to what is shown."""
    grave = {Stance.CARING, Stance.HELPLESS, Stance.THINKING, Stance.PUZZLED}
    unpleasant = max(emotion.sadness, emotion.fear, emotion.anger, emotion.disgust)
    return stance not in grave and unpleasant < _SAD
