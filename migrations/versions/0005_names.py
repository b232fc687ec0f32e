"""Names of colleges and functions are unique where they are chosen; mandates end with their body.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _number_doubles("college", "name", "type_id")
    _number_doubles("college", "name", "instance_id")
    _number_doubles("mandate_function", "label", None)
    _end_mandates_of_dissolved_bodies()
    change_table("college", _colleges_by_owner)
    op.create_index(
        "uq_mandate_function_label",
        "mandate_function",
        ["label"],
        unique=True,
        sqlite_where=sa.text("instance_id IS NULL"),
        postgresql_where=sa.text("instance_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_mandate_function_label", "mandate_function")
    change_table("college", _colleges_together)


def _colleges_by_owner(batch: BatchOperations) -> None:
    batch.drop_constraint(op.f("uq_college_type_id_instance_id_name"), type_="unique")
    batch.create_unique_constraint(op.f("uq_college_type_id_name"), ["type_id", "name"])
    batch.create_unique_constraint(op.f("uq_college_instance_id_name"), ["instance_id", "name"])


def _colleges_together(batch: BatchOperations) -> None:
    batch.drop_constraint(op.f("uq_college_instance_id_name"), type_="unique")
    batch.drop_constraint(op.f("uq_college_type_id_name"), type_="unique")
    batch.create_unique_constraint(op.f("uq_college_type_id_instance_id_name"), ["type_id", "instance_id", "name"])


def _number_doubles(table: str, name: str, owner: str | None) -> None:
    """Of two that bear one name in one place, the later one also bears its id, so that both are kept and told apart."""
    same_place = (
        f"other.{owner} = {table}.{owner}" if owner else f"other.instance_id IS NULL AND {table}.instance_id IS NULL"
    )
    op.execute(
        f"UPDATE {table} SET {name} = substr({name}, 1, 108) || ' (' || id || ')' WHERE EXISTS (SELECT 1 FROM {table}"
        f" other WHERE {same_place} AND other.{name} = {table}.{name} AND other.id < {table}.id)"
    )


def _end_mandates_of_dissolved_bodies() -> None:
    """As a dissolution does from now on. One that begins later is left to the mission: its list shows it."""
    day = "(SELECT coalesce(dissolved_on, state_on) FROM instance WHERE instance.id = mandate.instance_id)"
    op.execute(
        f"UPDATE mandate SET ended_on = {day}, end_reason = 'dissolution' WHERE ended_on IS NULL"
        f" AND {day} >= coalesce(start_on, {day})"
        " AND instance_id IN (SELECT id FROM instance WHERE state = 'dissolved')"
    )
