"""Figures of the law that were constants: days to pay, points of late interest, what one looks closer at …

Revision ID: 0020
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_search_table, drop_search_table, record_table

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    record_table(
        "legal_figure",
        choice(
            "code",
            "legal_figure_code",
            "low_tender",
            "tender_days",
            "framework_months",
            "payment_days",
            "interest_points",
            "recovery",
            "low_value",
            "one_by_one",
            "committee",
            "advance_lowest",
            "advance_lowest_sme",
            "advance_highest",
            "repayment_start",
            "repayment_end",
            "need_months",
        ),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("legal_basis", sa.String(250), nullable=False),
        sa.Column("source", sa.String(500)),
        sa.Column("is_to_confirm", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("number BETWEEN 0 AND 10000000", name="number_in_range"),
        sa.CheckConstraint("valid_from BETWEEN '1900-01-01' AND '2100-12-31'", name="valid_from_in_range"),
        sa.CheckConstraint("valid_to BETWEEN '1900-01-01' AND '2100-12-31'", name="valid_to_in_range"),
        sa.CheckConstraint("valid_to >= valid_from", name="validity_ordered"),
        sa.UniqueConstraint("code", "valid_from"),
    )
    create_search_table("legal_figure")


def downgrade() -> None:
    drop_search_table("legal_figure")
    op.drop_table("legal_figure")
