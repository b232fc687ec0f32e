"""Preferences, saved views, rules of deadlines, the accessibility statement.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_indexes, create_search_table, drop_search_table, link, record_table

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = ("preference", "saved_view", "deadline_rule", "accessibility_statement")

_INDEXES = (
    ("saved_view", "user_id"),
    ("saved_view", "role_id"),
    ("deadline_rule", "role_id"),
)

# It replaces the index of `ended_on` alone.
_STATUS = ["ended_on", "start_on", "planned_end_on", "instance_id", "function_id"]


def upgrade() -> None:
    _create_preferences()
    _create_deadlines()
    _create_statement()
    create_indexes(_INDEXES)
    op.create_index("ix_mandate_status", "mandate", _STATUS)
    op.drop_index("ix_mandate_ended_on", "mandate")
    op.create_index(
        "uq_saved_view_default",
        "saved_view",
        ["user_id", "list_name"],
        unique=True,
        sqlite_where=sa.text("is_default"),
        postgresql_where=sa.text("is_default"),
    )
    create_search_table("saved_view")
    create_search_table("deadline_rule")


def downgrade() -> None:
    op.create_index("ix_mandate_ended_on", "mandate", ["ended_on"])
    op.drop_index("ix_mandate_status", "mandate")
    drop_search_table("deadline_rule")
    drop_search_table("saved_view")
    for name in reversed(_TABLES):
        op.drop_table(name)


def _create_preferences() -> None:
    record_table(
        "preference",
        link("user_id", "ab_user", nullable=False),
        choice("theme", "theme", "system", "light", "dark"),
        sa.Column("page_size", sa.Integer(), nullable=False),
        sa.Column("receives_digest", sa.Boolean(), nullable=False),
        sa.Column("has_shortcuts", sa.Boolean(), nullable=False),
        sa.CheckConstraint("page_size IN (25, 50, 100)", name="page_size_offered"),
        sa.UniqueConstraint("user_id"),
    )
    record_table(
        "saved_view",
        link("user_id", "ab_user", nullable=False),
        sa.Column("list_name", sa.String(60), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        link("role_id", "ab_role"),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("user_id", "list_name", "name"),
    )


def _create_deadlines() -> None:
    record_table(
        "deadline_rule",
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        link("role_id", "ab_role"),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("days_before BETWEEN 0 AND 1095", name="days_before_sensible"),
        sa.UniqueConstraint("kind"),
    )


def _create_statement() -> None:
    record_table(
        "accessibility_statement",
        choice("conformity", "conformity", "none", "partial", "full"),
        sa.Column("audited_on", sa.Date()),
        sa.Column("auditor", sa.String(160)),
        sa.Column("percent_met", sa.Integer()),
        sa.Column("checked_pages", sa.Text()),
        sa.Column("known_issues", sa.Text()),
        sa.Column("exemptions", sa.Text()),
        sa.Column("contact_email", sa.String(254)),
        sa.CheckConstraint("percent_met BETWEEN 0 AND 100", name="percent_met_bounds"),
        sa.CheckConstraint(
            "conformity = 'none' OR (audited_on IS NOT NULL AND auditor IS NOT NULL AND percent_met IS NOT NULL)",
            name="conformity_needs_audit",
        ),
    )
