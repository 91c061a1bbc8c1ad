"""What the store keeps, as the rest of the service sees it.

Data is kept to the least that running a desk needs: no names, no addresses, no sound, no picture,
and a question's words only when the caller has taken the personal data out of them.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - msgspec reads annotations
from typing import Any, Final, Literal, get_args

import msgspec

from qingzhi.score import Lang, Rating, Reason

Outcome = Literal["answered", "clarified", "unknown", "refused", "interrupted"]
WorkState = Literal["open", "answered", "dismissed"]
OUTCOMES: Final = get_args(Outcome)
WORK_STATES: Final = get_args(WorkState)
RATINGS: Final = get_args(Rating)
REASONS: Final = get_args(Reason)


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A published service; `descriptor` is its published description."""

    id: str
    title: str
    descriptor: dict[str, Any] = {}


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """`ended` is None while it goes on, or where it was broken off."""

    id: str
    service_id: str
    lang: str
    started: datetime
    ended: datetime | None
    turns: int


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One question and how it ended.

    `question` is None unless its words were redacted beforehand and the operator keeps them.
    `latency_ms` is text in to first sound. `emotion` and `strength` are the visitor's.
    """

    conversation_id: str
    service_id: str
    outcome: Outcome
    latency_ms: float
    topics: tuple[str, ...] = ()
    emotion: str = "neutral"
    strength: str = "weak"
    question: str | None = None


class StoredTurn(Turn, frozen=True, kw_only=True):
    """A turn as it lies in the store."""

    id: str
    at: datetime


class Unanswered(msgspec.Struct, frozen=True, kw_only=True):
    """A question that the desk could not answer, for the operator's work list.

    `count` is how often it was asked, `at` when it was asked last.
    """

    id: str
    service_id: str
    question: str
    count: int
    at: datetime
    state: WorkState


class Feedback(msgspec.Struct, frozen=True, kw_only=True):
    """What a visitor thought of one response, which is named by nothing but a random id.

    `topics` are the knowledge items that the response rested on: what to look at when it was bad.
    """

    service_id: str
    response_id: str
    rating: Rating
    reason: Reason | None = None
    lang: Lang = "zh"
    topics: tuple[str, ...] = ()


class StoredFeedback(Feedback, frozen=True, kw_only=True):
    """A rating as it lies in the store."""

    id: str
    at: datetime


class Callback(msgspec.Struct, frozen=True, kw_only=True):
    """A telephone call that a visitor asked for, with consent to keep what stands here.

    `contact_*` is somebody the visitor trusts and named. `need` and `urgency` are the gravest
    need that was heard in the visit; no words of the visit are kept.
    """

    service_id: str
    phone: str
    name: str = ""
    note: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    lang: str = "zh"
    need: str = ""
    urgency: str = "none"


class StoredCallback(Callback, frozen=True, kw_only=True):
    """A call-back as it lies in the store."""

    id: str
    at: datetime


class Purged(msgspec.Struct, frozen=True, kw_only=True):
    """How many records a purge took away."""

    conversations: int
    turns: int
    feedback: int
    unanswered: int
