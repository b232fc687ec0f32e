"""The organisations of a référent, as fast as the city's: theirs stands beside each person, and indexes lead to it.

Revision ID: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_FILL = """
    UPDATE person_place
    SET organisation_id = (SELECT organisation_id FROM person WHERE person.id = person_place.person_id)
"""
_HAS_ONE = sa.text("organisation_id IS NOT NULL")
# Of the places of people and of mandates: by organisation, and by place.
_INDEXES = (
    ("person_place", ("organisation_id", "place"), _HAS_ONE),
    ("person_place", ("place", "organisation_id"), _HAS_ONE),
    ("mandate", ("organisation_id", "instance_id"), None),
    ("mandate", ("instance_id", "organisation_id"), _HAS_ONE),
)


def _name(table: str, columns: tuple[str, ...]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"


def upgrade() -> None:
    op.add_column("person_place", sa.Column("organisation_id", sa.Integer()))
    op.execute(_FILL)
    for table, columns, where in _INDEXES:
        op.create_index(_name(table, columns), table, list(columns), sqlite_where=where, postgresql_where=where)
    op.drop_index("ix_mandate_organisation_id", "mandate")


def downgrade() -> None:
    op.create_index("ix_mandate_organisation_id", "mandate", ["organisation_id"])
    for table, columns, _ in _INDEXES:
        op.drop_index(_name(table, columns), table)
    op.drop_column("person_place", "organisation_id")
