"""What meetings need before and after, and what was said of each; old meetings ask nothing more.

Revision ID: 0048
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_indexes, create_search_table, drop_search_table, link, record_table

revision = "0048"
down_revision = "0044"
branch_labels = None
depends_on = None

_KINDS = ("plenary", "bureau", "commission", "council_with_cica", "annual_assembly", "public", "network", "working")
_TASKS = ("close", "attendance", "walk_ins", "actions", "photos", "minutes", "thanks", "hours", "all")
_INDEXES = tuple(
    (table, column)
    for table, columns in (
        ("meeting_check", ("meeting_id", "need_id", "user_id")),
        ("morning_line", ("meeting_id", "user_id")),
    )
    for column in columns
)


def upgrade() -> None:
    record_table(
        "meeting_need",
        choice("kind", "meeting_need_kind", *_KINDS),
        sa.Column("label", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("label <> ''", name="label_filled"),
        sa.CheckConstraint("position BETWEEN 0 AND 999", name="position_in_range"),
        sa.CheckConstraint("days_before BETWEEN 0 AND 365", name="days_before_in_range"),
        sa.UniqueConstraint("kind", "label"),
    )
    create_search_table("meeting_need")
    record_table(
        "meeting_check",
        link("meeting_id", "meeting", nullable=False),
        link("need_id", "meeting_need", nullable=False),
        choice("state", "check_state", "open", "done", "not_needed"),
        sa.Column("note", sa.String(160)),
        link("user_id", "ab_user"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("meeting_id", "need_id"),
    )
    record_table(
        "morning_line",
        link("meeting_id", "meeting", nullable=False),
        choice("task", "morning_task", *_TASKS),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(160)),
        link("user_id", "ab_user"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("is_done OR reason IS NOT NULL", name="done_or_reason"),
        sa.UniqueConstraint("meeting_id", "task"),
    )
    create_indexes(_INDEXES)
    # Meetings whose minutes are written had their morning after: it is not asked again.
    op.execute(
        "INSERT INTO morning_line (meeting_id, task, is_done, at, version, created_at, updated_at)"
        " SELECT id, 'all', true, updated_at, 1, updated_at, updated_at FROM meeting WHERE state = 'minuted'"
    )


def downgrade() -> None:
    op.drop_table("morning_line")
    op.drop_table("meeting_check")
    drop_search_table("meeting_need")
    op.drop_table("meeting_need")
