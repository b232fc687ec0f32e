"""What values of workbooks stand for, as was once answered.

Revision ID: 0038
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import create_indexes, link, record_table

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    record_table(
        "import_answer",
        link("user_id", "ab_user", nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("value", sa.String(length=250), nullable=False),
        sa.Column("header", sa.String(length=250), nullable=False),
        sa.Column("answer", sa.String(length=250), nullable=False),
        link("role_id", "ab_role"),
        sa.CheckConstraint("key <> ''", name="key_filled"),
        sa.UniqueConstraint("user_id", "key"),
    )
    create_indexes((("import_answer", "role_id"),))


def downgrade() -> None:
    op.drop_table("import_answer")
