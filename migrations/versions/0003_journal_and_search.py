"""The journal, the access log and the search text.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_indexes, create_search_table, drop_search_table, link, table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = (
    "journal_entry",
    "journal_change",
    "access_log",
)

_WITH_PRIVATE_WORDS = ("ab_user", "organisation", "person", "mandate")
_SEARCHABLE = (
    "arrondissement",
    "instance_type",
    "instance",
    "college",
    "seat",
    "mandate_function",
    "duplicate_candidate",
    "referent",
    "absence",
    "journal_entry",
    "access_log",
    *_WITH_PRIVATE_WORDS,
)

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
    for name in _SEARCHABLE:
        create_search_table(name, has_private_words=name in _WITH_PRIVATE_WORDS)


def downgrade() -> None:
    for name in _SEARCHABLE:
        drop_search_table(name)
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
