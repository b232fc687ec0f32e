"""Who was convened to a meeting and who came: the desk page, the phone page of the evening, and what corrects the list.

A mark is sent with what its author saw: sent twice it is written once, and one that meets another is not written. Pages
work without script; static/js/attendance.js sends each mark by itself and keeps those that find no network.
"""

from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from mdo.archives.sheets import check_not_destroyed, destruction_of
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.journal.history import last_write_of, moment_of_change
from mdo.kernel.journal.joining import join_last
from mdo.kernel.scope.clauses import writable_clause
from mdo.meetings.attendance import has_list, lines_of, remove
from mdo.meetings.attendance_columns import ATTENDANCE_COLUMNS
from mdo.meetings.called import called, is_of_network
from mdo.meetings.marking import Mark, MarkOutcome, mark, mark_all_present, mark_of, tally
from mdo.meetings.replies import answers_of
from mdo.people.sitting import expired_among
from models.archives import SheetElimination
from models.attendance import Attendance, Presence
from models.instances import Instance
from models.journal import Door
from models.meetings import Meeting, MeetingState
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.exporting import send_table
from views.base.fields import MAX_ID
from views.base.integrity import violation_of
from views.base.kept import keeps_typing
from views.base.not_found import missing_row
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable, written
from views.base.words import date_in_words, moment_of
from views.meetings.attendance_convening import convene
from views.meetings.attendance_forms import add_by_hand, correct_line
from views.meetings.attendance_kept import moment_in_ms, worker_script
from views.meetings.attendance_words import (
    VIEW,
    all_present_link,
    counts_of,
    crumbs_of,
    groups_of,
    hint_of,
    may,
    name_of,
    names_of,
    presence_in_words,
    remarks_in_words,
    sorted_lines,
    subtitle_of,
    verdict_of,
)
from views.meetings.next import convocation_link
from views.meetings.replies import answer_page, answered_lines, replies_page
from views.meetings.walk_ins import add_walk_in
from views.people.expired import expired_note
from views.security.gate import require_identity

_MOST_PEOPLE = 100_000
_PHONE = "phone"


class AttendanceView(BaseView):
    """The attendance of meetings: it has no list of its own, each meeting leads to its page."""

    route_base = "/presences"
    default_view = "show"

    # ---- Pages ------------------------------------------------------------------------------------------------------

    @expose("/<int:meeting_id>")
    @has_access
    def show(self, meeting_id: int) -> Any:
        """The desk page: a line a person, by college, marked by keyboard."""
        meeting, is_writable = self.meeting(meeting_id)
        return self._page(
            "meetings/attendance.html", meeting, gettext("Attendance of the meeting"), is_writable=is_writable
        )

    @expose("/<int:meeting_id>/pointage")
    @has_access
    @permission_name("show")
    def roll_call(self, meeting_id: int) -> Any:
        """The phone page of the evening: a big row a person, one tap a state."""
        meeting, is_writable = self.meeting(meeting_id)
        return self._page("meetings/attendance_phone.html", meeting, gettext("Roll call"), is_writable=is_writable)

    @expose("/<int:meeting_id>/worker.js")
    @has_access
    @permission_name("show")
    def worker(self, meeting_id: int) -> Any:
        """The script that keeps the phone page of this meeting on the device: its folder bounds what it may see."""
        self.meeting(meeting_id)
        return Response(worker_script(), mimetype="text/javascript")

    def _page(self, template: str, meeting: Meeting, title: str, *, is_writable: bool) -> Response:
        made, lines = moment_in_ms(), lines_of(db.session, meeting)
        found, is_convened = tally(lines), has_list(meeting, lines)
        destroyed = destruction_of(db.session, meeting.id)
        may_change = is_writable and may("can_edit") and destroyed is None
        over = expired_among(db.session, [line.mandate_id for line in lines], day_of(meeting.start_at))
        return render(
            template,
            title=title,
            crumbs=crumbs_of(meeting, Crumb(title)),
            named=called(meeting),
            subtitle=subtitle_of(meeting),
            meeting=meeting,
            groups=groups_of(meeting, lines, answered_lines(meeting, lines)),
            counts=counts_of(meeting, found),
            total=found.lines,
            verdict=verdict_of(meeting, found),
            hint=_destroyed_in_words(destroyed) or hint_of(meeting, found),
            remarks=remarks_in_words(meeting, lines),
            may_change=may_change,
            is_convened=is_convened,
            all_present=all_present_link(meeting, lines) if may_change else (),
            actions=self._actions(meeting, is_convened=is_convened) if may_change else (),
            export=self._export_link(meeting),
            expired=expired_note(over),
            queue=f"attendance-{meeting.id}-{require_identity().id}",
            made=made,
        )

    @staticmethod
    def _actions(meeting: Meeting, *, is_convened: bool) -> tuple[Link, ...]:
        at: dict[str, Any] = {"meeting_id": meeting.id}
        words = gettext("Update the list") if is_convened else gettext("Convene")
        links = [Link(words, url_for(f"{VIEW}.convene", **at), "arrow-repeat" if is_convened else "send")]
        is_to_come = day_of(meeting.start_at) >= context_of(db.session).today
        if is_convened and is_to_come and meeting.state is MeetingState.PREPARED and may("can_edit", "MailView"):
            links.insert(0, convocation_link(meeting))
        if meeting.instance_id is not None or is_of_network(meeting):
            member = gettext("Add a member") if meeting.instance_id is not None else gettext("Add a référent")
            links.append(Link(member, url_for(f"{VIEW}.add_line", line_kind="member", **at), "person-plus"))
        elif meeting.event_id is not None and may("can_add", "EventRegistrationView"):
            # Who registers comes on the list of each session.
            register = url_for("EventRegistrationView.add", event=meeting.event_id)
            links.append(Link(gettext("Register somebody"), register, "person-plus"))
        links.append(Link(gettext("Add a guest"), url_for(f"{VIEW}.add_line", line_kind="guest", **at), "person-badge"))
        return tuple(links)

    @staticmethod
    def _export_link(meeting: Meeting) -> Link | None:
        if not may("can_export"):
            return None
        address = url_for(f"{VIEW}.export", meeting_id=meeting.id)
        return Link(gettext("Excel"), address, "file-earmark-spreadsheet", is_file=True)

    @expose("/<int:meeting_id>/export")
    @has_access
    def export(self, meeting_id: int) -> Any:
        """The lines as an Excel file, in the order of the page, with the hours."""
        meeting, _ = self.meeting(meeting_id)
        lines = sorted_lines(lines_of(db.session, meeting))
        title = gettext("Attendance – %(meeting)s", meeting=called(meeting))
        said = {number: reply.answer for number, reply in answers_of(db.session, meeting, lines).items()}
        reply = Column("reply", N_("Reply"), lambda row, today: said.get(row.id), Kind.ENUM, width=16)
        return send_table(
            title=title,
            columns=(*ATTENDANCE_COLUMNS, reply),
            rows=lines,
            what=VIEW,
            filters=f"{meeting} – {subtitle_of(meeting)}",
        )

    # ---- Marks ------------------------------------------------------------------------------------------------------

    @expose("/<int:meeting_id>/mark/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def mark(self, meeting_id: int, pk: int) -> Any:
        """Writes a state on a line: JSON for the script, else back to the page."""
        meeting = self.writable(meeting_id)
        line = self._line(meeting, pk)
        if line is None:
            if self._wants_json():
                return jsonify(status="gone"), 404
            raise missing_row(Attendance, pk)
        wanted, seen = _sent_mark("presence", "by"), _sent_mark("seen", "seen_by")
        if wanted is None:
            abort(400)
        if not self._wants_json() and wanted.presence is Presence.REPRESENTED and wanted.by_id is None:
            return redirect(url_for(f"{VIEW}.line", meeting_id=meeting_id, pk=pk, presence=wanted.presence.value))
        through(db.session, Door.FORM, gettext("Marks of the meeting – %(meeting)s", meeting=called(meeting)))
        join_last(db.session, line, select(Attendance.id).where(Attendance.meeting_id == meeting.id))
        try:
            outcome, refusal = mark(db.session, line, wanted, seen), None
            db.session.commit()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            refusal = error if isinstance(error, RuleViolation) else violation_of(error, Attendance.__table__)
            outcome = MarkOutcome.CONFLICT
        meeting, _ = self.meeting(meeting_id)
        return self._answer(meeting, pk, outcome, refusal)

    @expose("/<int:meeting_id>/all-present", methods=["POST"])
    @has_access
    @permission_name("edit")
    def all_present(self, meeting_id: int) -> Any:
        """« Tous présents »: whoever was convened and is not marked yet came; the exceptions are marked after."""
        meeting = self.writable(meeting_id)

        def write() -> str:
            if day_of(meeting.start_at) > context_of(db.session).today:
                raise RuleViolation(N_("This meeting has not taken place yet."))
            count = mark_all_present(db.session, lines_of(db.session, meeting))
            return ngettext("%(num)d person marked present.", "%(num)d people marked present.", count)

        written(gettext("All present – %(meeting)s", meeting=called(meeting)), write)
        return redirect(self._back(meeting))

    def _answer(self, meeting: Meeting, pk: int, outcome: MarkOutcome, refusal: RuleViolation | None) -> Any:
        """What became of a mark, with what the line says now and, for the script, the quorum."""
        lines = lines_of(db.session, meeting)
        line = next((item for item in lines if item.id == pk), None)
        if line is None:
            return (jsonify(status="gone"), 404) if self._wants_json() else redirect(self._back(meeting, pk))
        now = mark_of(line)
        words = presence_in_words(line.presence, next((item for item in lines if item.id == now.by_id), None))
        theirs = self._who_marked(line) if outcome is MarkOutcome.CONFLICT and refusal is None else ""
        if not self._wants_json():
            if refusal is not None:
                flash(f"{name_of(line)} – {refusal.text(gettext)}", "danger")
            elif theirs:
                text = gettext(
                    "%(name)s: %(theirs)s meanwhile. Nothing was changed: mark again if you disagree.",
                    name=name_of(line),
                    theirs=theirs,
                )
                flash(text, "warning")
            return redirect(self._back(meeting, pk))
        return jsonify(
            status="refused" if refusal is not None else outcome.value,
            text=refusal.text(gettext) if refusal is not None else theirs,
            presence=now.presence.value,
            by=now.by_id or 0,
            words=words,
            convened=line.is_convened,
            at=moment_in_ms(),
            quorum={"text": (verdict := verdict_of(meeting, tally(lines))).text, "tone": verdict.tone},
        ), 422 if refusal is not None else 409 if outcome is MarkOutcome.CONFLICT else 200

    @staticmethod
    def _who_marked(line: Attendance) -> str:
        """« Camille Martin a noté « excusé », aujourd’hui à 18 h 52 »."""
        words = presence_in_words(line.presence, line.represented_by)
        change = last_write_of(db.session, line, "presence")
        if change is None:
            return gettext("someone marked “%(words)s”", words=words)
        return gettext(
            "%(who)s marked “%(words)s” (%(when)s)",
            who=change.entry.actor_name or gettext("someone"),
            words=words,
            when=moment_of(moment_of_change(change), context_of(db.session).today).words,
        )

    @staticmethod
    def _back(meeting: Meeting, pk: int | None = None) -> str:
        method = "roll_call" if request.form.get("page") == _PHONE else "show"
        return url_for(f"{VIEW}.{method}", meeting_id=meeting.id, _anchor=f"line-{pk}" if pk else None)

    @staticmethod
    def _wants_json() -> bool:
        return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"

    @expose("/<int:meeting_id>/people", methods=["POST"])
    @has_access
    @permission_name("edit")
    def head_count(self, meeting_id: int) -> Any:
        """How many people came to a public meeting."""
        meeting = self.writable(meeting_id)
        typed = request.form.get("head_count", "").replace(" ", "").replace("\u202f", "")
        if typed and not (typed.isascii() and typed.isdigit() and int(typed) <= _MOST_PEOPLE):
            flash(gettext("Not a number of people: write it in figures."), "danger")
        elif request.form.get("seen", "") not in (_number(meeting.head_count), typed):
            text = gettext(
                "Someone wrote %(count)s people meanwhile: nothing was changed.", count=meeting.head_count or 0
            )
            flash(text, "warning")
        else:
            through(db.session, Door.FORM, gettext("People counted – %(meeting)s", meeting=called(meeting)))
            meeting.head_count = int(typed) if typed else None
            entry_id = commit_undoable()
            if entry_id is not None:
                flash_undoable(gettext("People present: %(count)s.", count=typed or gettext("not counted")), entry_id)
        return redirect(self._back(meeting))

    # ---- The list ---------------------------------------------------------------------------------------------------

    @expose("/<int:meeting_id>/convene", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def convene(self, meeting_id: int) -> Any:
        """Who the mandates convene on a day: shown first, then frozen."""
        return convene(self.writable(meeting_id))

    @expose("/<int:meeting_id>/add/<string:line_kind>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def add_line(self, meeting_id: int, line_kind: str) -> Any:
        """A member or a guest added by hand."""
        if line_kind not in ("member", "guest"):
            abort(404)
        return add_by_hand(self.writable(meeting_id), line_kind)

    @expose("/<int:meeting_id>/reponses")
    @has_access
    @permission_name("show")
    def replies(self, meeting_id: int) -> Any:
        """Who answered the convocation, who is to be called, which names wait."""
        meeting, is_writable = self.meeting(meeting_id)
        return replies_page(meeting, is_writable=is_writable)

    @expose("/<int:meeting_id>/reponse/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def reply(self, meeting_id: int, pk: int) -> Any:
        """The answer of a line, typed by the staff."""
        meeting = self.writable(meeting_id)
        line = self._line(meeting, pk)
        if line is None or not line.is_convened:
            raise missing_row(Attendance, pk)
        return answer_page(meeting, line)

    @expose("/<int:meeting_id>/visitor", methods=["POST"])
    @has_access
    @permission_name("edit")
    def visitor(self, meeting_id: int) -> Any:
        """Someone who came without being known: a name is enough."""
        meeting = self.writable(meeting_id)
        return add_walk_in(meeting, self._back(meeting))

    @expose("/<int:meeting_id>/line/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def line(self, meeting_id: int, pk: int) -> Any:
        """The state, the hours and the note of a line in one form."""
        meeting = self.writable(meeting_id)
        line = self._line(meeting, pk)
        if line is None:
            raise missing_row(Attendance, pk)
        return correct_line(meeting, line)

    @expose("/<int:meeting_id>/remove/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def remove(self, meeting_id: int, pk: int) -> Any:
        """Takes a line off the list, once confirmed."""
        meeting = self.writable(meeting_id)
        line = self._line(meeting, pk)
        if line is None:
            raise missing_row(Attendance, pk)
        name = names_of(lines_of(db.session, meeting))[line.id]
        back = url_for(f"{VIEW}.show", meeting_id=meeting_id)
        if request.method != "POST":
            title = gettext("Remove from the list: %(name)s", name=name)
            return render(
                "base/confirm.html",
                title=title,
                question=gettext("Remove « %(name)s » from the list of this meeting?", name=name),
                crumbs=crumbs_of(meeting, Crumb(gettext("Attendance of the meeting"), back), Crumb(title)),
                action_url=url_for(f"{VIEW}.remove", meeting_id=meeting_id, pk=pk),
                cancel_url=back,
                submit_label=gettext("Remove from the list"),
                is_danger=True,
            )
        through(db.session, Door.FORM, gettext("Attendance – %(meeting)s", meeting=called(meeting)))
        try:
            remove(db.session, line)
        except RuleViolation as violation:
            db.session.rollback()
            flash(violation.text(gettext), "danger")
            return redirect(back)
        flash_undoable(gettext("Removed from the list: %(name)s.", name=name), commit_undoable())
        return redirect(back)

    # ---- Rows -------------------------------------------------------------------------------------------------------

    def meeting(self, meeting_id: int, *, for_update: bool = False) -> tuple[Meeting, bool]:
        """The meeting in the reader's scope, and whether it is hers to change; 404 when there is none."""
        if meeting_id > MAX_ID:
            abort(404)
        context = context_of(db.session)
        statement = (
            select(Meeting, writable_clause(Meeting, context.scope, context.today))
            .where(Meeting.id == meeting_id)
            .options(joinedload(Meeting.instance).joinedload(Instance.type))
        )
        if for_update:
            # Marks of one meeting are written one after the other: the rules of representation read other lines.
            statement = statement.with_for_update(of=Meeting)
        found = db.session.execute(statement).unique().one_or_none()
        if found is None:
            raise missing_row(Meeting, meeting_id)
        return found[0], bool(found[1])

    def writable(self, meeting_id: int) -> Meeting:
        """The same for who changes it; 403 for who only reads it."""
        meeting, is_writable = self.meeting(meeting_id, for_update=request.method == "POST")
        if not is_writable:
            abort(403)
        try:
            check_not_destroyed(db.session, meeting.id)
        except RuleViolation as refusal:
            flash(refusal.text(gettext), "danger")
            abort(redirect(url_for(f"{VIEW}.show", meeting_id=meeting_id), 303))
        return meeting

    @staticmethod
    def _line(meeting: Meeting, pk: int) -> Attendance | None:
        if pk > MAX_ID:
            abort(404)
        statement = select(Attendance).where(Attendance.id == pk, Attendance.meeting_id == meeting.id)
        return db.session.scalars(statement).one_or_none()


def _destroyed_in_words(found: SheetElimination | None) -> str:
    """Why the lines of a meeting name nobody; empty while they do."""
    if found is None or found.destroyed_at is None:
        return ""
    return gettext(
        "The sign-in sheet of this meeting was eliminated on %(day)s under visa %(number)s of the Archives "
        "départementales: the numbers stay, the names are destroyed.",
        day=date_in_words(day_of(found.destroyed_at)),
        number=found.visa_number,
    )


def _sent_mark(presence: str, by: str) -> Mark | None:
    """A mark of the form; None when it says none, or none that exists."""
    value, number = request.form.get(presence, ""), request.form.get(by, "")
    if value not in set(Presence):
        return None
    is_known = number.isascii() and number.isdigit() and 0 < int(number) <= MAX_ID
    return Mark(Presence(value), int(number) if is_known and value == Presence.REPRESENTED else None)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
