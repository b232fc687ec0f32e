"""Amendments read in the essential data, whose ground is not known; the day an amendment goes to the prefect.

Revision ID: 0021
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_DAY, _RANGE = "transmitted_on", "transmitted_on_in_range"
_ORDER = "transmitted_after_signature"
_GROUND = sa.String(32)


def _add(batch: BatchOperations) -> None:
    batch.add_column(sa.Column(_DAY, sa.Date()))
    batch.create_check_constraint(op.f(f"ck_amendment_{_RANGE}"), f"{_DAY} BETWEEN '1900-01-01' AND '2100-12-31'")
    batch.create_check_constraint(op.f(f"ck_amendment_{_ORDER}"), f"{_DAY} >= signed_on")
    batch.alter_column("ground", existing_type=_GROUND, nullable=True)


def _drop(batch: BatchOperations) -> None:
    batch.drop_constraint(op.f(f"ck_amendment_{_ORDER}"), type_="check")
    batch.drop_constraint(op.f(f"ck_amendment_{_RANGE}"), type_="check")
    batch.drop_column(_DAY)
    batch.alter_column("ground", existing_type=_GROUND, nullable=False)


def upgrade() -> None:
    change_table("amendment", _add)


def downgrade() -> None:
    op.execute("UPDATE amendment SET ground = 'not_substantial' WHERE ground IS NULL")
    change_table("amendment", _drop)
