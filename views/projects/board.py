"""The board: the projects in columns, by their state, each with what it needs next."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import context_of
from mdo.kernel.labels import enum_label
from mdo.projects.rules import OPEN_STATES
from models.projects import Milestone, Project, ProjectState
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.view import BackofficeView
from views.base.words import date_in_words, tone_of, value_in_words

# More are in the list, where they are filtered.
_MOST = 40


def board_page(view: BackofficeView) -> Any:
    """Two statements: the projects that are not over, then the next milestone of each."""
    today = context_of(db.session).today
    rows = db.session.scalars(
        select(Project)
        .where(Project.state.in_(OPEN_STATES))
        .order_by(Project.end_on.is_(None), Project.end_on, Project.id)
        .options(joinedload(Project.lead))
    ).all()
    awaited = select(Milestone.project_id, func.min(Milestone.due_on)).where(
        Milestone.reached_on.is_(None), Milestone.project_id.in_([row.id for row in rows])
    )
    coming = {row[0]: row[1] for row in db.session.execute(awaited.group_by(Milestone.project_id))}
    columns = []
    for state in ProjectState:
        if state not in OPEN_STATES:
            continue
        found = [row for row in rows if row.state is state]
        columns.append(
            {
                "name": state.value,
                "title": gettext(enum_label(state)),
                "tone": tone_of(state) or "muted",
                "count": len(found),
                "all_url": view.url("list", f_state=state.value),
                "cards": [_card(view, row, coming.get(row.id), today) for row in found[:_MOST]],
            }
        )
    title = gettext("Board of the projects")
    crumbs = (*view.crumbs(), Crumb(title))
    return render("projects/board.html", title=title, crumbs=crumbs, columns=columns, list_url=view.url("list"))


def _card(view: BackofficeView, row: Project, coming: Any, today: Any) -> dict[str, Any]:
    return {
        "title": row.title,
        "url": view.url("show", pk=row.id),
        "kind": value_in_words(row.kind),
        "lead": str(row.lead) if row.lead else "",
        "next_step": row.next_step or "",
        "end_on": date_in_words(row.end_on) if row.end_on else "",
        "is_over": row.end_on is not None and row.end_on < today,
        "milestone_on": date_in_words(coming) if coming else "",
        "is_late": coming is not None and coming < today,
    }
