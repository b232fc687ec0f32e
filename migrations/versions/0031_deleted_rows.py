"""Deleted rows are listed for who puts them back; sign-in sheets are eliminated under a visa of the archives.

Revision ID: 0031
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import link, record_table

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_TABLE = "sheet_elimination"
_WHOLE = " AND ".join(
    f"(destroyed_at IS NULL) = ({column} IS NULL)"
    for column in ("destroyed_by_name", "destroyed_lines", "destroyed_files")
)


def upgrade() -> None:
    op.create_index("ix_journal_change_action_id", "journal_change", ["action", "id"])
    record_table(
        _TABLE,
        link("meeting_id", "meeting", nullable=False),
        sa.Column("bordereau", sa.String(80), nullable=False),
        sa.Column("visa_number", sa.String(80), nullable=False),
        sa.Column("visa_on", sa.Date(), nullable=False),
        sa.Column("destroyed_at", sa.DateTime()),
        sa.Column("destroyed_by_name", sa.String(160)),
        sa.Column("destroyed_lines", sa.Integer()),
        sa.Column("destroyed_files", sa.Integer()),
        sa.UniqueConstraint("meeting_id", name=op.f(f"uq_{_TABLE}_meeting_id")),
        sa.CheckConstraint("bordereau <> '' AND visa_number <> ''", name=op.f(f"ck_{_TABLE}_visa_filled")),
        sa.CheckConstraint(_WHOLE, name=op.f(f"ck_{_TABLE}_destruction_whole")),
        sa.CheckConstraint("visa_on BETWEEN '1900-01-01' AND '2100-12-31'", name=op.f(f"ck_{_TABLE}_visa_on_in_range")),
        *(
            sa.CheckConstraint(f"{column} BETWEEN 0 AND 100000", name=op.f(f"ck_{_TABLE}_{column}_in_range"))
            for column in ("destroyed_lines", "destroyed_files")
        ),
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
    op.drop_index("ix_journal_change_action_id", "journal_change")
