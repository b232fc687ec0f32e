"""The grid of a juror out in Excel, and back: the page shows what the workbook says before anything is written."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import current_app, flash, redirect, request, url_for

from mdo.calls.grid_workbook import OUT, WHY, ReturnedGrid, column_of, grid_book, returned_grid
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.workbook.cells import PARIS
from mdo.kernel.workbook.reader import read_file
from mdo.kernel.workbook.writer import WorkbookStream
from models.calls import CallJuror, ProjectCall
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import send_workbook
from views.calls.grids import Typed, mark_name, out_name, why_name
from views.documents.screens import in_city_language
from views.imports import uploads


def send_grid(juror: CallJuror) -> Any:
    """The grid of a juror as a signed workbook, in the language of the city; noted in the access log."""
    context = context_of(db.session)
    with in_city_language():
        title = gettext("Grid of marks – %(who)s – %(call)s", who=juror, call=juror.call)
        book = grid_book(
            db.session,
            juror,
            secret=current_app.config["SECRET_KEY"],
            today=context.today,
            now=dt.datetime.now(PARIS),
            translate=gettext,
            author=context.actor_name,
            title=title,
        )
        return send_workbook(WorkbookStream(book), title=title, what="JuryFilesView", words=str(juror.call))


def grid_sent_back(call: ProjectCall) -> ReturnedGrid | Any:
    """What the workbook that is sent says; else, back to the jurors with what is wrong of it."""
    back = redirect(url_for("JuryFilesView.grids", pk=call.id), 303)
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        flash(gettext("Choose a file first."), "danger")
        return back
    draft = uploads.keep(upload, context_of(db.session).actor_id or 0)
    try:
        with in_city_language():
            return returned_grid(db.session, call.id, read_file(draft.file), current_app.config["SECRET_KEY"], gettext)
    except RuleViolation as refusal:
        flash(refusal.text(gettext), "danger")
        return back
    finally:
        draft.remove()


def typed_of(found: ReturnedGrid) -> Typed:
    """The grid by the names of its controls, as the workbook would have it."""
    typed: dict[str, str] = {}
    for row in found.files:
        said = found.said[row.id]
        typed |= {out_name(row): said[OUT], why_name(row): said[WHY]}
        typed |= {mark_name(row, criterion): said[column_of(criterion)] for criterion in found.juror.call.criteria}
    return typed


def told_of(found: ReturnedGrid) -> Mapping[int, str]:
    """Of each file, what changes and what stays though the workbook says another thing."""
    labels = {OUT: gettext("Déport"), WHY: gettext("Reason of the déport")}
    labels |= {column_of(criterion): criterion.name for criterion in found.juror.call.criteria}
    told = {}
    for row in found.files:
        before, said = found.before[row.id], found.said[row.id]
        parts = [
            gettext("%(what)s: %(before)s becomes %(after)s", what=labels[name], before=_shown(name, before[name]),
                    after=_shown(name, said[name]))
            for name in found.changes(row.id)
        ]  # fmt: skip
        parts += [
            gettext("%(what)s was changed here since: %(here)s stays, the workbook says %(there)s",
                    what=labels[name], here=_shown(name, before[name]), there=_shown(name, text))
            for (row_id, name), text in found.conflicts.items()
            if row_id == row.id
        ]  # fmt: skip
        told[row.id] = " ; ".join(parts)
    return told


def words_of(found: ReturnedGrid) -> str:
    """How many cells change, and that nothing is written."""
    count = sum(len(found.changes(row.id)) for row in found.files)
    if not count:
        return gettext("This workbook changes nothing.")
    return gettext("Cells that change: %(count)d. Nothing is written yet: look, correct, then save.", count=count)


def _shown(name: str, text: str) -> str:
    if name == OUT:
        return gettext("yes") if text else gettext("no")
    words = text if name == WHY else text.replace(".", ",")
    return words or gettext("nothing (cell)")
