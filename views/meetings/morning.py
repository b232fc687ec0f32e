"""The page of the morning after a meeting: its lines, each with its own way to do it, and what is said of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS
from mdo.kernel.labels import enum_label
from mdo.kernel.rules.row_rules import check_row
from mdo.meetings.called import called
from mdo.morning.lines import TaskLine, is_open_of, morning_of, put_away, say, untick
from models.attendance import Attendance
from models.base import utc_now
from models.documents import PaperKind
from models.meetings import Meeting, MeetingState
from models.readiness import MorningLine, MorningTask
from views.base.attached import owner_to_change
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import clean_text, posted_ids
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.undoing import written
from views.base.view import BackofficeView
from views.base.words import moment_of
from views.documents.pages import WORD
from views.meetings.after import ready_of
from views.meetings.next import attendance_link, step_link
from views.meetings.states import BACK_TO, MORNING
from views.people.look_alikes import namesakes_of
from views.security.gate import may

LONGEST = 160
DONE, NOT_ASKED, REOPEN = "done", "not_asked", "open"


class MorningActs(BackofficeView):
    """What the morning after a meeting asks for, on a page that is kept until all is done."""

    @expose("/<int:pk>/lendemain")
    @has_access
    @permission_name("show")
    def morning(self, pk: int) -> Any:
        """The lines of the morning after, each with its own way to do it."""
        meeting: Meeting = self.fetch(pk)
        today = context_of(db.session).today
        title = gettext("The morning after: %(what)s", what=called(meeting))
        show_url = self.url("show", pk=pk)
        may_change = self.may("can_edit") and self.may_change(meeting)
        by_task = {line.task: line for line in meeting.morning_lines}
        found = morning_of(db.session, meeting)
        away = by_task.get(MorningTask.ALL)
        lines = [self._line(meeting, line, may_change=may_change) for line in found.lines]
        first = next((line for line in lines if line["act"] is not None), None)
        if first is not None and away is None:
            first["act"] = replace(first["act"], style="primary")
        return render(
            "meetings/morning.html",
            title=title,
            crumbs=(*self.crumbs(), Crumb(called(meeting), show_url), Crumb(gettext("The morning after"))),
            meeting_id=pk,
            show_url=show_url,
            may_change=may_change,
            has_begun=is_open_of(meeting, today) or away is not None,
            ready=ready_of(found),
            away=_hand(away, today) if away is not None else None,
            lines=lines,
            is_left=bool(found.left),
            longest=LONGEST,
        )

    def _line(self, meeting: Meeting, line: TaskLine, *, may_change: bool) -> dict[str, Any]:
        today = context_of(db.session).today
        return {
            "task": line.task.value,
            "label": gettext(enum_label(line.task)),
            "is_done": line.is_done,
            "detail": _detail(line),
            "hand": _hand(line.by_hand, today) if line.by_hand is not None and not line.is_told else None,
            "may_tick": may_change and line.may_be_ticked,
            "tick": gettext(_TICKS.get(line.task, N_("Done (thing)"))),
            "act": next(_acts(meeting, line), None) if may_change and not line.is_done else None,
            "names": _visitors(meeting) if line.task is MorningTask.WALK_INS and not line.is_done else (),
            "seen": line.by_hand.version if line.by_hand is not None else 0,
        }

    @expose("/<int:pk>/lendemain/<task>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def say_morning(self, pk: int, task: str) -> Any:
        """Ticks a line, says why it is not asked for, opens it again, or puts the whole morning away."""
        meeting: Meeting = owner_to_change(self, pk, for_update=True)
        wanted = request.form.get("say", "")
        if task not in set(MorningTask) or wanted not in (DONE, NOT_ASKED, REOPEN):
            abort(404)
        back, asked = redirect(url_for("MeetingView.morning", pk=pk)), MorningTask(task)
        if not (is_open_of(meeting, context_of(db.session).today) or (meeting.morning_lines and wanted == REOPEN)):
            flash(gettext("The morning after this meeting is not open."), "warning")
            return back
        known = next((line for line in meeting.morning_lines if line.task is asked), None)
        if request.form.get("seen") != str(known.version if known is not None else 0):
            flash(gettext("Somebody else said it meanwhile: here is where it stands. Nothing was written."), "warning")
            return back
        reason = (clean_text(request.form.get("reason", "")) or "")[:LONGEST]
        if wanted == NOT_ASKED and not reason:
            flash(gettext("Say why this meeting does not ask for it, in a few words."), "danger")
            return back
        label = gettext(enum_label(asked))

        def write() -> str:
            who: dict[str, Any] = {"now": utc_now(), "user_id": context_of(db.session).actor_id}
            if wanted == REOPEN:
                untick(meeting, asked)
                return gettext("Open again: %(what)s.", what=label)
            if asked is MorningTask.ALL:
                put_away(db.session, meeting, reason=reason, **who)
                return gettext("The morning after is put away: %(what)s.", what=meeting)
            say(
                db.session,
                meeting,
                asked,
                is_done=wanted == DONE,
                reason=reason if wanted == NOT_ASKED else None,
                **who,
            )
            return gettext("Noted: %(what)s.", what=label)

        written(gettext("The morning after: %(what)s", what=called(meeting)), write)
        return back

    @expose("/<int:pk>/lendemain/visiteur/<int:line_id>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def known_visitor(self, pk: int, line_id: int) -> Any:
        """The visitor of a line is someone of the register: the line becomes hers, as if she had been chosen."""
        meeting: Meeting = owner_to_change(self, pk, for_update=True)
        line = next((item for item in _unknown(meeting) if item.id == line_id), None)
        if line is None:
            abort(404)
        people = {person.id: person for person in namesakes_of(line.visitor_name)}
        chosen = people.get(next(iter(posted_ids(request.form.getlist("person")[:1])), 0))
        if chosen is None:
            abort(404)

        def write() -> str:
            line.person_id, line.visitor_name = chosen.id, None
            check_row(db.session, line, context_of(db.session).today)
            return gettext("The line of attendance is now that of %(name)s.", name=chosen)

        written(gettext("Attendance – %(meeting)s", meeting=called(meeting)), write)
        return redirect(url_for("MeetingView.morning", pk=pk, _anchor=MorningTask.WALK_INS.value))


_TICKS = {
    MorningTask.WALK_INS: N_("Leave them as visitors"),
    MorningTask.ACTIONS: N_("No action"),
    MorningTask.PHOTOS: N_("Put away"),
    MorningTask.THANKS: N_("Thanked already"),
}


def _hand(row: MorningLine, today: Any) -> dict[str, Any]:
    return {"who": str(row.user) if row.user else "", "when": moment_of(row.at, today), "reason": row.reason or "",
            "seen": row.version}  # fmt: skip


def _detail(line: TaskLine) -> str:
    if line.is_done:
        return ""
    if line.task is MorningTask.ATTENDANCE and line.count:
        return ngettext("%(num)d line not marked", "%(num)d lines not marked", line.count)
    if line.task is MorningTask.WALK_INS:
        return ngettext("%(num)d name", "%(num)d names", line.count)
    return ""


def _unknown(meeting: Meeting) -> Sequence[Attendance]:
    """The lines of who came by name alone."""
    asked = select(Attendance).where(
        Attendance.meeting_id == meeting.id, Attendance.visitor_name.is_not(None), Attendance.person_id.is_(None)
    )
    return db.session.scalars(asked.order_by(Attendance.id)).all()


def _visitors(meeting: Meeting) -> Sequence[dict[str, Any]]:
    """Who came by name alone, each with who bears that name in the register, else the form that takes her into it."""
    may_add = may("can_add", "PersonView")
    found = []
    for line in _unknown(meeting):
        # A form that one corrects: a name typed at the door is mostly « first name, last name ».
        first, _, last = (line.visitor_name or "").rpartition(" ")
        url = url_for("PersonView.add", last_name=last, first_name=first) if may_add else ""
        people = [(person.id, str(person)) for person in namesakes_of(line.visitor_name)]
        found.append({"id": line.id, "name": line.visitor_name or "", "url": url, "people": people})
    return found


def _acts(meeting: Meeting, line: TaskLine) -> Iterator[Link]:
    """How a line is done, for who may."""
    task, show_url = line.task, url_for("MeetingView.show", pk=meeting.id)
    if task is MorningTask.CLOSE:
        close = step_link(meeting, MeetingState.HELD)
        yield replace(close, fields=(*close.fields, (BACK_TO, MORNING)))
    elif task is MorningTask.ATTENDANCE and may("can_show", "AttendanceView"):
        yield attendance_link(meeting.id)
    elif task is MorningTask.ACTIONS:
        yield Link(gettext("Write them"), f"{show_url}#apart", "pencil")
    elif task is MorningTask.MINUTES and may("can_edit", "PaperView"):
        fields = (("kind", PaperKind.MINUTES.value), ("format", WORD))
        url = url_for("PaperView.make", pk=meeting.id)
        yield Link(gettext("Begin the minutes"), url, "file-earmark-word", is_post=True, fields=fields)
    elif task is MorningTask.THANKS and may("can_edit", "MailView"):
        url = url_for("MailView.compose", pk=meeting.id, about="thanks")
        yield Link(gettext("Write the message"), url, "envelope")
    elif task is MorningTask.HOURS and may("can_list", "EveningView"):
        month = f"{meeting.start_at.astimezone(PARIS):%Y-%m}"
        yield Link(gettext("My evening hours"), url_for("EveningView.list", month=month), "clock-history")
