"""Meetings, attendance, requests, topics of the network, and what their rules add to bodies.

Revision ID: 0008
"""

from functools import partial

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

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = (
    "meeting_series",
    "school_holiday",
    "meeting",
    "meeting_step",
    "agenda_item",
    "decision",
    "action_item",
    "session_question",
    "attendance",
    "council_request",
    "topic",
)
_SEARCHED = (
    "meeting_series",
    "school_holiday",
    "meeting",
    "decision",
    "action_item",
    "session_question",
    "council_request",
    "topic",
)
_INDEXES = (
    ("meeting_series", "first_host_id"),
    ("meeting", "host_id"),
    ("meeting", "instance_id", "start_at"),
    ("meeting", "organiser_id"),
    ("meeting", "series_id"),
    ("meeting", "start_at"),
    ("meeting", "state", "start_at"),
    ("meeting_step", "meeting_id"),
    ("meeting_step", "user_id"),
    ("agenda_item", "meeting_id"),
    ("decision", "agenda_item_id"),
    ("decision", "meeting_id"),
    ("action_item", "agenda_item_id"),
    ("action_item", "meeting_id"),
    ("action_item", "owner_id"),
    ("action_item", "state", "due_on"),
    ("session_question", "meeting_id"),
    ("session_question", "organisation_id"),
    ("attendance", "college_id"),
    ("attendance", "mandate_id"),
    ("attendance", "meeting_id"),
    ("attendance", "organisation_id"),
    ("attendance", "person_id"),
    ("attendance", "represented_by_id"),
    ("attendance", "user_id"),
    ("council_request", "agenda_item_id"),
    ("council_request", "answered_on", "due_on"),
    ("council_request", "instance_id", "received_on"),
    ("council_request", "meeting_id"),
    ("council_request", "organisation_id"),
    ("council_request", "responsible_id"),
    ("topic", "agenda_item_id"),
    ("topic", "proposer_id"),
)
_RULES = {
    "quorum_counts": ("present", "with_represented"),
    "minutes_approver": ("next_meeting", "chair", "elected_official", "agent"),
}


def upgrade() -> None:
    for table in ("instance_type", "instance"):
        change_table(table, _add_rules)
    _create_network()
    _create_meetings()
    _create_what_meetings_hold()
    _create_attendance()
    _create_requests()
    create_indexes(_INDEXES)
    for table in _SEARCHED:
        create_search_table(table)


def downgrade() -> None:
    for table in reversed(_SEARCHED):
        drop_search_table(table)
    op.drop_table("meeting_facilitator")
    for table in reversed(_TABLES):
        op.drop_table(table)
    for table in ("instance", "instance_type"):
        change_table(table, partial(_drop_rules, table))


def _add_rules(batch: BatchOperations) -> None:
    for name, values in _RULES.items():
        batch.add_column(choice(name, name, *values, nullable=True))


def _drop_rules(table: str, batch: BatchOperations) -> None:
    for name in _RULES:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch.drop_column(name)


def _create_network() -> None:
    record_table(
        "meeting_series",
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=False),
        choice("rule", "slot_rule", "first_working_day", "same_weekday"),
        sa.Column("weekday", sa.Integer()),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=False),
        link("first_host_id", "arrondissement"),
        sa.CheckConstraint("last_on >= first_on", name="dates_ordered"),
        sa.CheckConstraint("every_months BETWEEN 1 AND 12", name="every_months_in_range"),
        sa.CheckConstraint("first_on BETWEEN '1900-01-01' AND '2100-12-31'", name="first_on_in_range"),
        sa.CheckConstraint("last_on BETWEEN '1900-01-01' AND '2100-12-31'", name="last_on_in_range"),
        sa.CheckConstraint("length_minutes BETWEEN 15 AND 720", name="length_minutes_in_range"),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name="start_minute_in_range"),
        sa.CheckConstraint("title <> ''", name="title_filled"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_in_range"),
    )
    record_table(
        "school_holiday",
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.CheckConstraint("end_on >= start_on", name="dates_ordered"),
        sa.CheckConstraint("end_on BETWEEN '1900-01-01' AND '2100-12-31'", name="end_on_in_range"),
        sa.CheckConstraint("label <> ''", name="label_filled"),
        sa.CheckConstraint("start_on BETWEEN '1900-01-01' AND '2100-12-31'", name="start_on_in_range"),
        sa.UniqueConstraint("start_on"),
    )


def _create_meetings() -> None:
    record_table(
        "meeting",
        sa.Column("title", sa.String(200), nullable=False),
        choice(
            "kind",
            "meeting_kind",
            "plenary",
            "bureau",
            "commission",
            "council_with_cica",
            "annual_assembly",
            "public",
            "network",
            "working",
        ),
        link("instance_id", "instance"),
        choice(
            "state",
            "meeting_state",
            "prepared",
            "convened",
            "held",
            "minuted",
            "approved",
            "published",
            "postponed",
            "cancelled",
        ),
        sa.Column("start_at", sa.DateTime(), nullable=False),
        sa.Column("end_at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.String(200)),
        sa.Column("room", sa.String(120)),
        link("host_id", "arrondissement"),
        sa.Column("online_url", sa.String(500)),
        sa.Column("accessibility", sa.Text()),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        link("organiser_id", "ab_user"),
        sa.Column("head_count", sa.Integer()),
        sa.Column("convened_at", sa.DateTime()),
        sa.Column("summary", sa.Text()),
        sa.Column("oye_url", sa.String(500)),
        sa.Column("notes", sa.Text()),
        link("series_id", "meeting_series"),
        sa.Column("uid", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint("end_at > start_at", name="ends_after_start"),
        sa.CheckConstraint("head_count BETWEEN 0 AND 100000", name="head_count_in_range"),
        sa.CheckConstraint("sequence BETWEEN 0 AND 1000000", name="sequence_in_range"),
        sa.CheckConstraint("title <> ''", name="title_filled"),
        sa.UniqueConstraint("uid"),
    )
    record_table(
        "meeting_step",
        link("meeting_id", "meeting", nullable=False),
        choice(
            "state",
            "meeting_step_state",
            "prepared",
            "convened",
            "held",
            "minuted",
            "approved",
            "published",
            "postponed",
            "cancelled",
        ),
        sa.Column("at", sa.DateTime(), nullable=False),
        link("user_id", "ab_user"),
        sa.Column("reason", sa.String(500)),
    )
    op.create_table(
        "meeting_facilitator",
        link("meeting_id", "meeting", nullable=False),
        link("user_id", "ab_user", nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", "user_id"),
    )
    op.create_index("ix_meeting_facilitator_user_id", "meeting_facilitator", ["user_id"])


def _create_what_meetings_hold() -> None:
    record_table(
        "agenda_item",
        link("meeting_id", "meeting", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(250), nullable=False),
        choice("kind", "agenda_kind", "information", "opinion", "decision", "question"),
        sa.Column("minutes", sa.Integer()),
        sa.Column("rapporteur", sa.String(160)),
        sa.Column("description", sa.Text()),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("minutes BETWEEN 0 AND 600", name="minutes_in_range"),
        sa.CheckConstraint("position BETWEEN 1 AND 999", name="position_in_range"),
        sa.CheckConstraint("title <> ''", name="title_filled"),
    )
    record_table(
        "decision",
        link("meeting_id", "meeting", nullable=False),
        link("agenda_item_id", "agenda_item"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("votes_for", sa.Integer()),
        sa.Column("votes_against", sa.Integer()),
        sa.Column("abstentions", sa.Integer()),
        sa.CheckConstraint("abstentions BETWEEN 0 AND 100000", name="abstentions_in_range"),
        sa.CheckConstraint("position BETWEEN 1 AND 999", name="position_in_range"),
        sa.CheckConstraint("text <> ''", name="text_filled"),
        sa.CheckConstraint("votes_against BETWEEN 0 AND 100000", name="votes_against_in_range"),
        sa.CheckConstraint("votes_for BETWEEN 0 AND 100000", name="votes_for_in_range"),
    )
    record_table(
        "action_item",
        link("meeting_id", "meeting", nullable=False),
        link("agenda_item_id", "agenda_item"),
        sa.Column("text", sa.Text(), nullable=False),
        link("owner_id", "ab_user"),
        sa.Column("owner_name", sa.String(160)),
        sa.Column("due_on", sa.Date()),
        choice("state", "action_state", "open", "done", "dropped"),
        sa.Column("closed_on", sa.Date()),
        sa.Column("outcome", sa.Text()),
        sa.CheckConstraint("closed_on BETWEEN '1900-01-01' AND '2100-12-31'", name="closed_on_in_range"),
        sa.CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="closed_when_not_open"),
        sa.CheckConstraint("due_on BETWEEN '1900-01-01' AND '2100-12-31'", name="due_on_in_range"),
        sa.CheckConstraint("text <> ''", name="text_filled"),
    )
    record_table(
        "session_question",
        link("meeting_id", "meeting", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        link("organisation_id", "organisation"),
        sa.Column("asked_by", sa.String(160)),
        sa.Column("received_on", sa.Date()),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_by", sa.String(160)),
        sa.Column("department", sa.String(160)),
        sa.Column("follow_up", sa.Text()),
        sa.CheckConstraint("position BETWEEN 1 AND 999", name="position_in_range"),
        sa.CheckConstraint("question <> ''", name="question_filled"),
        sa.CheckConstraint("received_on BETWEEN '1900-01-01' AND '2100-12-31'", name="received_on_in_range"),
        sa.UniqueConstraint("meeting_id", "position"),
    )


def _create_attendance() -> None:
    record_table(
        "attendance",
        link("meeting_id", "meeting", nullable=False),
        link("person_id", "person"),
        link("organisation_id", "organisation"),
        link("user_id", "ab_user"),
        sa.Column("visitor_name", sa.String(160)),
        link("mandate_id", "mandate"),
        link("college_id", "college"),
        sa.Column("quality", sa.String(200)),
        sa.Column("is_convened", sa.Boolean(), nullable=False),
        choice("presence", "presence", "expected", "present", "excused", "absent", "represented", "guest"),
        link("represented_by_id", "attendance"),
        sa.Column("arrived_at", sa.DateTime()),
        sa.Column("left_at", sa.DateTime()),
        sa.Column("note", sa.String(250)),
        sa.CheckConstraint("NOT (is_convened AND presence = 'guest')", name="guests_not_convened"),
        sa.CheckConstraint("left_at >= arrived_at", name="left_after_arrival"),
        sa.CheckConstraint("represented_by_id <> id", name="not_by_oneself"),
        sa.CheckConstraint(
            "(presence = 'represented') = (represented_by_id IS NOT NULL)", name="represented_by_someone"
        ),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR organisation_id IS NOT NULL OR user_id IS NOT NULL OR visitor_name IS NOT NULL",
            name="someone",
        ),
        sa.UniqueConstraint("meeting_id", "person_id"),
        sa.UniqueConstraint("meeting_id", "user_id"),
    )


def _create_requests() -> None:
    record_table(
        "council_request",
        sa.Column("number", sa.String(40), nullable=False),
        choice("kind", "request_kind", "request", "opinion"),
        link("instance_id", "instance", nullable=False),
        sa.Column("subject", sa.String(250), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("theme", sa.String(120)),
        sa.Column("place", sa.String(200)),
        link("organisation_id", "organisation"),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date()),
        sa.Column("due_on", sa.Date()),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answer", sa.Text()),
        choice("follow_up", "follow_up", "done", "planned", "refused", nullable=True),
        sa.Column("follow_up_reason", sa.Text()),
        link("responsible_id", "ab_user"),
        link("meeting_id", "meeting"),
        link("agenda_item_id", "agenda_item"),
        sa.CheckConstraint("answered_on >= received_on", name="answered_after_reception"),
        sa.CheckConstraint("answered_on BETWEEN '1900-01-01' AND '2100-12-31'", name="answered_on_in_range"),
        sa.CheckConstraint("due_on BETWEEN '1900-01-01' AND '2100-12-31'", name="due_on_in_range"),
        sa.CheckConstraint("received_on BETWEEN '1900-01-01' AND '2100-12-31'", name="received_on_in_range"),
        sa.CheckConstraint("sent_on >= received_on", name="sent_after_reception"),
        sa.CheckConstraint("sent_on BETWEEN '1900-01-01' AND '2100-12-31'", name="sent_on_in_range"),
        sa.CheckConstraint("subject <> ''", name="subject_filled"),
        sa.UniqueConstraint("number"),
    )
    record_table(
        "topic",
        sa.Column("title", sa.String(250), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("minutes", sa.Integer()),
        link("proposer_id", "ab_user", nullable=False),
        choice("state", "topic_state", "proposed", "scheduled", "declined", "withdrawn"),
        sa.Column("answer", sa.Text()),
        link("agenda_item_id", "agenda_item"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name="minutes_in_range"),
        sa.CheckConstraint("(state = 'scheduled') = (agenda_item_id IS NOT NULL)", name="scheduled_on_an_item"),
        sa.CheckConstraint("title <> ''", name="title_filled"),
    )
