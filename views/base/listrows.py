"""The size of a list and the rows of its page; the statements of a list without filters are built once."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, String, True_, bindparam, case, cast, func, select

from mdo.kernel.base import counting
from mdo.kernel.base.context import context_of
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.fields.columns import Column, loading_options
from mdo.kernel.scope.clauses import among, writable_clause
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.placements import LARGE
from mdo.kernel.scope.reading import ROW_BY_ROW, WHOLE_REGISTER, places_of, sees_all
from mdo.kernel.search.matching import Texts
from mdo.kernel.search.walking import (
    found_then_sorted,
    in_order,
    in_places,
    is_kept,
    key_in_places,
    last_id_of,
    order_of,
    those_sorted,
    walked,
)
from models.placement import OwnedByUser
from models.sorting import SORT_TABLES
from views.base.database import db
from views.base.listing import AskedRows, ListState, Size, order_column, ordering_by
from views.base.removing import MAX_ROWS

# Rows that are tested one by one before the rows found are sorted: some 20 ms.
_FEW_TESTS = 10_000

# And for each row reached, where a search found more than it counts: some 20 ms for the first page.
_FEW_OF_A_SEARCH = 80

# Where the page is, given when its statement is run.
_SIZE = bindparam("page_size", type_=Integer)
_OFFSET = bindparam("page_offset", type_=Integer)
_MOST = bindparam("most", type_=Integer)

Criteria = tuple[Any, ...]
Shown = tuple[Column, ...]
Page = Mapping[str, Any]


def size_of(asked: AskedRows) -> Size:
    """Counts the rows of a list, one beyond the cap at most; those to change, one beyond what a bulk action takes."""
    model, (scope, today) = asked.model, _reader_of(asked.model)
    if scope.is_unlimited and isinstance(writable_clause(model, scope, today), True_):
        if asked.texts is not None and not asked.filters and sees_all(db.session, model):
            statement, values = kept(_size_of_texts, asked.texts, asked.cap), asked.texts.values
        else:
            statement, values = _built(_size_of_all, model, asked.criteria, asked.cap), {}
        total, last = db.session.execute(statement, values).one()
        return Size(total, asked.cap, total, last or 0)
    ids = None
    if asked.texts is not None and model in SORT_TABLES:
        total, changeable, last, ids = _read_to_be_counted(asked, scope, today)
    elif scope.reach is Reach.ARRONDISSEMENTS and _is_register(model, with_criteria=bool(asked.criteria)):
        statement = _built(_size_of_register, model, asked.criteria, asked.cap, scope, today)
        # PostgreSQL gathers once whom she sees, where it looks for some of them; SQLite would for each count.
        is_gathered = asked.criteria and db.session.get_bind().dialect.name == "postgresql"
        options = {} if is_gathered else ROW_BY_ROW
        total, changeable, last = db.session.execute(statement, execution_options=options).one()
    else:
        statement = _built(_size_of_some, model, asked.criteria, asked.cap, scope, today)
        total, changeable, last = db.session.execute(statement).one()
    if counting.is_beyond(total, asked.cap) and changeable <= MAX_ROWS:
        clause = writable_clause(model, scope, today)
        changeable = db.session.scalar(counting.capped(select(model.id).where(*asked.criteria, clause), MAX_ROWS)) or 0
    return Size(total, asked.cap, changeable, last or 0, ids)


def _read_to_be_counted(asked: AskedRows, scope: Scope, today: dt.date) -> tuple[int, int, int, str | None]:
    """The size of what a limited reader searches for: texts are dear to ask twice; and its ids, where they are few."""
    if asked.texts is not None and asked.is_found_in_sight:
        statement, values = kept(_sizes_of_found, asked.texts, asked.cap, scope, today), asked.texts.values
    else:
        statement, values = _sizes(asked.model, _in_sight(asked, scope, today), asked.cap, with_ids=True), {}
    total, changeable, last, ids = db.session.execute(statement, values).one()
    return total, changeable, last, None if counting.is_beyond(total, asked.cap) else f"[{ids or ''}]"


def page_of(asked: AskedRows, columns: Sequence[Column], state: ListState, size: Size) -> Sequence[Any]:
    """One page of rows, each with whether the reader may change it: ids first, so that a deep page stays cheap."""
    if not size.total:
        return []
    model, from_end = asked.model, bool(state.from_end)
    offset = ((state.from_end or state.page) - 1) * state.size
    column = order_column(columns, state)
    shown = tuple(item for item in columns if item.name in state.columns)
    key = (shown, column, state.is_descending, state.is_descending ^ from_end, *_reader_of(model))
    page: dict[str, Any] = {"page_size": state.size, "page_offset": offset}
    if not is_kept(model, column):
        return _sorted_rows(asked, page, *key)
    if size.ids is not None:
        page["found"] = size.ids
        return _rows(replace(asked, filters=(), search=()), page, _found_by_id, (), *key)
    reached = offset + state.size
    places = _places_walked(model, column)
    passes_all = not places and not sees_all(db.session, model)
    is_whole = not asked.criteria and not passes_all
    is_searched = asked.texts is not None and size.is_beyond
    if is_searched or size.total**2 > state.size * size.last_id:
        # As many as if they stood evenly; beyond, they stand together somewhere, and are found by themselves. Of more
        # than a search counts nobody knows how many: those that so few tests do not find are soon sorted.
        most = reached if is_whole else _FEW_TESTS + 4 * reached * size.last_id // size.total
        if is_searched:
            # Who sees a ninth of the city and walks the order of all of it passes by the others.
            most = _FEW_OF_A_SEARCH * reached * (5 if passes_all else 1)
        rows = walked_rows(asked, {**page, "most": most}, places, *key)
        awaited = state.size if size.is_beyond else min(state.size, size.total - offset)
        if len(rows) == awaited or (size.is_beyond and is_whole):
            return rows
    return found_rows(asked, page, *key)


def walked_rows(asked: AskedRows, page: Page, places: tuple[int, ...], *key: Any) -> Sequence[Any]:
    """The rows of a page, found by a walk of the index of their order, in some places or in the whole city."""
    if asked.texts is None:
        return _rows(asked, page, _walking(places), asked.criteria, *key)
    return _rows(asked, {**page, **asked.texts.values}, _walking(places, asked.texts), asked.filters, *key)


def found_rows(asked: AskedRows, page: Page, *key: Any) -> Sequence[Any]:
    """The rows of a page, of all those found and sorted."""
    is_whole = not asked.filters and sees_all(db.session, asked.model)
    if asked.texts is not None and (is_whole or asked.is_found_in_sight):
        return _rows(asked, {**page, **asked.texts.values}, _found_by_texts(asked.texts), (), *key)
    return _rows(asked, page, _found, asked.criteria, *key)


def _sorted_rows(asked: AskedRows, page: Page, *key: Any) -> Sequence[Any]:
    return _rows(asked, page, _sorted, asked.criteria, *key)


def _rows(
    asked: AskedRows,
    page: Page,
    ids_of: Callable[..., Select[Any]],
    criteria: Criteria,
    shown: Shown,
    column: Column | None,
    is_descending: bool,
    is_read_descending: bool,
    scope: Scope,
    today: dt.date,
) -> Sequence[Any]:
    model, of_ids = asked.model, (column, is_read_descending)
    if not _is_apart(model, column, scope):
        statement = _built(_rows_of, model, criteria, ids_of, of_ids, shown, is_descending, scope, today)
        return _all(statement, page)
    ids = db.session.scalars(_built(ids_of, model, criteria, *of_ids), page).all()
    rows = _all(kept(_rows_by_id, model, shown, scope, today), {"ids": ids})
    places = {pk: place for place, pk in enumerate(ids)}
    return sorted(rows, key=lambda row: places[row[0].id], reverse=is_descending is not is_read_descending)


def _all(statement: Any, values: Mapping[str, Any]) -> Sequence[Any]:
    found: Sequence[Any] = db.session.execute(statement, values).unique().all()
    return found


def _built(build: Callable[..., Any], model: Any, criteria: Criteria, *key: Any) -> Any:
    """A statement from memory where a list has no criteria of its own, else built anew."""
    return build(model, criteria, *key) if criteria else kept(build, model, (), *key)


def _reader_of(model: Any) -> tuple[Scope, dt.date]:
    """What tells a reader's statements from those of others: nothing, for those who may change every row."""
    context = context_of(db.session)
    if context.scope.is_unlimited and not isinstance(getattr(model, "__placement__", None), OwnedByUser):
        return Scope.everything(), dt.date.min
    return context.scope, context.today


def _places_walked(model: Any, column: Column | None) -> tuple[int, ...]:
    """The places whose order the reader walks; none where she walks that of the whole city."""
    return places_of(db.session, model) if key_in_places(model, column) else ()


def _is_register(model: Any, *, with_criteria: bool) -> bool:
    """Whether rows are many, and those in sight counted by their places; those of some criteria, as they are asked."""
    return model in LARGE and LARGE[model].counted is not None and (_is_asked_apart(model) or not with_criteria)


def _is_asked_apart(model: Any) -> bool:
    """Whether what narrows such rows is dear, asked of each as it comes."""
    return model in LARGE and LARGE[model].counted is not None and LARGE[model].joined is not None


def _is_apart(model: Any, column: Column | None, scope: Scope) -> bool:
    """Whether the ids of a page are read in a statement of their own.

    What narrows people is dear: the rows then ask it of themselves alone, or do not join them again for the order.
    """
    return not scope.is_unlimited and (_is_asked_apart(model) or bool(column and column.joins))


# ---- Statements: what they say is in their arguments -----------------------------------------------------------------


def _whole(model: Any, counted: Any, cap: int) -> Select[Any]:
    return select(counting.capped(counted, cap).scalar_subquery(), last_id_of(model))


def _size_of_texts(texts: Texts, cap: int) -> Select[Any]:
    return _whole(texts.model, texts.counted, cap)


def _size_of_all(model: Any, criteria: Criteria, cap: int) -> Select[Any]:
    return _whole(model, select(model.id).where(*criteria), cap)


def _size_of_some(model: Any, criteria: Criteria, cap: int, scope: Scope, today: dt.date) -> Select[Any]:
    clause = writable_clause(model, scope, today)
    return _sizes(model, select(model.id, case((clause, model.id)).label("changeable")).where(*criteria), cap)


def _size_of_register(model: Any, criteria: Criteria, cap: int, scope: Scope, today: dt.date) -> Select[Any]:
    """Of all the people that a référent sees: their places are counted, and only a few people are looked at."""
    large: Any = LARGE[model]
    everyone: Any = large.counted(scope)
    changeable = select(model.id).where(*criteria, writable_clause(model, scope, today, row_by_row=True))
    if criteria:
        everyone = select(model.id).where(*criteria)
    else:
        own = large.written_from(scope).subquery()
        changeable = changeable.join(own, next(iter(own.c)) == model.id)
    counted = (counting.capped(everyone, cap), counting.capped(changeable, MAX_ROWS))
    return select(*(part.scalar_subquery() for part in counted), last_id_of(model))


def _in_sight(asked: AskedRows, scope: Scope, today: dt.date) -> Select[Any]:
    """Of the rows whose words were found, those that a limited reader sees, each with whether she may change it."""
    clause = writable_clause(asked.model, scope, today)
    return select(asked.model.id, case((clause, asked.model.id)).label("changeable")).where(*asked.criteria)


def _sizes_of_found(texts: Texts, cap: int, scope: Scope, today: dt.date) -> Select[Any]:
    """The same where the texts found are of rows in sight: counted as they stand, and read later as any others.

    Whether she may change a row is asked of as many as a bulk action takes.
    """
    model, seen = texts.model, texts.counted.limit(cap + 1).cte("found").prefix_with("MATERIALIZED")
    (row_id,) = seen.c
    clause = writable_clause(model, scope, today, row_by_row=True)
    changeable = select(model.id).where(among(model.id, select(row_id).scalar_subquery()), clause)
    parts = select(func.count()).select_from(seen), counting.capped(changeable, MAX_ROWS)
    ids = select(func.aggregate_strings(cast(row_id, String), ","))
    sizes = select(*(part.scalar_subquery() for part in parts), last_id_of(model), ids.scalar_subquery())
    return sizes.execution_options(**WHOLE_REGISTER)


def _sizes(model: Any, rows: Select[Any], cap: int, *, with_ids: bool = False) -> Select[Any]:
    seen = rows.limit(cap + 1).subquery()
    ids = [func.aggregate_strings(cast(seen.c.id, String), ",")] if with_ids else []
    counts: Any = (func.count(), func.count(seen.c.changeable), last_id_of(model))
    return select(*counts, *ids).select_from(seen)


def _sorted(model: Any, criteria: Criteria, column: Column | None, is_descending: bool) -> Select[Any]:
    joins, order = ordering_by(model, column, is_descending=is_descending)
    ids = select(model.id).where(*criteria)
    for relation in joins:
        ids = ids.outerjoin(relation)
    return ids.order_by(*order).limit(_SIZE).offset(_OFFSET)


@lru_cache(maxsize=64)
def _walking(places: tuple[int, ...], texts: Texts | None = None) -> Callable[..., Select[Any]]:
    """What walks the orders of these places, the same for as long as it is kept: its statements are kept by it."""

    def build(model: Any, criteria: Criteria, column: Column | None, is_descending: bool) -> Select[Any]:
        is_in_sight = bool(places and texts and texts.is_in_sight and not criteria)
        tests = (*criteria, texts.test(model.id)) if texts else criteria
        if places:
            passed: Any = in_places(model, key_in_places(model, column), places, is_descending=is_descending)
        else:
            passed = in_order(order_of(model, column, is_descending=is_descending))
        ids = walked(model, passed, tests, most=_MOST, in_sight=texts if is_in_sight else None)
        return ids.limit(_SIZE).offset(_OFFSET)

    return build


def _found(model: Any, criteria: Criteria, column: Column | None, is_descending: bool) -> Select[Any]:
    ids = found_then_sorted(model, order_of(model, column, is_descending=is_descending), criteria)
    return ids.limit(_SIZE).offset(_OFFSET)


@lru_cache(maxsize=64)
def _found_by_texts(texts: Texts) -> Callable[..., Select[Any]]:
    def build(model: Any, _criteria: Criteria, column: Column | None, is_descending: bool) -> Select[Any]:
        ids = those_sorted(texts.found, order_of(model, column, is_descending=is_descending))
        return ids.limit(_SIZE).offset(_OFFSET)

    return build


def _found_by_id(model: Any, _criteria: Criteria, column: Column | None, is_descending: bool) -> Select[Any]:
    found = bindparam("found", type_=String)
    return those_sorted(found, order_of(model, column, is_descending=is_descending)).limit(_SIZE).offset(_OFFSET)


def _rows_of(
    model: Any,
    criteria: Criteria,
    ids_of: Callable[..., Select[Any]],
    of_ids: tuple[Column | None, bool],
    shown: Shown,
    is_descending: bool,
    scope: Scope,
    today: dt.date,
) -> Select[Any]:
    ids = ids_of(model, criteria, *of_ids).scalar_subquery()
    joins, order = ordering_by(model, of_ids[0], is_descending=is_descending)
    rows = select(model, writable_clause(model, scope, today).label("is_writable"))
    for relation in joins:
        rows = rows.outerjoin(relation)
    rows = rows.where(among(model.id, ids)).order_by(*order).options(*loading_options(shown))
    return rows.execution_options(**ROW_BY_ROW)


def _rows_by_id(model: Any, shown: Shown, scope: Scope, today: dt.date) -> Select[Any]:
    is_writable = writable_clause(model, scope, today, row_by_row=True).label("is_writable")
    rows = select(model, is_writable).where(model.id.in_(bindparam("ids", expanding=True)))
    return rows.options(*loading_options(shown)).execution_options(**ROW_BY_ROW)
