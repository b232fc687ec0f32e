"""Projects carry documents too.

Revision ID: 0056
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_BEFORE = ("meeting_id", "instance_id", "person_id", "organisation_id", "request_id", "contract_id")
_CHECK = "ck_document_one_carrier"
_VERSION = "uq_document_project_version"


def _carried_by(batch: BatchOperations, columns: tuple[str, ...]) -> None:
    filled = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    batch.create_check_constraint(op.f(_CHECK), f"{filled} = 1")


def upgrade() -> None:
    def change(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.add_column(sa.Column("project_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_document_project_id_project"), "project", ["project_id"], ["id"])
        batch.create_unique_constraint(op.f(_VERSION), ["project_id", "kind", "title", "media_type", "number"])
        batch.create_index("ix_document_project_id", ["project_id"])
        _carried_by(batch, (*_BEFORE, "project_id"))

    change_table("document", change)


def downgrade() -> None:
    """What stands on projects goes."""
    op.execute("DELETE FROM document WHERE project_id IS NOT NULL")

    def change(batch: BatchOperations) -> None:
        batch.drop_index("ix_document_project_id")
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.drop_constraint(op.f(_VERSION), type_="unique")
        batch.drop_constraint(op.f("fk_document_project_id_project"), type_="foreignkey")
        batch.drop_column("project_id")
        _carried_by(batch, _BEFORE)

    change_table("document", change)
