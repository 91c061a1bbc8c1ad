"""Records on disk, kept apart by service and kept to the least that a desk needs."""

from __future__ import annotations

from qingzhi.store.records import (
    Callback,
    Conversation,
    Feedback,
    Purged,
    Service,
    StoredCallback,
    StoredFeedback,
    StoredTurn,
    Turn,
    Unanswered,
)
from qingzhi.store.store import Store

__all__ = [
    "Callback",
    "Conversation",
    "Feedback",
    "Purged",
    "Service",
    "Store",
    "StoredCallback",
    "StoredFeedback",
    "StoredTurn",
    "Turn",
    "Unanswered",
]
