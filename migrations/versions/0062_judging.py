"""How the applications of a call are judged, and what is told of them; applications carry documents.

Revision ID: 0062
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import (
    change_table,
    create_indexes,
    create_search_table,
    drop_search_table,
    link,
    record_table,
)

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

_TABLES = (
    "juror_interest",
    "application_mark",
    "call_scenario",
    "scenario_line",
    "call_result",
)
_SEARCHED = (
    "call_scenario",
    "scenario_line",
    "call_result",
)
_INDEXES = (
    ("juror_interest", "application_id"),
    ("application_mark", "application_id"),
    ("application_mark", "criterion_id"),
    ("call_scenario", "adopted_by_id"),
    ("scenario_line", "application_id"),
    ("scenario_line", "scenario_id", "position"),
    ("call_result", "call_id"),
)
_BEFORE = ("meeting_id", "instance_id", "person_id", "organisation_id", "request_id", "contract_id", "project_id")
_CHECK = "ck_document_one_carrier"
_VERSION = "uq_document_application_version"


def _days(*names: str) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f"{name} BETWEEN '1900-01-01' AND '2100-12-31'", name=f"{name}_in_range") for name in names
    ]


def _in_range(name: str, least: int, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{name} BETWEEN {least} AND {most}", name=f"{name}_in_range")


def _carried_by(batch: BatchOperations, columns: tuple[str, ...]) -> None:
    filled = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    batch.create_check_constraint(op.f(_CHECK), f"{filled} = 1")


def upgrade() -> None:
    record_table(
        "juror_interest",
        link("juror_id", "call_juror", nullable=False),
        link("application_id", "application", nullable=False),
        sa.Column("is_concerned", sa.Boolean(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(500)),
        *_days("declared_on"),
        sa.UniqueConstraint("juror_id", "application_id"),
    )
    record_table(
        "application_mark",
        link("juror_id", "call_juror", nullable=False),
        link("application_id", "application", nullable=False),
        link("criterion_id", "call_criterion", nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        _in_range("mark", 0, 5),
        sa.UniqueConstraint("juror_id", "application_id", "criterion_id"),
    )
    record_table(
        "call_scenario",
        link("call_id", "project_call", nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("cut", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Text()),
        sa.Column("adopted_on", sa.Date()),
        link("adopted_by_id", "ab_user"),
        _in_range("cut", 0, 9_999),
        sa.CheckConstraint("name <> ''", name="name_filled"),
        *_days("adopted_on"),
        sa.UniqueConstraint("call_id", "name"),
    )
    record_table(
        "scenario_line",
        link("scenario_id", "call_scenario", nullable=False),
        link("application_id", "application", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mean", sa.BigInteger()),
        sa.Column("amount_incl_tax", sa.BigInteger(), nullable=False),
        sa.Column("is_refused", sa.Boolean(), nullable=False),
        _in_range("amount_incl_tax", 0, 300_000_000_000),
        _in_range("mean", 0, 500),
        _in_range("position", 1, 9_999),
        sa.UniqueConstraint("scenario_id", "application_id"),
    )
    record_table(
        "call_result",
        link("call_id", "project_call", nullable=False),
        link("application_id", "application", nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("council", sa.String(250), nullable=False),
        sa.Column("amount_incl_tax", sa.BigInteger(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        _in_range("amount_incl_tax", 0, 300_000_000_000),
        *_days("notified_on"),
        sa.UniqueConstraint("application_id"),
    )
    create_indexes(_INDEXES)
    for name in _SEARCHED:
        create_search_table(name)

    def change(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.add_column(sa.Column("application_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_document_application_id_application"), "application", ["application_id"], ["id"]
        )
        batch.create_unique_constraint(op.f(_VERSION), ["application_id", "kind", "title", "media_type", "number"])
        batch.create_index("ix_document_application_id", ["application_id"])
        _carried_by(batch, (*_BEFORE, "application_id"))

    change_table("document", change)


def downgrade() -> None:
    """What stands on applications goes."""
    op.execute("DELETE FROM document WHERE application_id IS NOT NULL")

    def change(batch: BatchOperations) -> None:
        batch.drop_index("ix_document_application_id")
        batch.drop_constraint(op.f(_CHECK), type_="check")
        batch.drop_constraint(op.f(_VERSION), type_="unique")
        batch.drop_constraint(op.f("fk_document_application_id_application"), type_="foreignkey")
        batch.drop_column("application_id")
        _carried_by(batch, _BEFORE)

    change_table("document", change)
    for name in _SEARCHED:
        drop_search_table(name)
    for name in reversed(_TABLES):
        op.drop_table(name)
