"""A message to many: one mail each, its state committed before and after it leaves.

What a crash leaves in `sending` may have left: it becomes `unsure` and is never sent again by itself.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from email.utils import make_msgid

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.sessions.advisory_locks import hold
from mdo.mail.addressees import NO_ADDRESS, Mailing
from mdo.mail.messages import Personal, message_of
from mdo.mail.smtp import MailServer, NotTaken, Unsure, send
from models.base import utc_now
from models.mail import MailRecipient, MailState, OutgoingMail, RecipientState
from models.meetings import Meeting

MOST_ATTEMPTS = 3
# Seconds before those that the server put off are tried again.
PAUSES = (0, 5, 20)
INTERRUPTED = N_("The sending was interrupted while this message left: ask the recipient before you send it again.")
_SENT_MEANWHILE = N_("A message of this meeting was sent meanwhile: look at it below before you send another.")
_NOBODY = N_("Nobody on the list has an e-mail address: nothing was sent.")
_KNOWN = N_("has this message already")
_MOST_NAME, _MOST_REASON = 250, 500

OpenSession = Callable[[], AbstractContextManager[Session]]
Tell = Callable[[int, int], None]
Pause = Callable[[float], None]
# What a message says to one recipient alone.
SayTo = Callable[[AnySession, MailRecipient], Personal]


def count_of(session: AnySession, meeting: Meeting) -> int:
    """How many messages of a meeting were sent: a form that was opened before the last one sends nothing."""
    return session.scalar(select(func.count(OutgoingMail.id)).where(OutgoingMail.meeting_id == meeting.id)) or 0


def queue(
    session: AnySession,
    meeting: Meeting,
    mailing: Mailing,
    *,
    subject: str,
    plain: str,
    html: str,
    invitation: str,
    from_address: str,
    known: int,
    site_url: str | None = None,
    reminder_on: dt.date | None = None,
) -> OutgoingMail:
    """Writes a message and its recipients, who wait; an address has it once. Flushes. Raises RuleViolation.

    `known` is how many messages there were when the form was opened. `site_url` begins the links of its recipients;
    `reminder_on` is the day that it reminds of, of which no other message is the reminder.
    """
    hold(session, [("meeting", meeting.id)])
    if count_of(session, meeting) != known:
        raise RuleViolation(_SENT_MEANWHILE)
    names: dict[str, list[str]] = {}
    for item in mailing.addressees:
        if item.email:
            names.setdefault(item.email, []).append(item.to or item.name)
    if not names:
        raise RuleViolation(_NOBODY)
    mail = OutgoingMail(
        meeting_id=meeting.id,
        subject=subject,
        plain=plain,
        html=html,
        invitation=invitation,
        from_address=from_address,
        site_url=site_url,
        reminder_on=reminder_on,
        user_id=context_of(session).actor_id,
    )
    mail.recipients = [
        MailRecipient(meeting_id=meeting.id, name=", ".join(dict.fromkeys(shared))[:_MOST_NAME], address=address)
        for address, shared in names.items()
    ]
    # Refused now rather than by each message.
    message_of(mail, mail.recipients[0].name, mail.recipients[0].address, make_msgid(), utc_now())
    session.add(mail)
    session.flush()
    return mail


def add_recipient(session: AnySession, mail: OutgoingMail, mailing: Mailing) -> None:
    """Has a message wait for one more, whom a mailing names or leaves out. Flushes.

    Raises RuleViolation for who is left out, has no e-mail address, or is among the recipients: an address has a
    message once.
    """
    for left in mailing.left_out:
        raise RuleViolation(left.reason)
    if not mailing.emails:
        raise RuleViolation(NO_ADDRESS)
    one = mailing.addressees[0]
    hold(session, [("meeting", mail.meeting_id)])
    known = select(MailRecipient.id).where(MailRecipient.mail_id == mail.id, MailRecipient.address == one.email)
    if session.scalar(known) is not None:
        raise RuleViolation(_KNOWN)
    session.add(
        MailRecipient(
            mail_id=mail.id, meeting_id=mail.meeting_id, name=(one.to or one.name)[:_MOST_NAME], address=one.email
        )
    )
    mail.state = MailState.QUEUED
    session.flush()


def queue_again(session: AnySession, mail: OutgoingMail, ids: Collection[int]) -> int:
    """Puts back those that failed, or that one decides to write to again; returns how many. Flushes."""
    again = [
        row for row in mail.recipients if row.id in ids and row.state in (RecipientState.FAILED, RecipientState.UNSURE)
    ]
    for row in again:
        row.state, row.attempts, row.reason = RecipientState.QUEUED, 0, None
        row.message_id = None  # to send it again is another message
    if again:
        mail.state = MailState.QUEUED
    session.flush()
    return len(again)


# ---- The work --------------------------------------------------------------------------------------------------------


def deliver(
    open_session: OpenSession,
    server: MailServer,
    mail_id: int,
    tell: Tell,
    pause: Pause,
    *,
    now: Callable[[], dt.datetime] = utc_now,
    pauses: Sequence[int] | None = None,
    say_to: SayTo = lambda session, recipient: Personal(),
) -> None:
    """Sends what waits, one recipient after another; what the server puts off is tried three times in all.

    `open_session` gives a session that commits at its end. `tell` is given (done, total) and `pause` the seconds to
    wait before another try; both may raise to stop: what waits then goes on waiting.
    """
    with open_session() as session:
        _take_up(session, mail_id)
    for seconds in PAUSES if pauses is None else pauses:
        with open_session() as session:
            waiting = _waiting(session, mail_id)
            total = session.scalar(select(func.count(MailRecipient.id)).where(MailRecipient.mail_id == mail_id)) or 0
        if not waiting:
            break
        if seconds:
            pause(seconds)
        for index, recipient_id in enumerate(waiting):
            tell(total - len(waiting) + index, total)
            _deliver_one(open_session, server, recipient_id, now, say_to)
    with open_session() as session:
        mail = session.get_one(OutgoingMail, mail_id)
        mail.state = MailState.QUEUED if _waiting(session, mail_id) else MailState.DONE


def _take_up(session: Session, mail_id: int) -> None:
    mail = session.get_one(OutgoingMail, mail_id)
    mail.state = MailState.SENDING
    for row in mail.recipients:
        if row.state is RecipientState.SENDING:
            row.state, row.reason = RecipientState.UNSURE, INTERRUPTED


def _waiting(session: Session, mail_id: int) -> Sequence[int]:
    statement = (
        select(MailRecipient.id)
        .where(MailRecipient.mail_id == mail_id, MailRecipient.state == RecipientState.QUEUED)
        .order_by(MailRecipient.id)
    )
    return session.scalars(statement).all()


def _deliver_one(
    open_session: OpenSession,
    server: MailServer,
    recipient_id: int,
    now: Callable[[], dt.datetime],
    say_to: SayTo,
) -> None:
    try:
        with open_session() as session:
            row = session.get_one(MailRecipient, recipient_id, with_for_update=True)
            if row.state is not RecipientState.QUEUED:
                return  # another worker has it
            mail = row.mail
            row.message_id = row.message_id or make_msgid(domain=mail.from_address.rpartition("@")[2] or None)
            row.state, row.attempts = RecipientState.SENDING, row.attempts + 1
            message = message_of(mail, row.name, row.address, row.message_id, now(), say_to(session, row))
            sender, address, attempts = mail.from_address, row.address, row.attempts
    except StaleDataError:
        return  # another worker was faster
    state, reason = RecipientState.SENT, None
    try:
        send(server, message, sender, address)
    except NotTaken as error:
        is_over = error.is_final or attempts >= MOST_ATTEMPTS
        state, reason = RecipientState.FAILED if is_over else RecipientState.QUEUED, str(error)
    except Unsure as error:
        state, reason = RecipientState.UNSURE, str(error)
    with open_session() as session:
        row = session.get_one(MailRecipient, recipient_id, with_for_update=True)
        row.state, row.reason = state, reason[:_MOST_REASON] if reason else None
        row.sent_at = now() if state is RecipientState.SENT else None
