"""The scope at the flush: refuses a row whose old or new place is where the reader does not write (see `reading`).

What the rows of a flush depend on is gathered first, and each table is asked once for all of them: by the guard of each
placement whether she may write where they stand, then whether she sees what they newly point to.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from mdo.kernel.base.context import TAKING_BACK, UNDO_OF, context_of
from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.scope.awards import AwardAccess, is_sealed, sight_of
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.placements import CLAUSES, QUEUED, Guard, WrittenRow
from mdo.kernel.scope.reading import OUTSIDE_REFERENCE, READ_ONLY, ROW_BY_ROW, Sessions
from mdo.kernel.scope.written import found, new_value, old_and_new
from models.accounts import LoginAttempt, User, UserSession
from models.journal import AccessLog, JournalChange, JournalEntry
from models.placement import OpenToRead, OwnedByUser

# Written on behalf of any reader, never read or changed by a restricted one through a screen.
_APPENDED_BY_ALL = (JournalEntry, JournalChange, AccessLog, LoginAttempt)


def install(sessions: Sessions) -> None:
    """Refuses what is outside the scope of a session, at its flush."""
    event.listen(sessions, "before_flush", _refuse_outside)


def _refuse_outside(session: Session, flush: UOWTransaction, instances: Any) -> None:
    context = context_of(session)
    if context.scope.is_unlimited:
        if sight_of(context) is not AwardAccess.ALL and any(
            map(is_sealed, (*session.new, *session.dirty, *session.deleted))
        ):
            raise OutOfScope(READ_ONLY)
        return
    with session.no_autoflush:
        rows = [row for row in _written(session) if not _is_free(session, row, context.scope)]
        if rows and context.scope.reach is not Reach.ARRONDISSEMENTS:
            raise OutOfScope(READ_ONLY)
        by_kind: dict[type, list[WrittenRow]] = defaultdict(list)
        for row in rows:
            by_kind[type(row.placement)].append(row)
        answers = {
            kind: guard.ask(session, by_kind[kind], context.scope, context.today)
            for kind, guard in _guards(by_kind).items()
        }
        pointed = _Pointed.by(session, rows)
        for row in rows:
            _check(row, context.scope, answers, pointed)


def _guards(kinds: Iterable[type]) -> dict[type, Guard]:
    """The guards of these placements, in the order in which they were declared."""
    wanted = set(kinds)
    return {kind: one.guard for kind, one in CLAUSES.items() if kind in wanted and one.guard is not None}


def _written(session: Session) -> Iterator[WrittenRow]:
    yield from (WrittenRow(row, is_new=True) for row in session.new)
    yield from (WrittenRow(row) for row in session.dirty if session.is_modified(row))
    yield from (WrittenRow(row, is_deleted=True) for row in session.deleted)


def _is_free(session: Session, written: WrittenRow, scope: Scope) -> bool:
    """Whether a row is asked nothing: appended by whoever acts, or the reader's own."""
    row = written.row
    if scope.reach is Reach.ROWS:
        if written.is_new:
            return type(row).__name__ in scope.made
        is_kept = not written.is_deleted
        return is_kept and (type(row).__name__, row.id) in scope.written_rows
    if written.is_new and isinstance(row, (*_APPENDED_BY_ALL, *QUEUED)):
        return True
    if written.is_deleted and isinstance(row, tuple(QUEUED)) and UNDO_OF in session.info:
        return True  # queued by the program when another row was saved, taken back with it
    if isinstance(row, (User, UserSession)) and not written.is_deleted and _is_own(row, scope):
        return True
    return isinstance(written.placement, OwnedByUser) and old_and_new(row, "user_id") == {scope.user_id}


# ---- What is asked of the database -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Pointed:
    """What the rows of a flush newly point to, and what of it the reader sees: each table is asked once."""

    by_row: dict[Any, list[tuple[Any, str, int]]]
    visible: dict[type, set[int]]

    @classmethod
    def by(cls, session: Session, rows: Iterable[WrittenRow]) -> "_Pointed":
        pointed = {written.row: list(_pointed(session, written)) for written in rows}
        targets: dict[type, set[int]] = defaultdict(set)
        for target, _, value in (one for of_row in pointed.values() for one in of_row):
            targets[target].add(value)
        return cls(pointed, {target: found(ids, _seen(session, target)) for target, ids in targets.items()})


def _seen(session: Session, target: Any) -> Any:
    return lambda ids: session.scalars(select(target.id).where(target.id.in_(ids)).execution_options(**ROW_BY_ROW))


def _pointed(session: Session, written: WrittenRow) -> Iterator[tuple[Any, str, int]]:
    """What a row newly points to: a class, the column and the id. It must be visible: an id would open a hidden row.

    Not asked when an operation is taken back: the ids then come from the journal, not from the reader, who had them in
    sight when she deleted (a person whose only mandate in her arrondissement is the one that comes back).
    """
    if written.is_deleted or UNDO_OF in session.info or TAKING_BACK in session.info:
        return
    state = inspect(written.row)
    for relation in inspect(type(written.row)).relationships:
        target = relation.mapper.class_
        if relation.uselist or relation.viewonly or isinstance(getattr(target, "__placement__", None), OpenToRead):
            continue
        column = next(iter(relation.local_columns)).key
        if state.attrs[column].history.has_changes() or state.attrs[relation.key].history.has_changes():
            value = new_value(written.row, column)
            if value is not None:
                yield target, column, value


# ---- Row by row ------------------------------------------------------------------------------------------------------


def _check(written: WrittenRow, scope: Scope, answers: dict[type, Any], pointed: _Pointed) -> None:
    kind = type(written.placement)
    guard = CLAUSES[kind].guard if kind in CLAUSES else None
    if guard is None:
        raise OutOfScope(READ_ONLY)
    guard.check(written, scope, answers[kind])
    for target, column, value in pointed.by_row[written.row]:
        if column not in guard.vouched and value not in pointed.visible[target]:
            raise OutOfScope(OUTSIDE_REFERENCE, field=column)


def _is_own(row: Any, scope: Scope) -> bool:
    return scope.user_id is not None and scope.user_id == (row.id if isinstance(row, User) else row.user_id)
