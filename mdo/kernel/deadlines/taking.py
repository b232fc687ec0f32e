"""« M'en charger »: who takes a deadline of nobody answers for it from then on, as the form of its row has it."""

import datetime as dt
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import InstrumentedAttribute

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import DeadlineKind
from mdo.kernel.deadlines.unseen import unseen_on
from mdo.kernel.deadlines.whose import Ground, is_out_of_sight
from mdo.kernel.rights.accounts import is_open
from mdo.kernel.rules.row_rules import check_row
from models.accounts import User


def taken_of(kind: DeadlineKind) -> Any:
    """The class of the row that says who answers for a kind: its own, or the body or contract that it stands under."""
    column = kind.responsible_id
    return column.class_ if isinstance(column, InstrumentedAttribute) else None


def row_taken(session: AnySession, kind: DeadlineKind, row_id: int, today: dt.date) -> Any:
    """The row that says who answers for an open deadline; None where the reader sees no such deadline."""
    owner = taken_of(kind)
    if owner is None:
        return None
    statement = _of_row(select(owner), kind, row_id)
    return session.scalars(statement.where(kind.is_open(today))).one_or_none()


def _of_row(statement: Any, kind: DeadlineKind, row_id: int) -> Any:
    statement = statement.select_from(kind.model)
    for target in kind.inner:
        statement = statement.join(*target) if isinstance(target, tuple) else statement.join(target)
    for target in kind.outer:
        statement = statement.outerjoin(target)
    return statement.where(kind.model.id == row_id)


def _is_left(session: AnySession, kind: DeadlineKind, row_id: int, today: dt.date) -> bool:
    """Whether who answers for it is away, and her cover does not see it."""
    ground = Ground(context_of(session).scope, today, (), unseen_on(session, today))
    return bool(session.scalar(_of_row(select(kind.model.id), kind, row_id).where(is_out_of_sight(ground, kind))))


def take(session: AnySession, kind: DeadlineKind, row_id: int, row: Any, user_id: int, today: dt.date) -> None:
    """The account answers for this row, under which an open deadline stands (`row_id`). Flushes.

    Raises RuleViolation where an open account answers for it already, unless she is away and her cover does not see it.
    """
    mapper = inspect(type(row))
    column = mapper.columns[kind.responsible_id.key]  # type: ignore[union-attr]  # `taken_of` told its class
    relation = next(item.key for item in mapper.relationships if column in item.local_columns)
    held: User | None = getattr(row, relation)
    is_held = held is not None and is_open(held.active, held.ends_on, today)
    if is_held and not _is_left(session, kind, row_id, today):
        raise RuleViolation(N_("%(who)s answers for it already: ask before you take it over."), who=str(held))
    setattr(row, relation, session.get_one(User, user_id))
    check_row(session, row, today)
    session.flush()
