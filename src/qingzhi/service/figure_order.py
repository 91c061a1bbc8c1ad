"""Which figure the operator wants, and the name under which it lies in the cache.

A figure's key is a hash of all that decides its bytes: who it is, the code and data that make it,
and the base body. A new version of any of them is another key, so nothing stale is ever served.
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi import __version__
from qingzhi.assets import Assets
from qingzhi.avatar import spec as specification
from qingzhi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from qingzhi.avatar.spec import AvatarSpec
    from qingzhi.settings import Settings

BODY: Final = "body-mpfb2"
"""The asset that figures are grown from."""
NOBODY: Final = "none"
OWN: Final = frozenset({".glb", ".vrm"})
"""A finished figure of the operator's."""
PUBLISHED: Final = "figures"
"""The folder, under the data folder, of finished figures that the workshop published."""
MOST_BYTES: Final = 64 << 20
"""An own figure may be as large as this."""
_KEY: Final = 32
_MAGIC: Final = b"glTF"
_JSON: Final = b"JSON"
_HEAD: Final = 20
"""Bytes of a binary glTF file before its description."""


@dataclass(frozen=True, slots=True)
class Order:
    """A figure to be had. `source` is a specification's name or file, or an own figure's file."""

    source: str
    key: str

    @property
    def own(self) -> bool:
        """Whether the figure is finished and has only to be taken over."""
        return Path(self.source).suffix.lower() in OWN


def ordered(settings: Settings) -> Order | None:
    """Read what the settings ask for; None for no figure. Raises InputError."""
    source = settings.figure
    if source.lower() == NOBODY:
        return None
    if Path(source).suffix.lower() in OWN:
        return Order(source, checked(Path(source)))
    if (own := published(settings, source)) is not None:
        return Order(str(own), checked(own))
    return Order(source, key_of(specification.load(source), settings))


def key_of(spec: AvatarSpec, settings: Settings, *how: str) -> str:
    """Return the key of the figure that a specification makes; `how` tells it from the desk's."""
    decides = [msgspec.to_builtins(spec), _code(), Assets(settings).revision(BODY), __version__]
    return hashlib.sha256(msgspec.json.encode([*decides, *how])).hexdigest()[:_KEY]


def published(settings: Settings, name: str) -> Path | None:
    """Find a figure that the workshop published, by its name; None where there is none."""
    if name in specification.shipped() or Path(name).name != name:
        return None
    path = settings.data / PUBLISHED / f"{name}.glb"
    return path if path.is_file() else None


def checked(path: Path) -> str:
    """Return the key of an own figure. Raises InputError when it is no binary glTF 2.0 file."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(
                f"The figure {path} has {size >> 20} MB; {MOST_BYTES >> 20} MB are the most.",
                param="figure",
            )
        with path.open("rb") as file:
            magic, version, told, length, kind = struct.unpack("<4sIII4s", file.read(_HEAD))
            if (magic, version, told, kind) != (_MAGIC, 2, size, _JSON) or length > size - _HEAD:
                raise InputError(f"{path} is no binary glTF 2.0 file.", param="figure")
            document = json.loads(file.read(length))
            if not isinstance(document, dict) or "asset" not in document:
                raise InputError(f"{path} is no binary glTF 2.0 file.", param="figure")
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()[:_KEY]
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", param="figure") from error
    except (struct.error, ValueError, RecursionError) as error:
        raise InputError(f"{path} is no binary glTF 2.0 file.", param="figure") from error


@cache
def _code() -> str:
    """Hash the code and data that make figures."""
    total = hashlib.sha256()
    for name, file in sorted(_files("", resources.files("qingzhi.avatar"))):
        content = file.read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def _files(under: str, folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        name = f"{under}{entry.name}"
        if entry.is_file():
            yield name, entry
        elif entry.name != "__pycache__":
            yield from _files(f"{name}/", entry)
