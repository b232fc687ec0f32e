"""« Toujours exact »: what is to be confirmed, and the stamp that says so."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, literal, or_, select, true, union_all
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.base.messages import N_
from mdo.kernel.freshness.looked_at import CONFIRMED, stale_clause
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.limits import Scope
from models.freshness import Confirmation

# What a page shows and one click confirms.
MOST = 100
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
    statement."""
    context = context_of(session)
    scope = Scope.everything() if context.scope.is_unlimited else context.scope
    rows = session.execute(kept(_asked, scope, context.today))
    found = [ToConfirm(*row) for row in rows]
    return sorted(found, key=lambda record: (record.changed_at, record.model, record.id))


def _asked(scope: Scope, today: dt.date) -> Any:
    parts = []
    for confirmed in CONFIRMED.values():
        if confirmed.is_asked:
            model: Any = confirmed.model
            parts.append(
                select(literal(model.__name__), model.id, model.name, model.updated_at).where(
                    true() if confirmed.kept is None else confirmed.kept,
                    stale_clause(model, today),
                    writable_clause(model, scope, today),
                )
            )
    return union_all(*parts)


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
