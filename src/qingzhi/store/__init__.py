"""Records on disk, kept apart by service and kept to the least that a desk needs."""

from __future__ import annotations

from qingzhi.store.records import (
    Conversation,
    Feedback,
    Purged,
    Service,
    StoredFeedback,
    StoredTurn,
    Turn,
    Unanswered,
)
from qingzhi.store.store import Store

__all__ = [
    "Conversation",
    "Feedback",
    "Purged",
    "Service",
    "Store",
    "StoredFeedback",
    "StoredTurn",
    "Turn",
    "Unanswered",
]
