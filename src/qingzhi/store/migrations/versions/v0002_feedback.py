"""Feedback by response: thumbs, a fixed reason, language and topics.

The table before it had no writer, so there is nothing to carry over.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_table("feedback")
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("service_id", sa.String(64), nullable=False),
        sa.Column("response_id", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("rating", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(16)),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("topics", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("service_id", "response_id", name="uq_feedback_service_id"),
    )
    op.create_index("ix_feedback_service_id_at", "feedback", ["service_id", "at"])


def downgrade() -> None:
    op.drop_table("feedback")
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
