"""Addresses of calendars.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, link, record_table

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    record_table(
        "calendar_feed",
        link("user_id", "ab_user", nullable=False),
        sa.Column("label", sa.String(80), nullable=False),
        choice("holds", "feed_content", "mine", "places", "all"),
        sa.Column("token_hash", sa.String(64)),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("label <> ''", name="label_filled"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_calendar_feed_user_id", "calendar_feed", ["user_id"])


def downgrade() -> None:
    op.drop_table("calendar_feed")
