"""What lists are ordered by that other rows say: paths as in `mdo.kernel.search.sources`, by the column of the list.

Domains declare them with their tables.
"""

from functools import cache
from typing import Any

from sqlalchemy import Select, select

from mdo.kernel.search.sources import Joins

SORTS: dict[type, dict[str, str]] = {}


@cache
def reading_keys(model: type) -> Select[Any]:
    """Reads the id of each row of `model`, then its sort keys, named as in `SORTS`."""
    joins = Joins(model, is_outer=True)
    keys = [joins.column(path).label(name) for name, path in SORTS[model].items()]
    return select(joins.id, *keys).select_from(joins.tables)
