"""How much a visitor leans on the figure: a sum of plain signs against plain thresholds.

The table is `boundaries.toml`. Nothing is stored: `Past` is what the visitor's own browser tells.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.safety.profiles import LEVELS, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

LATE_FROM: Final = 23
LATE_UNTIL: Final = 5
"""Hours of the night in which most people sleep."""


class Past(msgspec.Struct, frozen=True):
    """The last 7 days, this visit not counted; `today` are the minutes of today."""

    visits: int = 0
    minutes: float = 0.0
    late: int = 0
    today: float = 0.0


class _Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    of: str
    points: int
    least: float = msgspec.field(name="from")


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    said: dict[str, int]
    step: tuple[_Step, ...]
    levels: dict[Level, int]


@cache
def table() -> _Table:
    """Read the packaged thresholds."""
    text = (files(__package__) / "boundaries.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Table)


class Leaning:
    """Adds up the signs of one visitor."""

    def __init__(self) -> None:
        self.past = Past()
        self._said: Counter[str] = Counter()

    @property
    def close(self) -> bool:
        """Whether anything was said that shows closeness."""
        return self._said.total() > 0

    def hear(self, names: Iterable[str]) -> None:
        """Count the signs of a turn; others are ignored."""
        self._said.update(name for name in names if name in table().said and name != "most")

    def points(self, minutes: float, now: datetime) -> int:
        """Give the sum after `minutes` of this visit, at local time `now`."""
        most = table().said["most"]
        said = sum(table().said[name] * min(times, most) for name, times in self._said.items())
        return said + sum(self._measured(minutes, now).values())

    def level(self, minutes: float, now: datetime) -> Level | None:
        """Give the furthest level that the sum reaches; None below the first."""
        reached = self.points(minutes, now)
        return next((name for name in reversed(LEVELS) if reached >= table().levels[name]), None)

    def _measured(self, minutes: float, now: datetime) -> Mapping[str, int]:
        """Give the points of each thing that is measured: those of its highest step reached."""
        late = now.hour >= LATE_FROM or now.hour < LATE_UNTIL
        values = {
            "visit_minutes": minutes,
            "visits": self.past.visits,
            "minutes": self.past.minutes,
            "late": self.past.late,
            "late_now": float(late),
        }
        found: dict[str, int] = {}
        for step in table().step:
            if values[step.of] >= step.least:
                found[step.of] = max(found.get(step.of, 0), step.points)
        return found
