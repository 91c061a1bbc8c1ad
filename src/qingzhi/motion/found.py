"""One thing that a check of motion found."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """`code` is of `data/faults.toml`; `value` in the unit of its words."""

    code: str
    where: str
    time_s: float
    value: float
