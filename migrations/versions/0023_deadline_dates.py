"""Each kind of deadline is found by an index on its date; those of an arrondissement by its bodies.

Revision ID: 0023
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ab_user", ("ends_on",)),
    ("absence", ("end_on",)),
    ("amendment", ("signed_on",)),
    ("instance", ("recognised_on",)),
    ("mandate", ("instance_id", "planned_end_on")),
    ("organisation", ("convention_end_on",)),
    ("referent", ("end_on",)),
)


def upgrade() -> None:
    for table, columns in _INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def downgrade() -> None:
    for table, columns in _INDEXES:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
