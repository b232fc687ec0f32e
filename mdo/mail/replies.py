"""The mail of replies: the links of each recipient, who is reminded and when, and who is to be called instead."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from mdo.days_off.avoided import is_week_end
from mdo.days_off.days import public_holiday
from mdo.instances.rules import DEFAULT_REMINDER_DAYS, rules_of
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of, start_of_day
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.mail.addressees import Addressee, LeftOut, Mailing, addressee_of_line, mailing_from
from mdo.meetings.attendance import lines_of
from mdo.meetings.replies import answers_of, ended_among, of_day, secret_of
from models.attendance import Attendance, Presence
from models.instances import Instance
from models.mail import MailRecipient, OutgoingMail, RecipientState
from models.meetings import Meeting, MeetingState

REPLY_PATH, CALENDAR_PATH = "reponse/", "calendrier/instance/"
CAME_BACK = N_("the address came back")
_MOST_DAYS = 60
# In hours of Paris, when reminders leave: a worker that starts late still sends them.
FROM_HOUR, UNTIL_HOUR = 8, 18


@dataclass(frozen=True)
class PersonalLink:
    """The link of one of those whom an address reads for: a first name, empty where it is the only one."""

    name: str
    url: str


def links_of(session: AnySession, recipient: MailRecipient, key: str) -> list[PersonalLink]:
    """The links of a recipient of a message: one for each line whose mail goes to this address."""
    mail, meeting = recipient.mail, recipient.meeting
    if mail.site_url is None:
        return []
    replies = of_day(session, meeting)
    today = day_of(mail.created_at)
    lines = [line for line in lines_of(session, meeting) if line.id in replies and line.is_convened]
    own = [line for line in lines if _email(line, today) == recipient.address]
    return [
        PersonalLink(
            _first_name(line) if len(own) > 1 else "", f"{mail.site_url}{REPLY_PATH}{secret_of(replies[line.id], key)}"
        )
        for line in own
        if replies[line.id].token_hash is not None
    ]


def _email(line: Attendance, today: dt.date) -> str:
    found = addressee_of_line(line, today)
    return found.email if isinstance(found, Addressee) else ""


def _first_name(line: Attendance) -> str:
    return (line.person.first_name if line.person is not None else None) or str(line)


# ---- Who did not answer ----------------------------------------------------------------------------------------------


def silent_lines(session: AnySession, meeting: Meeting) -> list[Attendance]:
    """Those who were convened, are still expected, and of whom no answer counts."""
    lines = [line for line in lines_of(session, meeting) if line.is_convened and line.presence is Presence.EXPECTED]
    answered = answers_of(session, meeting, lines)
    gone = ended_among(session, lines, day_of(meeting.start_at))
    return [line for line in lines if line.id not in answered and line.id not in gone]


def came_back(session: AnySession, addresses: Collection[str]) -> set[str]:
    """Which of these addresses were said to have come back, by whoever: who writes next is spared the same failure."""
    if not addresses:
        return set()
    asked = select(MailRecipient.address).where(
        MailRecipient.address.in_(addresses), MailRecipient.returned_on.is_not(None)
    )
    return set(session.scalars(asked, execution_options=WHOLE_REGISTER))


def mailing_to_remind(session: AnySession, meeting: Meeting, today: dt.date) -> Mailing:
    """The reminder: to who did not answer and has an address that did not come back; the others are to be called."""
    found = [addressee_of_line(line, today) for line in silent_lines(session, meeting)]
    returned = came_back(session, {item.email for item in found if isinstance(item, Addressee) and item.email})
    return mailing_from(
        [
            LeftOut(item.name, CAME_BACK) if isinstance(item, Addressee) and item.email in returned else item
            for item in found
        ]
    )


@dataclass(frozen=True)
class ToCall:
    """Someone whom no e-mail reaches and who did not answer: why (a message id), and the number to call."""

    line: Attendance
    reason: str
    phone: str


def to_call(session: AnySession, meeting: Meeting, today: dt.date) -> list[ToCall]:
    """Those to call before a meeting, in no order that matters."""
    lines = silent_lines(session, meeting)
    told = {line.id: addressee_of_line(line, today) for line in lines}
    returned = came_back(session, {item.email for item in told.values() if isinstance(item, Addressee) and item.email})
    found = []
    for line in lines:
        item = told[line.id]
        if isinstance(item, LeftOut):
            found.append(ToCall(line, item.reason, _phone(line, today)))
        elif item.email in returned:
            found.append(ToCall(line, CAME_BACK, _phone(line, today)))
    return found


def _phone(line: Attendance, today: dt.date) -> str:
    from_guardian = line.person is not None and line.person.guardian_phone and _is_minor(line, today)
    if line.person is not None:
        return (line.person.guardian_phone if from_guardian else line.person.phone) or ""
    return (line.organisation.phone or "") if line.organisation is not None else ""


def _is_minor(line: Attendance, today: dt.date) -> bool:
    item = addressee_of_line(line, today)
    return isinstance(item, Addressee) and item.is_minor


# ---- When one is reminded --------------------------------------------------------------------------------------------


def reminder_days(meeting: Meeting) -> int:
    """How many calendar days before a meeting who did not answer is reminded; 0 for never."""
    return DEFAULT_REMINDER_DAYS if meeting.instance is None else rules_of(meeting.instance).reminder_days


def is_sending_day(day: dt.date) -> bool:
    """Whether a message may leave by itself: neither at a week-end nor on a public holiday."""
    return not is_week_end(day) and public_holiday(day) is None


def is_due(meeting: Meeting, today: dt.date) -> bool:
    """Whether the reminder of a meeting is to leave on a day: from so many days before it to its eve."""
    days, before = reminder_days(meeting), (day_of(meeting.start_at) - today).days
    return is_sending_day(today) and 0 < before <= days


def reminder_day(session: AnySession, meeting: Meeting, now: dt.datetime) -> dt.date | None:
    """The day on which the reminder of a meeting that a message convened is to leave by itself, `now` being of Paris.

    None where the day of the meeting comes first.
    """
    sent = select(func.max(OutgoingMail.created_at)).where(
        OutgoingMail.meeting_id == meeting.id, OutgoingMail.site_url.is_not(None)
    )
    asked = session.scalar(sent)
    first = now.date() + dt.timedelta(days=now.hour >= UNTIL_HOUR)
    if asked is not None:
        first = max(first, day_of(asked) + dt.timedelta(days=1))
    left = range((day_of(meeting.start_at) - first).days)
    return next((day for number in left if is_due(meeting, day := first + dt.timedelta(days=number))), None)


def due_meetings(session: AnySession, today: dt.date) -> list[Meeting]:
    """The meetings whose reminder is to leave: convened by a message that asks for a reply, and reminded by none.

    Never on the day of that message, however late it convenes.
    """
    if not is_sending_day(today):
        return []
    first = start_of_day(today + dt.timedelta(days=1))
    asked_reply = (
        select(OutgoingMail.meeting_id)
        .where(OutgoingMail.site_url.is_not(None))
        .group_by(OutgoingMail.meeting_id)
        .having(func.max(OutgoingMail.created_at) < start_of_day(today))
    )
    asked = (
        select(Meeting)
        .where(
            Meeting.state == MeetingState.CONVENED,
            Meeting.start_at >= first,
            Meeting.start_at < first + dt.timedelta(days=_MOST_DAYS),
            Meeting.id.in_(asked_reply),
        )
        .options(joinedload(Meeting.instance).joinedload(Instance.type))
        .order_by(Meeting.start_at, Meeting.id)
    )
    return [row for row in session.scalars(asked) if is_due(row, today) and not is_reminded(session, row)]


def is_reminded(session: AnySession, meeting: Meeting) -> bool:
    """Whether a message already reminds of the day that a meeting has now."""
    asked = select(OutgoingMail.id).where(
        OutgoingMail.meeting_id == meeting.id, OutgoingMail.reminder_on == day_of(meeting.start_at)
    )
    return session.scalar(asked.limit(1)) is not None


def last_site_url(session: AnySession, meeting: Meeting) -> str | None:
    """Where the links of the last message that asked for a reply begin."""
    asked = select(OutgoingMail.site_url).where(
        OutgoingMail.meeting_id == meeting.id, OutgoingMail.site_url.is_not(None)
    )
    return session.scalar(asked.order_by(OutgoingMail.id.desc()).limit(1))


def mark_returned(recipients: Sequence[MailRecipient], ids: Collection[int], today: dt.date | None) -> int:
    """Says that messages came back, or (None) that they did not; returns how many."""
    found = [
        row
        for row in recipients
        if row.id in ids
        and row.state in (RecipientState.SENT, RecipientState.FAILED, RecipientState.UNSURE)
        and (row.returned_on is None) != (today is None)
    ]
    for row in found:
        row.returned_on = today
    return len(found)
