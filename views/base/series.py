"""A record among those of the list that it was opened from: which are before and after it, and how many there are.

Its neighbours are found by its place in the order, not by counting pages: the search, the filters and the reader's
scope are asked again at each step, and a record that an edit took out of the list still has neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, and_, false, not_, or_, select
from werkzeug.datastructures import MultiDict

from mdo.kernel.base.context import context_of
from mdo.kernel.base.counting import CAP, capped
from mdo.kernel.scope.reading import ROW_BY_ROW
from views.base.coming_back import BACK, address_of_list, at_row, came_from, list_asked
from views.base.database import db
from views.base.listing import PAGE_SIZES, nearest, ordering, read_state, settled_order
from views.base.listrows import size_of
from views.security.gate import current_identity


@dataclass(frozen=True)
class Step:
    """The place of a record in its list, with the addresses of those beside it and of the list.

    `position` is None where the list is too long to be counted, or no longer holds the record. Beside a form stand
    those that its reader may change (`is_form`); `skipped` counts those that save and next passes over on its way.
    """

    list_url: str
    total: int
    position: int | None = None
    previous_id: int | None = None
    next_id: int | None = None
    previous_url: str | None = None
    next_url: str | None = None
    is_form: bool = False
    skipped: int = 0


def step_of(view: Any, row_id: int, method: str, *, counts_skipped: bool = False) -> Step | None:
    """Where a record of a view stands in the list that it was opened from, if any; `method` is the page it is shown by.

    In three statements, whatever the list holds; two more where `counts_skipped` asks a reader with limits.
    """
    asked_for = list_asked(view, came_from()) if view.may("can_list") else None
    if asked_for is None:
        return None
    columns = view.visible_columns()
    identity = current_identity()
    args = MultiDict(parse_qsl(asked_for))
    state = read_state(args, columns, view.filters, view.order, (identity and identity.page_size) or PAGE_SIZES[0])
    asked = view.rows_asked(state)
    size = size_of(asked)
    if not size.total and (near := nearest(asked, state, with_private=view.reads_personal())) is not None:
        asked, size = near, size_of(near)
    state = settled_order(view.model, columns, state, size, view.order)
    joins, order = ordering(view.model, columns, replace(state, is_descending=False))
    values = _values(view.model, joins, order, row_id)
    # A form that the reader may not open is no neighbour of a form.
    is_form = method == "edit"
    opened = view.changeable() if is_form else ()

    def beside(*, is_later: bool) -> Any:
        is_greater = is_later is not state.is_descending
        further = _beyond(view.model, order, values, is_greater=is_greater)
        found = _joined(view.model.id, joins).where(*asked.criteria, *opened, further)
        return found.order_by(*(item if is_greater else item.desc() for item in order)).limit(1).scalar_subquery()

    parts = [beside(is_later=False).label("before"), beside(is_later=True).label("after")]
    if not size.is_beyond:
        is_here = select(view.model.id).where(view.model.id == row_id, *asked.criteria)
        earlier = _beyond(view.model, order, values, is_greater=state.is_descending)
        parts.append(capped(_joined(view.model.id, joins).where(*asked.criteria, earlier)).scalar_subquery())
        parts.append(is_here.exists())
    before, after, *place = db.session.execute(select(*parts), execution_options=ROW_BY_ROW).one()
    skipped = 0
    if counts_skipped and not context_of(db.session).scope.is_unlimited:
        passed = [_beyond(view.model, order, values, is_greater=not state.is_descending)]
        if after:
            arrival = _values(view.model, joins, order, after)
            passed.append(_beyond(view.model, order, arrival, is_greater=state.is_descending))
        count = capped(_joined(view.model.id, joins).where(*asked.criteria, *(not_(item) for item in opened), *passed))
        skipped = db.session.scalar(count, execution_options=ROW_BY_ROW) or 0
    position = place[0] + 1 if place and place[1] and place[0] < CAP else None
    if position is not None:
        args["page"] = str((position - 1) // state.size + 1)
    back = address_of_list(view, urlencode([pair for pair in args.items(multi=True) if pair != ("page", "1")]))
    return Step(
        list_url=at_row(view, back, row_id),
        total=size.total,
        position=position,
        previous_id=before,
        next_id=after,
        previous_url=view.url(method, pk=before, **{BACK: back}) if before else None,
        next_url=view.url(method, pk=after, **{BACK: back}) if after else None,
        is_form=is_form,
        skipped=skipped,
    )


def _joined(wanted: Any, joins: Sequence[Any]) -> Any:
    statement = select(wanted)
    for relation in joins:
        statement = statement.outerjoin(relation)
    return statement


def _values(model: Any, joins: Sequence[Any], order: Sequence[Any], row_id: int) -> Sequence[Any]:
    """What the row is ordered by, as the database says it."""
    statement = select(*order).select_from(model)
    for relation in joins:
        statement = statement.outerjoin(relation)
    found = db.session.execute(statement.where(model.id == row_id), execution_options=ROW_BY_ROW).one_or_none()
    return (*(None for _ in order[1:]), row_id) if found is None else tuple(found)


def _beyond(model: Any, order: Sequence[Any], values: Sequence[Any], *, is_greater: bool) -> ColumnElement[bool]:
    """The rows whose values come after these in ascending order, or before; nothing stands as the database puts it."""
    nothing_first = db.session.get_bind().dialect.name == "sqlite"
    clauses: list[ColumnElement[bool]] = []
    same: list[ColumnElement[bool]] = []
    for item, value in zip(order, values, strict=True):
        # Where nothing stands on the side that is asked for, it is beyond any value.
        nothing_is_beyond = nothing_first is not is_greater
        if value is None:
            beyond = false() if nothing_is_beyond else item.is_not(None)
        else:
            beyond = item > value if is_greater else item < value
            if nothing_is_beyond and _may_be_empty(model, item):
                beyond = or_(beyond, item.is_(None))
        clauses.append(and_(*same, beyond))
        same.append(item.is_(None) if value is None else item == value)
    first, value = order[0], values[0]
    if value is not None and not _may_be_empty(model, first):
        # What an index may begin at.
        return and_(first >= value if is_greater else first <= value, or_(*clauses))
    return or_(*clauses)


def _may_be_empty(model: Any, item: Any) -> bool:
    """Whether a row may have nothing to be ordered by there: nothing is joined to it, or nothing is stored."""
    return getattr(item, "class_", None) is not model or bool(getattr(item, "nullable", True))
