"""A deadline put off to a day, with its reason: in the list alone, for everybody, until the thing is done.

Its own day stays, and is told beside the other one. Where the law sets it, the rule of its kind says whether it may be.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, event, func, or_, select
from sqlalchemy.orm import Session, UOWTransaction

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import DeadlineKind, Expression
from mdo.kernel.deadlines.rules import settings
from mdo.kernel.rules.declared import RowRules
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.reading import ROW_BY_ROW
from mdo.kernel.search.matching import MAX_WORDS, WHOLE_WORD
from mdo.kernel.sessions.hooks import Hook, Sessions
from models.deadlines import PutOff
from models.text import fold

_TOUCHED = "mdo_deadlines_touched"
_SETTLED = N_("This deadline is settled, or has another day since: look at the list again.")


# ---- In the statements of the list -----------------------------------------------------------------------------------


def holds_for(kind: DeadlineKind) -> ColumnElement[bool]:
    """Whether a put-off, joined to the rows of a kind, holds for one of them."""
    return and_(PutOff.kind == kind.code, PutOff.row_id == kind.model.id, PutOff.due_on == kind.due_on)


def day_of(kind: DeadlineKind, *, has_put_off: bool) -> Expression:
    """The day on which a line stands in the list: that to which it was put off, else its own."""
    return func.coalesce(PutOff.put_off_to, kind.due_on) if has_put_off else kind.due_on


# What a search reads of the put-offs, beside what it finds; a code of a kind has no space.
REASONS = (PutOff.row_id, PutOff.title, PutOff.kind + " " + PutOff.reason)


def said_with(session: AnySession, query: str) -> dict[str, set[int]]:
    """Rows by kind of which the reason of a put-off, with its title, holds every word; few are put off at once."""
    return said_in(session.execute(select(*REASONS)), query) if fold(query) else {}


def said_in(rows: Iterable[tuple[int, str, str]], query: str) -> dict[str, set[int]]:
    """The same among rows of `REASONS`."""
    words = fold(query).split()[:MAX_WORDS]
    found: dict[str, set[int]] = {}
    for row_id, title, detail in rows:
        kind, _, reason = detail.partition(" ")
        text = f" {fold(title)} {fold(reason)}"
        if words and all(word.rjust(WHOLE_WORD) in text for word in words):
            found.setdefault(kind, set()).add(row_id)
    return found


# ---- Putting off -----------------------------------------------------------------------------------------------------


def open_line(session: AnySession, kind: DeadlineKind, row_id: int, today: dt.date) -> Any:
    """The day (`due_on`), the `title`, the body and whether it `is_writable` of an open deadline in sight.

    None where there is none.
    """
    scope = context_of(session).scope
    statement = _joined(
        kind,
        select(
            kind.due_on.label("due_on"),
            cast(kind.title, String).label("title"),
            (kind.instance_id if kind.instance_id is not None else case((kind.model.id < 0, 0))).label("instance_id"),
            case((writable_clause(kind.model, scope, today), 1), else_=0).label("is_writable"),
        ).select_from(kind.model),
    )
    asked = statement.where(kind.model.id == row_id, kind.is_open(today)).execution_options(**ROW_BY_ROW)
    return session.execute(asked).first()


def is_offered(kind: DeadlineKind, scope: Any, instance_id: int | None, *, is_writable: bool, allowed: bool) -> bool:
    """Whether a reader puts a line off: where she changes its row, and the rule of the kind allows it.

    Who has limits does in bodies alone: nobody of hers says it of what is placed otherwise.
    """
    return is_writable and allowed and (scope.is_unlimited or instance_id is not None)


def put_off_of(session: AnySession, kind: DeadlineKind, row_id: int) -> PutOff | None:
    """What is stored for a deadline, holding still or not."""
    return session.scalars(select(PutOff).where(PutOff.kind == kind.code, PutOff.row_id == row_id)).one_or_none()


def put_off(session: AnySession, kind: DeadlineKind, row_id: int, to: dt.date, reason: str, today: dt.date) -> PutOff:
    """Puts an open deadline off, or to another day than before, and flushes. Raises RuleViolation."""
    line = open_line(session, kind, row_id, today)
    if line is None:
        raise RuleViolation(_SETTLED)
    row = put_off_of(session, kind, row_id) or PutOff(kind=kind.code, row_id=row_id)
    row.title, row.due_on, row.instance_id = line.title[:250], line.due_on, line.instance_id
    row.put_off_to, row.reason, row.user_id = to, reason.strip(), context_of(session).actor_id
    _write(session, row, today)
    session.add(row)
    session.flush()
    return row


def check_day(due_on: dt.date, to: dt.date, today: dt.date) -> None:
    """Refuses a day that does not come after today and after the deadline itself. Raises RuleViolation."""
    latest = max(due_on, today)
    if to <= latest:
        raise RuleViolation(N_("Choose a day after %(day)s."), field="put_off_to", day=latest)


def _write(session: AnySession, row: PutOff, today: dt.date) -> None:
    _stored(session, row, today)
    check_day(row.due_on, row.put_off_to, today)


def _stored(session: AnySession, row: PutOff, today: dt.date) -> None:
    """What an undo and a restore ask too: that the rule allows it, and that the thing is not done."""
    kind = KINDS.get(row.kind)
    line = None if kind is None else open_line(session, kind, row.row_id, today)
    if kind is None or line is None or line.due_on != row.due_on:
        raise RuleViolation(_SETTLED)
    if not settings(session)[kind.code].may_put_off:
        if kind.law:
            raise RuleViolation(
                N_(
                    "The law sets this day (%(law)s): it is not put off. The rule of this deadline, in the settings,"
                    " may allow it in the list; the day itself never moves."
                ),
                law=kind.law,
            )
        raise RuleViolation(N_("The rule of this deadline, in the settings, does not allow putting it off."))
    if not row.reason:
        raise RuleViolation(N_("Say why: colleagues read it."), field="reason")


RULES: Mapping[type, RowRules] = {PutOff: RowRules(_write, stored=_stored)}


# ---- Once the thing is done ------------------------------------------------------------------------------------------


def _joined(kind: DeadlineKind, statement: Select[Any]) -> Select[Any]:
    for target in kind.inner:
        statement = statement.join(*target) if isinstance(target, tuple) else statement.join(target)
    for target in (*kind.outer, *kind.named_by):
        statement = statement.outerjoin(target)
    return statement


def _note(session: Session, flush: UOWTransaction) -> None:
    """The rows of this flush that may have been done."""
    models = {kind.model for kind in KINDS.values()}
    rows = [row for row in (*session.dirty, *session.deleted) if type(row) in models]
    if rows:
        session.info.setdefault(_TOUCHED, set()).update((type(row), row.id) for row in rows)


def _expire(session: Session, flush: UOWTransaction) -> None:
    """What was put off goes with the thing that is done, in the same operation: an undo brings both back."""
    touched = session.info.pop(_TOUCHED, None)
    if not touched:
        return
    ids: dict[str, set[int]] = {
        kind.code: {row_id for model, row_id in touched if model is kind.model} for kind in KINDS.values()
    }
    clauses = [and_(PutOff.kind == code, PutOff.row_id.in_(sorted(of))) for code, of in ids.items() if of]
    found = session.scalars(select(PutOff).where(or_(*clauses))).all()
    context = context_of(session)
    for row in found:
        # What stands in no body is the mission's to write; it holds no more once its day is another one.
        if row.instance_id is None and not context.scope.is_unlimited:
            continue
        kind = KINDS[row.kind]
        asked = _joined(kind, select(kind.model.id).select_from(kind.model))
        asked = asked.where(kind.model.id == row.row_id, kind.is_open(context.today))
        if session.execute(asked).first() is None:
            session.delete(row)


def _install(sessions: Sessions) -> None:
    event.listen(sessions, "after_flush", _note)
    event.listen(sessions, "after_flush_postexec", _expire)


EXPIRING = Hook(60, _install)
