"""Topics that come back from a meeting that stopped, evenings that are shared, digests that left.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table, choice, link, record_table

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KEY, _RULE, _INDEX = "fk_topic_left_item_id_agenda_item", "on_one_agenda", "ix_topic_left_item_id"


def _topic(batch: BatchOperations) -> None:
    batch.add_column(sa.Column("left_item_id", sa.Integer()))
    batch.create_foreign_key(op.f(_KEY), "agenda_item", ["left_item_id"], ["id"])
    batch.create_check_constraint(op.f(f"ck_topic_{_RULE}"), "state <> 'scheduled' OR left_item_id IS NULL")
    batch.create_index(_INDEX, ["left_item_id"])


def _preference(batch: BatchOperations) -> None:
    batch.add_column(sa.Column("shares_evenings", sa.Boolean(), nullable=False, server_default=sa.false()))


def upgrade() -> None:
    change_table("topic", _topic)
    change_table("preference", _preference)
    change_table("preference", lambda batch: batch.alter_column("shares_evenings", server_default=None))
    record_table(
        "evening_hours",
        link("user_id", "ab_user", nullable=False),
        sa.Column("meeting_number", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("meeting_number BETWEEN 1 AND 2147483647", name="meeting_number_in_range"),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes_in_range"),
        sa.UniqueConstraint("user_id", "meeting_number"),
    )
    record_table(
        "digest_sending",
        link("user_id", "ab_user", nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        choice("state", "digest_state", "sending", "sent", "not_taken"),
        sa.CheckConstraint("day BETWEEN '1900-01-01' AND '2100-12-31'", name="day_in_range"),
        sa.UniqueConstraint("user_id", "day"),
    )


def _not_topic(batch: BatchOperations) -> None:
    batch.drop_index(_INDEX)
    batch.drop_constraint(op.f(f"ck_topic_{_RULE}"), type_="check")
    batch.drop_constraint(op.f(_KEY), type_="foreignkey")
    batch.drop_column("left_item_id")


def downgrade() -> None:
    op.drop_table("digest_sending")
    op.drop_table("evening_hours")
    change_table("preference", lambda batch: batch.drop_column("shares_evenings"))
    change_table("topic", _not_topic)
