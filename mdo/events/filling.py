"""A place that comes free goes to who waits, whatever door freed it: a form, an import, a deletion, more places.

It is written in the same entry of the journal, so that one undo takes back both. Whoever is limited to arrondissements
does not see who waits: the worker fills for them, some minutes later.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker

from mdo.events.registering import fill, hold_list
from mdo.kernel.base.context import TAKING_BACK, UNDO_OF, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.sessions.told import tell
from models.base import utc_now
from models.events import Event, EventPlaces, EventRegistration, EventState

_TOUCHED = "mdo_events_touched"
_FILLING = "mdo_events_filling"


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Puts the events on a session, a factory or a class."""
    event.listen(sessions, "before_flush", _note)
    event.listen(sessions, "before_commit", _fill)


def _note(session: Session, flush: UOWTransaction, instances: Any) -> None:
    if _FILLING in session.info or UNDO_OF in session.info or TAKING_BACK in session.info:
        return
    touched = set(_touched(session))
    if touched:
        hold_list(session, touched)
        session.info.setdefault(_TOUCHED, set()).update(touched)


def _touched(session: Session) -> Iterator[int]:
    """The events whose places may have come free: those of new rows wait for their own flush."""
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, EventRegistration | EventPlaces) and row.event_id is not None:
            yield row.event_id
        elif isinstance(row, Event) and row.id is not None and row not in session.deleted:
            yield row.id


def _tell(session: Session, promoted: Sequence[EventRegistration]) -> None:
    if promoted:
        names = ", ".join(row.name for row in promoted)
        tell(session, N_("Off the waiting list, a place to confirm: %(names)s."), names=names)


def _fill(session: Session) -> None:
    if _FILLING in session.info:
        return
    session.flush()
    touched: set[int] = session.info.pop(_TOUCHED, set())
    if not touched or not context_of(session).scope.is_unlimited:
        return
    session.info[_FILLING] = True
    try:
        for number in sorted(touched):
            found = session.get(Event, number)
            if found is not None and found.state in (EventState.OPEN, EventState.CLOSED):
                _tell(session, fill(session, number, utc_now()))
    finally:
        del session.info[_FILLING]
