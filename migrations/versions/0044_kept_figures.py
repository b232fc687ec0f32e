"""What the figures of the first page were, day by day.

It begins empty: what they were before, nothing that is stored tells.

Revision ID: 0044
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import link, table

revision = "0044"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table(
        "kept_figure",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("figure", sa.String(40), nullable=False),
        sa.Column("part", sa.String(60), nullable=False),
        link("arrondissement_id", "arrondissement"),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("day BETWEEN '1900-01-01' AND '2100-12-31'", name="day_in_range"),
        sa.CheckConstraint("value BETWEEN 0 AND 2000000000", name="value_in_range"),
        sa.UniqueConstraint("day", "figure", "part", "arrondissement_id"),
        keeps_ids=True,
    )
    op.create_index("ix_kept_figure_arrondissement_id", "kept_figure", ["arrondissement_id"])


def downgrade() -> None:
    op.drop_table("kept_figure")
