"""What a meeting that moves makes of the answers for its former day, whatever door moves it.

They no longer count, since each is for one day; the lines that one of them excused, or had represented, are expected
again: else nobody would convene them to the new day.
"""

from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction, joinedload, scoped_session, sessionmaker

from mdo.kernel.base.periods import day_of
from models.attendance import Presence
from models.meetings import Meeting
from models.replies import MeetingReply, ReplyAnswer


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Puts the event on a session, a factory or a class."""
    event.listen(sessions, "before_flush", _forget_marks)


def _forget_marks(session: Session, flush: UOWTransaction, instances: Any) -> None:
    days = {row.id: day_of(row.start_at) for row in session.dirty if isinstance(row, Meeting) and _moves(row)}
    if not days:
        return
    asked = select(MeetingReply).where(
        MeetingReply.meeting_id.in_(days), MeetingReply.answer.in_((ReplyAnswer.AWAY, ReplyAnswer.REPLACED))
    )
    with session.no_autoflush:
        for reply in session.scalars(asked.options(joinedload(MeetingReply.attendance))):
            line = reply.attendance
            if reply.meeting_on != days[reply.meeting_id] and line.presence in (Presence.EXCUSED, Presence.REPRESENTED):
                line.presence, line.represented_by_id = Presence.EXPECTED, None


def _moves(row: Meeting) -> bool:
    before: tuple[Any, ...] = tuple(inspect(row).attrs.start_at.history.deleted or ())
    return bool(before) and before[0] is not None and day_of(before[0]) != day_of(row.start_at)
