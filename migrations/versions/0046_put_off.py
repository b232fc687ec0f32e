"""Deadlines put off to another day, whether the rule of a kind allows it, and the first page of a newcomer.

Revision ID: 0046
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import create_indexes, link, record_table

revision = "0046"
down_revision = "0048"
branch_labels = None
depends_on = None

# What the law sets: not put off, unless the mission says so.
_OF_THE_LAW = (
    "contract_legality",
    "amendment_legality",
    "award_notice_due",
    "open_data_due",
    "amendment_open_data",
    "invoice_payment",
    "deliverable_decision",
)


def upgrade() -> None:
    op.add_column("deadline_rule", sa.Column("may_put_off", sa.Boolean(), nullable=False, server_default=sa.true()))
    rules = sa.table("deadline_rule", sa.column("kind", sa.String()), sa.column("may_put_off", sa.Boolean()))
    op.execute(rules.update().where(rules.c.kind.in_(_OF_THE_LAW)).values(may_put_off=sa.false()))
    op.add_column("preference", sa.Column("welcome_folded", sa.Boolean(), nullable=False, server_default=sa.false()))
    record_table(
        "put_off",
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False, server_default=""),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("put_off_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=250), nullable=False),
        link("user_id", "ab_user"),
        sa.Column("instance_id", sa.Integer()),
        sa.UniqueConstraint("kind", "row_id", name=op.f("uq_put_off_kind_row_id")),
        sa.CheckConstraint("put_off_to > due_on", name=op.f("ck_put_off_later")),
        sa.CheckConstraint("due_on BETWEEN '1900-01-01' AND '2100-12-31'", name=op.f("ck_put_off_due_on_in_range")),
        sa.CheckConstraint(
            "put_off_to BETWEEN '1900-01-01' AND '2100-12-31'", name=op.f("ck_put_off_put_off_to_in_range")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_put_off_reason_filled")),
    )
    create_indexes((("put_off", "user_id"), ("put_off", "instance_id")))


def downgrade() -> None:
    op.drop_table("put_off")
    op.drop_column("preference", "welcome_folded")
    op.drop_column("deadline_rule", "may_put_off")
