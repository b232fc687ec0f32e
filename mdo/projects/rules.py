"""What is asked of projects, of their milestones and budget lines, and of what names them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, func, inspect, select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import target_of
from models.accounts import User
from models.meetings import ActionItem, ActionState
from models.projects import BudgetLine, Milestone, PlanAction, Project, ProjectSpending, ProjectState
from models.text import fold

OPEN_STATES = frozenset({ProjectState.IDEA, ProjectState.RUNNING, ProjectState.PAUSED})
T = TypeVar("T")
_KINDS = ("contract", "order", "invoice")


def is_of_open_project() -> ColumnElement[bool]:
    """The milestones of projects that are not over; of the table itself, since an owner need not see the project."""
    project = Project.__table__.c
    return Milestone.project_id.in_(select(project.id).where(project.state.in_(OPEN_STATES)))


def left_open(session: AnySession, project: Project) -> tuple[int, int]:
    """How many tasks and milestones of a project are still open."""
    tasks = select(func.count(ActionItem.id)).where(
        ActionItem.project_id == project.id, ActionItem.state == ActionState.OPEN
    )
    milestones = select(func.count(Milestone.id)).where(
        Milestone.project_id == project.id, Milestone.reached_on.is_(None)
    )
    return session.scalar(tasks) or 0, session.scalar(milestones) or 0


def check_project(project: Project, today: dt.date) -> None:
    """Completes and checks a project about to be written. Raises RuleViolation."""
    gather(lambda: _check_days(project), lambda: _check_closed(project, today))


def _check_days(project: Project) -> None:
    if project.start_on and project.end_on and project.end_on < project.start_on:
        raise RuleViolation(N_("A project ends after it starts: correct one of the two days."), field="end_on")


def _check_closed(project: Project, today: dt.date) -> None:
    if project.state is None:
        project.state = ProjectState.IDEA
    if project.state in OPEN_STATES:
        project.closed_on = None
        return
    if project.closed_on is None:
        project.closed_on = today
    if project.closed_on > today:
        raise RuleViolation(N_("A project is closed on this day or before."), field="closed_on")
    if project.state is ProjectState.CLOSED and not project.lessons:
        raise RuleViolation(
            N_("Write the lessons of the project before it is closed: what to do again, what to do otherwise."),
            field="lessons",
        )


def name_lead(session: AnySession, project: Project) -> None:
    """Who creates a project leads it when she names nobody."""
    if inspect(project).persistent or target_of(project, "lead") is not None:
        return
    actor_id = context_of(session).actor_id
    if actor_id is not None:
        project.lead = session.get(User, actor_id)


def check_title(project: Project, others: Iterable[tuple[int, str]]) -> None:
    """Refuses the title of another project: workbooks know a project by it. `others` are ids with titles."""
    own = fold(project.title or "")
    if any(row_id != project.id and fold(title) == own for row_id, title in others):
        raise RuleViolation(N_("Another project is called so: add a year or a place to one of them."), field="title")


def titles(session: AnySession) -> Sequence[tuple[int, str]]:
    """The ids and titles of all projects."""
    with session.no_autoflush:
        return [(row_id, title) for row_id, title in session.execute(select(Project.id, Project.title))]


def check_milestone(session: AnySession, milestone: Milestone, today: dt.date) -> None:
    """Completes and checks a milestone: without an owner, the lead of the project has it. Raises RuleViolation."""
    if milestone.reached_on is not None and milestone.reached_on > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field="reached_on")
    if inspect(milestone).persistent or target_of(milestone, "owner") is not None:
        return
    project = _stored(session, Project, target_of(milestone, "project"))
    if project is not None:
        milestone.owner = project.lead


def _stored(session: AnySession, model: type[T], target: T | int | None) -> T | None:
    """A related row, from what `target_of` says of it."""
    with session.no_autoflush:
        return session.get(model, target) if isinstance(target, int) else target


def check_plan_action(session: AnySession, action: PlanAction) -> None:
    """Refuses two versions of an action on one day. Raises RuleViolation."""
    if action.valid_to and action.valid_from and action.valid_to < action.valid_from:
        raise RuleViolation(N_("A version ends after it begins."), field="valid_to")
    same = select(PlanAction).where(PlanAction.code == action.code, PlanAction.id != (action.id or 0))
    with session.no_autoflush:
        for other in session.scalars(same):
            starts_before = action.valid_to is None or other.valid_from <= action.valid_to
            ends_after = other.valid_to is None or other.valid_to >= action.valid_from
            if starts_before and ends_after:
                raise RuleViolation(
                    N_("Another version of this action stands on these days: say until when it is valid first."),
                    field="valid_from",
                )


def check_budget_line(session: AnySession, line: BudgetLine) -> None:
    """Refuses to carry over more than is planned, or two lines of one name in a year. Raises RuleViolation."""
    if line.planned_incl_tax is not None and (line.carried_over_incl_tax or 0) > line.planned_incl_tax:
        raise RuleViolation(
            N_("What is carried over is a part of what is planned: it is at most the same."),
            field="carried_over_incl_tax",
        )
    project_id = target_of(line, "project")
    if not isinstance(project_id, int):
        return
    same = select(BudgetLine.label).where(
        BudgetLine.project_id == project_id, BudgetLine.exercise == line.exercise, BudgetLine.id != (line.id or 0)
    )
    with session.no_autoflush:
        if any(fold(label) == fold(line.label or "") for label in session.scalars(same)):
            raise RuleViolation(
                N_("This project has a line of this name in this exercise: change the other, or say what tells them."),
                field="label",
            )


def check_spending(session: AnySession, spending: ProjectSpending) -> None:
    """One thing names a project, and once. Raises RuleViolation."""
    named = [(name, target) for name in _KINDS if (target := target_of(spending, name)) is not None]
    if len(named) != 1:
        raise RuleViolation(N_("Choose a contract, an order or an invoice: one of the three."), field="contract")
    name, target = named[0]
    project_id = target_of(spending, "project")
    if not isinstance(project_id, int) or not isinstance(target, int):
        return
    column = getattr(ProjectSpending, f"{name}_id")
    same = select(ProjectSpending.id).where(
        ProjectSpending.project_id == project_id, column == target, ProjectSpending.id != (spending.id or 0)
    )
    with session.no_autoflush:
        if session.scalar(same.limit(1)) is not None:
            raise RuleViolation(N_("It names this project already."), field=name)
