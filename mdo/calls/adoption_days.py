"""The day on which a council adopted a project is that of its meeting: it follows the meeting, whoever moves it.

It is written with the meeting, in the same entry of the journal, for applications out of the reader's sight too.
"""

from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker

from mdo.kernel.base.context import TAKING_BACK, UNDO_OF
from mdo.kernel.base.periods import day_of
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.applications import Application
from models.meetings import Meeting


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Puts the event on a session, a factory or a class: after the scope, before the journal."""
    event.listen(sessions, "before_flush", _follow)


def _follow(session: Session, flush: UOWTransaction, instances: Any) -> None:
    if UNDO_OF in session.info or TAKING_BACK in session.info:
        return  # the operation that is taken back holds both
    moved = {
        row.id: day_of(row.start_at)
        for row in session.dirty
        if isinstance(row, Meeting) and inspect(row).attrs.start_at.history.has_changes() and row.start_at is not None
    }
    if not moved:
        return
    asked = select(Application).where(Application.adoption_meeting_id.in_(moved))
    with session.no_autoflush:
        held = session.scalars(asked, execution_options=WHOLE_REGISTER).all()
    for application in held:
        day = moved.get(application.adoption_meeting_id or 0)  # another one may just have been chosen
        if day is not None and application.adopted_on != day:
            application.adopted_on = day
