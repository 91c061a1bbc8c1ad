"""A data folder whose knowledge index is crowded with generated neighbours, for a server."""

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
    knowledge = Knowledge.open(data / INDEX, pack)
    if len(knowledge) < documents:
        knowledge.fill(documents, keep=True)
    if len(knowledge) < documents:
        raise StoreError(f"The index holds {len(knowledge)} documents, not {documents}.")
    return len(knowledge)
