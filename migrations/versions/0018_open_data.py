"""Essential data of contracts: what was published, as it was.

Revision ID: 0018
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import create_indexes, link, record_table

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TABLES = ("open_data_release",)
_INDEXES = (
    ("open_data_release", "contract_id", "released_on"),
    ("open_data_release", "released_by_id"),
)


def upgrade() -> None:
    record_table(
        "open_data_release",
        link("contract_id", "contract", nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        link("released_by_id", "ab_user"),
        sa.CheckConstraint("released_on BETWEEN '1900-01-01' AND '2100-12-31'", name="released_on_in_range"),
    )
    create_indexes(_INDEXES)


def downgrade() -> None:
    for name in reversed(_TABLES):
        op.drop_table(name)
