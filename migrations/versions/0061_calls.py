"""Calls for projects and what is asked of them.

Revision ID: 0061
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import (
    choice,
    create_indexes,
    create_search_table,
    drop_search_table,
    link,
    record_table,
)

revision = "0061"
down_revision = "0056"
branch_labels = None
depends_on = None

_TABLES = (
    "project_call",
    "call_axis",
    "call_criterion",
    "call_juror",
    "call_sitting",
    "application",
    "application_help",
    "application_opinion",
    "subsidy",
    "photo_consent",
)
_SEARCHED = (
    "project_call",
    "call_axis",
    "call_criterion",
    "call_juror",
    "call_sitting",
    "application",
    "application_help",
    "application_opinion",
    "subsidy",
    "photo_consent",
)
_INDEXES = (
    ("project_call", "responsible_id"),
    ("project_call", "state", "closes_on"),
    ("call_juror", "user_id"),
    ("call_sitting", "meeting_id"),
    ("application", "adoption_meeting_id"),
    ("application", "axis_id"),
    ("application", "contract_id"),
    ("application", "filed_by_id"),
    ("application", "instance_id"),
    ("application", "order_id"),
    ("application", "sitting_id"),
    ("application", "state"),
    ("application_help", "application_id"),
    ("application_help", "helper_id"),
    ("application_opinion", "given_on", "due_on"),
    ("subsidy", "organisation_id"),
    ("subsidy", "reported_on", "report_due_on"),
)


def _days(*names: str) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f"{name} BETWEEN '1900-01-01' AND '2100-12-31'", name=f"{name}_in_range") for name in names
    ]


def _in_range(name: str, least: int, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{name} BETWEEN {least} AND {most}", name=f"{name}_in_range")


def upgrade() -> None:
    record_table(
        "project_call",
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        choice("state", "call_state", "template", "draft", "open", "examined", "decided", "notified", "closed"),
        sa.Column("envelope_incl_tax", sa.BigInteger(), nullable=False),
        sa.Column("ceiling_incl_tax", sa.BigInteger(), nullable=False),
        choice("tie_rule", "tie_rule", "mairie_order", "asked_least", "filed_first"),
        sa.Column("rules", sa.Text()),
        link("responsible_id", "ab_user"),
        sa.Column("signatory", sa.String(160)),
        sa.Column("opens_on", sa.Date()),
        sa.Column("closes_on", sa.Date()),
        sa.Column("opinions_by", sa.Date()),
        sa.Column("jury_by", sa.Date()),
        sa.Column("arbitration_by", sa.Date()),
        sa.Column("councils_by", sa.Date()),
        sa.Column("deliberation_by", sa.Date()),
        sa.Column("notification_by", sa.Date()),
        sa.Column("realisation_by", sa.Date()),
        sa.Column("reports_by", sa.Date()),
        sa.Column("decided_on", sa.Date()),
        sa.Column("deliberation", sa.String(60)),
        sa.Column("notified_on", sa.Date()),
        _in_range("ceiling_incl_tax", 0, 300_000_000_000),
        sa.CheckConstraint("ceiling_incl_tax <= envelope_incl_tax", name="ceiling_within_envelope"),
        sa.CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
        _in_range("envelope_incl_tax", 0, 300_000_000_000),
        sa.CheckConstraint("title <> ''", name="title_filled"),
        _in_range("year", 2000, 2_100),
        *_days(
            "opens_on",
            "closes_on",
            "opinions_by",
            "jury_by",
            "arbitration_by",
            "councils_by",
            "deliberation_by",
            "notification_by",
            "realisation_by",
            "reports_by",
            "decided_on",
            "notified_on",
        ),
        sa.UniqueConstraint("title"),
    )
    record_table(
        "call_axis",
        link("call_id", "project_call", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.CheckConstraint("name <> ''", name="name_filled"),
        _in_range("position", 1, 99),
        sa.UniqueConstraint("call_id", "name"),
    )
    record_table(
        "call_criterion",
        link("call_id", "project_call", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("weight_reason", sa.Text()),
        sa.CheckConstraint("name <> ''", name="name_filled"),
        _in_range("position", 1, 99),
        sa.CheckConstraint("weight > 0", name="weighs_something"),
        _in_range("weight", 0, 10_000),
        sa.UniqueConstraint("call_id", "name"),
    )
    record_table(
        "call_juror",
        link("call_id", "project_call", nullable=False),
        link("user_id", "ab_user"),
        sa.Column("name", sa.String(160)),
        sa.Column("capacity", sa.String(160)),
        sa.CheckConstraint("(user_id IS NULL) <> (name IS NULL)", name="account_or_name"),
        sa.UniqueConstraint("call_id", "name"),
        sa.UniqueConstraint("call_id", "user_id"),
    )
    record_table(
        "call_sitting",
        link("call_id", "project_call", nullable=False),
        link("meeting_id", "meeting", nullable=False),
        sa.Column("purpose", sa.String(250)),
        sa.UniqueConstraint("call_id", "meeting_id"),
    )
    record_table(
        "application",
        link("call_id", "project_call", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        link("instance_id", "instance", nullable=False),
        link("axis_id", "call_axis"),
        sa.Column("summary", sa.Text()),
        sa.Column("budget", sa.Text()),
        sa.Column("asked_incl_tax", sa.BigInteger()),
        sa.Column("adopted_on", sa.Date()),
        link("adoption_meeting_id", "meeting"),
        choice(
            "state",
            "application_state",
            "draft",
            "filed",
            "admissible",
            "inadmissible",
            "examined",
            "retained",
            "waiting",
            "refused",
            "realised",
            "reported",
            "closed",
            "abandoned",
        ),
        sa.Column("filed_on", sa.Date()),
        choice("channel", "filing_channel", "referent", "mission", "workbook", nullable=True),
        link("filed_by_id", "ab_user"),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("derogation_reason", sa.Text()),
        sa.Column("inadmissible_reason", sa.Text()),
        link("sitting_id", "call_sitting"),
        sa.Column("heard_at", sa.DateTime()),
        sa.Column("granted_incl_tax", sa.BigInteger()),
        sa.Column("waiting_rank", sa.Integer()),
        sa.Column("refusal_reason", sa.Text()),
        sa.Column("notified_on", sa.Date()),
        sa.Column("abandoned_reason", sa.Text()),
        choice("means", "application_means", "purchase", "subsidy", nullable=True),
        link("contract_id", "contract"),
        link("order_id", "purchase_order"),
        sa.Column("carrier", sa.String(160)),
        sa.Column("quotes", sa.Text()),
        sa.Column("authorisations", sa.Text()),
        sa.Column("accepted_on", sa.Date()),
        sa.Column("realised_on", sa.Date()),
        choice("year_end", "year_end", "carried_over", "lost", nullable=True),
        sa.Column("report_due_on", sa.Date()),
        sa.Column("reminded_on", sa.Date()),
        sa.Column("reported_on", sa.Date()),
        sa.Column("report", sa.Text()),
        sa.Column("spent_incl_tax", sa.BigInteger()),
        sa.CheckConstraint("state <> 'abandoned' OR abandoned_reason IS NOT NULL", name="abandoned_for_a_reason"),
        _in_range("asked_incl_tax", 0, 300_000_000_000),
        sa.CheckConstraint("state = 'draft' OR state = 'abandoned' OR filed_on IS NOT NULL", name="filed_on_a_day"),
        _in_range("granted_incl_tax", 0, 300_000_000_000),
        sa.CheckConstraint(
            "state <> 'inadmissible' OR inadmissible_reason IS NOT NULL", name="inadmissible_for_a_reason"
        ),
        _in_range("number", 1, 9_999),
        _in_range("spent_incl_tax", 0, 300_000_000_000),
        sa.CheckConstraint("title <> ''", name="title_filled"),
        _in_range("waiting_rank", 1, 9_999),
        *_days(
            "adopted_on",
            "filed_on",
            "notified_on",
            "accepted_on",
            "realised_on",
            "report_due_on",
            "reminded_on",
            "reported_on",
        ),
        sa.UniqueConstraint("call_id", "number"),
    )
    record_table(
        "application_help",
        link("application_id", "application", nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        link("helper_id", "ab_user"),
        sa.Column("what", sa.String(500), nullable=False),
        sa.CheckConstraint("what <> ''", name="what_filled"),
        *_days("given_on"),
    )
    record_table(
        "application_opinion",
        link("application_id", "application", nullable=False),
        choice("kind", "opinion_kind", "mairie", "technical", "arrondissement_council"),
        sa.Column("author", sa.String(160), nullable=False),
        choice("competence", "competence", "city", "metropole", "other", nullable=True),
        sa.Column("asked_on", sa.Date()),
        sa.Column("due_on", sa.Date()),
        sa.Column("given_on", sa.Date()),
        choice("sense", "opinion_sense", "favourable", "reserved", "unfavourable", nullable=True),
        sa.Column("preference", sa.Integer()),
        sa.Column("text", sa.Text()),
        sa.CheckConstraint("author <> ''", name="author_filled"),
        sa.CheckConstraint("(sense IS NULL) = (given_on IS NULL)", name="given_on_a_day"),
        _in_range("preference", 1, 99),
        sa.CheckConstraint("preference IS NULL OR kind = 'mairie'", name="preference_of_a_mairie"),
        *_days("asked_on", "due_on", "given_on"),
        sa.UniqueConstraint("application_id", "kind", "author"),
    )
    record_table(
        "subsidy",
        link("application_id", "application", nullable=False),
        link("organisation_id", "organisation", nullable=False),
        sa.Column("amount_incl_tax", sa.BigInteger(), nullable=False),
        sa.Column("given_before_incl_tax", sa.BigInteger(), nullable=False),
        sa.Column("is_own_initiative", sa.Boolean(), nullable=False),
        sa.Column("opinion_on", sa.Date()),
        sa.Column("deliberation", sa.String(60)),
        sa.Column("deliberated_on", sa.Date()),
        sa.Column("are_interested_out", sa.Boolean(), nullable=False),
        sa.Column("is_commitment_exempt", sa.Boolean(), nullable=False),
        sa.Column("commitment_on", sa.Date()),
        sa.Column("agreement_on", sa.Date()),
        sa.Column("paid_on", sa.Date()),
        sa.Column("exercise_ends_on", sa.Date()),
        sa.Column("report_due_on", sa.Date()),
        sa.Column("reported_on", sa.Date()),
        sa.Column("notes", sa.Text()),
        _in_range("amount_incl_tax", 0, 300_000_000_000),
        _in_range("given_before_incl_tax", 0, 300_000_000_000),
        sa.CheckConstraint("deliberated_on IS NULL OR opinion_on IS NOT NULL", name="opinion_before_deliberation"),
        *_days(
            "opinion_on",
            "deliberated_on",
            "commitment_on",
            "agreement_on",
            "paid_on",
            "exercise_ends_on",
            "report_due_on",
            "reported_on",
        ),
        sa.UniqueConstraint("application_id"),
    )
    record_table(
        "photo_consent",
        link("application_id", "application", nullable=False),
        sa.Column("person_name", sa.String(160), nullable=False),
        choice("use", "photo_use", "print", "web", "social", "press"),
        sa.Column("picture", sa.String(200)),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date()),
        sa.CheckConstraint("person_name <> ''", name="person_filled"),
        sa.CheckConstraint("withdrawn_on >= given_on", name="withdrawn_after_given"),
        *_days("given_on", "withdrawn_on"),
        sa.UniqueConstraint("application_id", "person_name", "use"),
    )
    op.create_table(
        "application_instance",
        sa.Column("application_id", sa.Integer(), sa.ForeignKey("application.id"), primary_key=True),
        sa.Column("instance_id", sa.Integer(), sa.ForeignKey("instance.id"), primary_key=True),
    )
    op.create_index("ix_application_instance_instance_id", "application_instance", ["instance_id"])
    create_indexes(_INDEXES)
    for name in _SEARCHED:
        create_search_table(name, has_private_words=name == "photo_consent")


def downgrade() -> None:
    for name in _SEARCHED:
        drop_search_table(name)
    op.drop_table("application_instance")
    for name in reversed(_TABLES):
        op.drop_table(name)
