"""A template laid down on a project: its milestones and tasks, from one date.

What is to be done before that date is due on the working day before where its own is none, what comes after it on the
next one. What falls on the date itself stays there: annual meetings may be on a Saturday.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.counting import working_from, working_until
from models.bounds import FIRST_DAY, LAST_DAY
from models.meetings import ActionItem
from models.projects import Milestone, Project, ProjectTemplate, ProjectTemplateLine, TemplateLineKind
from models.text import fold


@dataclass(frozen=True)
class PlannedLine:
    """A line of a template with its day; `is_there` when the project has a milestone or a task of these words."""

    line: ProjectTemplateLine
    on: dt.date
    is_there: bool


def planned_lines(session: AnySession, project: Project, template: ProjectTemplate, day: dt.date) -> list[PlannedLine]:
    """What a template would lay down from a date, the first day first. Raises RuleViolation for a date that is none."""
    try:
        days = [(line, _day_of(line, day)) for line in template.lines]
    except OverflowError:
        days = []
    if not days or not all(FIRST_DAY <= on <= LAST_DAY for _, on in days):
        raise RuleViolation(N_("Choose a date of these years, and a template that has lines."), field="day")
    with session.no_autoflush:
        tasks = session.scalars(select(ActionItem.text).where(ActionItem.project_id == project.id))
        there = {
            TemplateLineKind.TASK: {fold(text) for text in tasks},
            TemplateLineKind.MILESTONE: {fold(row.title) for row in project.milestones},
        }
    return [
        PlannedLine(line, on, fold(line.title) in there[line.kind])
        for line, on in sorted(days, key=lambda pair: (pair[1], pair[0].id))
    ]


def _day_of(line: ProjectTemplateLine, day: dt.date) -> dt.date:
    """The day of a line from the date of its template. Raises OverflowError for one that no calendar has."""
    on = day + dt.timedelta(days=line.days)
    if on == day:
        return on
    return working_until(on) if on < day else working_from(on)


def lay_down(
    session: AnySession, project: Project, template: ProjectTemplate, day: dt.date
) -> tuple[list[Milestone], list[ActionItem]]:
    """Adds what is not there yet, for the lead of the project, and flushes. Raises RuleViolation."""
    milestones, tasks = [], []
    for planned in planned_lines(session, project, template, day):
        if planned.is_there:
            continue
        if planned.line.kind is TemplateLineKind.MILESTONE:
            milestones.append(
                Milestone(project=project, title=planned.line.title, due_on=planned.on, owner=project.lead)
            )
        else:
            tasks.append(ActionItem(project=project, text=planned.line.title, due_on=planned.on, owner=project.lead))
    if not milestones and not tasks:
        raise RuleViolation(N_("All that this template lays down is there already: change the days on their rows."))
    session.add_all([*milestones, *tasks])
    session.flush()
    return milestones, tasks
