"""What a turn shows beside its matter, by the rule table `signals.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from qingzhi.safety.normalise import folded
from qingzhi.safety.verdict import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qingzhi.safety.verdict import Direction

READ: Final = 160
"""Characters of a turn that are looked at: its beginning and its end, half each."""
_SCRIPTS: Final = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[a-z])|(?<=[a-z]) (?=[\u4e00-\u9fff])")
_AI: Final = re.compile(r"(?<![a-z0-9])a[ .]i(?![a-z0-9])")
FIELDS: Final = ("medical_advice", "financial_advice", "legal_advice")
"""Fields in which advice can harm."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind of sign. `points` is its weight where several are added up."""

    name: str
    direction: Direction
    points: int
    pattern: re.Pattern[str]
    without: re.Pattern[str] | None

    def shows(self, plain: str) -> bool:
        """Whether a folded text shows it, its near misses aside."""
        if self.pattern.search(plain) is None:
            return False
        rest = self.without.sub(" ", plain) if self.without else plain
        return rest == plain or self.pattern.search(rest) is not None


@cache
def version() -> str:
    """Give the date of the table, as it stands in verdicts."""
    return str(_table()["version"])


@cache
def signals(direction: Direction = "in") -> Mapping[str, Signal]:
    """Give the signs that are looked for in one direction, by name."""
    every = map(_signal, _table()["signal"])
    return {signal.name: signal for signal in every if signal.direction == direction}


def shown(text: str, direction: Direction = "in") -> frozenset[str]:
    """Name what a text shows; bears any string."""
    plain = plainly(text)
    return frozenset(name for name, sign in signals(direction).items() if sign.shows(plain))


def unfit_to_say(text: str) -> list[Finding]:
    """Find words that the figure must never say: that it is human, loves, or wants one to stay."""
    return [
        Finding(f"manners.{name}", "identity", "refuse", "medium")
        for name in sorted(shown(text, "out"))
    ]


def points(names: frozenset[str]) -> int:
    """Add up the weights of signs."""
    known = signals()
    return sum(known[name].points for name in names if name in known)


def plainly(text: str) -> str:
    """Fold a text for looking; of a very long one its two ends."""
    if len(text) > READ:
        text = f"{text[: READ // 2]}。{text[-READ // 2 :]}"
    return _SCRIPTS.sub("", _AI.sub("ai", folded(text)))


def _signal(entry: Mapping[str, Any]) -> Signal:
    without: Sequence[str] = entry.get("without", ())
    return Signal(
        name=entry["name"],
        direction=entry.get("direction", "in"),
        points=entry.get("points", 0),
        pattern=_any(entry["patterns"]),
        without=_any(without) if without else None,
    )


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "signals.toml").read_text("utf-8"))
