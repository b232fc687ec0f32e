"""What one pinned to the menu, and opened last.

Revision ID: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column, length in (("preference", "pins", 200), ("user_session", "opened", 400)):
        op.add_column(table, sa.Column(column, sa.String(length=length), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("user_session", "opened")
    op.drop_column("preference", "pins")
