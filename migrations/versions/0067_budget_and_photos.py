"""The budget of an application line by line, and the pictures of projects with what is agreed to of each.

What the text of a budget says of an expense and of its amount becomes a line; all else of it stays in the text.

Revision ID: 0067
"""

import datetime as dt
import re
from decimal import Decimal

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.tables import change_table, create_indexes, create_search_table, drop_search_table, link, record_table

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

_INDEXES = (
    ("application_expense", "application_id"),
    ("application_photo", "application_id"),
)
_BY_PERSON = "uq_photo_consent_application_id_person_name_use"
_BY_PHOTO = "uq_photo_consent_photo_id_person_name_use"
_MOST_CENTS = 300_000_000_000
# « Plants : 1 200,50 € (devis) ».
_EXPENSE = re.compile(
    r"^[-–•*\s]*(?P<label>\S.*?)\s*[:=–—-]\s*"
    r"(?P<euros>\d{1,3}(?:[\s.\u00a0\u202f]?\d{3})*|\d+)(?:[,.](?P<cents>\d{1,2}))?\s*(?:€|euros?)(?:\s*TTC)?\s*"
    r"(?P<quote>\((?:avec |sur )?devis\))?\s*[.;]?$",
    re.IGNORECASE,
)
_application = sa.table("application", sa.column("id", sa.Integer), sa.column("budget", sa.Text))
_expense = sa.table(
    "application_expense",
    sa.column("application_id", sa.Integer),
    sa.column("position", sa.Integer),
    sa.column("label", sa.String),
    sa.column("planned_incl_tax", sa.BigInteger),
    sa.column("has_quote", sa.Boolean),
    sa.column("version", sa.Integer),
    sa.column("created_at", sa.DateTime),
    sa.column("updated_at", sa.DateTime),
)


def upgrade() -> None:
    record_table(
        "application_expense",
        link("application_id", "application", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(250), nullable=False),
        sa.Column("planned_incl_tax", sa.BigInteger(), nullable=False),
        sa.Column("has_quote", sa.Boolean(), nullable=False),
        sa.CheckConstraint("label <> ''", name="label_filled"),
        sa.CheckConstraint("planned_incl_tax BETWEEN 0 AND 300000000000", name="planned_incl_tax_in_range"),
        sa.CheckConstraint("position BETWEEN 1 AND 999", name="position_in_range"),
    )
    record_table(
        "application_photo",
        link("application_id", "application", nullable=False),
        link("document_id", "document", nullable=False),
        sa.Column("caption", sa.String(250), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("caption <> ''", name="caption_filled"),
        sa.CheckConstraint("people BETWEEN 0 AND 99", name="people_in_range"),
        sa.UniqueConstraint("document_id"),
    )
    create_indexes(_INDEXES)
    create_search_table("application_expense")
    create_search_table("application_photo")

    def change(batch: BatchOperations) -> None:
        batch.drop_constraint(op.f(_BY_PERSON), type_="unique")
        batch.add_column(sa.Column("photo_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_photo_consent_photo_id_application_photo"), "application_photo", ["photo_id"], ["id"]
        )
        batch.create_unique_constraint(op.f(_BY_PHOTO), ["photo_id", "person_name", "use"])
        batch.create_index("ix_photo_consent_application_id", ["application_id"])
        batch.create_index("ix_photo_consent_photo_id", ["photo_id"])

    change_table("photo_consent", change)
    _lay_down_lines()


def _lay_down_lines() -> None:
    connection, now = op.get_bind(), dt.datetime.now(dt.UTC).replace(tzinfo=None)
    asked = sa.select(_application).where(_application.c.budget.is_not(None)).order_by(_application.c.id)
    for application_id, text in connection.execute(asked).all():
        left, position = [], 0
        for line in text.splitlines():
            found = _EXPENSE.match(line.strip())
            cents = _cents(found) if found is not None else 0
            if found is None or cents > _MOST_CENTS or len(found["label"]) > 250 or position == 999:
                left.append(line)
                continue
            position += 1
            connection.execute(
                _expense.insert().values(
                    application_id=application_id, position=position, label=found["label"], planned_incl_tax=cents,
                    has_quote=found["quote"] is not None, version=1, created_at=now, updated_at=now,
                )
            )  # fmt: skip
        if position:
            rest = "\n".join(left).strip() or None
            connection.execute(_application.update().where(_application.c.id == application_id).values(budget=rest))


def _cents(found: "re.Match[str]") -> int:
    euros = re.sub(r"\D", "", found["euros"])
    return int(Decimal(f"{euros}.{(found['cents'] or '0').ljust(2, '0')}") * 100)


def downgrade() -> None:
    """The lines go back into the text, before what it says besides."""
    connection = op.get_bind()
    texts: dict[int, list[str]] = {}
    for row in connection.execute(sa.select(_expense).order_by(_expense.c.application_id, _expense.c.position)):
        amount = f"{row.planned_incl_tax // 100},{row.planned_incl_tax % 100:02d} €"
        texts.setdefault(row.application_id, []).append(f"{row.label} : {amount}{' (devis)' if row.has_quote else ''}")
    for application_id, lines in texts.items():
        mine = _application.c.id == application_id
        rest = connection.scalar(sa.select(_application.c.budget).where(mine))
        connection.execute(_application.update().where(mine).values(budget="\n".join([*lines, *filter(None, [rest])])))

    # The old rule knows no picture: a person who agreed to a use of two of them did so once.
    op.execute(
        "DELETE FROM photo_consent WHERE id NOT IN "
        "(SELECT MIN(id) FROM photo_consent GROUP BY application_id, person_name, use)"
    )

    def change(batch: BatchOperations) -> None:
        batch.drop_index("ix_photo_consent_photo_id")
        batch.drop_index("ix_photo_consent_application_id")
        batch.drop_constraint(op.f(_BY_PHOTO), type_="unique")
        batch.drop_constraint(op.f("fk_photo_consent_photo_id_application_photo"), type_="foreignkey")
        batch.drop_column("photo_id")
        batch.create_unique_constraint(op.f(_BY_PERSON), ["application_id", "person_name", "use"])

    change_table("photo_consent", change)
    for name in ("application_photo", "application_expense"):
        drop_search_table(name)
        op.drop_table(name)
