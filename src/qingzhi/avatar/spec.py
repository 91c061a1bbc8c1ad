"""Who a figure is: everything that a build needs to know, as one record.

A specification is a TOML or JSON file; fields that it leaves out have the values given here.
`schema` publishes it as JSON Schema.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec

from qingzhi.avatar import sculpt, tones
from qingzhi.avatar.sliders import SLIDERS
from qingzhi.errors import InputError
from qingzhi.score import ARKIT

MAX_BYTES: Final = 1 << 16
"""No specification is larger than this."""
_SHIPPED: Final = resources.files(__package__) / "specs"
_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_LEANEST, _HEAVIEST = 9.0, 70.0
"""Body mass index beyond which a weight and a stature contradict each other."""

Unit = Annotated[float, msgspec.Meta(ge=0, le=1)]
Slide = Annotated[float, msgspec.Meta(ge=-1, le=1)]
Colour = Annotated[str, msgspec.Meta(pattern="^#[0-9a-fA-F]{6}$")]
"""sRGB, as #rrggbb."""
Tone = Annotated[str, msgspec.Meta(pattern="^(#[0-9a-fA-F]{6}|monk-([1-9]|10))$")]
"""A colour, or a step of the scale in `tones`."""
Gender: TypeAlias = Literal["female", "male"]
HairStyle: TypeAlias = Literal[
    "bun", "crop", "buzz", "bald", "bob", "lob", "long", "wavy", "fringe", "pixie", "bowl",
    "side-part", "slick", "balding", "thin", "ponytail", "pigtails", "braid", "curls", "perm",
    "afro",
]  # fmt: skip
"""Grows as styles land in `avatar.hair`."""
Outfit: TypeAlias = Literal[
    "suit", "skirt-suit", "white-coat", "waistcoat", "shirt", "zhongshan", "uniform", "jacket",
    "cardigan", "casual", "nurse", "child", "dress", "qipao",
]  # fmt: skip
"""Tailored in `avatar.clothes.wardrobe`."""
BeardStyle: TypeAlias = Literal["none", "stubble", "moustache", "goatee", "full"]
Frame: TypeAlias = Literal["none", "round", "oval", "rectangular", "half-rim", "rimless"]
Accessory: TypeAlias = Literal["badge", "scarf"]
"""Grows as accessories land in `avatar.clothes`."""
Scene: TypeAlias = Literal["hall", "office", "studio", "clinic", "classroom"]


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

    tone: Tone = "#e9c3b0"
    lips: Colour | None = None
    """None: as natural for the tone."""
    brows: Colour | None = None
    """None: by the hair's colour."""
    blush: Unit = 0.45
    freckles: Unit = 0.0
    make_up: Unit = 0.0
    """Of the eyes: liner and shadow."""
    lines: Unit | None = None
    """How deep the lines of age are; None: by the age."""
    spots: Unit | None = None
    """Age spots; None: by the age."""


class Eyes(_Part, frozen=True, kw_only=True):
    """Colours of the eyes."""

    iris: Colour = "#4a2a18"
    sclera: Colour = "#e6dfdb"
    crease: Unit = 0.55
    """How clear the fold of the upper lid is: 0 is a single lid."""


class Brows(_Part, frozen=True, kw_only=True):
    """The form of the brows."""

    thickness: Slide = 0.0
    arch: Slide = 0.0
    density: Unit = 0.75


class Hair(_Part, frozen=True, kw_only=True):
    """How the hair is worn."""

    style: HairStyle = "bun"
    colour: Colour = "#1d1512"
    grey: Unit = 0.0
    """Share of the hairs that are white."""

    def shade(self) -> str:
        """Return the colour of all hairs together."""
        return tones.blended(self.colour, "#b9b6b2", self.grey**1.15)


class Beard(_Part, frozen=True, kw_only=True):
    """Hair of the face."""

    style: BeardStyle = "none"
    density: Unit = 0.7
    colour: Colour | None = None
    """None: the hair's."""


class Glasses(_Part, frozen=True, kw_only=True):
    """Glasses, fitted to nose and ears."""

    frame: Frame = "none"
    colour: Colour = "#1b1a1c"
    tint: Unit = 0.0
    """How dark the lenses are."""


class Garment(_Part, frozen=True, kw_only=True):
    """What is worn, and in which colours."""

    style: Outfit = "suit"
    coat: Colour = "#222b40"
    shirt: Colour = "#dde0e7"
    trousers: Colour = "#20293d"
    shoes: Colour = "#14120f"
    accent: Colour = "#185a52"
    """Of what is bright and small: a scarf or a tie."""


class AvatarSpec(_Part, frozen=True, kw_only=True):
    """One person. `face` holds sliders from −1 to 1, `rest` the expression worn at rest."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    gender: Gender = "female"
    age: Annotated[float, msgspec.Meta(ge=3, le=90)] = 30
    height_cm: Annotated[float, msgspec.Meta(ge=75, le=215)] = 165
    weight: Unit = 0.5
    """0 gaunt, 0.5 average, 1 heavy; counts where `weight_kg` is not given."""
    weight_kg: Annotated[float, msgspec.Meta(ge=8, le=250)] | None = None
    muscle: Unit = 0.5
    ancestry: Ancestry = Ancestry()
    face: dict[str, Slide] = {}
    rest: dict[str, Annotated[float, msgspec.Meta(ge=-0.1, le=0.5)]] = {}
    skin: Skin = Skin()
    eyes: Eyes = Eyes()
    brows: Brows = Brows()
    hair: Hair = Hair()
    beard: Beard = Beard()
    glasses: Glasses = Glasses()
    garment: Garment = Garment()
    accessories: tuple[Accessory, ...] = ("badge", "scarf")
    scene: Scene = "hall"
    """Where the person is at home: which room pictures show."""
    seed: Annotated[int, msgspec.Meta(ge=0, lt=1 << 32)] = 0

    def __post_init__(self) -> None:
        if unknown := set(self.face) - {*SLIDERS, *sculpt.NAMES}:
            raise ValueError(f"no such slider: {min(unknown)}")
        if unknown := set(self.rest) - set(ARKIT):
            raise ValueError(f"no such face coefficient: {min(unknown)}")
        if self.weight_kg is not None:
            index = self.weight_kg / (self.height_cm / 100) ** 2
            if not _LEANEST <= index <= _HEAVIEST:
                raise ValueError(
                    f"{self.weight_kg:g} kg and {self.height_cm:g} cm contradict each other"
                )

    @property
    def skin_colour(self) -> str:
        """The tone as #rrggbb."""
        return tones.tone(self.skin.tone)

    @property
    def lip_colour(self) -> str:
        """The lips' colour, chosen or natural."""
        return self.skin.lips or tones.lips(self.skin_colour)

    @property
    def brow_colour(self) -> str:
        """The brows' colour, chosen or by the hair's."""
        return self.skin.brows or tones.brows(self.hair.shade())

    @property
    def beard_colour(self) -> str:
        """The beard's colour, chosen or the hair's."""
        return self.beard.colour or self.hair.shade()


def schema() -> dict[str, Any]:
    """Describe specifications as JSON Schema."""
    (found,), parts = msgspec.json.schema_components([AvatarSpec], ref_template="#/$defs/{name}")
    fields = parts["AvatarSpec"]["properties"]
    fields["face"]["propertyNames"] = {"enum": sorted({*SLIDERS, *sculpt.NAMES})}
    fields["rest"]["propertyNames"] = {"enum": sorted(ARKIT)}
    return {"$schema": _DRAFT, "title": "Qingzhi avatar specification", **found, "$defs": parts}


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


def dump(spec: AvatarSpec) -> str:
    """Write a specification as TOML; what is left open (None) is left out."""
    fields = msgspec.to_builtins(spec)
    plain = {name: value for name, value in fields.items() if not isinstance(value, dict)}
    tables = {name: value for name, value in fields.items() if isinstance(value, dict)}
    blocks = [_table(plain)]
    blocks += [f"[{name}]\n{_table(value)}" for name, value in tables.items() if value]
    return "\n".join(blocks)


def _table(fields: dict[str, Any]) -> str:
    # A JSON value that is no object and not null is the same in TOML.
    return "".join(
        f"{n} = {msgspec.json.encode(v).decode()}\n" for n, v in fields.items() if v is not None
    )


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
