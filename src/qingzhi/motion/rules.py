"""What a body must not do: by law, by ethics, by the region's customs, before children.

The rules are data with sources (`data/rules.toml`). They stand at two gates that nothing goes
round: `Rules.judge` decides on every gesture and move by its name, whoever asks for it, and
`screened` takes forbidden hand shapes out of any frames, wherever they come from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import msgspec
import numpy as np

from qingzhi.errors import InputError
from qingzhi.motion import rest
from qingzhi.motion.quaternion import angle_between, mirror, slerp
from qingzhi.motion.tables import table

if TYPE_CHECKING:
    from qingzhi.motion.arrays import Array
    from qingzhi.motion.gesture import Side
    from qingzhi.score import MotionFrames

_NEAR: Final = np.radians(30.0)
"""Fingers whose joints are on average so near to a forbidden shape's show that shape."""
_FOLDED: Final = 0.93
_SHOWN: Final = {
    "middle_finger": rest.Hand(0.6, _FOLDED, 0.03, _FOLDED, _FOLDED, 0.0, 0.85),
}
"""Shapes that no gesture has and foreign frames may bring."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule (see the head of `data/rules.toml`)."""

    id: str
    kind: Literal["law", "ethics", "culture"]
    zh: str
    en: str
    source: str
    gestures: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    hands: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    audience: Literal["", "minor"] = ""
    instead: str = ""
    left: bool = False

    def holds(self, region: str, *, careful: bool) -> bool:
        """Whether it is in force: `region` as ISO 3166, `careful` before a child."""
        here = not self.regions or region in self.regions
        return here and (careful or self.audience != "minor")


@dataclass(frozen=True, slots=True)
class Ruling:
    """`asked` was asked for, `made` (or nothing, where it is empty) is made, by rule `rule`."""

    asked: str
    made: str
    rule: str


class _Data(msgspec.Struct, frozen=True):
    rule: tuple[Rule, ...]


@cache
def every() -> tuple[Rule, ...]:
    return table("rules", _Data).rule


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force at one desk. `region` "INTL" keeps every region's customs at once."""

    region: str = "CN"

    def in_force(self, *, careful: bool = False) -> tuple[Rule, ...]:
        everywhere = self.region == "INTL"
        return tuple(
            rule
            for rule in every()
            if rule.holds(
                rule.regions[0] if everywhere and rule.regions else self.region, careful=careful
            )
        )

    def judge(self, name: str, *, careful: bool = False) -> Ruling | None:
        """Return what is made instead of a gesture or move; None where it may be made."""
        for rule in self.in_force(careful=careful):
            if name in rule.gestures or name in rule.blocked:
                made = rule.instead
                again = self.judge(made, careful=careful) if made and made != name else None
                return Ruling(name, again.made if again else made, rule.id)
        return None

    def choice(self, name: str, *, careful: bool = False) -> str:
        """Return what is made of a name asked for. Raises InputError where that is nothing."""
        ruling = self.judge(name, careful=careful)
        if ruling and not ruling.made:
            raise InputError(f"{name} is not made, by rule {ruling.rule}.", param="name")
        return ruling.made if ruling else name

    def permitted(self, names: tuple[str, ...], *, careful: bool = False) -> tuple[str, ...]:
        """Replace what is forbidden in a choice of gestures, without doubling any."""
        kept = []
        for name in names:
            ruling = self.judge(name, careful=careful)
            made = ruling.made if ruling else name
            if made and made not in kept:
                kept.append(made)
        return tuple(kept)

    def side(self, wished: Side) -> Side:
        """Return the hand that may lead."""
        return "right" if any(rule.left for rule in self.in_force()) else wished

    def hands(self, *, careful: bool = False) -> dict[str, str]:
        """Hand shapes that must not be seen, and the rule that says so."""
        return {h: rule.id for rule in self.in_force(careful=careful) for h in rule.hands}

    def screened(
        self, frames: MotionFrames, *, careful: bool = False
    ) -> tuple[MotionFrames, tuple[Ruling, ...]]:
        """Relax every hand that shows a forbidden shape; tell which rules were broken."""
        names, bones = frames.bone_names, frames.bones
        rulings: dict[str, Ruling] = {}
        if bones is None:
            return frames, ()
        changed = np.asarray(bones, np.float64).copy()
        for side in ("left", "right"):
            columns = [names.index(n) for n in _fingers(side) if n in names]
            if len(columns) < len(_fingers(side)):
                continue
            for shape, rule in self.hands(careful=careful).items():
                share = _shows(changed[:, columns], shape, side)
                if share.any():
                    loose = _shape("relaxed", side)
                    changed[:, columns] = slerp(changed[:, columns], loose, share[:, None])
                    rulings[shape] = Ruling(shape, "relaxed", rule)
        if not rulings:
            return frames, ()
        return replace(frames, bones=changed.astype(np.float32)), tuple(rulings.values())


def _fingers(side: str) -> tuple[str, ...]:
    arm = rest.LEFT_ARM if side == "left" else rest.RIGHT_ARM
    return arm[-3 * len(rest.FINGERS) :]


@cache
def _shape(name: str, side: str) -> Array:
    shown = _SHOWN.get(name)
    turns = rest.fingers_of(shown) if shown else rest.fingers(name)
    return turns if side == "left" else mirror(turns)


def _shows(fingers: Array, shape: str, side: str) -> Array:
    """[T] 1 where fingers [T, 15, 4] show a shape, 0 where they are clearly another.

    Between, where they come near: a hand does not jump out of a sign.
    """
    away = angle_between(fingers, _shape(shape, side))
    # Thumbs differ from hand to hand: the four fingers tell a shape, the thumb counts half.
    weight = np.array([0.5] * 3 + [1.0] * 12)
    mean = (away * weight).sum(axis=1) / weight.sum()
    most = away[:, 3:].max(axis=1)
    near = np.clip(2.0 - mean / (0.5 * _NEAR), 0.0, 1.0)
    return np.where(most < 2.0 * _NEAR, near, 0.0)
