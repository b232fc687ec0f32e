"""A référent's searches, as fast as the city's: the search text of people and mandates says where they are read from.

Revision ID: 0036
"""

import sqlalchemy as sa
from alembic import op

from migrations.tables import index_words, is_sqlite, unindex_words

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_WORDS = ("words", "private_words")
_LINKED = """
    mandate LEFT JOIN instance_arrondissement ON instance_arrondissement.instance_id = mandate.instance_id
    WHERE mandate.id = mandate_search.id
"""
# Of what is searched, where each row is read from: a place, among which rows.
_PLACES = {
    "person_search": ("place", "person_place WHERE person_id = person_search.id"),
    "mandate_search": ("COALESCE(arrondissement_id, 0)", _LINKED),
}
_WHO_CHANGES = "ix_mandate_person_id_instance_id_ended_on"
_AS_WORD = "CASE WHEN place < 0 THEN 'm' || CAST(-place AS TEXT) ELSE 'p' || CAST(place AS TEXT) END || 'e'"


def upgrade() -> None:
    gather = "group_concat" if is_sqlite() else "string_agg"
    for name, (place, rows) in _PLACES.items():
        unindex_words(name, *((word,) for word in _WORDS))
        op.add_column(name, sa.Column("places", sa.Text(), nullable=False, server_default=""))
        stand = f"SELECT DISTINCT {place} AS place FROM {rows} ORDER BY place"
        said = f"SELECT {gather}({_AS_WORD}, ' ') FROM ({stand}) AS stand"
        op.execute(f"UPDATE {name} SET places = COALESCE(({said}), '')")
        index_words(name, (*_WORDS, "places"))
    op.create_index(_WHO_CHANGES, "mandate", ["person_id", "instance_id", "ended_on"])
    op.drop_index("ix_mandate_person_id", "mandate")


def downgrade() -> None:
    op.create_index("ix_mandate_person_id", "mandate", ["person_id"])
    op.drop_index(_WHO_CHANGES, "mandate")
    for name in _PLACES:
        unindex_words(name, (*_WORDS, "places"))
        op.drop_column(name, "places")
        index_words(name, *((word,) for word in _WORDS))
