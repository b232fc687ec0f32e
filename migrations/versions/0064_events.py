"""Events and trainings: places by audience, registrations with their waiting list, evaluations.

Revision ID: 0064
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_indexes, create_search_table, drop_search_table, link, record_table

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

_KINDS = ("annual_meeting", "university", "training", "visit", "workshop")
_STATES = ("draft", "open", "closed", "held", "cancelled")
_QUALITIES = ("council", "citizen_council", "interest_committee", "agent", "elected", "inhabitant")
_REGISTERED = ("unconfirmed", "waiting", "offered", "confirmed", "cancelled", "lapsed")
_SEARCHED = ("event", "event_places", "event_registration", "event_evaluation")
_INDEXES = (
    ("event", "lead_id"),
    ("event", "project_id"),
    ("event_registration", "person_id"),
    ("event_registration", "instance_id"),
    ("event_registration", "confirm_by"),
    ("event_registration", "arrondissement_id"),
    ("event_registration", "event_id", "state"),
    ("event_evaluation", "event_id"),
)


def _in_range(name: str, least: int, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{name} BETWEEN {least} AND {most}", name=f"{name}_in_range")


def upgrade() -> None:
    record_table(
        "event",
        sa.Column("title", sa.String(200), nullable=False),
        choice("kind", "event_kind", *_KINDS),
        choice("state", "event_state", *_STATES),
        sa.Column("programme", sa.Text()),
        sa.Column("course", sa.String(160)),
        sa.Column("valid_months", sa.Integer()),
        sa.Column("capacity", sa.Integer()),
        sa.Column("confirm_hours", sa.Integer(), nullable=False),
        sa.Column("stop_hours", sa.Integer(), nullable=False),
        link("lead_id", "ab_user"),
        link("project_id", "project"),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("slug", sa.String(40), nullable=False, unique=True),
        sa.Column("site_url", sa.String(250)),
        sa.Column("reason", sa.String(500)),
        sa.Column("needs_erased_at", sa.DateTime()),
        sa.Column("needs_erased", sa.Integer()),
        sa.CheckConstraint("title <> ''", name="title_filled"),
        sa.CheckConstraint("(state = 'cancelled') = (reason IS NOT NULL)", name="cancelled_with_reason"),
        _in_range("valid_months", 1, 600),
        _in_range("capacity", 1, 100_000),
        _in_range("confirm_hours", 1, 720),
        _in_range("stop_hours", 0, 720),
        _in_range("needs_erased", 0, 100_000),
        sa.UniqueConstraint("title"),
    )
    record_table(
        "event_places",
        link("event_id", "event", nullable=False),
        choice("quality", "places_quality", *_QUALITIES),
        sa.Column("places", sa.Integer(), nullable=False),
        _in_range("places", 0, 100_000),
        sa.UniqueConstraint("event_id", "quality"),
    )
    record_table(
        "event_registration",
        link("event_id", "event", nullable=False),
        link("person_id", "person"),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("phone", sa.String(40)),
        choice("quality", "registration_quality", *_QUALITIES),
        link("instance_id", "instance"),
        sa.Column("guardian_name", sa.String(160)),
        choice("state", "registration_state", *_REGISTERED),
        choice("way", "registration_way", "staff", "public_page", "workbook"),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("confirm_by", sa.DateTime()),
        sa.Column("access_needs", sa.Text()),
        choice("food", "food", "standard", "vegetarian", "call_me", nullable=True),
        link("arrondissement_id", "arrondissement"),
        sa.Column("token_hash", sa.String(64), unique=True),
        sa.Column("told_at", sa.DateTime()),
        sa.Column("has_evaluated", sa.Boolean(), nullable=False),
        sa.CheckConstraint("name <> ''", name="name_filled"),
        sa.CheckConstraint(
            "(state = 'offered' OR state = 'unconfirmed') = (confirm_by IS NOT NULL)", name="confirmed_by_a_moment"
        ),
        sa.UniqueConstraint("event_id", "person_id"),
    )
    record_table(
        "event_evaluation",
        link("event_id", "event", nullable=False),
        sa.Column("overall", sa.Integer(), nullable=False),
        sa.Column("content", sa.Integer()),
        sa.Column("organisation", sa.Integer()),
        sa.Column("comment", sa.Text()),
        *(_in_range(name, 1, 5) for name in ("overall", "content", "organisation")),
    )
    create_indexes(_INDEXES)
    for name in _SEARCHED:
        create_search_table(name, has_private_words=name == "event_registration")


def downgrade() -> None:
    for name in reversed(_SEARCHED):
        drop_search_table(name)
    for name in ("event_evaluation", "event_registration", "event_places", "event"):
        op.drop_table(name)
