"""Sort keys: beside each table that grows with the city, what its list is ordered by and other rows say.

To order a million mandates by the names of their holders is to read them all; an index of these names beside the
mandates gives the first twenty-five at once. On the mandate itself they would enter its version, journal and undo.
Which words they are is said in `mdo.kernel.search.sources`, and the same event keeps both.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from models.base import Model, metadata

_LONGEST = 220


def _sort_table(model: type, **columns: type) -> Table:
    owner: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
    name = f"{owner.name}_sort"
    return Table(
        name,
        metadata,
        Column("id", Integer, ForeignKey(owner.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
        *(Column(column, String(_LONGEST) if kind is str else Integer) for column, kind in columns.items()),
        *(Index(f"ix_{name}_{column}_id", column, "id") for column in columns),
    )


SORT_TABLES: dict[type, Table] = {
    model: _sort_table(model, **model.__sorted_by__)
    for model in sorted((mapper.class_ for mapper in Model.registry.mappers), key=lambda model: model.__name__)
    if getattr(model, "__sorted_by__", {})
}
"""By class, named by the columns of its list: every model that says `__sorted_by__`."""
