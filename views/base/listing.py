"""A list, from its address to its rows: whitelisted, capped, in at most four statements whatever it shows."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, func, literal, or_, select, true, union_all
from werkzeug.datastructures import MultiDict

from mdo.columns import Column, loading_options
from mdo.context import context_of
from mdo.scope import writable_clause
from mdo.search import matching
from models.search import SEARCH_TABLES
from views.base.database import db
from views.base.fields import posted_ids
from views.base.filters import Filter, RelationFilter

PAGE_SIZES = (25, 50, 100)
_MAX_PAGE = 1_000_000
_MAX_QUERY = 200
# A page stays under 100 KB: with many columns it has fewer rows.
_MAX_CELLS = 1_000


@dataclass(frozen=True)
class ListState:
    """What the address asks for, after the whitelist: anything unknown is as if it were not there."""

    query: str
    page: int
    size: int
    order: str
    is_descending: bool
    columns: tuple[str, ...]
    active: tuple[tuple[Filter, tuple[str, ...]], ...]

    @property
    def is_filtered(self) -> bool:
        return bool(self.query or self.active)


def _number(text: str | None, default: int, highest: int) -> int:
    return min(int(text), highest) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def read_state(
    args: MultiDict[str, str], columns: Sequence[Column], filters: Sequence[Filter], base_order: tuple[str, str]
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
    size = _number(args.get("size"), PAGE_SIZES[0], PAGE_SIZES[-1])
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
    )


def criteria_of(model: Any, state: ListState, today: dt.date, *, with_private: bool) -> list[ColumnElement[bool]]:
    """The search and the filters of a list, as criteria."""
    criteria = [item.criterion(values, today) for item, values in state.active]
    if state.query:
        dialect = db.engine.dialect.name
        if model in SEARCH_TABLES:
            criteria.append(matching(model, state.query, with_private=with_private, dialect_name=dialect))
        else:
            criteria.append(plain_match(model, state.query))
    return criteria


def plain_match(model: Any, query: str) -> ColumnElement[bool]:
    """Search in a short table without a search text: every word, case ignored, in any text column of the row."""
    columns = [
        attribute
        for attribute in model.__mapper__.column_attrs
        if isinstance(attribute.columns[0].type, String)
        and attribute.key not in {"password", "sort_key"}
        and getattr(attribute.columns[0].type, "enum_class", None) is None
    ]
    found: ColumnElement[bool] = true()
    for word in query.split():
        escaped = word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        texts = [func.lower(getattr(model, attribute.key)).like(f"%{escaped}%", escape="\\") for attribute in columns]
        found = and_(found, or_(false(), *texts))
    return found


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


def count(model: Any, criteria: Sequence[Any]) -> int:
    """How many rows the list has in all."""
    return db.session.scalar(select(func.count(model.id)).where(*criteria)) or 0


def all_rows(model: Any, columns: Sequence[Column], state: ListState, criteria: Sequence[Any]) -> Iterator[Any]:
    """Every row of the list in its order, in batches: for the Excel file."""
    joins, order = ordering(model, columns, state)
    statement = select(model).where(*criteria)
    for relation in joins:
        statement = statement.outerjoin(relation)
    shown = [column for column in columns if column.name in state.columns]
    statement = statement.order_by(*order).options(*loading_options(shown))
    yield from db.session.scalars(statement.execution_options(yield_per=500))


def filter_choices(filters: Sequence[Filter], active: dict[str, tuple[str, ...]]) -> dict[str, list[tuple[str, str]]]:
    """Choices of the relation filters in one statement: all the rows of short tables, the active ones of long ones."""
    parts = []
    for item in filters:
        if not isinstance(item, RelationFilter):
            continue
        ids = posted_ids(active.get(item.name, ()))
        if not item.is_short and not ids:
            continue
        part = select(
            literal(item.name).label("filter"),
            item.target.id.label("id"),
            cast(item.label_column, String).label("text"),
            cast(item.order_by if item.order_by is not None else item.label_column, String).label("rank"),
        )
        parts.append(part if item.is_short else part.where(item.target.id.in_(ids)))
    found: dict[str, list[tuple[str, str]]] = {}
    if parts:
        rows = db.session.execute(union_all(*parts) if len(parts) > 1 else parts[0]).all()
        for name, row_id, text, _rank in sorted(
            rows, key=lambda row: (row[0], len(row[3]) if row[3].isdigit() else 0, row[3])
        ):
            found.setdefault(name, []).append((str(row_id), text))
    return found
