"""What the worker does for events: places that came free, messages that wait, what is to be forgotten."""

import datetime as dt
import logging

from flask import current_app
from sqlalchemy import or_, select

from config import Settings
from mdo.events.erasing import erase_needs, events_to_erase, forget_unconfirmed, is_any_unconfirmed_late
from mdo.events.public import give_link
from mdo.events.registering import fill, hold_list
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.mail.sending import deliver
from mdo.mail.smtp import MailServer
from models.base import utc_now
from models.events import Event, EventRegistration, EventState, RegistrationState
from models.jobs import Job
from models.mail import MailState, OutgoingMail
from models.meetings import Meeting
from views.base.catalogues import gettext
from views.documents.screens import in_city_language
from views.events.messages import Said, queue_message, say_to
from views.imports import uploads
from views.security.storage import reading, recording

logger = logging.getLogger(__name__)

_CUT, _A_DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
_BY = N_("List of the event, by itself")
_KIND = "registrations"
_IMPORT = "import"  # the name of the job of views/jobs/imports.py, which imports this package


def see_to(settings: Settings, now: dt.datetime) -> None:
    """Fills the lists, tells who has a place, sends, and forgets what is over. `now` is of Paris."""
    with in_city_language():
        by = gettext(_BY)
    with reading() as session:
        going_on = Event.state.in_((EventState.OPEN, EventState.CLOSED))
        moving = EventRegistration.state.in_((RegistrationState.WAITING, RegistrationState.OFFERED))
        of_these = select(EventRegistration.event_id).where(moving)
        # A settled list is brought up to date for whom it is out of sight: référents, who register and cancel too.
        settled = select(Meeting.event_id).where(Meeting.convened_at.is_not(None), Meeting.start_at > now - _A_DAY)
        lists = or_(Event.id.in_(of_these), Event.id.in_(settled))
        asked = select(Event.id).where(going_on, lists).order_by(Event.id)
        event_ids = session.scalars(asked).all()
    for event_id in event_ids:
        with recording(actor_name=by) as session:
            hold_list(session, [event_id])
            fill(session, event_id, utc_now())
            _tell(session, event_id)
    forget(now, by)
    if settings.mail_server is not None:
        _send(settings.mail_server)


def _tell(session: AnySession, event_id: int) -> None:
    """A message to each who was promoted and was not told yet."""
    offered = select(EventRegistration).where(
        EventRegistration.event_id == event_id,
        EventRegistration.state == RegistrationState.OFFERED,
        EventRegistration.told_at.is_(None),
        EventRegistration.email.is_not(None),
    )
    for row in session.scalars(offered.order_by(EventRegistration.id)).all():
        give_link(row, current_app.config["SECRET_KEY"])
        queue_message(session, row, Said.OFFERED)


def forget(now: dt.datetime, by: str = "") -> None:
    """Erases needs of events that are over, with the kept files that may say them, and what nobody confirmed."""
    with reading() as session:
        is_late = is_any_unconfirmed_late(session, utc_now())
        if not is_late and not events_to_erase(session, now.date()):
            return
    with recording(actor_name=by) as session:
        forget_unconfirmed(session, utc_now())
        erased = sum(erase_needs(session, event, utc_now()) for event in events_to_erase(session, now.date()))
        left_out = _results(session) if erased else []
    if erased:
        uploads.remove_all_of(_KIND)
        for name in left_out:
            current_app.extensions["mdo_jobs"].files.forget(name)
        logger.info("needs erased people=%s", erased)


def _results(session: AnySession) -> list[str]:
    """The files of lines that long imports of registrations left out; their jobs no longer name them."""
    found = []
    for job in session.scalars(select(Job).where(Job.kind == _IMPORT, Job.result.is_not(None))):
        name = (job.result or {}).get("file")
        if name and job.parameters.get("kind") == _KIND:
            found.append(name)
            job.result = {key: value for key, value in (job.result or {}).items() if key != "file"}
    return found


def _send(server: MailServer) -> None:
    """Sends the messages that lists wrote, and those whose sending was cut."""
    cut = OutgoingMail.updated_at < utc_now() - _CUT
    of_events = select(Meeting.id).where(Meeting.event_id.is_not(None))
    asked = select(OutgoingMail.id).where(
        OutgoingMail.meeting_id.in_(of_events),
        OutgoingMail.reminder_on.is_(None),
        OutgoingMail.user_id.is_(None),
        or_(OutgoingMail.state == MailState.QUEUED, (OutgoingMail.state == MailState.SENDING) & cut),
    )
    with reading() as session:
        waiting = session.scalars(asked.order_by(OutgoingMail.id)).all()
    for mail_id in waiting:
        deliver(recording, server, mail_id, lambda done, total: None, lambda seconds: None, pauses=(0,), say_to=say_to)
