"""What contracts give: purchase orders, deliverables, invoices, the rate of late interest.

Revision ID: 0017
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_indexes, create_search_table, drop_search_table, link, record_table

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_TABLES = (
    "purchase_order",
    "purchase_order_line",
    "deliverable",
    "invoice",
    "invoice_line",
    "late_interest_rate",
)
_SEARCHED = (
    "purchase_order",
    "deliverable",
    "invoice",
    "late_interest_rate",
)
_INDEXES = (
    ("purchase_order", "ordered_on"),
    ("purchase_order_line", "order_id"),
    ("deliverable", "contract_id"),
    ("deliverable", "due_on"),
    ("deliverable", "order_id"),
    ("deliverable", "received_on"),
    ("invoice", "order_id"),
    ("invoice", "paid_on", "received_on"),
    ("invoice", "supplier_id"),
    ("invoice_line", "invoice_id"),
)


def upgrade() -> None:
    record_table(
        "purchase_order",
        link("contract_id", "contract", nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(250), nullable=False),
        choice("state", "order_state", "draft", "issued", "cancelled"),
        sa.Column("ordered_on", sa.Date()),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("state <> 'issued' OR ordered_on IS NOT NULL", name="issued_on_a_day"),
        sa.CheckConstraint("number <> ''", name="number_filled"),
        sa.CheckConstraint("ordered_on BETWEEN '1900-01-01' AND '2100-12-31'", name="ordered_on_in_range"),
        sa.CheckConstraint("subject <> ''", name="subject_filled"),
        sa.UniqueConstraint("contract_id", "number"),
    )
    record_table(
        "purchase_order_line",
        link("order_id", "purchase_order", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(250), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_excl_tax", sa.BigInteger(), nullable=False),
        sa.Column("vat_rate", sa.BigInteger(), nullable=False),
        sa.Column("total_excl_tax", sa.BigInteger(), nullable=False),
        sa.Column("total_incl_tax", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("label <> ''", name="label_filled"),
        sa.CheckConstraint("position BETWEEN 1 AND 999", name="position_in_range"),
        sa.CheckConstraint("quantity BETWEEN 0 AND 10000000", name="quantity_in_range"),
        sa.CheckConstraint("total_excl_tax BETWEEN 0 AND 300000000000", name="total_excl_tax_in_range"),
        sa.CheckConstraint("total_incl_tax BETWEEN 0 AND 600000000000", name="total_incl_tax_in_range"),
        sa.CheckConstraint("unit_price_excl_tax BETWEEN 0 AND 300000000000", name="unit_price_excl_tax_in_range"),
        sa.CheckConstraint("vat_rate BETWEEN 0 AND 10000", name="vat_rate_in_range"),
    )
    record_table(
        "deliverable",
        link("contract_id", "contract", nullable=False),
        link("order_id", "purchase_order"),
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("received_on", sa.Date()),
        sa.Column("verified_on", sa.Date()),
        choice(
            "decision", "deliverable_decision", "admission", "postponement", "reduction", "rejection", nullable=True
        ),
        sa.Column("decided_on", sa.Date()),
        sa.Column("reduction_excl_tax", sa.BigInteger()),
        sa.Column("reason", sa.Text()),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("decision IS NULL OR decided_on IS NOT NULL", name="decided_on_a_day"),
        sa.CheckConstraint("decided_on BETWEEN '1900-01-01' AND '2100-12-31'", name="decided_on_in_range"),
        sa.CheckConstraint("due_on BETWEEN '1900-01-01' AND '2100-12-31'", name="due_on_in_range"),
        sa.CheckConstraint("name <> ''", name="name_filled"),
        sa.CheckConstraint("received_on BETWEEN '1900-01-01' AND '2100-12-31'", name="received_on_in_range"),
        sa.CheckConstraint("reduction_excl_tax BETWEEN 0 AND 300000000000", name="reduction_excl_tax_in_range"),
        sa.CheckConstraint("verified_on BETWEEN '1900-01-01' AND '2100-12-31'", name="verified_on_in_range"),
    )
    record_table(
        "invoice",
        link("contract_id", "contract", nullable=False),
        link("supplier_id", "supplier"),
        link("order_id", "purchase_order"),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(250)),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("sent_to_payment_on", sa.Date()),
        sa.Column("paid_on", sa.Date()),
        sa.Column("suspended_days", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("checked_on BETWEEN '1900-01-01' AND '2100-12-31'", name="checked_on_in_range"),
        sa.CheckConstraint("number <> ''", name="number_filled"),
        sa.CheckConstraint("paid_on BETWEEN '1900-01-01' AND '2100-12-31'", name="paid_on_in_range"),
        sa.CheckConstraint("received_on BETWEEN '1900-01-01' AND '2100-12-31'", name="received_on_in_range"),
        sa.CheckConstraint(
            "sent_to_payment_on BETWEEN '1900-01-01' AND '2100-12-31'", name="sent_to_payment_on_in_range"
        ),
        sa.CheckConstraint("suspended_days BETWEEN 0 AND 365", name="suspended_days_in_range"),
        sa.UniqueConstraint("contract_id", "supplier_id", "number"),
    )
    record_table(
        "invoice_line",
        link("invoice_id", "invoice", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(250), nullable=False),
        sa.Column("amount_excl_tax", sa.BigInteger(), nullable=False),
        sa.Column("vat_rate", sa.BigInteger(), nullable=False),
        sa.Column("total_incl_tax", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_excl_tax BETWEEN -300000000000 AND 300000000000", name="amount_excl_tax_in_range"),
        sa.CheckConstraint("label <> ''", name="label_filled"),
        sa.CheckConstraint("position BETWEEN 1 AND 999", name="position_in_range"),
        sa.CheckConstraint("total_incl_tax BETWEEN -600000000000 AND 600000000000", name="total_incl_tax_in_range"),
        sa.CheckConstraint("vat_rate BETWEEN 0 AND 10000", name="vat_rate_in_range"),
    )
    record_table(
        "late_interest_rate",
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(500)),
        sa.Column("is_to_confirm", sa.Boolean(), nullable=False),
        sa.CheckConstraint("rate BETWEEN 0 AND 10000", name="rate_in_range"),
        sa.CheckConstraint("valid_from BETWEEN '1900-01-01' AND '2100-12-31'", name="valid_from_in_range"),
        sa.UniqueConstraint("valid_from"),
    )
    create_indexes(_INDEXES)
    for name in _SEARCHED:
        create_search_table(name)


def downgrade() -> None:
    for name in _SEARCHED:
        drop_search_table(name)
    for name in reversed(_TABLES):
        op.drop_table(name)
