"""The revision of a meeting in calendars (RFC 5545, SEQUENCE): one more whenever what they show changes.

It hears every door: a form, an import, an undo that puts an old date back. It never goes down, or calendars would keep
what they had.
"""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker

from mdo.context import context_of
from models.journal import Door
from models.meetings import Meeting, MeetingState

SHOWN_IN_CALENDARS = ("title", "start_at", "end_at", "place", "room", "online_url", "instance_id")


def revision_after(stored: int, changed: frozenset[str], was: MeetingState, now: MeetingState) -> int:
    """The revision of a meeting whose columns `changed` were set, and whose state was and is now so."""
    is_gone, was_gone = now is MeetingState.CANCELLED, was is MeetingState.CANCELLED
    return stored + 1 if changed & frozenset(SHOWN_IN_CALENDARS) or is_gone != was_gone else stored


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Puts the rule on a session, a factory or a class, before the journal reads what changed."""
    event.listen(sessions, "before_flush", _raise)


def _raise(session: Session, flush: UOWTransaction, instances: Any) -> None:
    for row in session.dirty:
        if isinstance(row, Meeting):
            changed = frozenset(name for name in SHOWN_IN_CALENDARS if _before(row, name) != getattr(row, name))
            after = revision_after(_before(row, "sequence"), changed, _before(row, "state"), row.state)
            if row.sequence != after:
                row.sequence = after
    if context_of(session).door in (Door.UNDO, Door.RESTORE):
        for row in session.new:
            if isinstance(row, Meeting):  # it was deleted: calendars took it out
                row.sequence = (row.sequence or 0) + 1


def _before(row: Meeting, name: str) -> Any:
    history: Any = inspect(row).attrs[name].history
    return history.deleted[0] if history.deleted else getattr(row, name)
