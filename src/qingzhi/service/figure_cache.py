"""Figures on disk: each appears whole or not at all, with a compressed copy where that saves.

`figures/<key>.glb` is there when the figure is; `<key>.glb.gz` beside it was written before.
"""

from __future__ import annotations

import gzip
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from qingzhi.assets import disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qingzhi.settings import Settings

WORTH: Final = 0.9
"""A compressed copy is kept when it is smaller than this share of the figure."""
_NAME: Final = re.compile(r"[0-9a-f]{32}\.glb")


class FigureCache:
    """The folder of figures of one installation."""

    def __init__(self, settings: Settings) -> None:
        self._cache = settings.cache
        self.folder = settings.cache / "figures"

    def path(self, key: str) -> Path:
        """Return where the figure lies once it is made."""
        return self.folder / f"{key}.glb"

    def ready(self, key: str) -> bool:
        """Whether the figure is there."""
        return self.path(key).is_file()

    def find(self, name: str) -> Path | None:
        """Find a figure by the name in its address; None for everything else."""
        path = self.folder / name
        return path if _NAME.fullmatch(name) and path.is_file() else None

    @contextmanager
    def locked(self, key: str) -> Iterator[None]:
        """Wait until no other process makes this figure. Raises AssetError."""
        with (
            disk.guarded(self._cache),
            disk.locked(self.folder / f"{key}.lock", waiting=_patiently),
        ):
            yield

    def keep(self, key: str, glb: bytes) -> None:
        """Write a figure; call it under the lock. Raises AssetError."""
        with disk.guarded(self._cache):
            disk.need(self.folder, 2 * len(glb))
            packed = gzip.compress(glb, mtime=0)
            if len(packed) < WORTH * len(glb):
                disk.write(compressed(self.path(key)), packed)
            disk.write(self.path(key), glb)


def compressed(path: Path) -> Path:
    """Return where the compressed copy of a file lies, if there is one."""
    return path.with_name(f"{path.name}.gz")


def _patiently() -> None:
    """Nobody has to be told."""
