"""Messages on screen: a convocation, previewed, tried on oneself, then sent; letters to the people of a list."""

from email.utils import make_msgid
from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.scope.clauses import writable_clause
from mdo.mail.letters import LetterKind
from mdo.mail.messages import message_of
from mdo.mail.replies import is_reminded, mark_returned
from mdo.mail.sending import queue, queue_again
from mdo.mail.smtp import NotTaken, Unsure, send
from mdo.meetings.called import called
from mdo.meetings.convening import convene_by_word
from mdo.meetings.states import day_of
from mdo.people.sitting import sitting
from models.accounts import User
from models.attendance import Attendance
from models.base import utc_now
from models.instances import Instance
from models.journal import Door
from models.mail import OutgoingMail, RecipientState
from models.meetings import Meeting
from models.people import Mandate
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import MAX_ID, posted_ids
from views.base.kept import keeps_typing, typed_again
from views.base.pages import Crumb
from views.base.undoing import commit_undoable, flash_undoable
from views.documents.screens import meeting_of
from views.jobs import mail as job
from views.jobs.starting import start
from views.mail.composing import TITLES, compose_page
from views.mail.convocations import draft_of, in_the_preview
from views.mail.letters import MOST_ROWS, letter_file, letter_page, links_file
from views.mail.pages import message_page
from views.mail.personal import ready_to_reply, site_url
from views.meetings.replies import lines_by_hand
from views.security.gate import require_identity


class MailView(BaseView):
    """Convocations of meetings, and letters to the people of a list."""

    route_base = "/courrier"
    default_view = "compose"

    # ---- Convocations -----------------------------------------------------------------------------------------------

    @expose("/convocation/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def compose(self, pk: int) -> Any:
        """The message and to whom it would go; POST shows it again with what is typed, and sends nothing."""
        return compose_page(meeting_of(pk, to_change=True))

    @expose("/essai/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def send_trial(self, pk: int) -> Any:
        """Sends the message to its author alone."""
        meeting = meeting_of(pk, to_change=True)
        if typed_again() is not None:
            return compose_page(meeting)
        draft, server = draft_of(meeting), current_app.extensions["mdo_settings"].mail_server
        me = db.session.get(User, require_identity().id)
        if server is None or me is None or not me.email:
            flash(gettext(job.OFF) if server is None else gettext("Your account has no e-mail address."), "danger")
            return compose_page(meeting)
        mail = OutgoingMail(
            subject=gettext("[Trial] %(subject)s", subject=draft.subject),
            plain=in_the_preview(draft.plain),
            html=in_the_preview(draft.html),
            invitation=draft.invitation,
            from_address=draft.from_address,
        )
        try:
            made = message_of(mail, str(me), me.email, _trial_id(draft.from_address), utc_now())
            db.session.rollback()  # nobody waits for a mail server with a lock in hand
            send(server, made, draft.from_address, me.email)
        except RuleViolation as refusal:
            flash(refusal.text(gettext), "danger")
        except (NotTaken, Unsure) as error:
            flash(gettext("The mail server did not take the message: %(reason)s", reason=error), "danger")
        else:
            flash(gettext("Trial sent to %(address)s.", address=me.email), "success")
        return compose_page(meeting_of(pk, to_change=True))

    @expose("/envoi/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def send_all(self, pk: int) -> Any:
        """Queues the message for all; a worker sends it, one recipient after another."""
        meeting = meeting_of(pk, to_change=True)
        if typed_again() is not None:
            return compose_page(meeting)
        if current_app.extensions["mdo_settings"].mail_server is None:
            flash(gettext(job.OFF), "danger")
            return compose_page(meeting)
        draft, context = draft_of(meeting), context_of(db.session)
        known = posted_ids([request.form.get("known", "")])
        through(db.session, Door.FORM, gettext(TITLES[draft.about], meeting=called(meeting)))
        try:
            mail = queue(
                db.session,
                meeting,
                draft.mailing,
                subject=draft.subject,
                plain=draft.plain,
                html=draft.html,
                invitation=draft.invitation,
                from_address=draft.from_address,
                known=known[0] if known else 0,
                site_url=site_url() if draft.asks_reply else None,
                reminder_on=day_of(meeting) if draft.is_reminder and not is_reminded(db.session, meeting) else None,
            )
            # The page named those whose mandate is over.
            if not draft.about:
                convene_by_word(
                    db.session, meeting, now=utc_now(), user_id=context.actor_id, today=context.today, with_expired=True
                )
            if draft.asks_reply:
                ready_to_reply(db.session, meeting)
        except RuleViolation as refusal:
            db.session.rollback()
            flash(refusal.text(gettext), "danger")
            return compose_page(meeting_of(pk, to_change=True), 409)
        mail_id = mail.id
        start(job.NAME, called(meeting), {"mail": mail_id, "meeting": pk})
        on_its_way = N_("The message is on its way: this page says what becomes of it for each.")
        if not draft.about:
            on_its_way = N_("The convocation is on its way: this page says what becomes of it for each.")
        flash(gettext(on_its_way), "success")
        return redirect(url_for("MailView.message", pk=pk, message=mail_id), 303)

    @expose("/message/<int:pk>/<int:message>")
    @has_access
    @permission_name("show")
    def message(self, pk: int, message: int) -> Any:
        """A message that was sent: its text, and what became of it for each recipient."""
        meeting = meeting_of(pk)
        mail = _mail_of(meeting, message)
        may_send = self.appbuilder.sm.has_access("can_edit", "MailView") and _may_change(pk)
        return message_page(meeting, mail, may_send=may_send, reads_addresses=_reads_personal(self))

    @expose("/message/<int:pk>/<int:message>/again", methods=["POST"])
    @has_access
    @permission_name("edit")
    def again(self, pk: int, message: int) -> Any:
        """Sends once more to those that are ticked, among those whose message failed or is to check."""
        meeting = meeting_of(pk, to_change=True)
        mail = _mail_of(meeting, message)
        back = redirect(url_for("MailView.message", pk=pk, message=message), 303)
        if current_app.extensions["mdo_settings"].mail_server is None:
            flash(gettext(job.OFF), "danger")
            return back
        count = queue_again(db.session, mail, posted_ids(request.form.getlist("recipient")))
        is_waiting = any(row.state is RecipientState.QUEUED for row in mail.recipients)
        if not count and not (is_waiting and "waiting" in request.form):
            flash(gettext("Tick at least one row first."), "warning")
            return back
        start(job.NAME, called(meeting), {"mail": message, "meeting": pk})
        flash(gettext("Messages to send again: %(count)d.", count=count), "success")
        return back

    @expose("/message/<int:pk>/<int:message>/revenu", methods=["POST"])
    @has_access
    @permission_name("edit")
    def returned(self, pk: int, message: int) -> Any:
        """Says that the messages of those ticked came back, or that they did not: they are to be called."""
        mail = _mail_of(meeting_of(pk, to_change=True), message)
        today = None if "not" in request.form else context_of(db.session).today
        ids = posted_ids(request.form.getlist("recipient"))
        through(db.session, Door.FORM, gettext("Messages that came back: %(what)s", what=mail.subject))
        count = mark_returned(mail.recipients, ids, today)
        entry_id = commit_undoable()
        told = N_("Addresses said to have come back: %(count)d. Call these people, then correct their address.")
        if today is None:
            told = N_("Addresses that no longer count as having come back: %(count)d.")
        if count:
            flash_undoable(gettext(told, count=count), entry_id)
        else:
            flash(gettext("Tick at least one row first."), "warning")
        return redirect(url_for("MailView.message", pk=pk, message=message), 303)

    # ---- Letters to the people of a list ----------------------------------------------------------------------------

    @expose("/instance/<int:pk>")
    @has_access
    @permission_name("export")
    def write_to_body(self, pk: int) -> Any:
        """The page of a letter to those who sit in a body; where no mandate is in force any more, who sat last."""
        body = db.session.scalars(select(Instance).where(Instance.id == min(pk, MAX_ID))).one_or_none()
        if body is None:
            abort(404)
        held = sitting(db.session, select(Mandate).order_by(Mandate.id), pk, context_of(db.session).today)
        back_url = url_for("InstanceView.show", pk=pk)
        crumbs = (Crumb(gettext("Bodies"), url_for("InstanceView.list")), Crumb(str(body), back_url))
        ids = [mandate.id for mandate in held.mandates][:MOST_ROWS]
        back = gettext("Back to the body")
        return letter_page(LetterKind.MANDATE, ids, crumbs, back_url, back, are_proposed=held.are_expired)

    @expose("/reunion/<int:pk>")
    @has_access
    @permission_name("export")
    def write_to_meeting(self, pk: int) -> Any:
        """The page of a letter to the people of the list of a meeting, whatever their presence."""
        meeting = meeting_of(pk)
        listed = select(Attendance.id).where(Attendance.meeting_id == pk).order_by(Attendance.id)
        if request.args.get("only") == "call":
            listed = listed.where(Attendance.id.in_(lines_by_hand(meeting)))
        back_url = url_for("MeetingView.show", pk=pk, tab="papers", _anchor="tabs")
        crumbs = (Crumb(gettext("Meetings"), url_for("MeetingView.list")), Crumb(called(meeting), back_url))
        return letter_page(LetterKind.ATTENDANCE, _ids(listed), crumbs, back_url, gettext("Back to the meeting"))

    @expose("/liens/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def reply_links(self, pk: int) -> Any:
        """The list of a mail merge where each who is convened has the link to reply, for who may send."""
        return links_file(meeting_of(pk, to_change=True))

    @expose("/membres/<name>", methods=["POST"])
    @has_access
    @permission_name("export")
    def members(self, name: str) -> Any:
        """Labels, or the list of a mail merge, for the rows that the page before named."""
        return letter_file(name)


def _ids(rows: Select[int]) -> list[int]:
    return list(db.session.scalars(rows.limit(MOST_ROWS)))


def _reads_personal(view: Any) -> bool:
    return bool(view.appbuilder.sm.has_access("can_read", "PersonalData"))


def _may_change(pk: int) -> bool:
    context = context_of(db.session)
    clause = writable_clause(Meeting, context.scope, context.today)
    return bool(db.session.scalar(select(func.count(Meeting.id)).where(Meeting.id == pk, clause)))


def _mail_of(meeting: Meeting, number: int) -> OutgoingMail:
    statement = (
        select(OutgoingMail)
        .where(OutgoingMail.id == min(number, MAX_ID), OutgoingMail.meeting_id == meeting.id)
        .options(selectinload(OutgoingMail.recipients))
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        abort(404)
    return found


def _trial_id(address: str) -> str:
    return make_msgid(domain=address.rpartition("@")[2] or None)
