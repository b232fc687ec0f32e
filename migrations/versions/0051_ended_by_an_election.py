"""A mandate may end because of an election.

Revision ID: 0051
"""

from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table

revision = "0051"
down_revision = "0047"
branch_labels = None
depends_on = None

_BEFORE = ("term", "renewed", "resignation", "moved", "exclusion", "replaced", "dissolution", "death", "other")
_CHECK = "ck_mandate_end_reason"


def _allow(*reasons: str) -> None:
    listed = ", ".join(f"'{reason}'" for reason in reasons)

    def change(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.create_check_constraint(op.f(_CHECK), f"end_reason IN ({listed})")

    change_table("mandate", change)


def upgrade() -> None:
    _allow(*_BEFORE, "election")


def downgrade() -> None:
    op.execute("UPDATE mandate SET end_reason = 'replaced' WHERE end_reason = 'election'")
    _allow(*_BEFORE)
