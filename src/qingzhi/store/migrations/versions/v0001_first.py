"""The first tables: service, conversation, turn, unanswered, feedback."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _service_and_conversation()
    _turn_and_feedback()
    op.create_table(
        "unanswered",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("service_id", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
        sa.UniqueConstraint("service_id", "question", name="uq_unanswered_service_id"),
    )


def downgrade() -> None:
    for table in ("feedback", "unanswered", "turn", "conversation", "service"):
        op.drop_table(table)


def _service_and_conversation() -> None:
    op.create_table(
        "service",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("descriptor", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_service"),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("service_id", sa.String(64), nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("started", sa.DateTime, nullable=False),
        sa.Column("ended", sa.DateTime),
        sa.Column("turns", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
    )
    op.create_index("ix_conversation_service_id_started", "conversation", ["service_id", "started"])


def _turn_and_feedback() -> None:
    op.create_table(
        "turn",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("service_id", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("question", sa.Text),
        sa.Column("topics", sa.JSON, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("latency_ms", sa.Float, nullable=False),
        sa.Column("emotion", sa.String(32), nullable=False),
        sa.Column("strength", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turn"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_turn_conversation_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_turn_conversation_id", "turn", ["conversation_id"])
    op.create_index("ix_turn_service_id_at", "turn", ["service_id", "at"])
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("service_id", sa.String(64), nullable=False),
        sa.Column("turn_id", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turn.id"], name="fk_feedback_turn_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("value BETWEEN 1 AND 5", name="ck_feedback_value"),
    )
    op.create_index("ix_feedback_turn_id", "feedback", ["turn_id"])
