"""What a juror does on screen: her files, what she declares of each before it opens, her marks; the grid of a jury."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from mdo.calls.grid_workbook import ReturnedGrid
from mdo.calls.jury import (
    FileToJudge,
    declare,
    files_of,
    interest_of,
    jurors_of_account,
    marks_by,
    stated,
    write_marks,
)
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.journal.access import READING, note_export
from models.calls import BEST_MARK, CallJuror, ProjectCall
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import MAX_ID
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import written
from views.base.words import date_in_words
from views.calls.grid_workbook import grid_sent_back, send_grid, told_of, typed_of, words_of
from views.calls.grids import Typed, errors_of, grid_row, read_marks, typed_grid, write_grid
from views.security.gate import may
from views.security.storage import recording
from views.tenders.grid import Grid, GridCell, number_typed, render_grid

_SAY = N_("Say whether you are concerned by this project.")


def note_reading(pk: int) -> None:
    """Notes that a juror opens a file that she judges; 404 for who is concerned by it, whatever else she may read."""
    context = context_of(db.session)
    said = interest_of(db.session, context.actor_id, pk) if pk <= MAX_ID else None
    if said is None:
        return
    if said.is_concerned:
        abort(404)
    words = f"{said.juror.call} – {said.application}"
    # What was read ends first: SQLite lets no transaction write that read before somebody else saved (ADR 0006).
    db.session.rollback()
    with recording(actor_id=context.actor_id, actor_name=context.actor_name) as log:
        note_export(log, "ApplicationView", words, 1, action=READING)


class JuryFilesView(BaseView):
    """The files that the reader judges."""

    route_base = "/jury"
    default_view = "list"

    @expose("/")
    @has_access
    @permission_name("list")
    def list(self) -> Any:
        """The files of the juries that one is of, each with what is left to do."""
        me = context_of(db.session).actor_id
        groups = [
            {
                "title": str(juror.call),
                "rows": [_file(row, len(juror.call.criteria)) for row in files_of(db.session, juror)],
            }
            for juror in jurors_of_account(db.session, me)
        ]
        title = gettext("What I judge")
        return render("calls/jury.html", title=title, crumbs=(Crumb(title),), groups=groups)

    @expose("/declaration/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def declare(self, pk: int) -> Any:
        """Whether one is concerned by a file: asked before it opens."""
        juror, row = self._file(pk)
        before = stated(db.session, juror.id, pk)
        title = gettext("Declaration of interest: %(what)s", what=f"{row.number} – {row.title}")
        if request.method == "POST":
            said = request.form.get("concerned", "")

            def write() -> str:
                if said not in ("yes", "no"):
                    raise RuleViolation(_SAY)
                declare(db.session, juror, pk, request.form.get("reason", "")[:500], is_concerned=said == "yes")
                done = gettext("Declared: %(what)s.", what=row.title)
                if said == "yes" and row.marks:
                    done += " " + gettext("Your marks on it are set aside: %(count)d.", count=row.marks)
                return done

            if not written(title, write):
                return redirect(url_for("JuryFilesView.declare", pk=pk))
            return redirect(url_for("JuryFilesView.marks", pk=pk) if said == "no" else url_for("JuryFilesView.list"))
        return render(
            "calls/declare.html",
            title=title,
            crumbs=(Crumb(gettext("What I judge"), url_for("JuryFilesView.list")), Crumb(row.title)),
            council=row.council,
            before=before,
            declared_on=date_in_words(before.declared_on) if before is not None else "",
            marks=row.marks,
            url=url_for("JuryFilesView.declare", pk=pk),
            cancel_url=url_for("JuryFilesView.list"),
        )

    @expose("/notes/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def marks(self, pk: int) -> Any:
        """One's marks to a file, criterion by criterion."""
        juror, row = self._file(pk)
        if row.is_concerned is None:
            return redirect(url_for("JuryFilesView.declare", pk=pk))
        if row.is_concerned:
            abort(404)
        title = gettext("My marks: %(what)s", what=f"{row.number} – {row.title}")
        stored = marks_by(db.session, juror.id, pk)
        typed: dict[int, str] = {
            criterion.id: str(stored[criterion.id].mark) if criterion.id in stored else ""
            for criterion in juror.call.criteria
        }
        errors: Mapping[int, str] = {}
        if request.method == "POST":
            typed = {key: request.form.get(f"mark_{key}", "").strip() for key in typed}
            read, errors = read_marks(typed)

            def write() -> str:
                write_marks(db.session, juror.id, pk, read)
                return gettext("Marks kept: %(what)s.", what=row.title)

            if not errors and written(title, write):
                return redirect(url_for("JuryFilesView.list"))
        rows = [
            (
                GridCell("words", criterion.name),
                GridCell("words", number_typed(criterion.weight)),
                GridCell(
                    "number", typed[criterion.id], f"mark_{criterion.id}", criterion.name, errors.get(criterion.id, "")
                ),
            )
            for criterion in juror.call.criteria
        ]
        intro = gettext("From 0 to %(best)d; a criterion left empty is told missing in the ranking.", best=BEST_MARK)
        headers = ((gettext("Criterion"), False), (gettext("Weight (%)"), True), (gettext("Mark (evaluation)"), True))
        read_it = (gettext("Read the application"), url_for("ApplicationView.show", pk=pk))
        grid = Grid(title, intro, headers, rows, link=read_it)
        crumbs = (Crumb(gettext("What I judge"), url_for("JuryFilesView.list")), Crumb(row.title))
        here, back = url_for("JuryFilesView.marks", pk=pk), url_for("JuryFilesView.list")
        return render_grid(grid, row.council, crumbs, here, back)

    def _file(self, pk: int) -> tuple[CallJuror, FileToJudge]:
        """The file and the juror that one is of its call; 404 for any other."""
        me = context_of(db.session).actor_id
        juries = jurors_of_account(db.session, me) if pk <= MAX_ID else ()
        found = [(juror, row) for juror in juries for row in files_of(db.session, juror) if row.id == pk]
        if not found:
            abort(404)
        return found[0]

    # ---- The mission, for who has no account ------------------------------------------------------------------------

    @expose("/grille/<int:pk>")
    @has_access
    @permission_name("list")
    def grids(self, pk: int) -> Any:
        """The jurors of a call, each with her grid: the mission writes those of who has no account."""
        call = _call_to_judge(pk)
        rows = [
            {
                "name": str(juror),
                "capacity": juror.capacity or "",
                "url": url_for("JuryFilesView.grid", pk=juror.id),
                "file_url": url_for("JuryFilesView.grid_file", pk=juror.id),
            }
            for juror in call.jurors
        ]
        title = gettext("Grid of marks: %(what)s", what=call)
        crumbs = (Crumb(str(call), url_for("CallView.show", pk=pk)), Crumb(gettext("Grid of marks")))
        back_url = url_for("JuryFilesView.grid_back", pk=pk)
        return render("calls/grids.html", title=title, crumbs=crumbs, rows=rows, back_url=back_url)

    @expose("/grille/juror/<int:pk>/classeur")
    @has_access
    @permission_name("edit")
    def grid_file(self, pk: int) -> Any:
        """The grid of a juror, for who fills it in elsewhere."""
        return send_grid(_juror_of(pk))

    @expose("/grille/<int:pk>/classeur", methods=["POST"])
    @has_access
    @permission_name("edit")
    def grid_back(self, pk: int) -> Any:
        """The grid of the juror that a workbook names, as it would become: saved from there, or left."""
        call = _call_to_judge(pk)
        found = grid_sent_back(call)
        if not isinstance(found, ReturnedGrid):
            return found
        typed = typed_of(found)
        errors = errors_of(found.files, call.criteria, typed)
        return _grid_page(found.juror, found.files, typed, errors, words_of(found), told_of(found))

    @expose("/grille/juror/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def grid(self, pk: int) -> Any:
        """All that a juror says of the files of her call: « déport » or a mark a criterion."""
        juror = _juror_of(pk)
        call = juror.call
        files, criteria = files_of(db.session, juror), call.criteria
        is_post = request.method == "POST"
        typed, errors = typed_grid(juror, files, criteria, is_post=is_post)
        title = gettext("Marks of %(who)s", who=juror)
        if is_post and not errors:

            def write() -> str:
                return write_grid(juror, files, criteria, typed)

            if written(title, write):
                return redirect(url_for("JuryFilesView.grids", pk=call.id))
        return _grid_page(juror, files, typed, errors)


def _grid_page(
    juror: CallJuror,
    files: Sequence[FileToJudge],
    typed: Typed,
    errors: Typed,
    words: str = "",
    told: Mapping[int, str] | None = None,
) -> Any:
    """The grid of a juror; after a workbook came back, with what it changes."""
    call, title = juror.call, gettext("Marks of %(who)s", who=juror)
    headers = (
        (gettext("Application"), False),
        (gettext("Déport"), False),
        (gettext("Reason of the déport"), False),
        *((criterion.name, True) for criterion in call.criteria),
    )
    rule = gettext("A file is marked from 0 to %(best)d; who is concerned marks nothing of it.", best=BEST_MARK)
    rows = [grid_row(row, call.criteria, typed, errors, (told or {}).get(row.id, "")) for row in files]
    grid = Grid(title, " ".join(filter(None, (words, rule))), headers, rows)
    crumbs = (Crumb(str(call), url_for("CallView.show", pk=call.id)), Crumb(title))
    here, back = url_for("JuryFilesView.grid", pk=juror.id), url_for("JuryFilesView.grids", pk=call.id)
    return render_grid(grid, str(call), crumbs, here, back)


def _juror_of(pk: int) -> CallJuror:
    juror = db.session.scalars(select(CallJuror).where(CallJuror.id == pk)).first() if pk <= MAX_ID else None
    if juror is None:
        abort(404)
    _call_to_judge(juror.call_id)
    return juror


def _call_to_judge(pk: int) -> ProjectCall:
    """A call whose marks the reader writes for others: 404 out of sight, 403 for who judges alone."""
    call = db.session.scalars(select(ProjectCall).where(ProjectCall.id == pk)).first() if pk <= MAX_ID else None
    if call is None:
        abort(404)
    if not may("can_edit", "CallScenarioView"):
        abort(403)
    return call


def _file(row: FileToJudge, criteria: int) -> dict[str, Any]:
    found = {"row": row, "url": "", "marks_url": "", "declare_url": url_for("JuryFilesView.declare", pk=row.id)}
    if row.is_concerned is None:
        return found | {"state": gettext("To declare"), "tone": "warn"}
    if row.is_concerned:
        return found | {"state": gettext("Déport"), "tone": "muted"}
    is_done = row.marks >= criteria
    return found | {
        "state": gettext("Marked") if is_done else gettext("To mark"),
        "tone": "ok" if is_done else "info",
        "url": url_for("ApplicationView.show", pk=row.id),
        "marks_url": url_for("JuryFilesView.marks", pk=row.id),
    }
