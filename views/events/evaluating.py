"""The grid in which answers given on paper are entered: a line a form, as many as there are."""

from typing import Any

from flask import abort, redirect, request

from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.rules.row_rules import check_row
from models.events import Event, EventEvaluation
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import written
from views.base.view import BackofficeView
from views.events.page import QUESTIONS

LINES = 12
_COMMENT = "comment"
_LONGEST = 2_000
_OVERALL = N_("Line %(line)s: give the mark of the whole, from 1 to 5, or empty the line.")


def grid_page(view: BackofficeView, pk: int) -> Any:
    """GET gives empty lines; POST writes those that are filled in, as one entry of the journal."""
    event: Event = view.fetch(pk, for_update=request.method == "POST")
    if not view.may_change(event) or not view.may("can_add", "EventEvaluationView"):
        abort(403)
    title = gettext("Enter evaluations: %(what)s", what=event)
    typed = [
        {name: request.form.get(f"{name}-{line}", "").strip() for name in (*QUESTIONS, "comment")}
        for line in range(LINES)
    ]
    if request.method == "POST":

        def write() -> str:
            count = _write(event, typed)
            return ngettext("%(num)d answer entered.", "%(num)d answers entered.", count)

        if written(title, write):
            return redirect(view.url("show", pk=pk, tab="said"))
    labels = FIELD_LABELS[EventEvaluation]
    return render(
        "events/grid.html",
        title=title,
        crumbs=(*view.crumbs(), Crumb(str(event), view.url("show", pk=pk)), Crumb(gettext("Enter evaluations"))),
        questions=[(name, gettext(labels[name])) for name in QUESTIONS],
        comment=gettext(labels[_COMMENT]),
        lines=typed,
        longest=_LONGEST,
        url=view.url("grid", pk=pk),
        cancel_url=view.url("show", pk=pk),
    )


def _write(event: Event, typed: list[dict[str, str]]) -> int:
    count = 0
    for number, line in enumerate(typed, 1):
        if not any(line.values()):
            continue
        marks = {name: _mark(line[name]) for name in QUESTIONS}
        if marks["overall"] is None:
            raise RuleViolation(_OVERALL, line=number)
        row = EventEvaluation(event_id=event.id, comment=line["comment"][:_LONGEST] or None, **marks)
        db.session.add(row)
        check_row(db.session, row, context_of(db.session).today)
        count += 1
    if not count:
        raise RuleViolation(N_("Fill in a line at least."))
    db.session.flush()
    return count


def _mark(text: str) -> int | None:
    return int(text) if text in {"1", "2", "3", "4", "5"} else None
