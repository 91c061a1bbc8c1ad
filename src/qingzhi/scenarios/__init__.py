"""Content packs: knowledge, wording and contacts of one kind of desk. Data, no code."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from qingzhi.errors import InputError

DEFAULT: Final = "government"
_HERE: Final = Path(__file__).parent


def names() -> tuple[str, ...]:
    """Give the packs that come with the package."""
    return tuple(sorted(path.parent.name for path in _HERE.glob("*/items")))


def pack(name: str = DEFAULT) -> Path:
    """Give the folder of a pack. Raises InputError where there is none of that name."""
    if name not in names():
        raise InputError(
            f"There is no scenario {name!r}.",
            hint=f"Use one of {', '.join(names())}.",
            param="scenario",
        )
    return _HERE / name
