"""What kind of service this is: a desk, or a companion, to which stricter rules apply."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from qingzhi.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

Level = Literal["remark", "pause", "limit"]
LEVELS: Final[tuple[Level, ...]] = ("remark", "pause", "limit")
"""How far a boundary goes, from a word on the way to an end for today."""
DEFAULT: Final = "service"


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of `profiles.toml`, where each field is explained. Times are minutes."""

    name: Literal["service", "companion"]
    most: Level
    time_alone: bool
    day_min: int
    leaning_min: int
    notice_min: int
    break_min: int
    minor_visit_min: int
    minors: Literal["protected", "guardian"]
    needs_person: bool

    def allows(self, level: Level) -> bool:
        """Whether a boundary may go as far as `level`."""
        return LEVELS.index(level) <= LEVELS.index(self.most)


@cache
def profiles() -> Mapping[str, Profile]:
    """Read the packaged table."""
    table = tomllib.loads((files(__package__) / "profiles.toml").read_text("utf-8"))
    del table["version"]
    return {name: msgspec.convert(row | {"name": name}, Profile) for name, row in table.items()}


def profile(name: str = DEFAULT, *, minor_min: int | None = None) -> Profile:
    """Give a profile; `minor_min` is the operator's own limit for minors, 0 for none.

    Raises SettingsError for a name that is unknown.
    """
    found = profiles().get(name)
    if found is None:
        raise SettingsError(
            f"There is no profile {name!r}.", hint=f"Use one of: {', '.join(profiles())}."
        )
    if minor_min is None:
        return found
    return msgspec.structs.replace(found, minor_visit_min=minor_min)
