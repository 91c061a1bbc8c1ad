"""Records on disk, kept apart by service and kept to the least that a desk needs."""

from __future__ import annotations

from qingzhi.store.records import Conversation, Purged, Service, StoredTurn, Turn, Unanswered
from qingzhi.store.store import Store

__all__ = ["Conversation", "Purged", "Service", "Store", "StoredTurn", "Turn", "Unanswered"]
