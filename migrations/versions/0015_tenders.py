"""What suppliers offered and how it was judged: criteria, tenders, marks, rounds of negotiation, committee.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import (
    change_table,
    choice,
    create_indexes,
    create_search_table,
    drop_search_table,
    link,
    record_table,
)

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TABLES = (
    "award_criterion",
    "tender",
    "tender_mark",
    "negotiation_round",
    "tender_revision",
    "committee_opinion",
)
_PAPERS_BEFORE = ("convocation", "sign_in_sheet", "minutes")
_PAPERS = ("analysis_report", "rejection_letters")
_SEARCHED = ("tender",)
_INDEXES = (
    ("award_criterion", "contract_id", "position"),
    ("tender", "contract_id", "position"),
    ("tender", "supplier_id"),
    ("tender_mark", "assessor_id"),
    ("tender_mark", "criterion_id"),
    ("tender_revision", "tender_id"),
    ("committee_opinion", "contract_id"),
)


def upgrade() -> None:
    record_table(
        "award_criterion",
        link("contract_id", "contract", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("is_price", sa.Boolean(), nullable=False),
        sa.CheckConstraint("name <> ''", name="name_filled"),
        sa.CheckConstraint("position BETWEEN 1 AND 30", name="position_in_range"),
        sa.CheckConstraint("weight BETWEEN 0 AND 10000", name="weight_in_range"),
        sa.UniqueConstraint("contract_id", "name"),
    )
    record_table(
        "tender",
        link("contract_id", "contract", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        link("supplier_id", "supplier", nullable=False),
        sa.Column("received_at", sa.DateTime()),
        sa.Column("amount_excl_tax", sa.BigInteger()),
        sa.Column("is_admissible", sa.Boolean(), nullable=False),
        sa.Column("inadmissible_reason", sa.Text()),
        sa.Column("is_suspected_low", sa.Boolean(), nullable=False),
        sa.Column("low_asked_on", sa.Date()),
        sa.Column("low_answer", sa.Text()),
        sa.Column("is_retained", sa.Boolean(), nullable=False),
        sa.Column("rejection_reason", sa.Text()),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("amount_excl_tax BETWEEN 0 AND 300000000000", name="amount_excl_tax_in_range"),
        sa.CheckConstraint("is_admissible OR inadmissible_reason IS NOT NULL", name="exclusion_explained"),
        sa.CheckConstraint("low_asked_on BETWEEN '1900-01-01' AND '2100-12-31'", name="low_asked_on_in_range"),
        sa.CheckConstraint("position BETWEEN 1 AND 999", name="position_in_range"),
        sa.UniqueConstraint("contract_id", "supplier_id"),
    )
    record_table(
        "tender_mark",
        link("tender_id", "tender", nullable=False),
        link("criterion_id", "award_criterion", nullable=False),
        link("assessor_id", "ab_user", nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.String(1000)),
        sa.CheckConstraint("mark BETWEEN 0 AND 2000", name="mark_in_range"),
        sa.CheckConstraint("round_number BETWEEN 0 AND 9", name="round_number_in_range"),
        sa.UniqueConstraint("tender_id", "criterion_id", "assessor_id", "round_number", name="uq_tender_mark_case"),
    )
    record_table(
        "negotiation_round",
        link("contract_id", "contract", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("held_on BETWEEN '1900-01-01' AND '2100-12-31'", name="held_on_in_range"),
        sa.CheckConstraint("number BETWEEN 1 AND 9", name="number_in_range"),
        sa.UniqueConstraint("contract_id", "number"),
    )
    record_table(
        "tender_revision",
        link("round_id", "negotiation_round", nullable=False),
        link("tender_id", "tender", nullable=False),
        sa.Column("amount_excl_tax", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_excl_tax BETWEEN 0 AND 300000000000", name="amount_excl_tax_in_range"),
        sa.UniqueConstraint("round_id", "tender_id"),
    )
    record_table(
        "committee_opinion",
        link("contract_id", "contract", nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        choice("kind", "committee_act", "award", "opinion"),
        choice("sense", "committee_sense", "favourable", "unfavourable", "adjourned"),
        sa.Column("text", sa.Text()),
        sa.CheckConstraint("held_on BETWEEN '1900-01-01' AND '2100-12-31'", name="held_on_in_range"),
    )
    create_indexes(_INDEXES)
    for name in _SEARCHED:
        create_search_table(name)
    change_table("paper_template", lambda batch: _papers(batch, *_PAPERS_BEFORE, *_PAPERS))


def _papers(batch: BatchOperations, *kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    batch.drop_constraint(op.f("ck_paper_template_paper_kind"), type_="check")
    batch.create_check_constraint(op.f("ck_paper_template_paper_kind"), f"kind IN ({listed})")


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM paper_template WHERE kind IN ('analysis_report', 'rejection_letters')"))
    change_table("paper_template", lambda batch: _papers(batch, *_PAPERS_BEFORE))
    for name in _SEARCHED:
        drop_search_table(name)
    for name in reversed(_TABLES):
        op.drop_table(name)
