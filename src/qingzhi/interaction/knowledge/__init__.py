"""What the desk knows: items, the words that reach them, an index on disk, a calibrated search."""

from __future__ import annotations

from qingzhi.interaction.knowledge.items import FACETS, Facet, Item, load_items, read_item
from qingzhi.interaction.knowledge.search import Hit, Knowledge, Search

__all__ = ["FACETS", "Facet", "Hit", "Item", "Knowledge", "Search", "load_items", "read_item"]
