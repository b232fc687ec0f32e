"""What the revisions write tables with. Names of constraints follow the convention of `models.base`."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op


def table(name: str, *items: Any, keeps_ids: bool = False) -> None:
    """Creates a table with an id; with `keeps_ids`, SQLite never gives again the id of a deleted row."""
    op.create_table(name, sa.Column("id", sa.Integer(), primary_key=True), *items, sqlite_autoincrement=keeps_ids)


def record_table(name: str, *items: Any) -> None:
    """Creates a table of business rows: versioned, dated."""
    table(
        name,
        *items,
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        keeps_ids=True,
    )


def link(column: str, target: str, *, nullable: bool = True, **options: Any) -> sa.Column[int]:
    """A column that points to the id of another table."""
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{target}.id", **options), nullable=nullable)


def choice(column: str, constraint: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    """A closed list, as short text with a named CHECK."""
    kind = sa.Enum(*values, name=constraint, native_enum=False, create_constraint=True, length=32)
    return sa.Column(column, kind, nullable=nullable)


def create_indexes(indexes: Iterable[tuple[str, ...]]) -> None:
    """Creates indexes given as (table, column, …)."""
    for name, *columns in indexes:
        op.create_index(f"ix_{name}_{'_'.join(columns)}", name, columns)


def is_sqlite() -> bool:
    """Whether the database under migration is SQLite."""
    return op.get_bind().dialect.name == "sqlite"
