"""What an asset is: where it comes from, what its bytes are, what its licence asks."""

from __future__ import annotations

import hashlib
import re
from importlib import resources
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Final

import msgspec

from qingzhi.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES: Final = 1 << 30
"""No asset, packed or unpacked, is larger than this."""

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Size = Annotated[int, msgspec.Meta(ge=0, le=MAX_BYTES)]
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence in Chinese and in English."""

    zh: str
    en: str


class Licence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """SPDX identifier, and one sentence on what it forbids or asks."""

    spdx: str
    zh: str
    en: str


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file inside the wheel (`path`) and what it is called in the cache (`name`)."""

    path: str
    name: str
    sha256: Sha256
    size: Size

    def __post_init__(self) -> None:
        parts = PurePosixPath(self.name).parts
        if not parts or self.name.startswith("/") or {"..", "\\", ":"} & {*parts, *self.name}:
            raise ValueError(f"{self.name!r} would leave the cache")


class Asset(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of the manifest. `size` is that of the wheel in bytes."""

    package: str
    version: str
    file: str
    sha256: Sha256
    size: Size
    purpose: Words
    licence: Licence
    attribution: str
    members: Annotated[tuple[Member, ...], msgspec.Meta(min_length=1)]
    demo: bool = False

    def __post_init__(self) -> None:
        if "/" in self.file or "\\" in self.file or not self.file.endswith(".whl"):
            raise ValueError(f"{self.file!r} is no wheel's name")
        if len({member.name for member in self.members}) != len(self.members):
            raise ValueError("two members have the same name")

    @property
    def unpacked(self) -> int:
        """Bytes of all members together."""
        return sum(member.size for member in self.members)

    @property
    def revision(self) -> str:
        """Names the wanted bytes, so that a changed pin never meets an old folder."""
        wanted = [(member.name, member.sha256) for member in self.members]
        return hashlib.sha256(msgspec.json.encode([self.sha256, wanted])).hexdigest()[:16]


class _Manifest(msgspec.Struct, forbid_unknown_fields=True):
    assets: dict[str, Asset]


def parse(text: str | bytes) -> Mapping[str, Asset]:
    """Read a manifest. Raises AssetError that says what is wrong and where."""
    try:
        assets = msgspec.toml.decode(text, type=_Manifest).assets
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AssetError(f"The asset manifest cannot be read: {error}.") from error
    if wrong := [name for name in assets if not _NAME.fullmatch(name)]:
        raise AssetError(f"{wrong[0]!r} is no asset name: lower case, digits and hyphens only.")
    return assets


def load() -> Mapping[str, Asset]:
    """Read the manifest that comes with this version of Qingzhi."""
    return parse((resources.files(__package__) / "manifest.toml").read_bytes())
