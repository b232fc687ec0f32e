"""The journal, the access log and the search text.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_indexes, is_sqlite, link, table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = (
    "journal_entry",
    "journal_change",
    "access_log",
)

_SEARCHABLE = ("instance", "organisation", "person", "mandate", "referent")

_INDEXES = (
    ("journal_entry", "actor_id"),
    ("journal_entry", "at"),
    ("journal_entry", "undo_of_id"),
    ("journal_change", "entry_id"),
    ("journal_change", "model", "row_id"),
    ("access_log", "at"),
    ("access_log", "user_id"),
)


def upgrade() -> None:
    _create_journal()
    create_indexes(_INDEXES)
    _create_search()


def downgrade() -> None:
    if is_sqlite():
        for name in _SEARCHABLE:
            op.execute(f"DROP TABLE {name}_search_fts")
    for name in _SEARCHABLE:
        op.drop_table(f"{name}_search")
    for name in reversed(_TABLES):
        op.drop_table(name)


def _create_journal() -> None:
    table(
        "journal_entry",
        sa.Column("at", sa.DateTime(), nullable=False),
        link("actor_id", "ab_user"),
        sa.Column("actor_name", sa.String(160), nullable=False),
        choice("door", "door", "form", "bulk", "import", "command", "restore", "undo", "sign_in"),
        sa.Column("summary", sa.String(250), nullable=False),
        link("undo_of_id", "journal_entry"),
        keeps_ids=True,
    )
    table(
        "journal_change",
        link("entry_id", "journal_entry", nullable=False),
        sa.Column("model", sa.String(60), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(250), nullable=False),
        choice("action", "change_action", "create", "update", "delete"),
        sa.Column("fields", sa.JSON(), nullable=False),
        keeps_ids=True,
    )
    table(
        "access_log",
        sa.Column("at", sa.DateTime(), nullable=False),
        link("user_id", "ab_user"),
        sa.Column("user_name", sa.String(160), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("what", sa.String(120), nullable=False),
        sa.Column("filters", sa.String(1000), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        keeps_ids=True,
    )


def _create_search() -> None:
    """The folded words, and what finds a part of a word: FTS5 trigrams on SQLite, GIN trigrams on PostgreSQL."""
    for name in _SEARCHABLE:
        op.create_table(
            f"{name}_search",
            link("id", name, nullable=False, ondelete="CASCADE"),
            sa.Column("words", sa.Text(), nullable=False, server_default=""),
            sa.Column("private_words", sa.Text(), nullable=False, server_default=""),
            sa.PrimaryKeyConstraint("id"),
        )
    if is_sqlite():
        for name in _SEARCHABLE:
            _create_fts(f"{name}_search")
    else:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for name in _SEARCHABLE:
            for column in ("words", "private_words"):
                op.create_index(
                    f"ix_{name}_search_{column}_trgm",
                    f"{name}_search",
                    [column],
                    postgresql_using="gin",
                    postgresql_ops={column: "gin_trgm_ops"},
                )


def _create_fts(name: str) -> None:
    """An index over the rows of a table of words, kept by triggers (sqlite.org/fts5.html, external content)."""
    columns = "words, private_words"
    forget = (
        f"INSERT INTO {name}_fts ({name}_fts, rowid, {columns})"
        " VALUES ('delete', old.id, old.words, old.private_words);"
    )
    learn = f"INSERT INTO {name}_fts (rowid, {columns}) VALUES (new.id, new.words, new.private_words);"
    options = f"content='{name}', content_rowid='id', tokenize='trigram'"
    op.execute(f"CREATE VIRTUAL TABLE {name}_fts USING fts5({columns}, {options})")
    op.execute(f"CREATE TRIGGER {name}_insert AFTER INSERT ON {name} BEGIN {learn} END")
    op.execute(f"CREATE TRIGGER {name}_update AFTER UPDATE ON {name} BEGIN {forget} {learn} END")
    op.execute(f"CREATE TRIGGER {name}_delete AFTER DELETE ON {name} BEGIN {forget} END")
