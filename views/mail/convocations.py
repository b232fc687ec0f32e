"""A convocation as one writes it: its text, what it looks like, to whom it would go."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, request

from mdo.kernel.base.context import context_of
from mdo.mail.addressees import Mailing, mailing_of_convened, mailing_of_present
from mdo.mail.invitation import invitation_of
from mdo.mail.messages import default_text, item_in_words, plain_of, subject_of, thanks_subject_of, thanks_text
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
    """A convocation before it is sent: in the language of the city, whatever that of its author."""

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
    is_thanks: bool = False


THANKS = "thanks"


def draft_of(meeting: Meeting) -> ConvocationDraft:
    """What is typed in the form, or what is proposed, with all that leaves with it."""
    today = context_of(db.session).today
    typed = typed_again()
    sent = request.form if typed is None else typed
    if (sent.get("about") or request.args.get("about")) == THANKS:
        return _thanks_of(meeting, sent)
    server = current_app.extensions["mdo_settings"].mail_server
    with in_city_language():
        values = common_of(meeting, today, wording())
        subject = " ".join(sent.get("subject", "").split())[:_MOST_SUBJECT] or subject_of(meeting, wording())
        text = sent.get("text", "").replace("\r\n", "\n").strip()[:_MOST_TEXT] or default_text(wording())
        items = tuple(item_in_words(item, wording()) for item in values["agenda"])
        paragraphs = tuple(part.strip() for part in text.split("\n\n") if part.strip())
        html = render_template(
            "mail/convocation.html",
            language=language(),
            subject=subject,
            text=paragraphs,
            values=values,
            items=items,
        )
        plain = plain_of(values, text, wording())
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
        mailing_of_convened(db.session, meeting, today),
    )


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
    return ConvocationDraft(
        subject, text, plain, html, paragraphs, values, (), from_address, "", mailing, is_thanks=True
    )


def left_out_in_words(mailing: Mailing) -> tuple[tuple[str, str], ...]:
    """Who is not written to, and why."""
    return tuple((item.name, gettext(item.reason)) for item in mailing.left_out)
