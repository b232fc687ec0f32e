"""Families of annex 3; what more a threshold and a figure of the law may decide.

Revision ID: 0028
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table, create_search_table, drop_search_table, record_table

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_CODES = {
    "threshold": (
        "ck_threshold_threshold_code",
        (
            "no_competition", "written_contract", "free_documents", "advertising", "formal", "specific_services",
            "legality", "open_data", "light_data", "advance",
        ),
        ("small_lot", "environment_criterion", "environment_condition", "social_condition"),
    ),
    "legal_figure": (
        "ck_legal_figure_legal_figure_code",
        (
            "low_tender", "tender_days", "framework_months", "payment_days", "interest_points", "recovery", "low_value",
            "one_by_one", "committee", "advance_lowest", "advance_lowest_sme", "advance_highest", "repayment_start",
            "repayment_end", "need_months",
        ),
        ("small_lots", "advance_months"),
    ),
}  # fmt: skip


def _allow(*codes: str, name: str) -> None:
    listed = ", ".join(f"'{code}'" for code in codes)

    def change(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(_CODES[name][0]), type_="check")
        batch.create_check_constraint(op.f(_CODES[name][0]), f"code IN ({listed})")

    change_table(name, change)


def upgrade() -> None:
    record_table(
        "specific_service",
        sa.Column("label", sa.String(160), nullable=False),
        sa.Column("first_cpv", sa.String(10), nullable=False),
        sa.Column("last_cpv", sa.String(10), nullable=False),
        sa.Column("article", sa.String(250), nullable=False),
        sa.Column("source", sa.String(500)),
        sa.Column("is_to_confirm", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("label <> ''", name="label_filled"),
        sa.UniqueConstraint("first_cpv", "last_cpv"),
    )
    create_search_table("specific_service")
    for name, (_, before, added) in _CODES.items():
        _allow(*before, *added, name=name)


def downgrade() -> None:
    for name, (_, before, added) in _CODES.items():
        gone = ", ".join(f"'{code}'" for code in added)
        op.execute(f"DELETE FROM {name}_search WHERE id IN (SELECT id FROM {name} WHERE code IN ({gone}))")
        op.execute(f"DELETE FROM {name} WHERE code IN ({gone})")
        _allow(*before, name=name)
    drop_search_table("specific_service")
    op.drop_table("specific_service")
