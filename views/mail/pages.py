"""What the pages of messages show, as plain values: a message with its recipients, the messages of a meeting."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import current_app, url_for
from sqlalchemy import func, select

from mdo.kernel.base.context import context_of
from mdo.kernel.labels import enum_label
from mdo.meetings.called import called
from models.mail import MailRecipient, MailState, OutgoingMail, RecipientState
from models.meetings import Meeting
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Crumb, Panel
from views.base.rendering import render
from views.base.words import date_in_words, moment_of
from views.mail.convocations import in_the_preview
from views.meetings.next import write_words

TONES = {
    RecipientState.QUEUED: "muted",
    RecipientState.SENDING: "info",
    RecipientState.SENT: "ok",
    RecipientState.FAILED: "danger",
    RecipientState.UNSURE: "warn",
}
# What one must look at comes first.
_ORDER = (
    RecipientState.FAILED,
    RecipientState.UNSURE,
    RecipientState.SENDING,
    RecipientState.QUEUED,
    RecipientState.SENT,
)


def mail_panel(meeting: Meeting, may_send: bool, may_write: bool = False) -> Panel:
    """The messages of a meeting, each with how many were sent, failed or are to check; and the way to another."""
    today = context_of(db.session).today
    statement = (
        select(MailRecipient.mail_id, MailRecipient.state, func.count())
        .where(MailRecipient.meeting_id == meeting.id)
        .group_by(MailRecipient.mail_id, MailRecipient.state)
    )
    counts: dict[int, Counter[RecipientState]] = {}
    for mail_id, state, count in db.session.execute(statement):
        counts.setdefault(mail_id, Counter())[state] = count
    mails = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.meeting_id == meeting.id).order_by(OutgoingMail.id.desc())
    )
    return Panel(
        gettext("Convocation by e-mail"),
        "mail/panel.html",
        {
            "may_send": may_send,
            "is_on": current_app.extensions["mdo_settings"].mail_server is not None,
            "write_url": url_for("MailView.write_to_meeting", pk=meeting.id) if may_write else "",
            "write_words": write_words(meeting),
            "compose_url": url_for("MailView.compose", pk=meeting.id),
            "mails": tuple(
                {
                    "subject": mail.subject,
                    "when": moment_of(mail.created_at, today).words,
                    "who": str(mail.user) if mail.user is not None else "",
                    "url": url_for("MailView.message", pk=meeting.id, message=mail.id),
                    "counts": counts_in_words(counts.get(mail.id, Counter())),
                }
                for mail in mails
            ),
        },
    )


def counts_in_words(counts: Counter[RecipientState]) -> tuple[tuple[str, int, str], ...]:
    """How many recipients are in each state: (words, count, tone)."""
    return tuple((gettext(enum_label(state)), counts[state], TONES[state]) for state in _ORDER if counts[state])


def message_page(meeting: Meeting, mail: OutgoingMail, *, may_send: bool, reads_addresses: bool) -> Any:
    """A message with what became of it for each."""
    today = context_of(db.session).today
    show_url = url_for("MeetingView.show", pk=meeting.id, tab="papers", _anchor="tabs")
    return render(
        "base/message.html",
        title=mail.subject,
        crumbs=(
            Crumb(gettext("Meetings"), url_for("MeetingView.list")),
            Crumb(called(meeting), show_url),
            Crumb(gettext("Message (mail)")),
        ),
        state=gettext(enum_label(mail.state)),
        when=moment_of(mail.created_at, today).words,
        who=str(mail.user) if mail.user is not None else "",
        from_address=mail.from_address,
        plain=in_the_preview(mail.plain),
        counts=counts_in_words(Counter(row.state for row in mail.recipients)),
        rows=_rows(mail.recipients, reads_addresses=reads_addresses),
        may_send=may_send and mail.state is not MailState.SENDING,
        is_waiting=mail.state is MailState.QUEUED,
        is_under_way=mail.state is not MailState.DONE,
        returned_url=url_for("MailView.returned", pk=meeting.id, message=mail.id),
        again_url=url_for("MailView.again", pk=meeting.id, message=mail.id),
        back_url=show_url,
    )


def _rows(recipients: Sequence[MailRecipient], *, reads_addresses: bool) -> tuple[dict[str, Any], ...]:
    today = context_of(db.session).today
    ordered = sorted(recipients, key=lambda row: (_ORDER.index(row.state), row.id))
    return tuple(
        {
            "id": row.id,
            "name": row.name,
            "address": row.address if reads_addresses else "",
            "state": gettext(enum_label(row.state)),
            "tone": TONES[row.state],
            "reason": gettext(row.reason) if row.reason else "",
            "attempts": row.attempts,
            "when": moment_of(row.sent_at, today).words if row.sent_at is not None else "",
            "can_repeat": row.state in (RecipientState.FAILED, RecipientState.UNSURE),
            "is_ticked": row.state is RecipientState.FAILED,
            "returned": date_in_words(row.returned_on) if row.returned_on is not None else "",
        }
        for row in ordered
    )
