"""Reads a page of a long list by walking the index of its order, and testing row after row until the page is full.

To find all that a list holds and sort it reads the whole table; where many rows are found, the first page is near.
Where few are, the walk would pass by most of the table: these are found first, then sorted. Rows are tested by a
statement on the mapped class: whatever narrows it narrows the walk.

A reader of some arrondissements walks the orders of her places, as one, where there are any: no row of others is met.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    Select,
    Table,
    UniqueConstraint,
    asc,
    desc,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from mdo.kernel.fields.columns import Column
from mdo.kernel.scope.clauses import among, of_few, of_these
from mdo.kernel.scope.reading import ROW_BY_ROW, WHOLE_REGISTER
from mdo.kernel.search.matching import Texts
from models.sorting import OWN_KEY, PLACE_SORT_TABLES, SORT_TABLES

_KEY = "key"


@dataclass(frozen=True)
class Order:
    """The rows of a class in an order that an index keeps: in its own table, or in its sort keys."""

    table: Any
    keys: tuple[ColumnElement[Any], ...]
    is_descending: bool

    def by(self, *, with_index: bool) -> list[ColumnElement[Any]]:
        """What to order by; without the index, SQLite sorts what was found rather than walk past all the rest."""
        keys = [*self.keys, self.table.c.id]
        if not with_index:
            keys = [func.coalesce(key, null()) for key in keys]
        return [key.desc() for key in keys] if self.is_descending else keys


def is_kept(model: Any, column: Column | None) -> bool:
    """Whether an index keeps the order of a list by one of its columns, or by id without one."""
    if not isinstance(model.__table__, Table):
        return False
    if column is None:
        return True
    if column.joins:
        keys = SORT_TABLES.get(model)
        return keys is not None and column.name in keys.c
    return _is_indexed(model, _names_in(model, column))


def key_in_places(model: Any, column: Column | None) -> str:
    """The name of the key that keeps the order of a list in each place; nothing where there is none."""
    keys = PLACE_SORT_TABLES.get(model)
    if keys is None or column is None:
        return ""
    name = column.name if column.joins else OWN_KEY if _names_in(model, column) == (OWN_KEY,) else ""
    return name if name in keys.c else ""


def in_places(
    model: Any, key: str, places: Sequence[int], *, is_descending: bool = False, least: str | None = None
) -> CompoundSelect[Any]:
    """The ids of the rows that are read from these places, each once, by a key of theirs (from `least` on), with it.

    The orders of the places, merged: each part says its own, which PostgreSQL merges, and all of them say it, without
    which SQLite sorts them.
    """
    kept, parts = PLACE_SORT_TABLES[model], []
    for number, place in enumerate(places):
        here, before = kept.alias(), kept.alias()
        passed = select(before.c.place).where(before.c.id == here.c.id, of_few(before.c.place).in_(places[:number]))
        is_first = [passed.limit(1).scalar_subquery().is_(None)] if number else []
        is_after = [] if least is None else [here.c[key] >= least]
        order = Order(here, (here.c[key],), is_descending).by(with_index=True)
        rows = select(here.c.id, here.c[key].label(_KEY)).where(here.c.place == place, *is_after, *is_first)
        parts.append(select(*rows.order_by(*order).subquery().c))
    return union_all(*parts).order_by(*(desc(name) if is_descending else asc(name) for name in (_KEY, "id")))


def in_order(order: Order) -> Select[Any]:
    """The ids of the rows of an order that an index keeps."""
    return select(order.table.c.id).order_by(*order.by(with_index=True))


def order_of(model: Any, column: Column | None, *, is_descending: bool) -> Order:
    """The order of a list by a column that an index keeps, or by id without one."""
    if column is None:
        return Order(model.__table__.alias(), (), is_descending)
    if column.joins:
        walked = SORT_TABLES[model].alias()
        return Order(walked, (walked.c[column.name],), is_descending)
    own = model.__table__.alias()
    return Order(own, tuple(own.c[name] for name in _names_in(model, column)), is_descending)


def _names_in(model: Any, column: Column) -> tuple[str, ...]:
    return tuple(_name_in(model, expression) for expression in column.sort)


def _name_in(model: Any, expression: Any) -> str:
    is_own = isinstance(expression, InstrumentedAttribute) and expression.class_ is model
    return expression.property.columns[0].name if is_own else ""


@cache
def _is_indexed(model: Any, names: tuple[str, ...]) -> bool:
    """Whether an index holds these columns, then the id: it then keeps their order among equals too."""
    table = model.__table__
    indexed = [[column.name for column in index.columns] for index in table.indexes]
    unique = [[column.name for column in item.columns] for item in table.constraints if _is_unique(item)]
    return any(columns == [*names, "id"] for columns in indexed) or list(names) in unique


def _is_unique(constraint: Any) -> bool:
    return isinstance(constraint, UniqueConstraint)


def walked(
    model: Any,
    ids: Select[Any] | CompoundSelect[Any],
    criteria: Sequence[Any],
    *,
    most: Any,
    in_sight: Texts | None = None,
) -> Select[Any]:
    """The ids of the rows in the order that `ids` gives, each tested as it comes, at most so many: for a page of many.

    Rows `in_sight` are asked nothing but their texts. Both databases hand on what a subquery gives in its order; to ask
    for it again would make SQLite test all of them.
    """
    passed = ids.limit(most).subquery()
    if in_sight is not None:
        return select(passed.c.id).where(in_sight.test(passed.c.id)).execution_options(**WHOLE_REGISTER)
    test = select(model.id).where(model.id == passed.c.id, *criteria).correlate(passed).scalar_subquery()
    return select(passed.c.id).where(test.is_not(None)).execution_options(**ROW_BY_ROW)


def found_then_sorted(model: Any, order: Order, criteria: Sequence[Any]) -> Select[Any]:
    """The same where few are found."""
    found = select(model.id).join(order.table, order.table.c.id == model.id).where(*criteria)
    return found.order_by(*order.by(with_index=False))


def those_sorted(found: Select[Any] | BindParameter[str], order: Order) -> Select[Any]:
    """The same of ids that were found already, of rows in sight: nothing else is read than what orders them.

    Found by a statement, or given as the JSON of their list.
    """
    row_id = order.table.c.id
    is_found = of_these(row_id, found) if isinstance(found, BindParameter) else among(row_id, found.scalar_subquery())
    return select(row_id).where(is_found).order_by(*order.by(with_index=False))


def last_id_of(model: Any) -> ScalarSelect[int]:
    """The last id that a table holds, whoever sees it: how far a walk would go. 0 for a class that has no table."""
    table = model.__table__
    last = func.max(table.c.id) if isinstance(table, Table) else literal(0)
    return select(last).scalar_subquery()
