"""The revision of a meeting in calendars (RFC 5545, SEQUENCE): raised by whatever door changes what they show."""

from typing import Any

from sqlalchemy import event, func, inspect, select
from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker

from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.journal import JournalChange
from models.meetings import Meeting, MeetingState

# What a calendar shows of a meeting; notes and minutes move nobody.
SHOWN = ("title", "instance", "instance_id", "start_at", "end_at", "place", "room", "online_url")
# It does not take place on that day: a postponed one until it has a new date.
OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Puts the event on a session, a factory or a class."""
    event.listen(sessions, "before_flush", _raise)


def _raise(session: Session, flush: UOWTransaction, instances: Any) -> None:
    for row in session.dirty:
        if isinstance(row, Meeting) and _shows_otherwise(row):
            known: tuple[Any, ...] = tuple(inspect(row).attrs.sequence.history.deleted or ())
            before: int = known[0] if known else row.sequence
            # Never lower than what calendars already have, whoever wrote it.
            row.sequence = max(row.sequence, before + 1)
    for row in session.new:
        if isinstance(row, Meeting) and row.id is not None and row.sequence is None:
            row.sequence = _past_changes(session, row.id)


def _shows_otherwise(row: Meeting) -> bool:
    attributes: Any = inspect(row).attrs
    before = tuple(attributes.state.history.deleted or ())
    if before and (before[0] in OFF) != (row.state in OFF):
        return True
    return any(attributes[name].history.has_changes() for name in SHOWN)


def _past_changes(session: Session, row_id: int) -> int:
    """For a meeting that comes back from the journal, which does not hold its revision: each was a change in it."""
    asked = select(func.count(JournalChange.id)).where(
        JournalChange.model == Meeting.__name__, JournalChange.row_id == row_id
    )
    with session.no_autoflush:
        return session.scalar(asked, execution_options=WHOLE_REGISTER) or 0
