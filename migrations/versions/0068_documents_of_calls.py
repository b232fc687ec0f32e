"""Calls for projects carry documents.

Revision ID: 0068
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

_BEFORE = (
    *("meeting_id", "instance_id", "person_id", "organisation_id", "request_id", "contract_id", "project_id"),
    *("application_id", "event_id"),
)
_CHECK = "ck_document_one_carrier"
_VERSION = "uq_document_call_version"


def _carried_by(batch: BatchOperations, columns: tuple[str, ...]) -> None:
    filled = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    batch.create_check_constraint(op.f(_CHECK), f"{filled} = 1")


def upgrade() -> None:
    def change(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.add_column(sa.Column("call_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_document_call_id_project_call"), "project_call", ["call_id"], ["id"])
        batch.create_unique_constraint(op.f(_VERSION), ["call_id", "kind", "title", "media_type", "number"])
        batch.create_index("ix_document_call_id", ["call_id"])
        _carried_by(batch, (*_BEFORE, "call_id"))

    change_table("document", change)


def downgrade() -> None:
    """What stands on calls goes."""
    op.execute("DELETE FROM document WHERE call_id IS NOT NULL")

    def change(batch: BatchOperations) -> None:
        batch.drop_index("ix_document_call_id")
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.drop_constraint(op.f(_VERSION), type_="unique")
        batch.drop_constraint(op.f("fk_document_call_id_project_call"), type_="foreignkey")
        batch.drop_column("call_id")
        _carried_by(batch, _BEFORE)

    change_table("document", change)
