"""The sessions of events are meetings: their event and speakers, and the registration of each line of attendance.

Revision ID: 0065
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

_DOORS = ("form", "bulk", "import", "command", "restore", "undo", "sign_in", "reply")
_DOOR_CHECK = "ck_journal_entry_door"
_SESSION, _LINE = "fk_meeting_event_id_event", "fk_attendance_registration_id_event_registration"
_ONCE = "uq_attendance_meeting_id_registration_id"


def _allow_doors(*doors: str) -> None:
    listed = ", ".join(f"'{door}'" for door in doors)

    def change(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(_DOOR_CHECK), type_="check")
        batch.create_check_constraint(op.f(_DOOR_CHECK), f"door IN ({listed})")

    change_table("journal_entry", change)


def upgrade() -> None:
    _allow_doors(*_DOORS, "public_page")

    def add_event(batch: BatchOperations) -> None:
        batch.add_column(sa.Column("event_id", sa.Integer()))
        batch.add_column(sa.Column("speakers", sa.String(500)))
        batch.create_foreign_key(op.f(_SESSION), "event", ["event_id"], ["id"])

    def add_registration(batch: BatchOperations) -> None:
        batch.add_column(sa.Column("registration_id", sa.Integer()))
        batch.create_foreign_key(op.f(_LINE), "event_registration", ["registration_id"], ["id"])
        batch.create_unique_constraint(op.f(_ONCE), ["meeting_id", "registration_id"])

    change_table("meeting", add_event)
    op.create_index("ix_meeting_event_id", "meeting", ["event_id"])
    change_table("attendance", add_registration)
    op.create_index("ix_attendance_registration_id", "attendance", ["registration_id"])


def downgrade() -> None:
    op.drop_index("ix_attendance_registration_id", "attendance")

    def without_registration(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(_ONCE), type_="unique")
        batch.drop_constraint(op.f(_LINE), type_="foreignkey")
        batch.drop_column("registration_id")

    def without_event(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(_SESSION), type_="foreignkey")
        batch.drop_column("event_id")
        batch.drop_column("speakers")

    change_table("attendance", without_registration)
    op.drop_index("ix_meeting_event_id", "meeting")
    change_table("meeting", without_event)
    op.execute("UPDATE journal_entry SET door = 'reply' WHERE door = 'public_page'")
    _allow_doors(*_DOORS)
