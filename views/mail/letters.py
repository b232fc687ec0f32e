"""Letters to the people of a list: addresses to copy, labels, list of a mail merge; those who objected left out."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from flask import Response, abort, current_app, request, url_for

from mdo.documents.packages import DOCX, XLSX
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.messages import N_
from mdo.mail.addressees import Mailing
from mdo.mail.files import label_document, label_workbook, merge_workbook
from mdo.mail.letters import MODELS, LetterKind, mailing_of
from mdo.mail.reply_links import links_workbook, mailing_of_links
from mdo.meetings.called import called
from mdo.people.sitting import expired_among
from models.attendance import Attendance
from models.journal import Door
from models.meetings import Meeting
from views.base.actions import BulkSpec
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import as_attachment, note
from views.base.fields import posted_ids
from views.base.pages import Crumb
from views.base.rendering import render
from views.days_off.told import reminders
from views.mail.convocations import left_out_in_words
from views.mail.personal import ready_to_reply, site_url
from views.meetings.next import write_words
from views.meetings.replies import links_are_given
from views.people.expired import expired_note
from views.security.gate import may
from views.security.once import may_be_sent_again

MOST_ROWS = 500
_FILES: dict[str, tuple[str, str]] = {
    "labels": ("docx", DOCX),
    "label-list": ("xlsx", XLSX),
    "merge": ("xlsx", XLSX),
}
# The list whose export right is asked for and that the access log names, and what the page is called.
_REGISTERS: dict[LetterKind, tuple[str, str]] = {
    LetterKind.PERSON: ("PersonView", N_("Write to the members")),
    LetterKind.MANDATE: ("MandateView", N_("Write to the members")),
    LetterKind.ORGANISATION: ("OrganisationView", N_("Write to the organisations")),
    LetterKind.REFERENT: ("ReferentView", N_("Write to the référents")),
    LetterKind.ATTENDANCE: ("AttendanceView", N_("Write to the members")),
}


def writing_to(label: str) -> BulkSpec:
    """« Write to … », on the ticked rows of a list: those that one may read, for who may take their addresses."""
    needs = (("MailView", "can_export"), ("PersonalData", "can_read"))
    return BulkSpec("write", label, "can_export", _write_rows, icon="envelope", needs=needs, is_reading=True)


def _write_rows(view: Any, rows: Iterable[Any]) -> Any:
    kind = next(kind for kind, model in MODELS.items() if model is view.model)
    return letter_page(kind, [row.id for row in rows], view.crumbs(), view.back_to_list())


def letter_page(
    kind: LetterKind,
    ids: list[int],
    crumbs: tuple[Crumb, ...],
    back_url: str,
    back_label: str = "",
    *,
    are_proposed: bool = False,
    why: str = "",
) -> Any:
    """Who is written to and who is not, and what one takes to do it; it leads back to the list, or elsewhere.

    `why` says why one came here where one asked for something else.
    `are_proposed`: the mandates are those of who sat last in a body where nobody sits any more.
    """
    register, title = _register_of(kind, ids)
    mailing = mailing_of(db.session, kind, ids, context_of(db.session).today)
    over = expired_among(db.session, ids, context_of(db.session).today) if kind is LetterKind.MANDATE else ()
    page = render(
        "mail/write_members.html",
        title=title,
        why=why,
        reminders=reminders(None, context_of(db.session).today),
        crumbs=(*crumbs, Crumb(title)),
        emails="; ".join(mailing.emails),
        email_count=len(mailing.emails),
        post_count=len(mailing.with_post),
        merge_count=len(mailing.addressees),
        left_out=left_out_in_words(mailing),
        by_post=tuple(item.name for item in mailing.addressees if not item.email),
        minors=tuple(item.name for item in mailing.addressees if item.is_minor),
        expired=expired_note(over, is_proposed=are_proposed),
        whose_expired=tuple(item.name for item in mailing.addressees if item.is_expired),
        kind=kind.value,
        ids=ids,
        url_of={name: url_for("MailView.members", name=name) for name in _FILES},
        back_url=back_url,
        back_label=back_label or gettext("Back to the list"),
    )
    note(register, gettext("addresses shown to be copied"), len(mailing.emails))
    return page


def letter_file(name: str) -> Response:
    """The file of this name for the rows that the form names."""
    if name not in _FILES:
        abort(404)
    kind = next((kind for kind in LetterKind if request.form.getlist(kind.value)), LetterKind.PERSON)
    ids = posted_ids(request.form.getlist(kind.value))[:MOST_ROWS]
    register, title = _register_of(kind, ids)
    mailing = mailing_of(db.session, kind, ids, context_of(db.session).today)
    end, media_type = _FILES[name]
    response = as_attachment(Response(_file(name, mailing, title), mimetype=media_type), title, end)
    count = len(mailing.with_post if name != "merge" else mailing.addressees)
    note(register, f"{title} – {name}.{end}", count)
    return response


def links_file(meeting: Meeting) -> Response:
    """The list of a mail merge where each who is convened has the link to reply; gives the links first."""
    register, _ = _register_of(LetterKind.ATTENDANCE)
    if not links_are_given(meeting):
        abort(404)
    title = gettext("Reply links: %(meeting)s", meeting=called(meeting))
    may_be_sent_again()
    through(db.session, Door.FORM, title)
    ready_to_reply(db.session, meeting)
    db.session.commit()
    context, key = context_of(db.session), current_app.config["SECRET_KEY"]
    mailing = mailing_of_links(db.session, meeting, site_url(), key, context.today)
    content = links_workbook(mailing, title, context.today, gettext, context.actor_name)
    response = as_attachment(Response(content, mimetype=XLSX), title, "xlsx")
    note(register, f"{title}.xlsx", len(mailing.addressees))
    return response


def _register_of(kind: LetterKind, ids: Collection[int] = ()) -> tuple[str, str]:
    """The list of these rows and the title of the page, for who may take addresses from it; 403 for others."""
    register, title = _REGISTERS[kind]
    if not (may("can_read", "PersonalData") and may("can_export", register)):
        abort(403)
    if kind is LetterKind.ATTENDANCE and ids:
        line = db.session.get(Attendance, next(iter(ids)))
        if line is not None and line.meeting is not None:
            return register, write_words(line.meeting)
    return register, gettext(title)


def _file(name: str, mailing: Mailing, title: str) -> bytes:
    if name == "labels":
        return label_document(mailing)
    context = context_of(db.session)
    write: Callable[..., bytes] = merge_workbook if name == "merge" else label_workbook
    return write(mailing, title, context.today, gettext, context.actor_name)
