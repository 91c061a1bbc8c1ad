"""The tables. Each row carries the `service_id` that keeps services apart.

A change here needs a migration beside it: a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

if TYPE_CHECKING:
    from sqlalchemy import Dialect

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment with its zone; kept as UTC, because SQLite forgets zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return value and value.replace(tzinfo=UTC)


def _id() -> Column[str]:
    return Column("id", String(64), primary_key=True)


def _service_id() -> Column[str]:
    return Column("service_id", String(64), nullable=False)


service: Final = Table(
    "service",
    metadata,
    _id(),
    Column("title", Text, nullable=False),
    Column("descriptor", JSON, nullable=False),
)

conversation: Final = Table(
    "conversation",
    metadata,
    _id(),
    _service_id(),
    Column("lang", String(8), nullable=False),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("turns", Integer, nullable=False),
    Index("ix_conversation_service_id_started", "service_id", "started"),
)

turn: Final = Table(
    "turn",
    metadata,
    _id(),
    _service_id(),
    Column(
        "conversation_id",
        String(64),
        ForeignKey("conversation.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("at", Moment, nullable=False),
    Column("question", Text),
    Column("topics", JSON, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("latency_ms", Float, nullable=False),
    Column("emotion", String(32), nullable=False),
    Column("strength", String(16), nullable=False),
    Index("ix_turn_service_id_at", "service_id", "at"),
)

unanswered: Final = Table(
    "unanswered",
    metadata,
    _id(),
    _service_id(),
    Column("question", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    UniqueConstraint("service_id", "question"),
)

callback: Final = Table(
    "callback",
    metadata,
    _id(),
    _service_id(),
    Column("at", Moment, nullable=False, index=True),
    Column("phone", String(32), nullable=False),
    Column("name", String(40), nullable=False),
    Column("note", String(500), nullable=False),
    Column("contact_name", String(40), nullable=False),
    Column("contact_phone", String(32), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("need", String(32), nullable=False),
    Column("urgency", String(8), nullable=False),
)

feedback: Final = Table(
    "feedback",
    metadata,
    _id(),
    _service_id(),
    Column("response_id", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("rating", String(8), nullable=False),
    Column("reason", String(16)),
    Column("lang", String(8), nullable=False),
    Column("topics", JSON, nullable=False),
    UniqueConstraint("service_id", "response_id"),
    Index("ix_feedback_service_id_at", "service_id", "at"),
)
