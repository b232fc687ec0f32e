"""What is forgotten by itself: needs once the event is over, and registrations that nobody confirmed.

Needs are in two columns alone: neither the journal, the search texts nor a message ever holds them. What a workbook
said of them in a kept file goes with that file, which the caller removes.
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import or_, select

from mdo.events.followed import over_before
from mdo.events.public import addressee
from mdo.kernel.base.context import AnySession
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.attendance import Attendance
from models.events import Event, EventRegistration, EventState, RegistrationState, RegistrationWay
from models.journal import ERASED, JournalChange
from models.mail import MailRecipient
from models.meetings import Meeting

_MODEL = EventRegistration.__name__


def events_to_erase(session: AnySession, today: dt.date) -> Sequence[Event]:
    """The events that are over or cancelled and of which needs may be left."""
    has_needs = or_(EventRegistration.access_needs.is_not(None), EventRegistration.food.is_not(None))
    of_needs = select(EventRegistration.event_id).where(has_needs)
    is_over = or_(over_before(today), Event.state == EventState.CANCELLED)
    return session.scalars(select(Event).where(Event.id.in_(of_needs), is_over).order_by(Event.id)).all()


def erase_needs(session: AnySession, event: Event, now: dt.datetime) -> int:
    """Erases what those who registered for an event needed, and says so on it; of how many. Flushes."""
    has_needs = or_(EventRegistration.access_needs.is_not(None), EventRegistration.food.is_not(None))
    rows = session.scalars(select(EventRegistration).where(EventRegistration.event_id == event.id, has_needs)).all()
    for row in rows:
        row.access_needs, row.food = None, None
    event.needs_erased_at, event.needs_erased = now, (event.needs_erased or 0) + len(rows)
    session.flush()
    return len(rows)


def is_any_unconfirmed_late(session: AnySession, now: dt.datetime) -> bool:
    """Whether a registration was not confirmed in time: nothing is written where there is none."""
    late = select(EventRegistration.id).where(
        EventRegistration.state == RegistrationState.UNCONFIRMED, EventRegistration.confirm_by <= now
    )
    return session.scalar(late.limit(1)) is not None


def forget_unconfirmed(session: AnySession, now: dt.datetime) -> int:
    """Erases registrations of the public page that nobody confirmed in time, and their names in the journal; how many.

    Who was known before, by the staff or on the list of a session, is not erased by who typed her address: it lapses.
    """
    late = select(EventRegistration).where(
        EventRegistration.state == RegistrationState.UNCONFIRMED, EventRegistration.confirm_by <= now
    )
    rows = session.scalars(late).all()
    named = select(Attendance.registration_id).where(Attendance.registration_id.in_([row.id for row in rows]))
    kept = set(session.scalars(named))
    ids = []
    for row in rows:
        _forget_messages(session, row)
        if row.way is RegistrationWay.PUBLIC_PAGE and row.id not in kept:
            ids.append(row.id)
            session.delete(row)
        else:
            row.state, row.confirm_by = RegistrationState.LAPSED, None
    session.flush()
    if ids:
        _forget_in_journal(session, ids)
    return len(ids)


def _forget_messages(session: AnySession, row: EventRegistration) -> None:
    """The messages that the page wrote to who registered alone; of an address that several share, hers."""
    of_event = select(Meeting.id).where(Meeting.event_id == row.event_id)
    sent = select(MailRecipient).where(MailRecipient.address == row.email, MailRecipient.meeting_id.in_(of_event))
    others = select(EventRegistration.id).where(
        EventRegistration.event_id == row.event_id, EventRegistration.email == row.email, EventRegistration.id != row.id
    )
    if session.scalar(others.limit(1)) is not None:
        sent = sent.where(MailRecipient.name == addressee(row))
    for recipient in session.scalars(sent):
        if recipient.mail.user_id is None and len(recipient.mail.recipients) == 1:
            session.delete(recipient.mail)


def _forget_in_journal(session: AnySession, ids: Sequence[int]) -> None:
    changes = select(JournalChange).where(JournalChange.model == _MODEL, JournalChange.row_id.in_(ids))
    for change in session.scalars(changes, execution_options=WHOLE_REGISTER):
        change.label, change.fields = ERASED, {}
    session.flush()
