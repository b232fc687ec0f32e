"""What becomes of the registrations of two rows of one person: they follow; of two for one event, one is left."""

from sqlalchemy import select

from mdo.events.places import SEATED
from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.merges import Moved
from models.attendance import Attendance
from models.events import EventRegistration


def move_registrations(session: AnySession, kept_id: int, gone_id: int) -> Moved:
    """Gives the registrations of one person to the other, and flushes; of two for one event, hers takes the place."""
    asked = select(EventRegistration).order_by(EventRegistration.id)
    ours = {row.event_id: row for row in session.scalars(asked.where(EventRegistration.person_id == kept_id))}
    moved = doubled = 0
    for row in session.scalars(asked.where(EventRegistration.person_id == gone_id)).all():
        other = ours.get(row.event_id)
        if other is None:
            row.person_id = kept_id
            moved += 1
            continue
        doubled += 1
        if row.state in SEATED and other.state not in SEATED:
            other.state, row.state = row.state, other.state
            other.confirm_by, row.confirm_by = row.confirm_by, other.confirm_by
        for line in session.scalars(select(Attendance).where(Attendance.registration_id == row.id)):
            line.registration_id = None
        session.flush()
        session.delete(row)
    session.flush()
    return Moved(moved, doubled)
