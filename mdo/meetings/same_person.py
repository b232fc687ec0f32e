"""What becomes of the attendance of two rows of one person: the lines follow; of two for one meeting, one is left."""

from collections.abc import Sequence

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.merges import Moved
from mdo.meetings.attendance import is_marked
from models.attendance import Attendance, Presence


def move_attendances(session: AnySession, kept_id: int, gone_id: int) -> Moved:
    """Gives the lines of one person to the other, and flushes.

    Convened twice to one meeting, what was marked stays; of two marks, that of the row that is kept, but never that it
    was represented by itself. The line that is left is always that of the kept row, so that an undo finds each person
    on one line at every step.
    """
    ours = {line.meeting_id: line for line in _lines(session, kept_id)}
    doubled: list[Attendance] = []
    moved: list[Attendance] = []
    for line in _lines(session, gone_id):
        (doubled if line.meeting_id in ours else moved).append(line)
    for line in doubled:
        _take_over(session, ours[line.meeting_id], line)
    session.flush()
    for line in doubled:
        session.delete(line)
    for line in moved:
        line.person_id = kept_id
    session.flush()
    return Moved(len(moved), len(doubled))


_MARK = ("presence", "represented_by_id", "arrived_at", "left_at", "note")


def _take_over(session: AnySession, mine: Attendance, other: Attendance) -> None:
    """The line that is left takes the mark of the other where it is the better one, and what it did not know."""
    for line in session.scalars(select(Attendance).where(Attendance.represented_by_id == other.id)):
        if line is not mine:
            line.represented_by_id = mine.id
    days = {reply.meeting_on for reply in mine.replies if reply.answer is not None}
    for reply in [one for one in other.replies if one.answer is not None and one.meeting_on not in days]:
        for held in [one for one in mine.replies if one.meeting_on == reply.meeting_on]:
            held.answer, held.way, held.replied_at = reply.answer, reply.way, reply.replied_at
            held.replaced_by, held.is_settled, held.user_id = reply.replaced_by, reply.is_settled, reply.user_id
            break
        else:
            reply.attendance = mine
    is_own_stand_in = mine.represented_by_id == other.id
    if is_own_stand_in or (is_marked(other) and not is_marked(mine) and other.represented_by_id != mine.id):
        for name in _MARK:
            setattr(mine, name, getattr(other, name))
    for name in ("mandate_id", "college_id", "quality"):
        if getattr(mine, name) is None:
            setattr(mine, name, getattr(other, name))
    mine.is_convened = mine.presence is not Presence.GUEST and (mine.is_convened or other.is_convened)


def _lines(session: AnySession, person_id: int) -> Sequence[Attendance]:
    statement = select(Attendance).where(Attendance.person_id == person_id).order_by(Attendance.id)
    return session.scalars(statement).all()
