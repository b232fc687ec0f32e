"""A request lets go of its agenda item when the item is deleted, by whatever door: the deletion is not refused.

It holds for requests out of the sight of who deletes: an item that is gone binds nobody.
"""

from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker
from sqlalchemy.orm.attributes import History

from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.meetings import AgendaItem, Meeting
from models.requests import CouncilRequest


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Puts the event on a session, a factory or a class: after the scope, before the journal."""
    event.listen(sessions, "before_flush", _let_go)


def _let_go(session: Session, flush: UOWTransaction, instances: Any) -> None:
    ids = {row.id for row in session.deleted if isinstance(row, AgendaItem)}
    for meeting in session.dirty:
        if isinstance(meeting, Meeting):  # an item taken out of the agenda is deleted by the flush itself
            history: History = inspect(meeting).attrs.agenda.history
            ids |= {item.id for item in history.deleted}
    if not ids:
        return
    statement = select(CouncilRequest).where(CouncilRequest.agenda_item_id.in_(ids))
    with session.no_autoflush:
        held = session.scalars(statement, execution_options=WHOLE_REGISTER).all()
    for request in held:
        if request not in session.deleted:
            request.agenda_item = None
