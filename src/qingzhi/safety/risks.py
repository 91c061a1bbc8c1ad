"""The 31 risks of TC260-003, by id."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk: `id` such as A4-5, its group's id, and its names."""

    id: str
    group: str
    zh: str
    en: str


@cache
def risks() -> Mapping[str, Risk]:
    """Read the table: every risk by its id, in the order of the standard."""
    text = (files(__package__) / "risks.toml").read_text("utf-8")
    return {
        identity: Risk(identity, group["id"], *names)
        for group in tomllib.loads(text)["group"]
        for place, names in enumerate(group["risks"], 1)
        for identity in (f"{group['id']}-{place}",)
    }
