"""The reminders of convocations that leave by themselves: once for each day of a meeting, on working mornings."""

import datetime as dt
import logging

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from config import Settings
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.mail.replies import FROM_HOUR, UNTIL_HOUR, due_meetings, is_due, is_reminded, is_sending_day, last_site_url
from mdo.mail.sending import count_of, deliver, queue
from mdo.mail.smtp import MailServer
from models.base import utc_now
from models.mail import MailState, OutgoingMail
from models.meetings import Meeting
from views.base.catalogues import gettext
from views.documents.screens import in_city_language
from views.mail.convocations import reminder_of
from views.mail.personal import ready_to_reply, say_to
from views.security.storage import reading, recording

logger = logging.getLogger(__name__)

# A sending that says nothing for so long was cut: it is taken up again, and what may have left is not sent twice.
_CUT = dt.timedelta(hours=1)
_BY = N_("Reminder that leaves by itself")


def send_due(settings: Settings, now: dt.datetime) -> int:
    """Queues the reminders of the day and sends them; returns how many messages were queued. `now` is of Paris."""
    server, today = settings.mail_server, now.date()
    if server is None or not is_sending_day(today) or not FROM_HOUR <= now.hour < UNTIL_HOUR:
        return 0
    with reading() as session:
        waiting = [row.id for row in due_meetings(session, today)]
    queued = sum(_queue(meeting_id, today) for meeting_id in waiting)
    _send(server)
    return queued


def _queue(meeting_id: int, today: dt.date) -> bool:
    """Another worker at the same instant finds the reminder there, or is refused by the database."""
    with in_city_language():
        by = gettext(_BY)
    try:
        with recording(actor_name=by) as session:
            meeting = session.get_one(Meeting, meeting_id)
            if not is_due(meeting, today) or is_reminded(session, meeting):
                return False
            draft = reminder_of(session, meeting)
            if not draft.mailing.emails:
                return False
            ready_to_reply(session, meeting)
            queue(
                session,
                meeting,
                draft.mailing,
                subject=draft.subject,
                plain=draft.plain,
                html=draft.html,
                invitation=draft.invitation,
                from_address=draft.from_address,
                known=count_of(session, meeting),
                site_url=last_site_url(session, meeting),
                reminder_on=day_of(meeting.start_at),
            )
    except (IntegrityError, StaleDataError):
        return False
    except RuleViolation as refusal:
        logger.warning("a reminder was not sent meeting=%s: %s", meeting_id, refusal.message)
        return False
    logger.info("reminder queued meeting=%s", meeting_id)
    return True


def _send(server: MailServer) -> None:
    """Sends the reminders that wait, and those whose sending was cut."""
    cut = OutgoingMail.updated_at < utc_now() - _CUT
    asked = select(OutgoingMail.id).where(
        OutgoingMail.reminder_on.is_not(None),
        OutgoingMail.user_id.is_(None),
        or_(OutgoingMail.state == MailState.QUEUED, (OutgoingMail.state == MailState.SENDING) & cut),
    )
    with reading() as session:
        waiting = session.scalars(asked.order_by(OutgoingMail.id)).all()
    for mail_id in waiting:
        deliver(recording, server, mail_id, lambda done, total: None, lambda seconds: None, pauses=(0,), say_to=say_to)
