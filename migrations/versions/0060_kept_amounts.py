"""What is kept of the first page each day may be an amount, in cents, below zero too.

Questions, recipients and topics are searched by the body of their meeting: `flask mdo init` writes their words again.

Revision ID: 0060
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table

revision = "0060"
down_revision = "0046"
branch_labels = None
depends_on = None

_CHECK = "ck_kept_figure_value_in_range"
_AMOUNTS = "'running_ceiling', 'running_ordered', 'running_invoiced', 'running_paid', 'running_left'"


def _hold(kind: sa.types.TypeEngine[int], least: int, most: int) -> None:
    def change(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.alter_column("value", type_=kind, existing_nullable=False)
        batch.create_check_constraint(op.f(_CHECK), f"value BETWEEN {least} AND {most}")

    change_table("kept_figure", change)


def _forget_words() -> None:
    for name in ("session_question", "mail_recipient", "topic"):
        op.execute(f"DELETE FROM {name}_search")


def upgrade() -> None:
    _forget_words()
    _hold(sa.BigInteger(), -(10**15), 10**15)


def downgrade() -> None:
    _forget_words()
    op.execute(f"DELETE FROM kept_figure WHERE figure IN ({_AMOUNTS})")
    _hold(sa.Integer(), 0, 2_000_000_000)
