"""Confirmations: records found still right without a change.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import create_indexes, link, record_table

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    record_table(
        "confirmation",
        sa.Column("model", sa.String(40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        link("user_id", "ab_user", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("row_id BETWEEN 1 AND 2147483647", name="row_id_in_range"),
    )
    create_indexes((("confirmation", "model", "row_id", "at"), ("confirmation", "user_id")))


def downgrade() -> None:
    op.drop_table("confirmation")
