"""How the fraction of a quorum is read; what other directions bought of a family; why a mandate ended, in its indexes.

Revision ID: 0030
"""

from functools import partial

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table, choice

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_REACH = "quorum_reach"
_BODY = ("instance_id", "person_id", "start_on", "ended_on", "planned_end_on", "function_id", "college_id")
_STATUS = ("ended_on", "planned_end_on", "start_on", "instance_id", "function_id")
_AMOUNT, _DAY, _SOURCE = "others_excl_tax", "others_on", "others_source"
_CHECKS = {
    f"{_AMOUNT}_in_range": f"{_AMOUNT} BETWEEN 0 AND 300000000000",
    f"{_DAY}_in_range": f"{_DAY} BETWEEN '1900-01-01' AND '2100-12-31'",
    "others_are_dated": f"({_AMOUNT} IS NULL) = ({_DAY} IS NULL)",
}


def upgrade() -> None:
    for table in ("instance_type", "instance"):
        change_table(table, _add_reach)
    change_table("purchase_family", _add_others)
    _index(("end_reason", "substitute_of_id"), ("end_reason",))


def downgrade() -> None:
    _index((), ())
    change_table("purchase_family", _drop_others)
    for table in ("instance", "instance_type"):
        change_table(table, partial(_drop_reach, table))


def _index(of_body: tuple[str, ...], of_status: tuple[str, ...]) -> None:
    for name, columns in (("ix_mandate_body", (*_BODY, *of_body)), ("ix_mandate_status", (*_STATUS, *of_status))):
        op.drop_index(name, "mandate")
        op.create_index(name, "mandate", list(columns))


def _add_reach(batch: BatchOperations) -> None:
    batch.add_column(choice(_REACH, _REACH, "at_least", "more_than", nullable=True))


def _drop_reach(table: str, batch: BatchOperations) -> None:
    batch.drop_constraint(op.f(f"ck_{table}_{_REACH}"), type_="check")
    batch.drop_column(_REACH)


def _add_others(batch: BatchOperations) -> None:
    batch.add_column(sa.Column(_AMOUNT, sa.BigInteger()))
    batch.add_column(sa.Column(_DAY, sa.Date()))
    batch.add_column(sa.Column(_SOURCE, sa.String(250)))
    for name, text in _CHECKS.items():
        batch.create_check_constraint(op.f(f"ck_purchase_family_{name}"), text)


def _drop_others(batch: BatchOperations) -> None:
    for name in _CHECKS:
        batch.drop_constraint(op.f(f"ck_purchase_family_{name}"), type_="check")
    for name in (_SOURCE, _DAY, _AMOUNT):
        batch.drop_column(name)
