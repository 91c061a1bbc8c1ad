"""Who a figure is: everything that a build needs to know, as one record.

A specification is a TOML or JSON file; fields that it leaves out have the values given here.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from qingzhi.avatar import sculpt
from qingzhi.avatar.sliders import SLIDERS
from qingzhi.errors import InputError
from qingzhi.score import ARKIT

MAX_BYTES: Final = 1 << 16
"""No specification is larger than this."""
_SHIPPED: Final = resources.files(__package__) / "specs"

Unit = Annotated[float, msgspec.Meta(ge=0, le=1)]
Colour = Annotated[str, msgspec.Meta(pattern="^#[0-9a-fA-F]{6}$")]
"""sRGB, as #rrggbb."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a specification: unknown fields are mistakes."""


class Ancestry(_Part, frozen=True, kw_only=True):
    """Shares of the regions that a person's looks come from; only their ratios count."""

    african: Unit = 0.0
    asian: Unit = 1.0
    caucasian: Unit = 0.0

    def __post_init__(self) -> None:
        if self.african + self.asian + self.caucasian <= 0:
            raise ValueError("at least one ancestry must have a share")

    def shares(self) -> dict[str, float]:
        """Return the shares that are not nought; together they are 1."""
        given = {name: float(getattr(self, name)) for name in self.__struct_fields__}
        total = sum(given.values())
        return {name: share / total for name, share in given.items() if share > 0}


class Skin(_Part, frozen=True, kw_only=True):
    """Colours of the skin; amounts from 0 to 1."""

    tone: Colour = "#e9c3b0"
    lips: Colour = "#c46a65"
    brows: Colour = "#231914"
    blush: Unit = 0.45
    freckles: Unit = 0.3
    make_up: Unit = 0.6


class Eyes(_Part, frozen=True, kw_only=True):
    """Colours of the eyes."""

    iris: Colour = "#4a2a18"
    sclera: Colour = "#e6dfdb"


class Hair(_Part, frozen=True, kw_only=True):
    """How the hair is worn."""

    style: Literal["bun"] = "bun"
    colour: Colour = "#1d1512"


class Garment(_Part, frozen=True, kw_only=True):
    """What is worn, and in which colours."""

    style: Literal["suit"] = "suit"
    coat: Colour = "#222b40"
    shirt: Colour = "#dde0e7"
    trousers: Colour = "#20293d"
    shoes: Colour = "#14120f"


class AvatarSpec(_Part, frozen=True, kw_only=True):
    """One person. `face` holds sliders from −1 to 1, `rest` the expression worn at rest."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    gender: Literal["female", "male"] = "female"
    age: Annotated[float, msgspec.Meta(ge=18, le=90)] = 30
    height_cm: Annotated[float, msgspec.Meta(ge=140, le=205)] = 165
    weight: Unit = 0.5
    """0 gaunt, 0.5 average, 1 heavy."""
    muscle: Unit = 0.5
    ancestry: Ancestry = Ancestry()
    face: dict[str, Annotated[float, msgspec.Meta(ge=-1, le=1)]] = {}
    rest: dict[str, Annotated[float, msgspec.Meta(ge=-0.1, le=0.5)]] = {}
    skin: Skin = Skin()
    eyes: Eyes = Eyes()
    hair: Hair = Hair()
    garment: Garment = Garment()
    seed: Annotated[int, msgspec.Meta(ge=0, lt=1 << 32)] = 0

    def __post_init__(self) -> None:
        if unknown := set(self.face) - {*SLIDERS, *sculpt.NAMES}:
            raise ValueError(f"no such slider: {min(unknown)}")
        if unknown := set(self.rest) - set(ARKIT):
            raise ValueError(f"no such face coefficient: {min(unknown)}")


def parse(text: bytes, form: Literal["toml", "json"] = "toml") -> AvatarSpec:
    """Read a specification. Raises InputError that says what is wrong and where."""
    if len(text) > MAX_BYTES:
        raise InputError(f"A specification has at most {MAX_BYTES} bytes.", param="spec")
    try:
        if form == "json":
            return msgspec.json.decode(text, type=AvatarSpec)
        return msgspec.toml.decode(text, type=AvatarSpec)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"The specification cannot be read: {error}.", param="spec") from error


def load(source: str) -> AvatarSpec:
    """Read a file, or a specification that comes with Qingzhi, by its name. Raises InputError."""
    path = Path(source)
    if path.suffix in {".toml", ".json"}:
        try:
            with path.open("rb") as file:
                text = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise InputError(f"{source} cannot be read: {error.strerror}.", param="spec") from error
        return parse(text, "json" if path.suffix == ".json" else "toml")
    if source not in shipped():
        known = ", ".join(shipped())
        raise InputError(
            f"There is no figure {source!r}.",
            hint=f"Give a .toml or .json file, or one of: {known}.",
            param="spec",
        )
    return parse((_SHIPPED / f"{source}.toml").read_bytes())


def shipped() -> tuple[str, ...]:
    """Name the specifications that come with Qingzhi."""
    files = (entry.name for entry in _SHIPPED.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))
