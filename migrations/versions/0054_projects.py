"""Projects with their milestones, budget lines, templates and what names them; tasks of no meeting.

Revision ID: 0054
"""

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

revision = "0054"
down_revision = "0052"
branch_labels = None
depends_on = None

_KINDS = (
    "participation",
    "new_body",
    "revival",
    "event",
    "training",
    "digital_tool",
    "evaluation",
    "network",
    "support_direction",
    "support_mairie",
)
_STATES = ("idea", "running", "paused", "closed", "abandoned")
_PAIRS = (
    ("project_team", "project_id", "project", "user_id", "ab_user"),
    ("project_partner", "project_id", "project", "organisation_id", "organisation"),
    ("project_arrondissement", "project_id", "project", "arrondissement_id", "arrondissement"),
    ("project_instance", "project_id", "project", "instance_id", "instance"),
    ("project_meeting", "project_id", "project", "meeting_id", "meeting"),
    ("project_request", "project_id", "project", "request_id", "council_request"),
    ("action_item_team", "action_item_id", "action_item", "user_id", "ab_user"),
)
_SEARCHED = (
    *("plan_action", "project", "milestone", "budget_line", "project_spending"),
    *("project_template", "project_template_line"),
)
_INDEXES = (
    ("project", "plan_action_id"),
    ("project", "lead_id"),
    ("project", "state", "end_on"),
    ("milestone", "project_id"),
    ("milestone", "owner_id"),
    ("milestone", "reached_on", "due_on"),
    ("budget_line", "last_order_on"),
    ("project_spending", "contract_id"),
    ("project_spending", "order_id"),
    ("project_spending", "invoice_id"),
    ("project_template_line", "template_id"),
)


def _days(*names: str) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f"{name} BETWEEN '1900-01-01' AND '2100-12-31'", name=f"{name}_in_range") for name in names
    ]


def _in_range(name: str, least: int, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{name} BETWEEN {least} AND {most}", name=f"{name}_in_range")


def upgrade() -> None:
    record_table(
        "plan_action",
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("title", sa.String(250), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.CheckConstraint("code <> ''", name="code_filled"),
        sa.CheckConstraint("title <> ''", name="title_filled"),
        sa.CheckConstraint("valid_to >= valid_from", name="ends_after_start"),
        *_days("valid_from", "valid_to"),
        sa.UniqueConstraint("code", "valid_from"),
    )
    record_table(
        "project",
        sa.Column("title", sa.String(200), nullable=False),
        choice("kind", "project_kind", *_KINDS),
        sa.Column("objective", sa.Text()),
        link("plan_action_id", "plan_action"),
        choice("participation", "participation", "inform", "consult", "concert", "co_build", nullable=True),
        link("lead_id", "ab_user"),
        sa.Column("start_on", sa.Date()),
        sa.Column("end_on", sa.Date()),
        choice("state", "project_state", *_STATES),
        sa.Column("next_step", sa.String(500)),
        sa.Column("closed_on", sa.Date()),
        sa.Column("lessons", sa.Text()),
        sa.CheckConstraint("title <> ''", name="title_filled"),
        sa.CheckConstraint("end_on >= start_on", name="ends_after_start"),
        sa.CheckConstraint("state <> 'closed' OR lessons IS NOT NULL", name="closed_with_lessons"),
        sa.CheckConstraint("(state IN ('closed', 'abandoned')) = (closed_on IS NOT NULL)", name="closed_on_a_day"),
        *_days("start_on", "end_on", "closed_on"),
        sa.UniqueConstraint("title"),
    )
    record_table(
        "milestone",
        link("project_id", "project", nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        link("owner_id", "ab_user"),
        sa.Column("reached_on", sa.Date()),
        sa.Column("notes", sa.Text()),
        sa.CheckConstraint("title <> ''", name="title_filled"),
        *_days("due_on", "reached_on"),
    )
    record_table(
        "budget_line",
        link("project_id", "project", nullable=False),
        sa.Column("exercise", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(160), nullable=False),
        sa.Column("planned_incl_tax", sa.BigInteger(), nullable=False),
        sa.Column("commitment_number", sa.String(60)),
        sa.Column("cost_centre", sa.String(60)),
        sa.Column("last_order_on", sa.Date()),
        sa.Column("carried_over_incl_tax", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("label <> ''", name="label_filled"),
        sa.CheckConstraint("carried_over_incl_tax <= planned_incl_tax", name="carried_of_what_is_planned"),
        _in_range("exercise", 2000, 2100),
        _in_range("planned_incl_tax", 0, 300_000_000_000),
        _in_range("carried_over_incl_tax", 0, 300_000_000_000),
        *_days("last_order_on"),
        sa.UniqueConstraint("project_id", "exercise", "label"),
    )
    record_table(
        "project_spending",
        link("project_id", "project", nullable=False),
        link("contract_id", "contract"),
        link("order_id", "purchase_order"),
        link("invoice_id", "invoice"),
        sa.CheckConstraint(
            "(CASE WHEN contract_id IS NULL THEN 0 ELSE 1 END + CASE WHEN order_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN invoice_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="names_one_thing",
        ),
        sa.UniqueConstraint("project_id", "contract_id"),
        sa.UniqueConstraint("project_id", "order_id"),
        sa.UniqueConstraint("project_id", "invoice_id"),
    )
    record_table(
        "project_template",
        sa.Column("name", sa.String(120), nullable=False),
        choice("kind", "project_template_kind", *_KINDS),
        sa.Column("from_what", sa.String(120), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("name <> ''", name="name_filled"),
        sa.UniqueConstraint("name"),
    )
    record_table(
        "project_template_line",
        link("template_id", "project_template", nullable=False),
        choice("kind", "template_line_kind", "milestone", "task"),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint("title <> ''", name="title_filled"),
        _in_range("days", -1_500, 1_500),
    )
    for name, column, target, other, other_target in _PAIRS:
        op.create_table(
            name,
            sa.Column(column, sa.Integer(), sa.ForeignKey(f"{target}.id"), primary_key=True),
            sa.Column(other, sa.Integer(), sa.ForeignKey(f"{other_target}.id"), primary_key=True),
        )
        op.create_index(f"ix_{name}_{other}", name, [other])
    create_indexes(_INDEXES)
    for name in _SEARCHED:
        create_search_table(name)

    def open_tasks(batch: BatchOperations) -> None:
        batch.alter_column("meeting_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("project_id", sa.Integer()))
        batch.create_foreign_key(op.f("fk_action_item_project_id_project"), "project", ["project_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_action_item_of_something_or_someone"),
            "meeting_id IS NOT NULL OR project_id IS NOT NULL OR owner_id IS NOT NULL",
        )

    change_table("action_item", open_tasks)
    op.create_index("ix_action_item_project_id", "action_item", ["project_id"])


def downgrade() -> None:
    op.execute("DELETE FROM action_item_team")
    op.execute("DELETE FROM action_item WHERE meeting_id IS NULL")
    op.drop_index("ix_action_item_project_id", "action_item")

    def close_tasks(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f("ck_action_item_of_something_or_someone"), type_="check")
        batch.drop_constraint(op.f("fk_action_item_project_id_project"), type_="foreignkey")
        batch.drop_column("project_id")
        batch.alter_column("meeting_id", existing_type=sa.Integer(), nullable=False)

    change_table("action_item", close_tasks)
    for name in _SEARCHED:
        drop_search_table(name)
    for name, *_ in reversed(_PAIRS):
        op.drop_table(name)
    for name in (
        "project_template_line",
        "project_template",
        "project_spending",
        "budget_line",
        "milestone",
        "project",
        "plan_action",
    ):
        op.drop_table(name)
