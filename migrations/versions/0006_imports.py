"""What the headers of someone's own workbooks say to an import.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import link, record_table

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    record_table(
        "import_mapping",
        link("user_id", "ab_user", nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("header_key", sa.String(120), nullable=False),
        sa.Column("header", sa.String(250), nullable=False),
        sa.Column("field", sa.String(60)),
        sa.CheckConstraint("header_key <> ''", name="header_filled"),
        sa.UniqueConstraint("user_id", "kind", "header_key"),
    )


def downgrade() -> None:
    op.drop_table("import_mapping")
