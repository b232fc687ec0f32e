"""A référent's lists, as fast as the city's: the sort keys of people and mandates in each place they are read from.

Revision ID: 0045
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import link

revision = "0045"
down_revision = "0043"
branch_labels = None
depends_on = None

_NAME, _NUMBER = sa.String(220), sa.Integer()
_KEYS = {
    "person": {"sort_key": _NAME, "arrondissement": _NUMBER, "organisation": _NAME},
    "mandate": {"person": _NAME, "instance": _NAME, "function": _NAME, "organisation": _NAME},
}
_FILL = {
    "person": """
        SELECT person.id, place, person.sort_key, person_sort.arrondissement, person_sort.organisation
        FROM person_place
        JOIN person ON person.id = person_place.person_id
        JOIN person_sort ON person_sort.id = person.id
    """,
    "mandate": """
        SELECT mandate.id, COALESCE(arrondissement_id, 0), mandate_sort.person, mandate_sort.instance,
            mandate_sort."function", mandate_sort.organisation
        FROM mandate
        JOIN mandate_sort ON mandate_sort.id = mandate.id
        LEFT JOIN instance_arrondissement ON instance_arrondissement.instance_id = mandate.instance_id
    """,
}


def upgrade() -> None:
    for owner, keys in _KEYS.items():
        name = f"{owner}_place_sort"
        op.create_table(
            name,
            link("id", owner, nullable=False, ondelete="CASCADE"),
            sa.Column("place", sa.Integer(), nullable=False),
            *(sa.Column(key, kind) for key, kind in keys.items()),
            sa.PrimaryKeyConstraint("id", "place"),
        )
        op.execute(f"INSERT INTO {name} {_FILL[owner]}")
        for key in keys:
            op.create_index(f"ix_{name}_place_{key}_id", name, ["place", key, "id"])


def downgrade() -> None:
    for owner in _KEYS:
        op.drop_table(f"{owner}_place_sort")
