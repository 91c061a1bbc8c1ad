"""A data folder whose knowledge index is crowded with generated neighbours, for a server to open.

An index is named after what it was made from, and a server opens the one of the bare pack.
So the crowded index takes that name: in a bench's own folder only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingzhi.errors import StoreError
from qingzhi.interaction.knowledge import Knowledge

if TYPE_CHECKING:
    from pathlib import Path

INDEX: Final = "knowledge"
"""Where a service keeps its index in its data folder."""


def crowd(data: Path, pack: Path, documents: int) -> int:
    """Make the index under `data` hold `documents`; return how many it holds.

    One that is there already, of this pack and at least as full, is kept.
    Raises StoreError where the index does not hold what it should.
    """
    folder = data / INDEX
    knowledge = Knowledge.open(folder, pack)
    if len(knowledge) < documents:
        bare = _only(folder)
        knowledge.fill(documents)
        _only(folder).rename(bare)
        knowledge = Knowledge.open(folder, pack)
    if len(knowledge) < documents:
        raise StoreError(f"The index holds {len(knowledge)} documents, not {documents}.")
    return len(knowledge)


def _only(folder: Path) -> Path:
    """Find the one index that a folder holds."""
    return next(path for path in folder.iterdir() if path.is_dir())
