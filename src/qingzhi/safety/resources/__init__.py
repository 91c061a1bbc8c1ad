"""Help lines by region: packaged files, and the operator's own, which win.

What the fields mean: `README.md` beside the files.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec

from qingzhi.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qingzhi.safety.verdict import Audience

STALE: Final = timedelta(days=365)
"""Numbers that were checked longer ago are to be checked again."""
ANYWHERE: Final = "INTL"
"""The region of everybody for whose own there is no file."""
LARGEST: Final = 64 << 10
"""Bytes of an operator's file."""

Kind = Literal[
    "self_harm",
    "abuse",
    "threat",
    "medical_emergency",
    "distress",
    "fraud",
    "person",
    "other",
]
Role = Literal[
    "ambulance",
    "police",
    "fire",
    "text",
    "crisis",
    "youth",
    "women",
    "hotline",
    "legal",
    "fraud",
    "consumer",
    "security",
]
_NEEDED: Final = ("ambulance", "police")
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same in both languages."""

    zh: Short
    en: Short

    def of(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One number that can be called."""

    call: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z+][0-9A-Za-z .()/-]{1,38}$")]
    zh: Short
    en: Short
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    roles: tuple[Role, ...] = ()
    kinds: tuple[Kind, ...] = ()
    audience: tuple[Literal["adult", "minor", "elder"], ...] = ()
    hours: Words | None = None
    languages: tuple[Literal["zh", "en"], ...] = ("zh",)
    sms: str = ""
    say: Words | None = None

    def name(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lines of one region, in the order in which they are shown."""

    region: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2,4}$")]
    checked: date
    line: tuple[Line, ...]

    def stale(self, today: date) -> bool:
        """Whether somebody should make sure of the numbers again."""
        return today - self.checked > STALE

    def slots(self, lang: str) -> dict[str, str]:
        """Give what fills the places in the words of care, by role: the first line of each."""
        found: dict[str, str] = {}
        for line in self.line:
            for role in line.roles:
                found.setdefault(role, line.say.of(lang) if line.say else line.call)
        return found

    def shown(self, kind: str, audience: Audience) -> tuple[Line, ...]:
        """Give the lines for a need: those for this audience alone come first."""
        fit = [
            line
            for line in self.line
            if kind in line.kinds and audience in (line.audience or (audience,))
        ]
        first = _FIRST.get(kind, ())
        return tuple(sorted(fit, key=lambda line: (not line.audience, _place(line, first))))


_FIRST: Final[Mapping[str, tuple[Role, ...]]] = {
    "self_harm": ("crisis", "ambulance", "police"),
    "abuse": ("police", "text", "women"),
    "threat": ("police", "text"),
    "medical_emergency": ("ambulance",),
    "distress": ("crisis",),
    "fraud": ("fraud", "police"),
}
"""For each need the roles that are shown first."""


def _place(line: Line, first: tuple[Role, ...]) -> int:
    return min((first.index(role) for role in line.roles if role in first), default=len(first))


class Resources:
    """All regions that there are."""

    def __init__(self, regions: Mapping[str, Region]) -> None:
        self._regions = regions

    @classmethod
    def load(cls, folder: Path | None = None) -> Resources:
        """Read the packaged files, then the operator's. Raises SettingsError naming the field."""
        regions = dict(_packaged())
        for path in sorted(folder.glob("*.toml")) if folder and folder.is_dir() else ():
            region = read(_content(path), path.name)
            regions[region.region] = region
        return cls(regions)

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(sorted(self._regions))

    def of(self, region: str) -> Region:
        """Give a region's lines; those for anywhere where there is no such region."""
        return self._regions.get(region) or self._regions[ANYWHERE]


def read(data: bytes, name: str) -> Region:
    """Read one file. Raises SettingsError, which names the file and the field."""
    try:
        region = msgspec.convert(tomllib.loads(data.decode()), Region)
    except msgspec.ValidationError as error:
        raise SettingsError(
            f"{name}: {error}", hint="See the README beside the packaged files."
        ) from None
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{name} can't be read: {error}") from None
    missing = [role for role in _NEEDED if role not in region.slots("zh")]
    if missing:
        raise SettingsError(f"{name} has no line with the role {missing[0]}.")
    return region


def _content(path: Path) -> bytes:
    """Read an operator's file. Raises SettingsError where it can't be, or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise SettingsError(f"{path.name} can't be read: {error.strerror}.") from None
    if len(data) > LARGEST:
        raise SettingsError(f"{path.name} has more than {LARGEST} bytes.")
    return data


@cache
def _packaged() -> dict[str, Region]:
    folder = files(__package__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    regions = [read((folder / name).read_bytes(), name) for name in names]
    return {region.region: region for region in regions}
