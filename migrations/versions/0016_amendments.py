"""What changes a contract that runs: amendments, renewals, subcontracting; advances, penalties, evaluations.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_indexes, create_search_table, drop_search_table, link, record_table

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TABLES = (
    "amendment",
    "renewal",
    "subcontract",
    "subcontract_change",
    "advance",
    "penalty",
    "evaluation",
)
_INDEXES = (
    ("amendment", "notified_on"),
    ("amendment", "replaced_id"),
    ("amendment", "supplier_id"),
    ("renewal", "decision", "decide_by_on"),
    ("subcontract", "supplier_id"),
    ("advance", "contract_id"),
    ("penalty", "contract_id"),
    ("evaluation", "author_id"),
    ("evaluation", "supplier_id", "evaluated_on"),
)


def upgrade() -> None:
    record_table(
        "amendment",
        link("contract_id", "contract", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        choice(
            "ground",
            "amendment_ground",
            "review_clause",
            "additional",
            "unforeseen",
            "new_holder",
            "not_substantial",
            "low_value",
        ),
        sa.Column("subject", sa.String(250), nullable=False),
        sa.Column("justification", sa.Text()),
        sa.Column("amount_excl_tax", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("moved_from_on", sa.Date()),
        sa.Column("moved_to_on", sa.Date()),
        link("supplier_id", "supplier"),
        link("replaced_id", "supplier"),
        sa.Column("committee_on", sa.Date()),
        choice("committee_opinion", "amendment_opinion", "favourable", "unfavourable", nullable=True),
        sa.Column("signed_on", sa.Date()),
        sa.Column("notified_on", sa.Date()),
        sa.Column("published_on", sa.Date()),
        sa.CheckConstraint("amount_excl_tax BETWEEN -300000000000 AND 300000000000", name="amount_excl_tax_in_range"),
        sa.CheckConstraint("committee_on BETWEEN '1900-01-01' AND '2100-12-31'", name="committee_on_in_range"),
        sa.CheckConstraint("months BETWEEN -600 AND 600", name="months_in_range"),
        sa.CheckConstraint("moved_from_on BETWEEN '1900-01-01' AND '2100-12-31'", name="moved_from_on_in_range"),
        sa.CheckConstraint("moved_to_on BETWEEN '1900-01-01' AND '2100-12-31'", name="moved_to_on_in_range"),
        sa.CheckConstraint("notified_on >= signed_on", name="notified_after_signature"),
        sa.CheckConstraint("notified_on BETWEEN '1900-01-01' AND '2100-12-31'", name="notified_on_in_range"),
        sa.CheckConstraint("number BETWEEN 1 AND 99", name="number_in_range"),
        sa.CheckConstraint("published_on BETWEEN '1900-01-01' AND '2100-12-31'", name="published_on_in_range"),
        sa.CheckConstraint("signed_on BETWEEN '1900-01-01' AND '2100-12-31'", name="signed_on_in_range"),
        sa.CheckConstraint("subject <> ''", name="subject_filled"),
        sa.UniqueConstraint("contract_id", "number"),
    )
    record_table(
        "renewal",
        link("contract_id", "contract", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("decide_by_on", sa.Date()),
        choice("decision", "renewal_decision", "pending", "renewed", "not_renewed"),
        sa.Column("decided_on", sa.Date()),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("decide_by_on BETWEEN '1900-01-01' AND '2100-12-31'", name="decide_by_on_in_range"),
        sa.CheckConstraint("decided_on BETWEEN '1900-01-01' AND '2100-12-31'", name="decided_on_in_range"),
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        sa.CheckConstraint("ends_on BETWEEN '1900-01-01' AND '2100-12-31'", name="ends_on_in_range"),
        sa.CheckConstraint("number BETWEEN 1 AND 20", name="number_in_range"),
        sa.CheckConstraint("starts_on BETWEEN '1900-01-01' AND '2100-12-31'", name="starts_on_in_range"),
        sa.UniqueConstraint("contract_id", "number"),
    )
    record_table(
        "subcontract",
        link("contract_id", "contract", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        link("supplier_id", "supplier", nullable=False),
        sa.Column("subject", sa.String(250), nullable=False),
        sa.Column("amount_excl_tax", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.Integer()),
        choice("price_variation", "price_variation", "firm", "adjustable", "revisable"),
        sa.Column("is_paid_directly", sa.Boolean(), nullable=False),
        sa.Column("accepted_on", sa.Date()),
        sa.Column("notified_on", sa.Date()),
        sa.Column("published_on", sa.Date()),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("accepted_on BETWEEN '1900-01-01' AND '2100-12-31'", name="accepted_on_in_range"),
        sa.CheckConstraint("amount_excl_tax BETWEEN 0 AND 300000000000", name="amount_excl_tax_in_range"),
        sa.CheckConstraint("months BETWEEN 1 AND 600", name="months_in_range"),
        sa.CheckConstraint("notified_on >= accepted_on", name="notified_after_acceptance"),
        sa.CheckConstraint("notified_on BETWEEN '1900-01-01' AND '2100-12-31'", name="notified_on_in_range"),
        sa.CheckConstraint("number BETWEEN 1 AND 99", name="number_in_range"),
        sa.CheckConstraint("published_on BETWEEN '1900-01-01' AND '2100-12-31'", name="published_on_in_range"),
        sa.CheckConstraint("subject <> ''", name="subject_filled"),
        sa.UniqueConstraint("contract_id", "number"),
    )
    record_table(
        "subcontract_change",
        link("subcontract_id", "subcontract", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("amount_excl_tax", sa.BigInteger()),
        sa.Column("months", sa.Integer()),
        sa.Column("published_on", sa.Date()),
        sa.CheckConstraint("amount_excl_tax BETWEEN 0 AND 300000000000", name="amount_excl_tax_in_range"),
        sa.CheckConstraint("amount_excl_tax IS NOT NULL OR months IS NOT NULL", name="changes_something"),
        sa.CheckConstraint("months BETWEEN 1 AND 600", name="months_in_range"),
        sa.CheckConstraint("notified_on BETWEEN '1900-01-01' AND '2100-12-31'", name="notified_on_in_range"),
        sa.CheckConstraint("number BETWEEN 1 AND 99", name="number_in_range"),
        sa.CheckConstraint("published_on BETWEEN '1900-01-01' AND '2100-12-31'", name="published_on_in_range"),
        sa.UniqueConstraint("subcontract_id", "number"),
    )
    record_table(
        "advance",
        link("contract_id", "contract", nullable=False),
        sa.Column("amount_incl_tax", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.BigInteger()),
        sa.Column("paid_on", sa.Date()),
        sa.Column("repaid_incl_tax", sa.BigInteger()),
        sa.Column("repaid_on", sa.Date()),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("amount_incl_tax BETWEEN 0 AND 300000000000", name="amount_incl_tax_in_range"),
        sa.CheckConstraint("paid_on BETWEEN '1900-01-01' AND '2100-12-31'", name="paid_on_in_range"),
        sa.CheckConstraint("rate BETWEEN 0 AND 10000", name="rate_in_range"),
        sa.CheckConstraint("repaid_on >= paid_on", name="repaid_after_payment"),
        sa.CheckConstraint("repaid_incl_tax BETWEEN 0 AND 300000000000", name="repaid_incl_tax_in_range"),
        sa.CheckConstraint("repaid_on BETWEEN '1900-01-01' AND '2100-12-31'", name="repaid_on_in_range"),
        sa.CheckConstraint("repaid_incl_tax <= amount_incl_tax", name="repaid_within_amount"),
    )
    record_table(
        "penalty",
        link("contract_id", "contract", nullable=False),
        sa.Column("reason", sa.String(250), nullable=False),
        sa.Column("amount_excl_tax", sa.BigInteger(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("waived_on", sa.Date()),
        sa.Column("waiver_reason", sa.String(250)),
        sa.CheckConstraint("amount_excl_tax BETWEEN 0 AND 300000000000", name="amount_excl_tax_in_range"),
        sa.CheckConstraint("applied_on BETWEEN '1900-01-01' AND '2100-12-31'", name="applied_on_in_range"),
        sa.CheckConstraint("reason <> ''", name="reason_filled"),
        sa.CheckConstraint("waived_on >= applied_on", name="waived_after_application"),
        sa.CheckConstraint("waived_on BETWEEN '1900-01-01' AND '2100-12-31'", name="waived_on_in_range"),
    )
    record_table(
        "evaluation",
        link("contract_id", "contract", nullable=False),
        link("supplier_id", "supplier", nullable=False),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.Column("deadlines", sa.Integer(), nullable=False),
        sa.Column("relation", sa.Integer(), nullable=False),
        sa.Column("administration", sa.Integer(), nullable=False),
        sa.Column("added_value", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text()),
        sa.Column("evaluated_on", sa.Date(), nullable=False),
        link("author_id", "ab_user"),
        sa.CheckConstraint("added_value BETWEEN 1 AND 4", name="added_value_in_range"),
        sa.CheckConstraint("administration BETWEEN 1 AND 4", name="administration_in_range"),
        sa.CheckConstraint("deadlines BETWEEN 1 AND 4", name="deadlines_in_range"),
        sa.CheckConstraint("evaluated_on BETWEEN '1900-01-01' AND '2100-12-31'", name="evaluated_on_in_range"),
        sa.CheckConstraint("quality BETWEEN 1 AND 4", name="quality_in_range"),
        sa.CheckConstraint("relation BETWEEN 1 AND 4", name="relation_in_range"),
        sa.UniqueConstraint("contract_id", "supplier_id"),
    )
    create_indexes(_INDEXES)
    for name in _TABLES:
        create_search_table(name)


def downgrade() -> None:
    for name in _TABLES:
        drop_search_table(name)
    for name in reversed(_TABLES):
        op.drop_table(name)
