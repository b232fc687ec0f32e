"""When a contract went to the review of legality, and its award notice was sent; as its steps say them.

Revision ID: 0033
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_DAYS = {"transmitted_on": "legality", "award_notice_on": "award_notice"}


def _add(batch: BatchOperations) -> None:
    for name in _DAYS:
        batch.add_column(sa.Column(name, sa.Date()))
        batch.create_check_constraint(
            op.f(f"ck_contract_{name}_in_range"), f"{name} BETWEEN '1900-01-01' AND '2100-12-31'"
        )


def _drop(batch: BatchOperations) -> None:
    for name in _DAYS:
        batch.drop_constraint(op.f(f"ck_contract_{name}_in_range"), type_="check")
        batch.drop_column(name)


def upgrade() -> None:
    change_table("contract", _add)
    for name, step in _DAYS.items():
        day = "SELECT max(actual_on) FROM procurement_step WHERE contract_id = contract.id AND step = :step"
        op.get_bind().execute(sa.text(f"UPDATE contract SET {name} = ({day})"), {"step": step})


def downgrade() -> None:
    change_table("contract", _drop)
