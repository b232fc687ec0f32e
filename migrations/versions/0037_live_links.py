"""Addresses that answer a list or a report.

Revision ID: 0037
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_search_table, drop_search_table, link, record_table

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_DAYS = "expires_on BETWEEN '1900-01-01' AND '2100-12-31'"


def upgrade() -> None:
    record_table(
        "live_link",
        link("user_id", "ab_user", nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("list_name", sa.String(60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        choice("format", "link_format", "csv", "json"),
        sa.Column("with_personal", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("expires_on", sa.Date()),
        sa.Column("token_hash", sa.String(64)),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("last_read_at", sa.DateTime()),
        sa.Column("read_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name="name_filled"),
        sa.CheckConstraint(_DAYS, name="expires_on_in_range"),
        sa.CheckConstraint("read_count BETWEEN 0 AND 2000000000", name="read_count_in_range"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_live_link_user_id", "live_link", ["user_id"])
    create_search_table("live_link")


def downgrade() -> None:
    drop_search_table("live_link")
    op.drop_table("live_link")
