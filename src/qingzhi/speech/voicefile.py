"""A voice that the operator brings: `voices/<name>/voice.toml` in the data folder, with its files.

    name = "kokoro"                   # as it is asked for
    engine = "kokoro"                 # one of the entry points `qingzhi.engines`
    languages = ["zh", "en"]
    gender = "female"
    licence = "Apache-2.0"            # SPDX, of the model
    attribution = "…"
    permitted_use = "any"             # or "demonstration"

Files are named relative to the folder. What is not written has a default that fits the engine.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec

from qingzhi.errors import InputError
from qingzhi.score import Lang  # noqa: TC001 - msgspec reads annotations at run time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingzhi.settings import Settings

CARD: Final = "voice.toml"
FOLDER: Final = "voices"
MAX_CARD: Final = 1 << 20
_NAME: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_LONGEST_NAME: Final = 40
_ADDRESS: Final = re.compile(r"https?://[\w.:\[\]-]+(?:/[\w./~-]*)?", re.ASCII)
_RATES: Final = (8_000, 48_000)

Share = Annotated[float, msgspec.Meta(gt=0.0, le=1.0)]


class ModelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One pinned file; `size` in bytes."""

    path: str
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    size: Annotated[int, msgspec.Meta(ge=0, le=8 << 30)]

    def __post_init__(self) -> None:
        _inside(self.path)


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which file is what; "" and () mean the engine's usual names.

    `first_s`: a model that has made no sound for so long hangs; the next voice takes over.
    """

    acoustic: str = ""
    voices: str = ""
    tokens: str = ""
    vocoder: str = ""
    lexicons: tuple[str, ...] = ()
    threads: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1
    first_s: Annotated[float, msgspec.Meta(gt=0, le=4)] = 3.0

    def __post_init__(self) -> None:
        for path in (self.acoustic, self.voices, self.tokens, self.vocoder, *self.lexicons):
            if path:
                _inside(path)


class Server(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A speech server. `first_s` and `gap_s` are how long its sound is waited for."""

    url: str
    voice: str = ""
    model: str = ""
    mode: Literal["", "sft", "instruct", "instruct2", "zero_shot"] = ""
    key_variable: str = ""
    """Name of the environment variable that holds the key: keys are not written into files."""
    sample_rate: int = 24_000
    first_s: Annotated[float, msgspec.Meta(gt=0, le=3.5)] = 1.0
    gap_s: Annotated[float, msgspec.Meta(gt=0, le=3.5)] = 2.0

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.url):
            raise ValueError("url is no address such as https://voices.example/v1")
        if not _RATES[0] <= self.sample_rate <= _RATES[1]:
            raise ValueError(f"sample_rate must lie between {_RATES[0]} and {_RATES[1]}")


class VoiceFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `voice.toml` says.

    `speaker` is a number or a name of the model's own. `blend` mixes speakers in shares (Kokoro);
    `feelings` names for an emotion the speaker who is mixed in, the more the stronger it is.
    `reference` is the recording of a person that a voice imitates: such a voice is cloned and
    speaks only with that person's consent (`consent`).
    """

    name: str
    engine: str
    languages: Annotated[tuple[Lang, ...], msgspec.Meta(min_length=1)]
    gender: Literal["female", "male", "neutral"]
    licence: Annotated[str, msgspec.Meta(min_length=1)]
    attribution: str = ""
    permitted_use: Literal["any", "demonstration"] = "any"
    quality: Annotated[int, msgspec.Meta(ge=0, le=100)] = 70
    speaker: int | str = 0
    blend: dict[str, Share] = {}
    feelings: dict[str, str] = {}
    gain_db: Annotated[float, msgspec.Meta(ge=-24, le=24)] = 0.0
    cloned: bool = False
    reference: str = ""
    reference_text: str = ""
    consent: str = "consent.toml"
    model: Model = Model()
    server: Server | None = None
    files: tuple[ModelFile, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.name) > _LONGEST_NAME:
            raise ValueError(f"{self.name[:80]!r} is no name: lower case, digits, hyphens")
        for path in filter(None, (self.reference, self.consent)):
            _inside(path)

    @property
    def imitates(self) -> bool:
        """Whether it speaks with a real person's voice that was copied."""
        return self.cloned or bool(self.reference)


def read(path: Path) -> VoiceFile:
    """Read a `voice.toml`. Raises InputError that says what is wrong and where."""
    try:
        if path.stat().st_size > MAX_CARD:
            raise InputError(f"{path} is too large for a voice's card.", param="voice")
        return parse(path.read_bytes(), path.name)
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror}.", param="voice") from None


def parse(text: bytes, name: str = CARD) -> VoiceFile:
    """Read the text of a `voice.toml`. Raises InputError."""
    try:
        return msgspec.toml.decode(text, type=VoiceFile)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InputError(
            f"{name} can't be used: {error}.", hint="See docs/speech.md.", param="voice"
        ) from None


def folder(settings: Settings, name: str = "") -> Path:
    """Return where the operator's voices lie, or one of them."""
    return settings.data / FOLDER / name


def installed(settings: Settings) -> Mapping[str, Path]:
    """Find the cards of all voices here, by the name of their folder."""
    cards = sorted(folder(settings).glob(f"*/{CARD}"))
    return {card.parent.name: card for card in cards if not card.parent.name.startswith(".")}


def _inside(path: str) -> None:
    """Refuse a path that would leave the voice's folder. Raises ValueError."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or {"..", "\\", ":", "\0"} & {*parts, *path}:
        raise ValueError(f"{path!r} would leave the voice's folder")
