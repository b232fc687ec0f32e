"""What the revisions write tables with. Names of constraints follow the convention of `models.base`."""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations


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


def create_search_table(owner: str, *, has_private_words: bool = False) -> None:
    """The folded words of a table, and what finds a part of a word: FTS5 trigrams on SQLite, GIN on PostgreSQL."""
    name = f"{owner}_search"
    columns = ("words", "private_words") if has_private_words else ("words",)
    op.create_table(
        name,
        link("id", owner, nullable=False, ondelete="CASCADE"),
        *(sa.Column(column, sa.Text(), nullable=False, server_default="") for column in columns),
        sa.PrimaryKeyConstraint("id"),
    )
    if not is_sqlite():
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    index_words(name, *((column,) for column in columns))


def index_words(name: str, *groups: tuple[str, ...]) -> None:
    """Indexes the columns of a table of words: on PostgreSQL by as many indexes as there are groups of them."""
    if is_sqlite():
        _create_fts(name, [column for group in groups for column in group])
        return
    for group in groups:
        ops = dict.fromkeys(group, "gin_trgm_ops")
        op.create_index(_name(name, group), name, [*group], postgresql_using="gin", postgresql_ops=ops)


def unindex_words(name: str, *groups: tuple[str, ...]) -> None:
    """Takes back `index_words`."""
    if is_sqlite():
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER {name}_{event}")
        op.execute(f"DROP TABLE {name}_fts")
        return
    for group in groups:
        op.drop_index(_name(name, group), name)


def _name(table: str, columns: tuple[str, ...]) -> str:
    return f"ix_{table}_{'_'.join(columns)}_trgm"


def drop_search_table(owner: str) -> None:
    """Takes back `create_search_table`."""
    if is_sqlite():
        op.execute(f"DROP TABLE {owner}_search_fts")
    op.drop_table(f"{owner}_search")


def _create_fts(name: str, columns: Iterable[str]) -> None:
    """An index over the rows of a table of words, kept by triggers (sqlite.org/fts5.html, external content)."""
    names, old, new = (", ".join(f"{row}{column}" for column in columns) for row in ("", "old.", "new."))
    forget = f"INSERT INTO {name}_fts ({name}_fts, rowid, {names}) VALUES ('delete', old.id, {old});"
    learn = f"INSERT INTO {name}_fts (rowid, {names}) VALUES (new.id, {new});"
    options = f"content='{name}', content_rowid='id', tokenize='trigram'"
    op.execute(f"CREATE VIRTUAL TABLE {name}_fts USING fts5({names}, {options})")
    op.execute(f"INSERT INTO {name}_fts ({name}_fts) VALUES ('rebuild')")
    op.execute(f"CREATE TRIGGER {name}_insert AFTER INSERT ON {name} BEGIN {learn} END")
    op.execute(f"CREATE TRIGGER {name}_update AFTER UPDATE ON {name} BEGIN {forget} {learn} END")
    op.execute(f"CREATE TRIGGER {name}_delete AFTER DELETE ON {name} BEGIN {forget} END")


def change_table(name: str, change: Callable[[BatchOperations], None]) -> None:
    """Changes a table, which SQLite must build again: it then goes on from the last id that it ever gave."""
    connection = op.get_bind()
    last_id = "SELECT seq FROM sqlite_sequence WHERE name = :name"
    given = connection.scalar(sa.text(last_id), {"name": name}) if is_sqlite() else None
    with op.batch_alter_table(name, table_kwargs={"sqlite_autoincrement": True}) as batch:
        change(batch)
    if given is not None:
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
        values = {"name": name, "given": given}
        connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :given)"), values)
