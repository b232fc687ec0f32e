"""The essential data of a contract taken over may have been published before, on a day that is not known.

Revision ID: 0032
"""

import sqlalchemy as sa

from migrations.tables import change_table

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("is_published_before", sa.Boolean(), nullable=False, server_default=sa.false())
    change_table("contract", lambda batch: batch.add_column(column))
    change_table("contract", lambda batch: batch.alter_column("is_published_before", server_default=None))


def downgrade() -> None:
    change_table("contract", lambda batch: batch.drop_column("is_published_before"))
