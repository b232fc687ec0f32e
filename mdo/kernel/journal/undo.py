"""Undo of one operation as a whole; `mdo.kernel.journal.restoring` brings back deleted rows one by one.

Rows are brought back by the session itself, so that scope, journal and search text follow like for any other change.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from mdo.kernel.base.context import UNDO_OF, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.base.relations import forget_put_back
from mdo.kernel.journal.followers import (
    NOT_UNDONE,
    UNDONE_ALONG,
    WHOLES,
    followers_named,
    is_follower,
    without_followers,
)
from mdo.kernel.journal.taking_back import go_on_from_version, revive, rows_back, rows_to_go, take_back
from mdo.kernel.journal.touched import (
    Changed,
    RowKey,
    few_names,
    left_in_the_air,
    model_named,
    touched_since,
    with_what_they_hold,
)
from mdo.kernel.rules.row_rules import BrokenRule, Remaining, broken_rules, kept_by_rules
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.sessions.advisory_locks import hold_register
from models.journal import ChangeAction, Door, JournalChange, JournalEntry

RESTORE_DAYS = 90
# How long one may take back one's own operation, which the page that follows it offers; later the journal does it.
OWN_UNDO = dt.timedelta(hours=1)
AnySession = Session | scoped_session[Any]
Tell = Callable[[int], None]
Rows = Mapping[tuple[str, ChangeAction], int]  # by table and action

GONE = N_("Nothing was put back: what these rows were attached to is gone since. %(names)s.")


@dataclass(frozen=True)
class Undone:
    """How many rows were put back, and the names of those that stay as they are.

    Someone changed them since, or they depend on what someone changed: put back, they would break a rule. `rows` are
    those of `count` by what the operation had done (see `counted`).
    """

    count: int
    kept: tuple[str, ...] = ()
    removed: int = 0  # of `count`, those that the operation had made
    rows: Rows = field(default_factory=dict, compare=False)

    @property
    def put_back(self) -> int:
        """How many are as they were before it."""
        return self.count - self.removed


def undo(session: AnySession, entry: JournalEntry, today: dt.date) -> int:
    """Takes back every change of an operation, last first; returns how many rows. Raises RuleViolation.

    Refused as a whole when a row was changed since (they are named), when the operation was undone already, or when
    it is older than 90 calendar days. Pairs that were queued or that went with a person follow: they are neither
    counted nor named, and stop nothing.
    """
    return _undo(session, entry, today, leaves_touched=False).count


def undo_as_far(session: AnySession, entry: JournalEntry, today: dt.date, tell: Tell = lambda rows: None) -> Undone:
    """The same; of an import, the rows that were changed since stay, and are named, and all others are put back.

    So do those that would break a rule once back, most often since they depend on a row that was changed. `tell` hears
    how many rows it is about to write.
    """
    return _undo(session, entry, today, leaves_touched=entry.door is Door.IMPORT, tell=tell)


def _undo(
    session: AnySession, entry: JournalEntry, today: dt.date, *, leaves_touched: bool, tell: Tell = lambda rows: None
) -> Undone:
    check_age(entry, today)
    hold_register(session)  # before any row is: who writes holds in that order
    already = select(JournalEntry.id).where(JournalEntry.undo_of_id == entry.id)
    if session.scalar(already, execution_options=WHOLE_REGISTER) is not None:
        raise RuleViolation(N_("This operation was undone already."))
    changes = changes_of(session, entry)
    asked = without_followers((change.model, change.action) for change in changes)
    pairs = [change for change in changes if is_follower(change, asked)]
    changes = [change for change in changes if not is_follower(change, asked)]
    for change in changes:
        if not goes_along(session, change):
            check_kind(model_named(change.model))
    kept = touched_since(session, changes)
    followers = {(change.model, change.row_id) for change in pairs}
    if leaves_touched:
        kept = _with_what_goes_along(session, changes, kept, followers)
    changes = _but(changes, kept)
    if kept and not (leaves_touched and changes):
        raise RuleViolation(N_("Changed since, so nothing was undone: %(names)s."), names=few_names(kept.values()))
    while alone := left_in_the_air(session, changes):
        kept = _with_what_goes_along(session, changes, {**kept, **alone}, followers)
        changes = _but(changes, kept)
        if not (leaves_touched and changes):
            raise RuleViolation(GONE, names=few_names(alone.values()))
    through(session, Door.UNDO, entry.summary)
    session.info[UNDO_OF] = entry.id
    tell(len(changes))
    try:
        while broken := _tried(session, changes, pairs, today):
            kept.update((refusal.key, refusal.name) for refusal in broken)
            while True:
                kept = _with_what_goes_along(session, changes, kept, followers)
                changes = _but(changes, kept)
                alone = left_in_the_air(session, changes)
                if not alone:
                    break
                kept.update(alone)
            if not (leaves_touched and changes):
                raise broken[0]
    finally:
        session.info.pop(UNDO_OF, None)
        forget_put_back(session)
    rows = counted((change.model, change.row_id, change.action) for change in changes)
    made = sum(count for (_, action), count in rows.items() if action is ChangeAction.CREATE)
    return Undone(sum(rows.values()), tuple(dict.fromkeys(kept.values())), made, rows)


def counted(changes: Iterable[tuple[str, int, ChangeAction]]) -> Rows:
    """How many rows were made, changed and deleted, by name of their table; what was made and then changed is made."""
    done: dict[tuple[str, int], set[ChangeAction]] = {}
    for model, row_id, action in changes:
        done.setdefault((model, row_id), set()).add(action)
    first = (ChangeAction.CREATE, ChangeAction.DELETE, ChangeAction.UPDATE)
    return Counter((model, next(one for one in first if one in actions)) for (model, _), actions in done.items())


def rows_written(session: AnySession, entry_id: int) -> Rows:
    """What an operation wrote, as its undo counts it: rows that followed others are the program's doing."""
    asked = select(JournalChange.model, JournalChange.row_id, JournalChange.action)
    found = session.execute(asked.where(JournalChange.entry_id == entry_id), execution_options=WHOLE_REGISTER).all()
    by_author = without_followers((model, action) for model, _, action in found)
    return counted((model, row_id, action) for model, row_id, action in found if (model, action) in by_author)


def changes_of(session: AnySession, entry: JournalEntry) -> list[Changed]:
    """What an operation changed, last first: values alone, since an import changes them by the ten thousand."""
    read = (getattr(JournalChange, name) for name in Changed._fields)
    statement = select(*read).where(JournalChange.entry_id == entry.id).order_by(JournalChange.id.desc())
    return [Changed(*values) for values in session.execute(statement, execution_options=WHOLE_REGISTER)]


def _with_what_goes_along(
    session: AnySession, changes: Sequence[Changed], kept: Mapping[RowKey, str], followers: Collection[RowKey]
) -> dict[RowKey, str]:
    """These rows that stay, the contracts that they are parts of, and what they hold."""
    for whole in WHOLES:
        kept = whole(session, changes, kept)
    return with_what_they_hold(session, changes, dict(kept), followers)


def _but(changes: Iterable[Changed], kept: Collection[RowKey]) -> list[Changed]:
    return [change for change in changes if (change.model, change.row_id) not in kept]


def _tried(
    session: AnySession, changes: Sequence[Changed], pairs: Sequence[Changed], today: dt.date
) -> list[BrokenRule]:
    """Puts these rows back unless some break a rule, which it returns: the register is then as it was."""
    forget_put_back(session)
    savepoint = session.begin_nested()
    leaving = [one for rows in rows_to_go(session, changes) for one in kept_by_rules(session, rows, today)]
    broken = [one for one in leaving if isinstance(one, BrokenRule)]
    if not broken:
        _drop_pairs(session, [change for change in pairs if change.action is ChangeAction.CREATE])
        take_back(session, changes)
        broken = [one for rows in rows_back(session, changes) for one in broken_rules(session, rows, today)]
        remaining = (one.broken() for one in leaving if isinstance(one, Remaining))
        broken += [one for one in remaining if one is not None]
    if broken:
        savepoint.rollback()
        for row in session:
            if not isinstance(row, JournalEntry | JournalChange):
                session.expire(row)  # what was read meanwhile is no longer so
        return broken
    session.flush()
    bring_back_pairs(session, [change for change in pairs if change.action is ChangeAction.DELETE])
    savepoint.commit()
    return []


def undo_own(session: AnySession, entry: JournalEntry, now: dt.datetime, today: dt.date) -> Undone:
    """Takes back an operation of the reader's own, within the hour, as `undo_as_far` does. Raises RuleViolation.

    The session's scope holds: what comes back must be where the reader writes.
    """
    check_own_hour(entry, now)
    return undo_as_far(session, entry, today)


def check_own_hour(entry: JournalEntry, now: dt.datetime) -> None:
    """Raises RuleViolation for an operation that its author no longer takes back herself."""
    if now - entry.at > OWN_UNDO:
        raise RuleViolation(
            N_("More than an hour has passed: ask the mission, whose journal can still take this operation back.")
        )


def kinds_of(session: AnySession, entry_id: int) -> frozenset[tuple[str, ChangeAction]]:
    """What an operation did, as (name of a table's class, action)."""
    kinds = select(JournalChange.model, JournalChange.action).where(JournalChange.entry_id == entry_id).distinct()
    found = session.execute(kinds, execution_options=WHOLE_REGISTER)
    return frozenset((name, action) for name, action in found)


def _drop_pairs(session: AnySession, changes: Sequence[Changed]) -> None:
    """Pairs queued by the operation leave the queue, save those that the mission decided since."""
    for change in changes:
        pair = session.get(followers_named(change.model).model, change.row_id, execution_options=WHOLE_REGISTER)
        if pair is not None and pair.version == 1:
            session.delete(pair)
    session.flush()


def bring_back_pairs(session: AnySession, changes: Sequence[Changed | JournalChange]) -> None:
    """Rows that went with others come back with them, where all that they name is there."""
    for model in {change.model for change in changes}:
        followers = followers_named(model)
        asked = (change for change in changes if change.model == model and followers.may_come_back(session, change))
        revived = [(change, revive(session, followers.model, change)) for change in asked]
        session.flush()
        if revived:
            go_on_from_version(session, followers.model, revived)


def check_age(entry: JournalEntry, today: dt.date) -> None:
    """Raises RuleViolation for an operation of more than 90 calendar days ago."""
    if (today - day_of(entry.at)).days > RESTORE_DAYS:
        raise RuleViolation(
            N_("Older than %(days)d days: this can no longer be taken back. Change the rows by hand."),
            days=RESTORE_DAYS,
        )


def goes_along(session: AnySession, change: Changed) -> bool:
    """Whether a change of a table that no undo brings back is taken back with the rest of its operation."""
    model = model_named(change.model)
    return model in UNDONE_ALONG and UNDONE_ALONG[model](session, change)


def is_never_undone(session: AnySession, entry: JournalEntry) -> bool:
    """Whether an operation wrote rows that no undo brings back."""
    return any(
        model_named(change.model) in NOT_UNDONE and not goes_along(session, change)
        for change in changes_of(session, entry)
    )


def check_kind(model: type) -> None:
    """Raises RuleViolation for a table whose rows no undo brings back."""
    if model in NOT_UNDONE:
        raise RuleViolation(NOT_UNDONE[model])
