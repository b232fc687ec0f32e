"""A convocation as one writes it: its text, what it looks like, to whom it would go."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, request

from mdo.kernel.base.context import AnySession, context_of
from mdo.mail.addressees import Mailing, mailing_of_convened, mailing_of_present
from mdo.mail.invitation import invitation_of
from mdo.mail.messages import (
    REPLY_MARK,
    default_text,
    item_in_words,
    plain_of,
    reminder_subject_of,
    reminder_text,
    subject_of,
    thanks_subject_of,
    thanks_text,
)
from mdo.mail.replies import mailing_to_remind
from mdo.meetings.attendance import NOT_TAKING_PLACE
from mdo.meetings.document_values import common_of
from models.base import utc_now
from models.meetings import Meeting
from views.base.catalogues import gettext
from views.base.database import db
from views.base.kept import typed_again
from views.base.words import language
from views.documents.screens import in_city_language, wording

_MOST_SUBJECT, _MOST_TEXT = 250, 10_000


@dataclass(frozen=True)
class ConvocationDraft:
    """A convocation before it is sent: in the language of the city, whatever that of its author.

    `about` is empty for a convocation, else « thanks » or « reminder ».
    """

    subject: str
    text: str
    plain: str
    html: str
    paragraphs: tuple[str, ...]
    values: dict[str, Any]
    items: tuple[str, ...]
    from_address: str
    invitation: str
    mailing: Mailing
    about: str = ""
    asks_reply: bool = False

    @property
    def is_thanks(self) -> bool:
        return self.about == THANKS

    @property
    def is_reminder(self) -> bool:
        return self.about == REMINDER


THANKS, REMINDER = "thanks", "reminder"


def draft_of(meeting: Meeting) -> ConvocationDraft:
    """What is typed in the form, or what is proposed, with all that leaves with it."""
    today = context_of(db.session).today
    typed = typed_again()
    sent = request.form if typed is None else typed
    about = sent.get("about") or request.args.get("about")
    if about == THANKS:
        return _thanks_of(meeting, sent)
    subject = " ".join(sent.get("subject", "").split())[:_MOST_SUBJECT]
    text = sent.get("text", "").replace("\r\n", "\n").strip()[:_MOST_TEXT]
    if about == REMINDER:
        return reminder_of(db.session, meeting, subject, text)
    return _drafted(db.session, meeting, subject, text, "", mailing_of_convened(db.session, meeting, today))


def reminder_of(session: AnySession, meeting: Meeting, subject: str = "", text: str = "") -> ConvocationDraft:
    """The reminder of a convocation, to who did not answer it; a worker writes it with nothing typed."""
    mailing = mailing_to_remind(session, meeting, context_of(session).today)
    return _drafted(session, meeting, subject, text, REMINDER, mailing)


def _drafted(
    session: AnySession, meeting: Meeting, subject: str, text: str, about: str, mailing: Mailing
) -> ConvocationDraft:
    server = current_app.extensions["mdo_settings"].mail_server
    today = context_of(session).today
    asks_reply = server is not None and meeting.state not in NOT_TAKING_PLACE
    with in_city_language():
        values = common_of(meeting, today, wording())
        subject = subject or (reminder_subject_of if about else subject_of)(meeting, wording())
        text = text or (reminder_text if about else default_text)(wording())
        items = tuple(item_in_words(item, wording()) for item in values["agenda"])
        paragraphs = tuple(part.strip() for part in text.split("\n\n") if part.strip())
        html = rendered(
            "mail/convocation.html",
            language=current_app.config["BABEL_DEFAULT_LOCALE"],
            subject=subject,
            text=paragraphs,
            values=values,
            items=items,
            reply=REPLY_MARK if asks_reply else "",
        )
        plain = plain_of(values, text, wording(), REPLY_MARK if asks_reply else "")
    from_address = values["mailbox"] or (server.sender if server is not None else "")
    return ConvocationDraft(
        subject,
        text,
        plain,
        html,
        paragraphs,
        values,
        items,
        from_address,
        invitation_of(meeting, utc_now(), from_address),
        mailing,
        about,
        asks_reply,
    )


def rendered(template: str, **values: Any) -> str:
    """A part of a message: a worker, who has no request, writes it as a page does."""
    return current_app.jinja_env.get_template(template).render(**values)


def _thanks_of(meeting: Meeting, sent: Any) -> ConvocationDraft:
    """A word to those who came, with neither agenda nor invitation."""
    today = context_of(db.session).today
    server = current_app.extensions["mdo_settings"].mail_server
    with in_city_language():
        values = common_of(meeting, today, wording())
        subject = " ".join(sent.get("subject", "").split())[:_MOST_SUBJECT] or thanks_subject_of(meeting, wording())
        text = sent.get("text", "").replace("\r\n", "\n").strip()[:_MOST_TEXT] or thanks_text(wording())
        paragraphs = tuple(part.strip() for part in text.split("\n\n") if part.strip())
        html = render_template("mail/thanks.html", language=language(), subject=subject, text=paragraphs, values=values)
    plain = "\n".join([text, *(["", values["organiser"]] if values["organiser"] else [])]) + "\n"
    from_address = values["mailbox"] or (server.sender if server is not None else "")
    mailing = mailing_of_present(db.session, meeting, today)
    return ConvocationDraft(subject, text, plain, html, paragraphs, values, (), from_address, "", mailing, THANKS)


def in_the_preview(text: str) -> str:
    """A text with words for what each recipient reads alone."""
    return text.replace(REPLY_MARK, gettext("[The personal link of each recipient to reply]"))


def left_out_in_words(mailing: Mailing) -> tuple[tuple[str, str], ...]:
    """Who is not written to, and why."""
    return tuple((item.name, gettext(item.reason)) for item in mailing.left_out)
