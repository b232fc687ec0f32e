"""One operation for what one person does act by act: the marks of an evening are one line of the journal."""

import datetime as dt
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.journal.recorder import join_entry
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.base import utc_now
from models.journal import JournalChange, JournalEntry

# From the first act on: an evening that ends after midnight is one.
_AS_LONG_AS = dt.timedelta(hours=12)


def join_last(session: AnySession, row: Any, together: Select[Any]) -> None:
    """What is written next joins the last operation of its author, by the same door and summary, if it goes on.

    `together` are the ids of the rows of the table of `row` that belong to one operation. It does not go on once it was
    undone, once 12 hours are over, or once another operation changed this row since: undone as a whole, it would take
    that one back too.
    """
    context, name = context_of(session), type(row).__name__
    undo = aliased(JournalEntry)
    last = (
        select(JournalEntry.id)
        .where(
            JournalEntry.actor_id == context.actor_id,
            JournalEntry.door == context.door,
            JournalEntry.summary == context.summary,
            JournalEntry.at >= utc_now() - _AS_LONG_AS,
            ~exists().where(undo.undo_of_id == JournalEntry.id),
            exists().where(
                JournalChange.entry_id == JournalEntry.id,
                JournalChange.model == name,
                JournalChange.row_id.in_(together),
            ),
        )
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )
    entry_id = session.scalar(last, execution_options=WHOLE_REGISTER)
    if entry_id is None:
        return
    begun = select(func.min(JournalChange.id)).where(JournalChange.entry_id == entry_id).scalar_subquery()
    others = select(JournalChange.id).where(
        JournalChange.model == name,
        JournalChange.row_id == row.id,
        JournalChange.entry_id != entry_id,
        JournalChange.id > begun,
    )
    if session.scalar(others.limit(1), execution_options=WHOLE_REGISTER) is None:
        join_entry(session, entry_id)
