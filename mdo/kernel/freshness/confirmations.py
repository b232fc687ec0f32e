"""« Toujours exact »: what is to be confirmed, and the stamp that says so."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, or_, select, true, union_all
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.kept_statements import ACTOR_ID, kept
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import start_of_day
from mdo.kernel.fields.tables import TABLES
from mdo.kernel.freshness.looked_at import CONFIRMED, Confirmed, stale_clause
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.reading import ROW_BY_ROW
from models.freshness import Confirmation

# What a page shows and one click confirms.
MOST = 100
# Of the records that go with another, how many that wait are asked whether it waits too: a whole arrondissement of a
# large city may wait, and none of them alone.
_MOST_ASKED = 1_000
_NOT_YOURS = N_("One of these records is not yours to confirm, or is gone: nothing was confirmed.")

Record = tuple[str, int]


@dataclass(frozen=True)
class ToConfirm:
    """A record that nobody has written to or confirmed for long; `changed_at` is its last change."""

    model: str
    id: int
    name: str
    changed_at: dt.datetime


def to_confirm(session: AnySession) -> Sequence[ToConfirm]:
    """The records that the reader may change and that are to be confirmed, those longest untouched first; one
    statement, and as many of each table at most as a page shows. What goes with another record that waits is not
    among them; of what goes with others, the first thousand that wait are looked at."""
    context = context_of(session)
    scope = Scope.everything() if context.scope.is_unlimited else context.scope
    rows = session.execute(kept(_asked, scope, context.today), execution_options=ROW_BY_ROW)
    found = [ToConfirm(*row) for row in rows]
    return sorted(found, key=lambda record: (record.changed_at, record.model, record.id))


def confirmed_with(session: AnySession, model: type, ids: Sequence[int]) -> Mapping[int, Sequence[Record]]:
    """By the id of a row of `model`, the records that wait with it: they go with it and are to be confirmed too."""
    context = context_of(session)
    scope = Scope.everything() if context.scope.is_unlimited else context.scope
    found: dict[int, list[Record]] = defaultdict(list)
    for confirmed in CONFIRMED.values():
        if _parent_of(confirmed) is model and ids:
            asked = kept(_asked_within, confirmed.model, scope, context.today)
            for row_id, of in session.execute(asked, {"of": list(ids)}, execution_options=ROW_BY_ROW):
                found[of].append((confirmed.model.__name__, row_id))
    return found


def _parent_of(confirmed: Confirmed) -> Any:
    return None if confirmed.within is None else confirmed.within.property.mapper.class_


def _waits(confirmed: Confirmed, today: dt.date) -> ColumnElement[bool]:
    return and_(true() if confirmed.kept is None else confirmed.kept, stale_clause(confirmed.model, today))


def _asked(scope: Scope, today: dt.date) -> Any:
    parts = []
    for confirmed in CONFIRMED.values():
        model: Any = confirmed.model
        clauses = [_waits(confirmed, today), writable_clause(model, scope, today, row_by_row=True)]
        parent = _parent_of(confirmed)
        name = TABLES[model].called
        one = select(literal(model.__name__).label("model"), model.id, name.label("name"), model.updated_at)
        if parent is not None:
            waiting = select(model.id).where(*clauses).order_by(model.id).limit(_MOST_ASKED).subquery()
            one = one.join(waiting, waiting.c.id == model.id)
            clauses = [~confirmed.within.has(_waits(CONFIRMED[parent], today))]
        first = one.where(*clauses).order_by(model.id).limit(MOST).subquery()
        parts.append(select(*first.c))
    return union_all(*parts)


def _asked_within(model: Any, scope: Scope, today: dt.date) -> Any:
    confirmed = CONFIRMED[model]
    (of,) = confirmed.within.property.local_columns
    return select(model.id, of).where(
        of.in_(bindparam("of", expanding=True)),
        _waits(confirmed, today),
        writable_clause(model, scope, today, row_by_row=True),
    )


def confirmed_today(session: AnySession) -> int:
    """How many records the reader found still right since the day began."""
    context = context_of(session)
    return session.scalar(kept(_confirmed_since, start_of_day(context.today)), {"actor_id": context.actor_id}) or 0


def _confirmed_since(since: dt.datetime) -> Any:
    return select(func.count(Confirmation.id)).where(Confirmation.user_id == ACTOR_ID, Confirmation.at >= since)


def last_confirmation(session: AnySession, arrondissement_id: int) -> Confirmation | None:
    """The last time that someone found a record of an arrondissement still right."""
    of_place = (
        and_(Confirmation.model == model.__name__, Confirmation.row_id.in_(confirmed.in_place(arrondissement_id)))
        for model, confirmed in CONFIRMED.items()
    )
    asked = select(Confirmation).where(or_(*of_place)).options(joinedload(Confirmation.user))
    return session.scalars(asked.order_by(Confirmation.at.desc(), Confirmation.id.desc()).limit(1)).first()


def confirm(session: AnySession, records: Iterable[Record]) -> Sequence[Any]:
    """Stamps these records as still right, by the actor of the session, and changes none; returns them.

    Raises RuleViolation when one of them is not the reader's to change.
    """
    context = context_of(session)
    wanted = list(dict.fromkeys(records))
    if context.actor_id is None or not wanted:
        raise RuleViolation(N_("Choose at least one record to confirm."))
    confirmed: list[Any] = []
    for table in CONFIRMED:
        model: Any = table
        ids = [row_id for of, row_id in wanted if of == table.__name__]
        writable = writable_clause(model, context.scope, context.today)
        confirmed += session.scalars(select(model).where(model.id.in_(ids), writable).order_by(model.id)).all()
    if len(confirmed) != len(wanted):
        raise RuleViolation(_NOT_YOURS)
    session.add_all(
        Confirmation(model=type(row).__name__, row_id=row.id, user_id=context.actor_id) for row in confirmed
    )
    session.flush()
    return confirmed
