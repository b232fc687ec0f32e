"""Preferences, saved views, rules of deadlines, the accessibility statement; what numbers, dates and names may be.

Revision ID: 0004
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import (
    change_table,
    choice,
    create_indexes,
    create_search_table,
    drop_search_table,
    link,
    record_table,
)

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


_DAYS = ("1900-01-01", "2100-12-31")
_RULES = {
    "term_months": (1, 600),
    "max_consecutive_terms": (1, 99),
    "sessions_due": (0, 366),
    "parity_min_percent": (0, 50),
    "parity_max_percent": (50, 100),
    "quorum_numerator": (1, 1000),
    "quorum_denominator": (1, 1000),
    "recognition_months": (1, 600),
    "ends_soon_days": (0, 1095),
}
_OLD_RULES = {
    "term_positive": "term_months > 0",
    "terms_positive": "max_consecutive_terms > 0",
    "sessions_due_positive": "sessions_due >= 0",
    "parity_min_in_range": "parity_min_percent BETWEEN 0 AND 50",
    "parity_max_in_range": "parity_max_percent BETWEEN 50 AND 100",
    "quorum_is_fraction": "quorum_numerator > 0 AND quorum_numerator <= quorum_denominator",
    "recognition_positive": "recognition_months > 0",
    "ends_soon_positive": "ends_soon_days >= 0",
}
# By table: the least and the most of each column, from now on.
_BOUNDS: dict[str, dict[str, tuple[int, int] | tuple[str, str]]] = {
    "instance_type": {"position": (0, 9999), **_RULES},
    "instance": {
        **dict.fromkeys(
            ("state_on", "created_on", "dissolved_on", "deliberation_on", "charter_on", "recognised_on"), _DAYS
        ),
        **_RULES,
    },
    "college": {"seats_planned": (0, 9999), "position": (0, 9999)},
    "seat": {"number": (1, 9999), "opened_on": _DAYS, "closed_on": _DAYS},
    "mandate_function": {"term_months": (1, 600), "max_consecutive_terms": (1, 99), "position": (0, 9999)},
    "organisation": {"convention_start_on": _DAYS, "convention_end_on": _DAYS},
    "person": dict.fromkeys(("newsletter_consent_on", "image_consent_on", "directory_consent_on"), _DAYS),
    "mandate": {"rank": (1, 99), **dict.fromkeys(("start_on", "planned_end_on", "ended_on"), _DAYS)},
    "referent": {"start_on": _DAYS, "end_on": _DAYS},
    "absence": {"start_on": _DAYS, "end_on": _DAYS},
}
# By table: the checks that these take the place of.
_REPLACED = {
    "instance_type": _OLD_RULES,
    "instance": _OLD_RULES,
    "college": {"seats_planned_positive": "seats_planned >= 0"},
    "seat": {"number_positive": "number > 0"},
    "mandate_function": {"term_positive": "term_months > 0", "terms_positive": "max_consecutive_terms > 0"},
    "mandate": {"rank_positive": "rank > 0"},
}
_FRACTION = "quorum_numerator <= quorum_denominator"


def upgrade() -> None:
    _mend_numbers_and_days()
    for table in _BOUNDS:
        change_table(table, _bounded(table))
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
    for table in _BOUNDS:
        change_table(table, _unbounded(table))


def _mend_numbers_and_days() -> None:
    """What was typed out of all measure (99999999 months, the year 9999) becomes the nearest value that is taken."""
    for table, columns in _BOUNDS.items():
        for column, (least, most) in columns.items():
            low, high = (f"'{bound}'" if isinstance(bound, str) else bound for bound in (least, most))
            op.execute(f"UPDATE {table} SET {column} = {low} WHERE {column} < {low}")
            op.execute(f"UPDATE {table} SET {column} = {high} WHERE {column} > {high}")


def _bounded(table: str) -> Callable[[BatchOperations], None]:
    def change(batch: BatchOperations) -> None:
        for name in _REPLACED.get(table, {}):
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        for column, (least, most) in _BOUNDS[table].items():
            low, high = (f"'{bound}'" if isinstance(bound, str) else bound for bound in (least, most))
            batch.create_check_constraint(op.f(f"ck_{table}_{column}_in_range"), f"{column} BETWEEN {low} AND {high}")
        if "quorum_numerator" in _BOUNDS[table]:
            batch.create_check_constraint(op.f(f"ck_{table}_quorum_is_fraction"), _FRACTION)

    return change


def _unbounded(table: str) -> Callable[[BatchOperations], None]:
    def change(batch: BatchOperations) -> None:
        if "quorum_numerator" in _BOUNDS[table]:
            batch.drop_constraint(op.f(f"ck_{table}_quorum_is_fraction"), type_="check")
        for column in _BOUNDS[table]:
            batch.drop_constraint(op.f(f"ck_{table}_{column}_in_range"), type_="check")
        for name, condition in _REPLACED.get(table, {}).items():
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)

    return change


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
        sa.CheckConstraint("days_before BETWEEN 0 AND 1095", name="days_before_in_range"),
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
        sa.CheckConstraint("audited_on BETWEEN '1900-01-01' AND '2100-12-31'", name="audited_on_in_range"),
        sa.CheckConstraint("percent_met BETWEEN 0 AND 100", name="percent_met_in_range"),
        sa.CheckConstraint(
            "conformity = 'none' OR (audited_on IS NOT NULL AND auditor IS NOT NULL AND percent_met IS NOT NULL)",
            name="conformity_needs_audit",
        ),
    )
