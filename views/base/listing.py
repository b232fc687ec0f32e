"""A list, from its address to its rows: whitelisted, capped, in at most four statements whatever it shows."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, True_, case, func, select
from werkzeug.datastructures import MultiDict

from mdo.columns import Column, loading_options
from mdo.context import context_of
from mdo.plain_rows import plain_rows
from mdo.scope_clauses import writable_clause
from mdo.search.matching import matching
from views.base.database import db
from views.base.filters import Filter

PAGE_SIZES = (25, 50, 100)
_MAX_PAGE = 1_000_000
_MAX_QUERY = 200
# A page stays under 100 KB: with many columns it has fewer rows.
_MAX_CELLS = 1_000


@dataclass(frozen=True)
class Ignored:
    """What an address asks for that the list does not have: a filter's value, a filter, a column or an order."""

    kind: str  # value, filter, column, order
    name: str
    value: str = ""


@dataclass(frozen=True)
class ListState:
    """What the address asks for, after the whitelist; what is unknown changes nothing and is told in `ignored`."""

    query: str
    page: int
    size: int
    order: str
    is_descending: bool
    columns: tuple[str, ...]
    active: tuple[tuple[Filter, tuple[str, ...]], ...]
    ignored: tuple[Ignored, ...] = ()

    @property
    def is_filtered(self) -> bool:
        return bool(self.query or self.active)


def _number(text: str | None, default: int, highest: int) -> int:
    return min(int(text), highest) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def read_state(
    args: MultiDict[str, str],
    columns: Sequence[Column],
    filters: Sequence[Filter],
    base_order: tuple[str, str],
    default_size: int = PAGE_SIZES[0],
) -> ListState:
    """Reads page, size, order, columns, search and filters from a query string; never raises."""
    wanted = args.get("order", "")
    name = wanted.removeprefix("-")
    is_sortable = any(column.name == name and column.sort for column in columns)
    order, descending = (name, wanted.startswith("-")) if is_sortable else (base_order[0], base_order[1] == "desc")
    chosen = {part for value in args.getlist("cols") for part in value.split(",")}
    names = tuple(column.name for column in columns if column.name in chosen)
    if not names:
        names = tuple(column.name for column in columns if column.is_shown)
    size = _number(args.get("size"), default_size, PAGE_SIZES[-1])
    if size not in PAGE_SIZES:
        size = default_size
    while size * len(names) > _MAX_CELLS and size > PAGE_SIZES[0]:
        size //= 2
    return ListState(
        query=args.get("q", "").strip()[:_MAX_QUERY],
        page=max(_number(args.get("page"), 1, _MAX_PAGE), 1),
        size=size if size in PAGE_SIZES else PAGE_SIZES[0],
        order=order,
        is_descending=descending,
        columns=names,
        active=tuple((item, values) for item in filters if (values := item.values(args))),
        ignored=_ignored(args, columns, filters),
    )


def _ignored(args: MultiDict[str, str], columns: Sequence[Column], filters: Sequence[Filter]) -> tuple[Ignored, ...]:
    found = [Ignored("value", item.label, value) for item in filters for value in item.refused(args)]
    known = {argument for item in filters for argument in item.arguments}
    strangers = (name for name in args if name.startswith("f_") and name not in known)
    found += [Ignored("filter", name.removeprefix("f_")) for name in strangers]
    names = {column.name for column in columns}
    asked = dict.fromkeys(part for value in args.getlist("cols") for part in value.split(",") if part)
    found += [Ignored("column", name) for name in asked if name not in names]
    order = args.get("order", "").removeprefix("-")
    if order and not any(column.name == order and column.sort for column in columns):
        found.append(Ignored("order", order))
    return tuple(found)


def arguments_of(state: ListState, columns: Sequence[Column], base_order: tuple[str, str]) -> list[tuple[str, str]]:
    """The shortest address that asks for this state: search, filters, order, columns; not where one is in the pages."""
    pairs = [("q", state.query)] if state.query else []
    for item, values in state.active:
        pairs.extend(item.pairs(values))
    if (state.order, state.is_descending) != (base_order[0], base_order[1] == "desc"):
        pairs.append(("order", f"-{state.order}" if state.is_descending else state.order))
    if state.columns != tuple(column.name for column in columns if column.is_shown):
        pairs.append(("cols", ",".join(state.columns)))
    return pairs


def criteria_of(model: Any, state: ListState, today: dt.date, *, with_private: bool) -> list[ColumnElement[bool]]:
    """The search and the filters of a list, as criteria."""
    criteria = [item.criterion(values, today) for item, values in state.active]
    if state.query:
        criteria.append(matching(db.session, model, state.query, with_private=with_private, translate=gettext))
    return criteria


def ordering(model: Any, columns: Sequence[Column], state: ListState) -> tuple[list[Any], list[Any]]:
    """The relations to join and the expressions to order by; the id ends every order, so that pages are defined."""
    column = next((item for item in columns if item.name == state.order and item.sort), None)
    if column is None:
        return [], [model.id.desc() if state.is_descending else model.id]
    expressions = [expression.desc() if state.is_descending else expression for expression in column.sort]
    return list(column.joins), [*expressions, model.id.desc() if state.is_descending else model.id]


def page_statement(model: Any, columns: Sequence[Column], state: ListState, criteria: Sequence[Any]) -> Select[Any]:
    """One page of rows, each with whether the reader may change it: ids first, so that a deep page stays cheap."""
    joins, order = ordering(model, columns, state)
    context = context_of(db.session)
    ids = select(model.id).where(*criteria)
    rows = select(model, writable_clause(model, context.scope, context.today).label("is_writable"))
    for relation in joins:
        ids = ids.outerjoin(relation)
        rows = rows.outerjoin(relation)
    ids = ids.order_by(*order).limit(state.size).offset((state.page - 1) * state.size)
    shown = [column for column in columns if column.name in state.columns]
    return rows.where(model.id.in_(ids.scalar_subquery())).order_by(*order).options(*loading_options(shown))


def count(model: Any, criteria: Sequence[Any]) -> tuple[int, int]:
    """How many rows the list has in all, and how many of them the reader may change."""
    context = context_of(db.session)
    clause = writable_clause(model, context.scope, context.today)
    changeable = func.count(model.id) if isinstance(clause, True_) else func.count(case((clause, model.id)))
    total, writable = db.session.execute(select(func.count(model.id), changeable).where(*criteria)).one()
    return total, writable


def all_rows(model: Any, columns: Sequence[Column], state: ListState, criteria: Sequence[Any]) -> Iterator[Any]:
    """Every row of the list in its order, in batches: for the Excel file."""
    joins, order = ordering(model, columns, state)

    def complete(statement: Select[Any]) -> Select[Any]:
        for relation in joins:
            statement = statement.outerjoin(relation)
        return statement.where(*criteria).order_by(*order)

    shown = [column for column in columns if column.name in state.columns]
    return plain_rows(db.session, model, shown, complete)
