"""Receipts, public sheets, letters and the list for the deliberation: four more kinds of papers made from templates.

Revision ID: 0063
"""

from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

_CHECK = "ck_paper_template_paper_kind"
_BEFORE = (
    "convocation",
    "sign_in_sheet",
    "minutes",
    "analysis_report",
    "rejection_letters",
    "contract_sheet",
    "project_note",
    "project_list",
)
_ADDED = ("application_receipt", "application_sheet", "call_letters", "call_deliberation")


def upgrade() -> None:
    change_table("paper_template", lambda batch: _allow(batch, (*_BEFORE, *_ADDED)))


def downgrade() -> None:
    added = ", ".join(f"'{kind}'" for kind in _ADDED)
    op.execute(f"DELETE FROM paper_template WHERE kind IN ({added})")
    change_table("paper_template", lambda batch: _allow(batch, _BEFORE))


def _allow(batch: BatchOperations, kinds: tuple[str, ...]) -> None:
    batch.drop_constraint(op.f(_CHECK), type_="check")
    words = ", ".join(f"'{kind}'" for kind in kinds)
    batch.create_check_constraint(op.f(_CHECK), f"kind IN ({words})")
