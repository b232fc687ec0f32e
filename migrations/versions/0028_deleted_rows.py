"""Deleted rows are listed for who puts them back: the journal finds the deletions by an index.

Revision ID: 0028
"""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_journal_change_action_id", "journal_change", ["action", "id"])


def downgrade() -> None:
    op.drop_index("ix_journal_change_action_id", "journal_change")
