"""Work that takes time.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_search_table, drop_search_table, link, record_table

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    record_table(
        "job",
        link("user_id", "ab_user", nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("label", sa.String(250), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        choice("state", "job_state", "queued", "running", "done", "failed", "cancelled"),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("message", sa.JSON()),
        sa.Column("result", sa.JSON()),
        sa.Column("error", sa.JSON()),
        sa.Column("worker", sa.String(120)),
        sa.Column("started_at", sa.DateTime()),
        sa.Column("ended_at", sa.DateTime()),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress_in_range"),
        sa.CheckConstraint("attempt BETWEEN 0 AND 100", name="attempt_in_range"),
        sa.CheckConstraint("(state = 'queued' OR state = 'running') = (ended_at IS NULL)", name="ended_when_over"),
    )
    op.create_index("ix_job_user_id", "job", ["user_id"])
    op.create_index("ix_job_state_ended_at", "job", ["state", "ended_at"])
    create_search_table("job")


def downgrade() -> None:
    drop_search_table("job")
    op.drop_table("job")
