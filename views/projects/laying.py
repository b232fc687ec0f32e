"""The page that lays a template down on a project: chosen with its date, shown line by line, then written."""

import datetime as dt
from typing import Any

from flask import abort, flash, redirect, request
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.projects.laying import PlannedLine, lay_down, planned_lines
from models.projects import Project, ProjectTemplate
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import parse_date, posted_ids
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import written
from views.base.view import BackofficeView
from views.base.words import full_date, value_in_words
from views.projects.page import count_in_words

_CHOOSE = N_("Choose a template and a date.")


def lay_down_page(view: BackofficeView, pk: int) -> Any:
    """GET shows what the template and the date of the address would lay down; POST lays it down."""
    row: Project = view.fetch(pk, for_update=request.method == "POST")
    may_add = view.may("can_add", "MilestoneView") and view.may("can_add", "ActionView")
    if not view.may_change(row) or not may_add:
        abort(403)
    templates = db.session.scalars(
        select(ProjectTemplate)
        .where(ProjectTemplate.is_active.is_(True))
        .order_by(ProjectTemplate.kind != row.kind, ProjectTemplate.name)
        .options(selectinload(ProjectTemplate.lines))
    ).all()
    said = request.form if request.method == "POST" else request.args
    wanted = posted_ids(said.getlist("template")[:1])
    template = next((item for item in templates if item.id in wanted), None)
    day = parse_date(said.get("day", ""))
    title = gettext("Lay down a template: %(what)s", what=row)
    if request.method == "POST":

        def write() -> str:
            if template is None or day is None:
                raise RuleViolation(_CHOOSE)
            milestones, tasks = lay_down(db.session, row, template, day)
            return gettext("Laid down: %(what)s.", what=count_in_words(len(milestones), len(tasks)))

        if written(title, write):
            return redirect(view.url("show", pk=pk))
        return redirect(view.url("lay_down", pk=pk, template=template.id if template else None, day=said.get("day")))
    lines: list[PlannedLine] = []
    if template is not None and day is not None:
        try:
            lines = planned_lines(db.session, row, template, day)
        except RuleViolation as refusal:
            flash(refusal.text(gettext), "danger")
    elif said.get("day"):
        flash(gettext(_CHOOSE), "danger")
    return render(
        "projects/lay_down.html",
        title=title,
        crumbs=(*view.crumbs(), Crumb(str(row), view.url("show", pk=pk)), Crumb(gettext("Template"))),
        templates=[(item.id, item.name, item.from_what) for item in templates],
        chosen=template.id if template else None,
        from_what=template.from_what if template else "",
        day=(day or _first_day(row)).isoformat(),
        lines=[_line(line, context_of(db.session).today) for line in lines],
        is_shown=bool(lines),
        to_write=sum(not line.is_there for line in lines),
        url=view.url("lay_down", pk=pk),
        cancel_url=view.url("show", pk=pk),
    )


def _first_day(row: Project) -> dt.date:
    return row.start_on or context_of(db.session).today


def _line(line: PlannedLine, today: dt.date) -> dict[str, Any]:
    return {
        "kind": value_in_words(line.line.kind),
        "title": line.line.title,
        "on": full_date(line.on),
        "is_there": line.is_there,
        "is_past": line.on < today,
    }
