"""A form that makes something is sent once: the keys of those that were.

Revision ID: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_form",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("location", sa.String(500), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("key", name="uq_sent_form_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sent_form_at", "sent_form", ["at"])


def downgrade() -> None:
    op.drop_table("sent_form")
