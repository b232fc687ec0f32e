"""Replies to convocations, reminders, addresses that come back, and the calendars of bodies.

Revision ID: 0057
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table, choice, create_indexes, link, record_table

revision = "0057"
down_revision = "0060"
branch_labels = None
depends_on = None

_DOORS = ("form", "bulk", "import", "command", "restore", "undo", "sign_in")
_DOOR_CHECK = "ck_journal_entry_door"
_WITH_RULES = ("instance", "instance_type")
_IN_RANGE = "BETWEEN '1900-01-01' AND '2100-12-31'"


def _allow_doors(*doors: str) -> None:
    listed = ", ".join(f"'{door}'" for door in doors)

    def change(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(_DOOR_CHECK), type_="check")
        batch.create_check_constraint(op.f(_DOOR_CHECK), f"door IN ({listed})")

    change_table("journal_entry", change)


def upgrade() -> None:
    record_table(
        "meeting_reply",
        link("meeting_id", "meeting", nullable=False),
        link("attendance_id", "attendance", nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=False),
        sa.Column("token_hash", sa.String(64), unique=True),
        choice("answer", "reply_answer", "coming", "away", "replaced", nullable=True),
        choice("way", "reply_way", "link", "phone", "slip", "workbook", nullable=True),
        sa.Column("replied_at", sa.DateTime()),
        sa.Column("replaced_by", sa.String(160)),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        link("user_id", "ab_user"),
        sa.UniqueConstraint("attendance_id", "meeting_on"),
        sa.CheckConstraint("(answer IS NULL) = (replied_at IS NULL)", name="answered_at_some_time"),
        sa.CheckConstraint("(answer IS NULL) = (way IS NULL)", name="answered_some_way"),
        sa.CheckConstraint("NOT is_settled OR answer = 'replaced'", name="settled_when_replaced"),
        sa.CheckConstraint(f"meeting_on {_IN_RANGE}", name="meeting_on_in_range"),
    )
    record_table(
        "body_calendar",
        link("instance_id", "instance", nullable=False),
        sa.Column("token_hash", sa.String(64), unique=True),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("instance_id"),
    )
    create_indexes((("meeting_reply", "meeting_id"), ("meeting_reply", "user_id")))
    for name in _WITH_RULES:

        def rule(batch: BatchOperations) -> None:
            batch.add_column(sa.Column("reminder_days", sa.Integer()))
            batch.create_check_constraint("reminder_days_in_range", "reminder_days BETWEEN 0 AND 60")

        change_table(name, rule)

    def message(batch: BatchOperations) -> None:
        batch.add_column(sa.Column("site_url", sa.String(250)))
        batch.add_column(sa.Column("reminder_on", sa.Date()))
        batch.create_check_constraint("reminder_on_in_range", f"reminder_on {_IN_RANGE}")
        batch.create_unique_constraint(op.f("uq_outgoing_mail_meeting_id_reminder_on"), ["meeting_id", "reminder_on"])

    def recipient(batch: BatchOperations) -> None:
        batch.add_column(sa.Column("returned_on", sa.Date()))
        batch.create_check_constraint("returned_on_in_range", f"returned_on {_IN_RANGE}")

    def request(batch: BatchOperations) -> None:
        batch.add_column(sa.Column("reminded_on", sa.Date()))
        batch.create_check_constraint("reminded_on_in_range", f"reminded_on {_IN_RANGE}")

    change_table("outgoing_mail", message)
    change_table("mail_recipient", recipient)
    change_table("council_request", request)
    create_indexes((("mail_recipient", "returned_on"),))
    _allow_doors(*_DOORS, "reply")


def downgrade() -> None:
    op.execute("UPDATE journal_entry SET door = 'form' WHERE door = 'reply'")
    _allow_doors(*_DOORS)
    op.drop_index("ix_mail_recipient_returned_on", "mail_recipient")

    def request(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f("ck_council_request_reminded_on_in_range"), type_="check")
        batch.drop_column("reminded_on")

    def recipient(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f("ck_mail_recipient_returned_on_in_range"), type_="check")
        batch.drop_column("returned_on")

    def message(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f("uq_outgoing_mail_meeting_id_reminder_on"), type_="unique")
        batch.drop_constraint(op.f("ck_outgoing_mail_reminder_on_in_range"), type_="check")
        batch.drop_column("reminder_on")
        batch.drop_column("site_url")

    def rule_of(name: str) -> None:
        def rule(batch: BatchOperations) -> None:
            batch.drop_constraint(op.f(f"ck_{name}_reminder_days_in_range"), type_="check")
            batch.drop_column("reminder_days")

        change_table(name, rule)

    change_table("council_request", request)
    change_table("mail_recipient", recipient)
    change_table("outgoing_mail", message)
    for name in _WITH_RULES:
        rule_of(name)
    op.drop_table("body_calendar")
    op.drop_table("meeting_reply")
