"""The page that a message about a meeting is written on: what it says, to whom it goes, and what else it offers."""

from typing import Any

from flask import current_app, url_for

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.mail.addressees import Addressee
from mdo.mail.messages import REPLY_MARK
from mdo.mail.replies import came_back
from mdo.mail.sending import count_of
from mdo.meetings.called import called
from models.accounts import User
from models.documents import PaperKind
from models.meetings import Meeting, MeetingState
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.days_off.told import reminders
from views.documents.pages import WORD
from views.mail.convocations import REMINDER, THANKS, draft_of, in_the_preview, left_out_in_words
from views.meetings.next import told_link
from views.meetings.replies import reply_links
from views.security.gate import may, require_identity

TITLES = {
    "": N_("Convocation: %(meeting)s"),
    THANKS: N_("Thanks: %(meeting)s"),
    REMINDER: N_("Reminder: %(meeting)s"),
}
_CRUMBS = {"": N_("Convocation"), THANKS: N_("Thanks (message)"), REMINDER: N_("Reminder (message)")}


def compose_page(meeting: Meeting, status: int = 200) -> Any:
    """The draft of the message as it is typed, its recipients and who is left out, with the ways to send it."""
    draft = draft_of(meeting)
    returned = came_back(db.session, draft.mailing.emails)
    me = db.session.get(User, require_identity().id)
    title = gettext(TITLES[draft.about], meeting=called(meeting))
    show_url = url_for("MeetingView.show", pk=meeting.id, tab="papers", _anchor="tabs")
    is_on = current_app.extensions["mdo_settings"].mail_server is not None
    return render(
        "mail/compose.html",
        status=status,
        title=title,
        crumbs=(
            Crumb(gettext("Meetings"), url_for("MeetingView.list")),
            Crumb(called(meeting), show_url),
            Crumb(gettext(_CRUMBS[draft.about])),
        ),
        draft=draft,
        plain=in_the_preview(draft.plain),
        reply_words=in_the_preview(REPLY_MARK) if draft.asks_reply else "",
        came_back=tuple(item.name for item in draft.mailing.addressees if item.email in returned),
        recipients=tuple((item.name, item.email, _more_of(item)) for item in draft.mailing.addressees),
        whose_expired=tuple(item.name for item in draft.mailing.addressees if item.is_expired),
        email_count=len(draft.mailing.emails),
        left_out=left_out_in_words(draft.mailing),
        known=count_of(db.session, meeting),
        reminders=reminders(meeting.instance, context_of(db.session).today),
        is_on=is_on,
        word=None if is_on or draft.about else _word_of(meeting),
        links=() if is_on or draft.is_thanks else reply_links(meeting),
        told=None if is_on or draft.about or meeting.state is not MeetingState.PREPARED else told_link(meeting),
        my_address=me.email if me is not None else "",
        compose_url=url_for("MailView.compose", pk=meeting.id),
        trial_url=url_for("MailView.send_trial", pk=meeting.id),
        send_url=url_for("MailView.send_all", pk=meeting.id),
        letters_url=url_for("MailView.write_to_meeting", pk=meeting.id)
        if meeting.convened_at is not None and may("can_export", "MailView")
        else "",
        cancel_url=show_url,
    )


def _more_of(item: Addressee) -> str:
    """What is said beside an address: for whom a guardian receives it, and a mandate that is over."""
    to = gettext("for the guardian: %(who)s", who=item.to) if item.is_minor else item.to
    return ", ".join(part for part in (to, gettext("expired mandate") if item.is_expired else "") if part)


def _word_of(meeting: Meeting) -> Link | None:
    """The convocation as a Word file, made from what the meeting says now."""
    if not may("can_edit", "PaperView"):
        return None
    fields = (("kind", PaperKind.CONVOCATION.value), ("format", WORD))
    url = url_for("PaperView.make", pk=meeting.id)
    return Link(gettext("Convocation (Word)"), url, "file-earmark-word", is_post=True, fields=fields)
