"""Search text: for each searchable table a side table of folded words, outside the versioned row.

`words` holds what every reader of the row may see; `private_words`, where there are any, what needs the right to
personal data; `places`, of what grows with the city, where the row is read from: who reads an arrondissement searches
what stands there alone. Each word is stored behind two spaces, so that one or two typed letters, padded the same way,
still make a trigram: it then matches the beginning of a word. On SQLite an FTS5 trigram table indexes the side table
(made by the migration, kept by triggers); on PostgreSQL GIN trigram indexes, declared here. What the texts are made of
is said in `mdo.kernel.search.sources`.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from models.base import Model, metadata
from models.text import PLACES

FTS_SUFFIX = "_fts"


def _search_table(model: type, *columns: str) -> Table:
    owner: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
    name = f"{owner.name}_search"
    together = [columns] if PLACES in columns else [(column,) for column in columns]
    return Table(
        name,
        metadata,
        Column("id", Integer, ForeignKey(owner.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
        *(Column(column, Text, nullable=False, server_default="") for column in columns),
        *(
            Index(
                f"ix_{name}_{'_'.join(group)}_trgm",
                *group,
                postgresql_using="gin",
                postgresql_ops=dict.fromkeys(group, "gin_trgm_ops"),
            ).ddl_if(dialect="postgresql")
            for group in together
        ),
    )


SEARCH_TABLES: dict[type, Table] = {
    model: _search_table(model, *model.__searched__)
    for model in sorted((mapper.class_ for mapper in Model.registry.mappers), key=lambda model: model.__name__)
    if getattr(model, "__searched__", ())
}
"""By class: every model that says `__searched__`. Importing `models` maps them all before this module is read."""
