"""« Mon travail »: one's own tasks across meetings and projects; milestones and deadlines stand beside them."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from flask import url_for
from flask_appbuilder import BaseView, expose, has_access
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import Bucket, WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.meetings.called import called
from mdo.network.answering import stands_in_for
from mdo.projects.rules import is_of_open_project
from models.accounts import User
from models.meetings import ActionItem, ActionState
from models.projects import Milestone
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.words import date_in_words
from views.security.gate import may

_MOST = 100
_BESIDE = 12
# What stands in the page by itself: a task is no deadline here, a milestone has its own part.
_TOLD_APART = frozenset({"action_due", "milestone_due"})
_WHEN: tuple[tuple[str, Callable[[dt.date | None, dt.date], bool]], ...] = (
    (N_("Late"), lambda on, today: on is not None and on < today),
    (N_("Within seven days"), lambda on, today: on is not None and on <= today + dt.timedelta(days=7)),
    (N_("Later"), lambda on, today: on is not None),
    (N_("Without a day"), lambda on, today: True),
)


class WorkView(BaseView):
    """What the reader has to do."""

    route_base = "/mon-travail"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> Any:
        """The tasks by their day, then the milestones and deadlines beside them."""
        today = context_of(db.session).today
        accounts = stands_in_for(context_of(db.session).actor_id or 0, today)
        tasks = db.session.scalars(
            select(ActionItem)
            .where(
                ActionItem.state == ActionState.OPEN,
                or_(
                    and_(ActionItem.owner_id.is_not(None), ActionItem.owner_id.in_(accounts)),
                    ActionItem.team.any(User.id.in_(accounts)),
                ),
            )
            .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
            .limit(_MOST + 1)
            # Apart: its meeting or its project may be out of sight of who has a task of it.
            .options(selectinload(ActionItem.meeting), selectinload(ActionItem.project))
        ).all()
        title = gettext("My work")
        actions = []
        if may("can_add", "ActionView"):
            actions.append(Link(gettext("New task"), url_for("ActionView.add"), "plus-lg", "primary"))
        actions.append(Link(gettext("The whole list"), url_for("ActionView.list", f_state="open"), "list-check"))
        return render(
            "projects/work.html",
            title=title,
            crumbs=(Crumb(title),),
            actions=tuple(actions),
            groups=_groups(tasks[:_MOST], today),
            count=len(tasks[:_MOST]),
            is_cut=len(tasks) > _MOST,
            milestones=_milestones(accounts, today) if may("can_list", "MilestoneView") else None,
            milestones_url=url_for("MilestoneView.list", f_reached=0, f_mine=1),
            deadlines=_deadlines(today) if may("can_list", "DeadlineView") else None,
            deadlines_url=url_for("DeadlineView.list", f_whose=WhoseDeadlines.MINE.value),
            here=url_for("WorkView.list"),
        )


def _groups(tasks: Sequence[ActionItem], today: dt.date) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = [{"title": gettext(title), "rows": []} for title, _ in _WHEN]
    for task in tasks:
        place = next(index for index, (_, holds) in enumerate(_WHEN) if holds(task.due_on, today))
        groups[place]["rows"].append(_task(task, today))
    return [group for group in groups if group["rows"]]


def _task(task: ActionItem, today: dt.date) -> dict[str, Any]:
    origin, url = "", ""
    if task.project is not None:
        origin = task.project.title
        url = url_for("ProjectView.show", pk=task.project.id) if may("can_show", "ProjectView") else ""
    elif task.meeting is not None:
        origin = called(task.meeting)
        url = url_for("MeetingView.show", pk=task.meeting.id) if may("can_show", "MeetingView") else ""
    return {
        "id": task.id,
        "text": task.text,
        "url": url_for("ActionView.show", pk=task.id),
        "origin": origin,
        "origin_url": url,
        "on": date_in_words(task.due_on) if task.due_on else "",
        "is_late": task.due_on is not None and task.due_on < today,
        "settle_url": url_for("ActionView.settle", pk=task.id) if may("can_edit", "ActionView") else "",
    }


def _milestones(accounts: Any, today: dt.date) -> list[dict[str, Any]]:
    rows = db.session.scalars(
        select(Milestone)
        .where(Milestone.reached_on.is_(None), Milestone.owner_id.in_(accounts), is_of_open_project())
        .order_by(Milestone.due_on, Milestone.id)
        .limit(_BESIDE)
        .options(selectinload(Milestone.project))
    )
    return [
        {
            "title": row.title,
            "url": url_for("MilestoneView.show", pk=row.id),
            "detail": row.project.title if row.project else "",
            "on": date_in_words(row.due_on),
            "is_late": row.due_on < today,
        }
        for row in rows
    ]


def _deadlines(today: dt.date) -> list[dict[str, Any]]:
    kinds = frozenset(KINDS) - _TOLD_APART
    wanted = DeadlineQuery(whose=WhoseDeadlines.MINE, kinds=kinds)
    return [
        {
            "title": line.title,
            "url": url_for(f"{KINDS[line.kind].view}.show", pk=line.id),
            "detail": " · ".join(filter(None, (gettext(KINDS[line.kind].label), line.detail))),
            "on": date_in_words(line.due_on),
            "is_late": line.bucket(today) is Bucket.LATE,
        }
        for line in Deadlines(db.session).page(wanted, limit=_BESIDE, offset=0)
    ]
