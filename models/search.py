"""Search text: for each searchable table a side table of folded words, outside the versioned row.

`words` holds what every reader of the row may see; `private_words` what needs the right to personal data. Each word
is stored behind two spaces, so that one or two typed letters, padded the same way, still make a trigram: it then
matches the beginning of a word. On SQLite an FTS5 trigram table indexes the side table (made by the migration, kept
by triggers); on PostgreSQL two GIN trigram indexes, declared here.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from models.base import metadata
from models.instances import Instance
from models.network import Referent
from models.organisations import Organisation
from models.people import Mandate, Person

SEARCH_COLUMNS = ("words", "private_words")
FTS_SUFFIX = "_fts"


def _search_table(table_name: str) -> Table:
    name = f"{table_name}_search"
    return Table(
        name,
        metadata,
        Column(
            "id", Integer, ForeignKey(f"{table_name}.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        ),
        *(Column(column, Text, nullable=False, server_default="") for column in SEARCH_COLUMNS),
        *(
            Index(
                f"ix_{name}_{column}_trgm", column, postgresql_using="gin", postgresql_ops={column: "gin_trgm_ops"}
            ).ddl_if(dialect="postgresql")
            for column in SEARCH_COLUMNS
        ),
    )


SEARCH_TABLES: dict[type, Table] = {
    model: _search_table(model.__tablename__) for model in (Instance, Organisation, Person, Mandate, Referent)
}
