"""The size of a list and the rows of its page; the statements of a list without filters are built once (`mdo.kept`)."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, Select, True_, bindparam, case, func, select

from mdo import counting
from mdo.columns import Column, loading_options
from mdo.context import context_of
from mdo.kept import kept
from mdo.scope import ROW_BY_ROW, sees_all
from mdo.scope_clauses import writable_clause
from mdo.scope_rules import Scope
from mdo.search.walking import found_then_sorted, is_kept, order_of, walked
from models.placement import AsPerson, OwnedByUser
from views.base.database import db
from views.base.listing import Asked, ListState, Size, order_column, ordering_by

# Rows that are tested one by one before the rows found are sorted: some 20 ms.
_FEW_TESTS = 10_000

# Where the page is, given when its statement is run.
_SIZE = bindparam("page_size", type_=Integer)
_OFFSET = bindparam("page_offset", type_=Integer)
_MOST = bindparam("most", type_=Integer)

Criteria = tuple[Any, ...]
Shown = tuple[Column, ...]
Page = Mapping[str, int]


def size_of(asked: Asked) -> Size:
    """Counts the rows of a list, one beyond the cap at most."""
    model, (scope, today) = asked.model, _reader_of(asked.model)
    if scope.is_unlimited and isinstance(writable_clause(model, scope, today), True_):
        if asked.texts is not None and not asked.filters and sees_all(db.session, model):
            statement = _whole(model, asked.texts.found, counting.CAP)
        else:
            statement = _built(asked, _size_of_all, counting.CAP)
        total, last = db.session.execute(statement).one()
        return Size(total, total, last or 0)
    total, changeable = db.session.execute(_built(asked, _size_of_some, counting.CAP, scope, today)).one()
    if counting.is_beyond(total) and not counting.is_beyond(changeable):
        clause = writable_clause(model, scope, today)
        changeable = db.session.scalar(counting.capped(select(model.id).where(*asked.criteria, clause)))
    return Size(total, changeable)


def page_of(asked: Asked, columns: Sequence[Column], state: ListState, size: Size) -> Sequence[Any]:
    """One page of rows, each with whether the reader may change it: ids first, so that a deep page stays cheap."""
    model, from_end = asked.model, bool(state.from_end)
    offset = ((state.from_end or state.page) - 1) * state.size
    column = order_column(columns, state)
    shown = tuple(item for item in columns if item.name in state.columns)
    key = (shown, column, state.is_descending, state.is_descending ^ from_end, *_reader_of(model))
    page = {"page_size": state.size, "page_offset": offset}
    if size.last_id is None and _is_apart(model, column):
        return _rows_apart(asked, page, *key)
    if size.last_id is None or not is_kept(model, column):
        return _rows(_built(asked, _sorted_rows, *key), page)
    reached = offset + state.size
    if size.total**2 > state.size * size.last_id:
        # As many as if they stood evenly; beyond, they stand together somewhere, and are found by themselves.
        most = _FEW_TESTS + 4 * reached * size.last_id // size.total if asked.criteria else reached
        rows = walked_rows(asked, {**page, "most": most}, *key)
        if len(rows) == min(state.size, size.total - offset) or (size.is_beyond and not asked.criteria):
            return rows
    return found_rows(asked, page, *key)


def walked_rows(asked: Asked, page: Page, *key: Any) -> Sequence[Any]:
    """The rows of a page, found by a walk of the index of their order."""
    tests = (*asked.filters, asked.texts.test(asked.model.id)) if asked.texts else asked.criteria
    return _rows(_walked_rows(asked.model, tests, *key) if tests else kept(_walked_rows, asked.model, (), *key), page)


def found_rows(asked: Asked, page: Page, *key: Any) -> Sequence[Any]:
    """The rows of a page, of all those found and sorted."""
    return _rows(_built(asked, _found_rows, *key), page)


def _rows(statement: Any, values: Mapping[str, Any]) -> Sequence[Any]:
    found: Sequence[Any] = db.session.execute(statement, values).unique().all()
    return found


def _rows_apart(
    asked: Asked,
    page: Page,
    shown: Shown,
    column: Column | None,
    is_descending: bool,
    is_read_descending: bool,
    *reader: Any,
) -> Sequence[Any]:
    ids = db.session.scalars(_built(asked, _ids_in_order, column, is_read_descending), page).all()
    rows = _rows(kept(_rows_by_id, asked.model, shown, *reader), {"ids": ids})
    places = {pk: place for place, pk in enumerate(ids)}
    return sorted(rows, key=lambda row: places[row[0].id], reverse=is_descending is not is_read_descending)


def _built(asked: Asked, build: Callable[..., Any], *key: Any) -> Any:
    """A statement from memory where a list has no criteria of its own, else built anew."""
    return build(asked.model, asked.criteria, *key) if asked.criteria else kept(build, asked.model, (), *key)


def _reader_of(model: Any) -> tuple[Scope, dt.date]:
    """What tells a reader's statements from those of others: nothing, for those who may change every row."""
    context = context_of(db.session)
    if context.scope.is_unlimited and not isinstance(getattr(model, "__placement__", None), OwnedByUser):
        return Scope.everything(), dt.date.min
    return context.scope, context.today


def _is_apart(model: Any, column: Column | None) -> bool:
    """Whether the ids of a page are read in a statement of their own.

    What narrows people is dear: the rows then ask it of themselves alone, or do not join them again for the order.
    """
    return isinstance(getattr(model, "__placement__", None), AsPerson) or bool(column and column.joins)


# ---- Statements: what they say is in their arguments -----------------------------------------------------------------


def _whole(model: Any, counted: Select[Any], cap: int) -> Select[Any]:
    last_id = select(func.max(model.id)).scalar_subquery()
    return select(counting.capped(counted, cap).scalar_subquery(), last_id)


def _size_of_all(model: Any, criteria: Criteria, cap: int) -> Select[Any]:
    return _whole(model, select(model.id).where(*criteria), cap)


def _size_of_some(model: Any, criteria: Criteria, cap: int, scope: Scope, today: dt.date) -> Select[Any]:
    clause = writable_clause(model, scope, today)
    rows = select(model.id, case((clause, model.id)).label("changeable")).where(*criteria)
    seen = rows.limit(cap + 1).subquery()
    return select(func.count(), func.count(seen.c.changeable)).select_from(seen)


def _ids_in_order(model: Any, criteria: Criteria, column: Column | None, is_descending: bool) -> Select[Any]:
    joins, order = ordering_by(model, column, is_descending=is_descending)
    ids = select(model.id).where(*criteria)
    for relation in joins:
        ids = ids.outerjoin(relation)
    return ids.order_by(*order).limit(_SIZE).offset(_OFFSET)


def _sorted_rows(
    model: Any,
    criteria: Criteria,
    shown: Shown,
    column: Column | None,
    is_descending: bool,
    is_read_descending: bool,
    *reader: Any,
) -> Select[Any]:
    ids = _ids_in_order(model, criteria, column, is_read_descending)
    return _rows_of(model, ids, shown, column, is_descending, *reader)


def _walked_rows(
    model: Any,
    tests: Criteria,
    shown: Shown,
    column: Column | None,
    is_descending: bool,
    is_read_descending: bool,
    *reader: Any,
) -> Select[Any]:
    order = order_of(model, column, is_descending=is_read_descending)
    ids = walked(model, order, tests, most=_MOST).limit(_SIZE).offset(_OFFSET)
    return _rows_of(model, ids, shown, column, is_descending, *reader)


def _found_rows(
    model: Any,
    criteria: Criteria,
    shown: Shown,
    column: Column | None,
    is_descending: bool,
    is_read_descending: bool,
    *reader: Any,
) -> Select[Any]:
    order = order_of(model, column, is_descending=is_read_descending)
    ids = found_then_sorted(model, order, criteria).limit(_SIZE).offset(_OFFSET)
    return _rows_of(model, ids, shown, column, is_descending, *reader)


def _rows_of(
    model: Any,
    ids: Select[Any],
    shown: Shown,
    column: Column | None,
    is_descending: bool,
    scope: Scope,
    today: dt.date,
) -> Select[Any]:
    joins, order = ordering_by(model, column, is_descending=is_descending)
    rows = select(model, writable_clause(model, scope, today).label("is_writable"))
    for relation in joins:
        rows = rows.outerjoin(relation)
    return rows.where(model.id.in_(ids.scalar_subquery())).order_by(*order).options(*loading_options(shown))


def _rows_by_id(model: Any, shown: Shown, scope: Scope, today: dt.date) -> Select[Any]:
    is_writable = writable_clause(model, scope, today, row_by_row=True).label("is_writable")
    rows = select(model, is_writable).where(model.id.in_(bindparam("ids", expanding=True)))
    return rows.options(*loading_options(shown)).execution_options(**ROW_BY_ROW)
