"""Notes on people and on their mandates.

Revision ID: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0042"
branch_labels = None
depends_on = None

_TABLES = ("person", "mandate")


def upgrade() -> None:
    for name in _TABLES:
        op.add_column(name, sa.Column("notes", sa.Text()))


def downgrade() -> None:
    for name in _TABLES:
        op.drop_column(name, "notes")
