"""The register: territory, bodies, people with their mandates, référents.

Revision ID: 0002
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_indexes, link, record_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = (
    "arrondissement",
    "instance_type",
    "instance",
    "instance_arrondissement",
    "college",
    "seat",
    "mandate_function",
    "organisation",
    "person",
    "mandate",
    "duplicate_candidate",
    "referent",
    "absence",
)

_INDEXES = (
    ("instance", "agent_id"),
    ("instance", "elected_user_id"),
    ("instance", "parent_id"),
    ("instance", "sort_key", "id"),
    ("instance", "type_id"),
    ("instance_arrondissement", "arrondissement_id"),
    ("college", "instance_id"),
    ("college", "type_id"),
    ("seat", "college_id"),
    ("seat", "instance_id"),
    ("mandate_function", "instance_id"),
    ("organisation", "arrondissement_id"),
    ("organisation", "sort_key", "id"),
    ("person", "arrondissement_id"),
    ("person", "created_by_id"),
    ("person", "email"),
    ("person", "organisation_id"),
    ("person", "phone"),
    ("person", "sort_key", "id"),
    ("mandate", "college_id"),
    ("mandate", "ended_on"),
    ("mandate", "function_id"),
    ("mandate", "instance_id", "person_id"),
    ("mandate", "organisation_id"),
    ("mandate", "person_id"),
    ("mandate", "planned_end_on"),
    ("mandate", "seat_id"),
    ("mandate", "start_on"),
    ("mandate", "substitute_of_id"),
    ("duplicate_candidate", "other_id"),
    ("duplicate_candidate", "person_id"),
    ("referent", "arrondissement_id"),
    ("referent", "replacement_id"),
    ("referent", "user_id", "arrondissement_id"),
    ("absence", "replacement_id"),
    ("absence", "user_id"),
)


def upgrade() -> None:
    _create_territory_and_bodies()
    _create_people()
    _create_network()
    create_indexes(_INDEXES)


def downgrade() -> None:
    for name in reversed(_TABLES):
        op.drop_table(name)


def _rule_columns() -> tuple[sa.Column[Any], ...]:
    """The rules of a body: defaults on its type, overridden on the body."""
    return (
        sa.Column("term_months", sa.Integer()),
        sa.Column("max_consecutive_terms", sa.Integer()),
        sa.Column("minimum_age", sa.Integer()),
        sa.Column("sessions_due", sa.Integer()),
        choice("sessions_period", "sessions_period", "month", "quarter", "semester", "year", nullable=True),
        sa.Column("parity_min_percent", sa.Integer()),
        sa.Column("parity_max_percent", sa.Integer()),
        sa.Column("quorum_numerator", sa.Integer()),
        sa.Column("quorum_denominator", sa.Integer()),
        choice("quorum_base", "quorum_base", "mandates", "seats", "convened", nullable=True),
        sa.Column("recognition_months", sa.Integer()),
        sa.Column("ends_soon_days", sa.Integer()),
    )


def _rule_checks() -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint("ends_soon_days >= 0", name="ends_soon_positive"),
        sa.CheckConstraint("minimum_age BETWEEN 0 AND 120", name="minimum_age_in_range"),
        sa.CheckConstraint("parity_max_percent BETWEEN 50 AND 100", name="parity_max_in_range"),
        sa.CheckConstraint("parity_min_percent BETWEEN 0 AND 50", name="parity_min_in_range"),
        sa.CheckConstraint(
            "quorum_numerator > 0 AND quorum_numerator <= quorum_denominator", name="quorum_is_fraction"
        ),
        sa.CheckConstraint("recognition_months > 0", name="recognition_positive"),
        sa.CheckConstraint("sessions_due >= 0", name="sessions_due_positive"),
        sa.CheckConstraint("term_months > 0", name="term_positive"),
        sa.CheckConstraint("max_consecutive_terms > 0", name="terms_positive"),
    )


def _create_territory_and_bodies() -> None:
    record_table(
        "arrondissement",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("insee_code", sa.String(5), nullable=False),
        sa.Column("postal_code", sa.String(5), nullable=False),
        sa.Column("mairie_address", sa.String(250)),
        sa.Column("mairie_email", sa.String(254)),
        sa.Column("mairie_phone", sa.String(40)),
        sa.Column("mairie_url", sa.String(500)),
        sa.CheckConstraint("number BETWEEN 1 AND 99", name="number_in_range"),
        sa.UniqueConstraint("insee_code"),
        sa.UniqueConstraint("number"),
    )
    record_table(
        "instance_type",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("is_permanent", sa.Boolean(), nullable=False),
        sa.Column("legal_basis", sa.String(250)),
        sa.Column("legal_basis_url", sa.String(500)),
        choice("membership", "membership", "open", "closed"),
        sa.Column("position", sa.Integer(), nullable=False),
        *_rule_columns(),
        *_rule_checks(),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("label"),
    )
    record_table(
        "instance",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("aliases", sa.Text()),
        link("type_id", "instance_type", nullable=False),
        link("parent_id", "instance"),
        choice("state", "instance_state", "project", "preparation", "active", "dormant", "dissolved"),
        sa.Column("state_on", sa.Date()),
        sa.Column("state_reason", sa.Text()),
        sa.Column("created_on", sa.Date()),
        sa.Column("dissolved_on", sa.Date()),
        sa.Column("deliberation", sa.String(250)),
        sa.Column("deliberation_on", sa.Date()),
        sa.Column("charter_on", sa.Date()),
        sa.Column("charter_url", sa.String(500)),
        sa.Column("recognised_on", sa.Date()),
        sa.Column("elected_official", sa.String(160)),
        link("elected_user_id", "ab_user"),
        link("agent_id", "ab_user"),
        sa.Column("mailbox", sa.String(254)),
        sa.Column("oye_url", sa.String(500)),
        sa.Column("notes", sa.Text()),
        choice("membership", "membership", "open", "closed", nullable=True),
        *_rule_columns(),
        sa.Column("sort_key", sa.String(220), nullable=False),
        sa.CheckConstraint("code <> ''", name="code_filled"),
        sa.CheckConstraint("dissolved_on >= created_on", name="dissolved_after_created"),
        *_rule_checks(),
        sa.CheckConstraint("name <> ''", name="name_filled"),
        sa.CheckConstraint("parent_id <> id", name="not_own_parent"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "instance_arrondissement",
        sa.Column("instance_id", sa.Integer(), sa.ForeignKey("instance.id"), primary_key=True),
        sa.Column("arrondissement_id", sa.Integer(), sa.ForeignKey("arrondissement.id"), primary_key=True),
    )
    record_table(
        "college",
        sa.Column("name", sa.String(120), nullable=False),
        link("type_id", "instance_type"),
        link("instance_id", "instance"),
        sa.Column("seats_planned", sa.Integer()),
        sa.Column("is_predominant", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("(type_id IS NULL) <> (instance_id IS NULL)", name="of_type_or_instance"),
        sa.CheckConstraint("seats_planned >= 0", name="seats_planned_positive"),
        sa.UniqueConstraint("type_id", "instance_id", "name"),
    )
    record_table(
        "seat",
        link("instance_id", "instance", nullable=False),
        link("college_id", "college"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(160)),
        sa.Column("requirement", sa.String(250)),
        sa.Column("appointing_authority", sa.String(160)),
        sa.Column("opened_on", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        sa.CheckConstraint("closed_on >= opened_on", name="closed_after_opened"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.UniqueConstraint("instance_id", "number"),
    )
    record_table(
        "mandate_function",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        link("instance_id", "instance"),
        sa.Column("is_bureau", sa.Boolean(), nullable=False),
        sa.Column("term_months", sa.Integer()),
        sa.Column("max_consecutive_terms", sa.Integer()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("term_months > 0", name="term_positive"),
        sa.CheckConstraint("max_consecutive_terms > 0", name="terms_positive"),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("instance_id", "label"),
    )


def _create_people() -> None:
    record_table(
        "organisation",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("acronym", sa.String(40)),
        choice("kind", "organisation_kind", "association", "direction", "partner", "authority"),
        sa.Column("siret", sa.String(14)),
        link("arrondissement_id", "arrondissement"),
        sa.Column("address", sa.String(250)),
        sa.Column("contact_name", sa.String(160)),
        sa.Column("email", sa.String(254)),
        sa.Column("phone", sa.String(40)),
        sa.Column("website", sa.String(500)),
        sa.Column("convention_start_on", sa.Date()),
        sa.Column("convention_end_on", sa.Date()),
        sa.Column("notes", sa.Text()),
        sa.Column("sort_key", sa.String(220), nullable=False),
        sa.CheckConstraint("convention_end_on >= convention_start_on", name="convention_dates_ordered"),
        sa.CheckConstraint("name <> ''", name="name_filled"),
    )
    record_table(
        "person",
        sa.Column("last_name", sa.String(100), nullable=False),
        sa.Column("first_name", sa.String(100)),
        choice("gender", "gender", "female", "male", "other", "unknown"),
        sa.Column("birth_year", sa.Integer()),
        sa.Column("email", sa.String(254)),
        sa.Column("phone", sa.String(40)),
        sa.Column("address", sa.String(250)),
        sa.Column("postal_code", sa.String(10)),
        sa.Column("city", sa.String(100)),
        link("arrondissement_id", "arrondissement"),
        link("organisation_id", "organisation"),
        sa.Column("guardian_name", sa.String(160)),
        sa.Column("guardian_email", sa.String(254)),
        sa.Column("guardian_phone", sa.String(40)),
        choice("newsletter_consent", "newsletter_consent", "unknown", "given", "refused"),
        sa.Column("newsletter_consent_on", sa.Date()),
        choice("image_consent", "image_consent", "unknown", "given", "refused"),
        sa.Column("image_consent_on", sa.Date()),
        choice("directory_consent", "directory_consent", "unknown", "given", "refused"),
        sa.Column("directory_consent_on", sa.Date()),
        link("created_by_id", "ab_user"),
        sa.Column("sort_key", sa.String(220), nullable=False),
        sa.CheckConstraint("birth_year BETWEEN 1900 AND 2100", name="birth_year_in_range"),
        sa.CheckConstraint("last_name <> ''", name="last_name_filled"),
    )
    record_table(
        "mandate",
        link("instance_id", "instance", nullable=False),
        link("person_id", "person"),
        link("organisation_id", "organisation"),
        link("function_id", "mandate_function", nullable=False),
        link("college_id", "college"),
        link("seat_id", "seat"),
        choice("designation", "designation", "volunteer", "drawn", "elected", "ex_officio", "appointed", "unknown"),
        choice("commitment", "commitment", "committed", "occasional", "news_only", "unknown"),
        sa.Column("start_on", sa.Date()),
        sa.Column("planned_end_on", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        choice(
            "end_reason",
            "end_reason",
            "term",
            "renewed",
            "resignation",
            "moved",
            "exclusion",
            "replaced",
            "dissolution",
            "death",
            "other",
            nullable=True,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        link("previous_id", "mandate"),
        link("substitute_of_id", "mandate"),
        sa.Column("limit_reason", sa.String(500)),
        sa.CheckConstraint("ended_on >= start_on", name="end_after_start"),
        sa.CheckConstraint("substitute_of_id <> id", name="not_own_substitute"),
        sa.CheckConstraint("person_id IS NOT NULL OR organisation_id IS NOT NULL", name="person_or_organisation"),
        sa.CheckConstraint("planned_end_on >= start_on", name="planned_end_after_start"),
        sa.CheckConstraint("rank > 0", name="rank_positive"),
        sa.UniqueConstraint("previous_id"),
    )
    record_table(
        "duplicate_candidate",
        link("person_id", "person", nullable=False),
        link("other_id", "person", nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(250), nullable=False),
        choice("state", "duplicate_state", "open", "distinct"),
        sa.CheckConstraint("person_id < other_id", name="ordered_pair"),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name="score_in_range"),
        sa.UniqueConstraint("person_id", "other_id"),
    )


def _create_network() -> None:
    record_table(
        "referent",
        link("user_id", "ab_user", nullable=False),
        link("arrondissement_id", "arrondissement", nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date()),
        link("replacement_id", "ab_user"),
        sa.CheckConstraint("end_on >= start_on", name="dates_ordered"),
        sa.CheckConstraint("replacement_id <> user_id", name="not_own_replacement"),
    )
    record_table(
        "absence",
        link("user_id", "ab_user", nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        link("replacement_id", "ab_user"),
        sa.Column("note", sa.String(250)),
        sa.CheckConstraint("end_on >= start_on", name="dates_ordered"),
        sa.CheckConstraint("replacement_id <> user_id", name="not_own_replacement"),
    )
