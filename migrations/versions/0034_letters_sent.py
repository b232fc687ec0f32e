"""The day on which the letters to those not retained left; as their step says it.

Revision ID: 0034
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_RANGE = "ck_contract_letters_on_in_range"


def _add(batch: BatchOperations) -> None:
    batch.add_column(sa.Column("letters_on", sa.Date()))
    batch.create_check_constraint(op.f(_RANGE), "letters_on BETWEEN '1900-01-01' AND '2100-12-31'")


def _drop(batch: BatchOperations) -> None:
    batch.drop_constraint(op.f(_RANGE), type_="check")
    batch.drop_column("letters_on")


def upgrade() -> None:
    change_table("contract", _add)
    day = "SELECT max(actual_on) FROM procurement_step WHERE contract_id = contract.id AND step = 'rejections'"
    op.get_bind().execute(sa.text(f"UPDATE contract SET letters_on = ({day})"))


def downgrade() -> None:
    change_table("contract", _drop)
