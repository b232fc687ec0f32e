"""Dates to avoid, of the city or of an arrondissement.

Revision ID: 0047
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import choice, create_indexes, create_search_table, drop_search_table, link, record_table

revision = "0047"
down_revision = "0045"
branch_labels = None
depends_on = None

_KINDS = (
    "municipal_council",
    "arrondissement_council",
    "festival_of_lights",
    "poll",
    "closure",
    "last_order",
    "other",
)


def upgrade() -> None:
    record_table(
        "date_to_avoid",
        choice("kind", "avoided_kind", *_KINDS),
        sa.Column("label", sa.String(160), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date()),
        link("arrondissement_id", "arrondissement"),
        sa.Column("is_city_council", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(500)),
        sa.CheckConstraint("label <> ''", name="label_filled"),
        sa.CheckConstraint("end_on >= start_on", name="dates_ordered"),
        sa.CheckConstraint("NOT is_city_council OR kind = 'poll'", name="council_is_of_a_poll"),
        *(
            sa.CheckConstraint(f"{name} BETWEEN '1900-01-01' AND '2100-12-31'", name=f"{name}_in_range")
            for name in ("start_on", "end_on")
        ),
    )
    create_indexes((("date_to_avoid", "arrondissement_id"), ("date_to_avoid", "start_on", "id")))
    create_search_table("date_to_avoid")


def downgrade() -> None:
    drop_search_table("date_to_avoid")
    op.drop_table("date_to_avoid")
