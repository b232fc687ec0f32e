"""The messages of the list of an event: to confirm, a place that came free, an address already there.

Each has one recipient and the personal link, which is made as it leaves: nothing that opens a registration is stored,
and no message holds what somebody needs.
"""

from email.utils import make_msgid
from enum import StrEnum

from flask import current_app
from sqlalchemy import select

from mdo.events.public import addressee, secret_of
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.mail.messages import REPLY_MARK, Personal, message_of
from mdo.meetings.calendar_revisions import OFF
from models.base import utc_now
from models.events import EventRegistration
from models.mail import MailRecipient, OutgoingMail, RecipientState
from models.meetings import Meeting
from views.base.catalogues import gettext
from views.base.words import full_date, hour_in_words
from views.documents.screens import in_city_language
from views.mail.convocations import rendered
from views.meetings.page import when_in_words, where_in_words

LINK_PATH = "inscription/"
_MOST_SUBJECT = 250


class Said(StrEnum):
    """What a message says, by its subject."""

    CONFIRM = N_("Confirm your registration: %(title)s")
    OFFERED = N_("A place is free for you: %(title)s")
    KNOWN = N_("Your registration: %(title)s")


_TEXTS = {
    Said.CONFIRM: N_("Open the link below within 48 hours to confirm your registration; otherwise it is erased."),
    Said.OFFERED: N_(
        "A place came free. Open the link below before %(by)s to confirm it; then it goes to the next one."
    ),
    Said.KNOWN: N_("You registered already. The link below tells where your registration stands, and cancels it."),
}
_NOT_YOU = N_("You did not ask for this? Do nothing: nothing is kept.")


def queue_message(session: AnySession, row: EventRegistration, said: Said) -> bool:
    """Has a message wait for its holder, and flushes; False where none may leave, or one waits already."""
    server = current_app.extensions["mdo_settings"].mail_server
    event = row.event
    of_event = select(Meeting).where(Meeting.event_id == row.event_id)
    of_event = of_event.order_by(Meeting.state.in_(OFF), Meeting.start_at <= utc_now(), Meeting.start_at, Meeting.id)
    meeting = session.scalars(of_event.limit(1)).one_or_none()
    if server is None or not row.email or event.site_url is None or meeting is None:
        return False
    meeting_id = meeting.id
    waiting = select(MailRecipient.id).where(
        MailRecipient.meeting_id == meeting_id,
        MailRecipient.address == row.email,
        MailRecipient.name == addressee(row),
        MailRecipient.state.in_((RecipientState.QUEUED, RecipientState.SENDING)),
    )
    if session.scalar(waiting.limit(1)) is not None:
        return False
    with in_city_language():
        by = ""
        if row.confirm_by is not None:
            by = gettext(
                "%(day)s at %(time)s", day=full_date(day_of(row.confirm_by)), time=hour_in_words(row.confirm_by)
            )
        subject = gettext(said.value, title=event.title)[:_MOST_SUBJECT]
        said_of = () if meeting.state in OFF else (when_in_words(meeting), where_in_words(meeting))
        about = " – ".join(part for part in said_of if part)
        texts = (gettext(_TEXTS[said], by=by), *((gettext(_NOT_YOU),) if said is Said.CONFIRM else ()))
        texts = (*texts, gettext("Ville de Lyon – Mission Démocratie Ouverte"))
        html = rendered("mail/event.html", language="fr", title=event.title, about=about, texts=texts, mark=REPLY_MARK)
    mail = OutgoingMail(
        meeting_id=meeting_id,
        subject=subject,
        plain="\n\n".join((event.title, *([about] if about else []), texts[0], REPLY_MARK, *texts[1:])) + "\n",
        html=html,
        from_address=server.sender,
        site_url=event.site_url,
    )
    name = addressee(row)
    mail.recipients = [MailRecipient(meeting_id=meeting_id, name=name, address=row.email)]
    message_of(mail, name, row.email, make_msgid(), utc_now())
    session.add(mail)
    row.told_at = utc_now()
    session.flush()
    return True


def say_to(session: AnySession, recipient: MailRecipient) -> Personal:
    """The personal link of who registered: of an address that several share, of whom the message is for."""
    asked = select(EventRegistration).where(
        EventRegistration.event_id == recipient.meeting.event_id, EventRegistration.email == recipient.address
    )
    rows = session.scalars(asked.order_by(EventRegistration.id)).all()
    row = rows[0] if len(rows) == 1 else next((row for row in rows if addressee(row) == recipient.name), None)
    if row is None or row.token_hash is None:
        return Personal()
    url = f"{recipient.mail.site_url}{LINK_PATH}{secret_of(row, current_app.config['SECRET_KEY'])}"
    return Personal(url, rendered("mail/event_link.html", url=url))
