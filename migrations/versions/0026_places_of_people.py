"""A référent's people, as fast as the city's: the places of each person beside the register.

Revision ID: 0026
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import link

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_FILL = """
    INSERT INTO person_place (person_id, place)
    SELECT mandate.person_id, COALESCE(instance_arrondissement.arrondissement_id, 0)
    FROM mandate
    LEFT JOIN instance_arrondissement ON instance_arrondissement.instance_id = mandate.instance_id
    WHERE mandate.person_id IS NOT NULL
    UNION
    SELECT person.id, COALESCE(person.arrondissement_id, -person.created_by_id)
    FROM person
    WHERE (person.arrondissement_id IS NOT NULL OR person.created_by_id IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM mandate WHERE mandate.person_id = person.id)
"""


def upgrade() -> None:
    op.create_table(
        "person_place",
        link("person_id", "person", nullable=False, ondelete="CASCADE"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "place"),
    )
    op.execute(_FILL)
    op.create_index("ix_person_place_place_person_id", "person_place", ["place", "person_id"])


def downgrade() -> None:
    op.drop_table("person_place")
