"""What operators keep: specifications by name, and figures that were published for the desk.

Both lie in the data folder and are there whole or as they were before, whatever happens. A name
is a file's name: letters and digits of any script, spaces, hyphens.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import msgspec

from qingzhi.assets import disk
from qingzhi.avatar import spec as specification
from qingzhi.errors import InputError
from qingzhi.service.figure_order import PUBLISHED
from qingzhi.service.handover import Conflict, NotThere

if TYPE_CHECKING:
    from pathlib import Path

    from qingzhi.avatar.spec import AvatarSpec
    from qingzhi.settings import Settings

MOST: Final = 500
"""Specifications that are kept."""
LONGEST: Final = 40
_NAME: Final = re.compile(r"\w(?:[\w -]*\w)?")
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|none|com\d|lpt\d)", re.IGNORECASE)
"""What some systems, or the setting for the figure, take for something else."""


class Saved(msgspec.Struct, frozen=True):
    """One entry of the shelf. `saved_at` is milliseconds since 1970."""

    name: str
    saved_at: int
    published: bool


class Shelf:
    """The two folders of one installation."""

    def __init__(self, settings: Settings) -> None:
        self._specs = settings.data / "studio" / "figures"
        self._figures = settings.data / PUBLISHED

    def all(self) -> list[Saved]:
        """List what is kept, the latest first."""
        found = [
            Saved(
                path.stem, path.stat().st_mtime_ns // 1_000_000, self._figure(path.stem).is_file()
            )
            for path in self._specs.glob("*.toml")
            if _NAME.fullmatch(path.stem)
        ]
        return sorted(found, key=lambda entry: -entry.saved_at)

    def read(self, name: str) -> AvatarSpec:
        """Return a kept specification. Raises NotThere, and InputError for a broken file."""
        path = self._spec(plain(name))
        if not path.is_file():
            raise NotThere(f"There is no figure {name!r}.", param="name")
        return specification.parse(path.read_bytes()[: specification.MAX_BYTES + 1])

    def save(self, name: str, spec: AvatarSpec, *, replace: bool) -> str:
        """Keep a specification; return its name. Raises Conflict when the name is taken."""
        name = free_of_shipped(plain(name))
        path = self._spec(name)
        if path.is_file() and not replace:
            raise Conflict(f"There is a figure {name!r} already.", param="name")
        if not path.is_file() and sum(1 for _ in self._specs.glob("*.toml")) >= MOST:
            raise InputError(
                f"{MOST} figures are kept already.", hint="Delete one first.", param="name"
            )
        self._write(path, specification.dump(msgspec.structs.replace(spec, name=name)).encode())
        return name

    def delete(self, name: str) -> None:
        """Forget a kept specification; a published figure stays. Raises NotThere."""
        try:
            self._spec(plain(name)).unlink()
        except FileNotFoundError:
            raise NotThere(f"There is no figure {name!r}.", param="name") from None

    def free(self, name: str, *, replace: bool) -> str:
        """Return a name to publish under. Raises Conflict where it is taken, unless by leave."""
        name = free_of_shipped(plain(name))
        if self._figure(name).is_file() and not replace:
            raise Conflict(f"A figure {name!r} is published already.", param="name")
        return name

    def publish(self, name: str, glb: Path) -> None:
        """Put a finished figure where the desk finds it by its name."""
        self._write(self._figure(free_of_shipped(plain(name))), glb.read_bytes())

    def _write(self, path: Path, data: bytes) -> None:
        with disk.guarded(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            disk.need(path.parent, len(data))
            disk.write(path, data)

    def _spec(self, name: str) -> Path:
        return self._specs / f"{name}.toml"

    def _figure(self, name: str) -> Path:
        return self._figures / f"{name}.glb"


def plain(name: str) -> str:
    """Return a name that is a file's name and nothing else. Raises InputError."""
    clean = unicodedata.normalize("NFC", name).strip()
    if len(clean) > LONGEST or not _NAME.fullmatch(clean) or _DEVICES.fullmatch(clean):
        raise InputError(
            "This can't be a figure's name.",
            hint=f"Use up to {LONGEST} letters, digits, spaces and hyphens.",
            param="name",
        )
    return clean


def free_of_shipped(name: str) -> str:
    """Refuse the names of figures that come with Qingzhi. Raises InputError."""
    if name.lower() in specification.shipped():
        raise InputError(
            f"{name!r} is a figure that comes with Qingzhi.",
            hint="Choose another name.",
            param="name",
        )
    return name


def _milliseconds(path: Path) -> int:
    return path.stat().st_mtime_ns // 1_000_000
