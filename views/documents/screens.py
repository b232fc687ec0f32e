"""Papers of a meeting on screen: made in one click, attached, taken, withdrawn; the sign-in sheet that comes back."""

from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from mdo.archives.sheets import check_not_destroyed
from mdo.documents.document_format import Wording
from mdo.documents.packages import XLSX, SentFile, plain_name
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import day_of
from mdo.kernel.labels import enum_label
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.workbook.reader import read_file
from mdo.meetings.attendance_sheet import minutes_workbook, sign_in_workbook
from mdo.meetings.called import called
from mdo.meetings.document_lines import names_in
from mdo.meetings.document_store import MEETING_FILES, make_word
from mdo.meetings.returned_sheet import LineOutcome, SheetPlan, apply, plan_of
from models.attendance import Attendance
from models.documents import MADE_KINDS, Document, DocumentKind, PaperKind
from models.journal import Door
from models.meetings import Meeting
from models.text import fold
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import MAX_ID, posted_ids
from views.base.integrity import violation_of
from views.base.pages import Crumb, Panel
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import full_date
from views.documents.carrying import send
from views.documents.pages import EXCEL, is_offered, offered, sheet_counts, sheet_rows
from views.imports import uploads
from views.imports.uploads import ImportDraft
from views.meetings.attendance_words import quorum_in_words

_DRAFT = "sign_in_sheet"
_LONGEST_TITLE = 120


def wording() -> Wording:
    """Papers speak the language of the city, whatever that of the reader (`in_city_language`)."""
    return Wording(gettext, full_date, quorum_in_words)


def in_city_language() -> Any:
    """Within it, words are those of papers."""
    return force_locale(current_app.config["BABEL_DEFAULT_LOCALE"])


def papers_panel(meeting: Meeting, documents: dict[str, Any]) -> Panel:
    """The documents of a meeting with their versions, and the buttons that make and attach others."""
    return Panel(
        gettext("Documents"),
        "documents/papers.html",
        {
            **documents,
            "offered": offered(),
            "make_url": url_for("PaperView.make", pk=meeting.id),
            "sheet_url": url_for("PaperView.sheet", pk=meeting.id),
        },
    )


def meeting_of(pk: int, *, to_change: bool = False) -> Meeting:
    """A meeting that the reader sees, or may change; 404 and 403 otherwise."""
    if pk > MAX_ID:
        abort(404)
    context = context_of(db.session)
    writable = writable_clause(Meeting, context.scope, context.today)
    found = db.session.execute(select(Meeting, writable).where(Meeting.id == pk)).one_or_none()
    if found is None:
        abort(404)
    if to_change and not found[1]:
        abort(403)
    meeting: Meeting = found[0]
    return meeting


def back_to(pk: int, **arguments: Any) -> Any:
    """To the documents of the meeting."""
    return redirect(url_for("MeetingView.show", pk=pk, tab="papers", _anchor="tabs", **arguments), 303)


class PaperView(BaseView):
    """The documents of a meeting."""

    route_base = "/documents"
    default_view = "make"

    @expose("/make/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def make(self, pk: int) -> Any:
        """Makes a paper and keeps it as the next version; the page then hands it over."""
        meeting = meeting_of(pk, to_change=True)
        kind, form = request.form.get("kind", ""), request.form.get("format", "")
        if not is_offered(kind, form):
            abort(404)
        words = gettext(enum_label(PaperKind(kind)))
        through(db.session, Door.FORM, gettext("%(paper)s: %(meeting)s", paper=words, meeting=called(meeting)))
        try:
            with in_city_language():
                made = _made(meeting, PaperKind(kind), form)
            number, made_id = made.number, made.id
            entry_id = commit_undoable()
        except RuleViolation as refusal:
            db.session.rollback()
            flash(refusal.text(gettext), "danger")
            return back_to(pk)
        flash_undoable(gettext("%(paper)s, version %(number)s: made.", paper=words, number=number), entry_id)
        return back_to(pk, made=made_id)

    @expose("/file/<int:pk>/<int:document>")
    @has_access
    @permission_name("show")
    def paper(self, pk: int, document: int) -> Any:
        """A version of a document, as a file to keep; what was made from the register is noted in the access log."""
        found = MEETING_FILES.find(db.session, meeting_of(pk).id, document) if document <= MAX_ID else None
        if found is None or found.link is not None:
            abort(404)
        return send(found, "PaperView", is_noted=found.kind in MADE_KINDS, count=names_in(db.session, found))

    # ---- The sign-in sheet that comes back ------------------------------------------------------------------------

    @expose("/sheet/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def sheet(self, pk: int) -> Any:
        """Upload of a sheet filled by hand; nothing is written before its preview is applied."""
        meeting = meeting_of(pk, to_change=True)
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            flash(gettext("Choose a file first."), "danger")
            return back_to(pk)
        draft = uploads.keep(upload, context_of(db.session).actor_id or 0)
        try:
            check_not_destroyed(db.session, meeting.id)
            _plan(meeting, draft)
        except RuleViolation as refusal:
            draft.remove()
            flash(refusal.text(gettext), "danger")
            return back_to(pk)
        draft.note(kind=_DRAFT, meeting=pk)
        return redirect(url_for("PaperView.marks", pk=pk, token=draft.token), 303)

    @expose("/sheet/<int:pk>/<token>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def marks(self, pk: int, token: str) -> Any:
        """What the sheet would mark, line by line; POST marks it, unless the list changed since."""
        meeting = meeting_of(pk, to_change=True)
        draft = uploads.find(token, context_of(db.session).actor_id or 0)
        if draft is None or draft.notes().get("meeting") != pk or not draft.file.stat().st_size:
            abort(404)
        plan = _plan(meeting, draft)
        if request.method != "POST":
            return _marks_page(meeting, draft, plan)
        if request.form.get("plan") != plan.digest:
            return _marks_page(meeting, draft, plan, is_stale=True)
        through(db.session, Door.IMPORT, gettext("Sign-in sheet: %(meeting)s", meeting=called(meeting)))
        try:
            count = apply(db.session, meeting, plan, posted_ids(request.form.getlist("take")))
            entry_id = commit_undoable()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            violation = error if isinstance(error, RuleViolation) else violation_of(error, Attendance.__table__)
            flash(violation.text(gettext), "danger")
            return redirect(request.url, 303)
        draft.remove()
        flash_undoable(gettext("Lines marked: %(count)d.", count=count), entry_id)
        return back_to(pk)


def _made(meeting: Meeting, kind: PaperKind, form: str) -> Document:
    if kind is PaperKind.SIGN_IN_SHEET:
        check_not_destroyed(db.session, meeting.id)
    if form != EXCEL:
        return make_word(db.session, meeting, kind, wording())
    write = sign_in_workbook if kind is PaperKind.SIGN_IN_SHEET else minutes_workbook
    title = gettext(enum_label(kind))
    name = fold(f"{title} {meeting.title}").replace(" ", "-")[:90]
    file = SentFile(
        plain_name(f"{name}-{day_of(meeting.start_at):%Y-%m-%d}.{EXCEL}"),
        XLSX,
        write(db.session, meeting, wording()),
    )
    return MEETING_FILES.keep(db.session, meeting.id, DocumentKind(kind.value), title, file)


def _plan(meeting: Meeting, draft: ImportDraft) -> SheetPlan:
    with in_city_language():
        return plan_of(db.session, meeting, read_file(draft.file), gettext)


def _marks_page(meeting: Meeting, draft: ImportDraft, plan: SheetPlan, *, is_stale: bool = False) -> Any:
    title = gettext("Sign-in sheet: %(meeting)s", meeting=called(meeting))
    show_url = url_for("MeetingView.show", pk=meeting.id, tab="papers", _anchor="tabs")
    return render(
        "documents/sheet_marks.html",
        status=409 if is_stale else 200,
        title=title,
        crumbs=(
            Crumb(gettext("Meetings"), url_for("MeetingView.list")),
            Crumb(called(meeting), show_url),
            Crumb(gettext("Sign-in sheet")),
        ),
        is_stale=is_stale,
        file_name=draft.name,
        digest=plan.digest,
        counts=sheet_counts(plan),
        rows=sheet_rows(plan),
        change_count=plan.count(LineOutcome.MARKED, LineOutcome.VISITOR, LineOutcome.CONFLICT),
        conflict_count=plan.count(LineOutcome.CONFLICT),
        action_url=url_for("PaperView.marks", pk=meeting.id, token=draft.token),
        cancel_url=show_url,
    )
