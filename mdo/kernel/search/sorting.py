"""What lists are ordered by that other rows say: paths as in `mdo.kernel.search.sources`, by the column of the list.

Domains declare them with their tables.
"""

from functools import cache
from typing import Any

from sqlalchemy import Select, select

from mdo.kernel.scope.placements import LARGE
from mdo.kernel.search.sources import Joins
from models.sorting import OWN_KEY, PLACE, PLACE_SORT_TABLES

SORTS: dict[type, dict[str, str]] = {}


def keys_of(model: type, *, of_places: bool = False) -> dict[str, str]:
    """The paths of the sort keys of `model` by the column of its list; in each place, the key of its own order too."""
    has_own = of_places and OWN_KEY in PLACE_SORT_TABLES[model].c
    return ({OWN_KEY: OWN_KEY} if has_own else {}) | SORTS[model]


@cache
def reading_keys(model: type, *, of_places: bool = False) -> Select[Any]:
    """Reads the id of each row of `model`, then its sort keys, named as in `keys_of`.

    Once for each place from which it is read, named second, with `of_places`.
    """
    joins = Joins(model, is_outer=True)
    keys = [joins.column(path).label(name) for name, path in keys_of(model, of_places=of_places).items()]
    if not of_places:
        return select(joins.id, *keys).select_from(joins.tables)
    stands: Any = LARGE[model].stands
    row_id, place = stands.subquery().c
    return select(joins.id, place.label(PLACE), *keys).select_from(joins.tables.join(row_id.table, row_id == joins.id))
