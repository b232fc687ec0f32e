"""Lists of any length open at once: sort keys beside people and mandates, an index for each order that they offer.

Revision ID: 0022
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import link

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_KEYS = {
    "person": (("arrondissement", sa.Integer()), ("organisation", sa.String(220))),
    "mandate": tuple((name, sa.String(220)) for name in ("person", "instance", "function", "organisation")),
}
_FILL = {
    "person": """
        SELECT person.id, arrondissement.number, organisation.sort_key FROM person
        LEFT JOIN arrondissement ON arrondissement.id = person.arrondissement_id
        LEFT JOIN organisation ON organisation.id = person.organisation_id
    """,
    "mandate": """
        SELECT mandate.id, person.sort_key, instance.sort_key, mandate_function.label, organisation.sort_key
        FROM mandate
        LEFT JOIN person ON person.id = mandate.person_id
        LEFT JOIN instance ON instance.id = mandate.instance_id
        LEFT JOIN mandate_function ON mandate_function.id = mandate.function_id
        LEFT JOIN organisation ON organisation.id = mandate.organisation_id
    """,
}
# An order ends with the id: PostgreSQL takes it from an index that holds it.
_NEW = (
    ("person", "first_name"),
    ("person", "birth_year"),
    ("mandate", "ended_on"),
    ("mail_recipient", "sent_at"),
)
_WITH_ID = (
    ("person", "email"),
    ("person", "phone"),
    ("mandate", "start_on"),
    ("mandate", "planned_end_on"),
    ("journal_entry", "at"),
    ("access_log", "at"),
)
_BODY = ["instance_id", "person_id"]
_STATUS = ["ended_on", "start_on", "planned_end_on", "instance_id", "function_id"]


def upgrade() -> None:
    for owner, keys in _KEYS.items():
        name = f"{owner}_sort"
        op.create_table(
            name,
            link("id", owner, nullable=False, ondelete="CASCADE"),
            *(sa.Column(key, kind) for key, kind in keys),
            sa.PrimaryKeyConstraint("id"),
        )
        names = ", ".join(key for key, _ in keys)
        op.execute(f"INSERT INTO {name} (id, {names}) {_FILL[owner]}")
        for key, _ in keys:
            op.create_index(f"ix_{name}_{key}_id", name, [key, "id"])
    for table, column in (*_NEW, *_WITH_ID):
        op.create_index(f"ix_{table}_{column}_id", table, [column, "id"])
    for table, column in _WITH_ID:
        op.drop_index(f"ix_{table}_{column}", table)
    op.drop_index("ix_mandate_instance_id_person_id", "mandate")
    op.create_index(
        "ix_mandate_body",
        "mandate",
        [*_BODY, "start_on", "ended_on", "planned_end_on", "function_id", "college_id"],
    )
    op.drop_index("ix_mandate_status", "mandate")
    op.create_index(
        "ix_mandate_status", "mandate", ["ended_on", "planned_end_on", "start_on", "instance_id", "function_id"]
    )


def downgrade() -> None:
    op.drop_index("ix_mandate_status", "mandate")
    op.create_index("ix_mandate_status", "mandate", _STATUS)
    op.drop_index("ix_mandate_body", "mandate")
    op.create_index("ix_mandate_instance_id_person_id", "mandate", _BODY)
    for table, column in _WITH_ID:
        op.create_index(f"ix_{table}_{column}", table, [column])
    for table, column in (*_NEW, *_WITH_ID):
        op.drop_index(f"ix_{table}_{column}_id", table)
    for owner in _KEYS:
        op.drop_table(f"{owner}_sort")
