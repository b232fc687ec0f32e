"""Sort keys: beside each table that grows with the city, what its list is ordered by and other rows say.

To order a million mandates by the names of their holders is to read them all; an index of these names beside the
mandates gives the first twenty-five at once. On the mandate itself they would enter its version, journal and undo.
Which words they are is said in `mdo.kernel.search.sources`, and the same event keeps both.

Who sees a part of the city walks keys of her own: one row for each place from which a row is read (`models.places`),
under an index of each order in each place. What stands together far from the beginning of the order of the whole city
is at the beginning of hers.
"""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from models.base import Model, metadata
from models.text import PLACES

PLACE, OWN_KEY = "place", "sort_key"
_LONGEST = 220


def _sort_table(model: type, kind: str, by: tuple[str, ...] = (), **columns: type) -> Table:
    owner: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
    name = f"{owner.name}_{kind}"
    return Table(
        name,
        metadata,
        Column("id", Integer, ForeignKey(owner.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
        *(Column(column, Integer, primary_key=True, autoincrement=False) for column in by),
        *(Column(column, String(_LONGEST) if kind is str else Integer) for column, kind in columns.items()),
        *(Index(f"ix_{name}_{'_'.join((*by, column))}_id", *by, column, "id") for column in columns),
    )


SORT_TABLES: dict[type, Table] = {
    model: _sort_table(model, "sort", **model.__sorted_by__)
    for model in sorted((mapper.class_ for mapper in Model.registry.mappers), key=lambda model: model.__name__)
    if getattr(model, "__sorted_by__", {})
}
"""By class, named by the columns of its list: every model that says `__sorted_by__`."""

_read_from_places: list[Any] = [model for model in SORT_TABLES if PLACES in getattr(model, "__searched__", ())]

PLACE_SORT_TABLES: dict[type, Table] = {
    model: _sort_table(
        model, "place_sort", (PLACE,), **({OWN_KEY: str} if hasattr(model, OWN_KEY) else {}), **model.__sorted_by__
    )
    for model in _read_from_places
}
"""The same in each place, of those that are read from places, with the key of their own order."""
