"""Who of those with limits reads a project, what hangs on it, and what is to be done: her arrondissement's, her own."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import Session

from mdo.instances.scope import bodies_in, deleted_in_body
from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.placements import Carried, Clauses, Criterion, Guard, Places, WrittenRow
from mdo.kernel.scope.written import OUTSIDE, check_named, found, old_and_new
from mdo.meetings.scope import readable_meetings, writable_meetings
from models.meetings import Meeting, action_item_team
from models.placement import AsProject, AsTask, ByProject
from models.projects import Project, project_arrondissement, project_instance


def readable_projects(scope: Scope) -> Select[Any]:
    """Ids of the projects that serve an arrondissement of a référent, by themselves or by a body that they name."""
    served, about = project_arrondissement.c, project_instance.c
    if scope.reach is not Reach.ARRONDISSEMENTS:
        return select(served.project_id).where(false())
    ids = sorted(scope.arrondissement_ids)
    named = select(served.project_id).where(served.arrondissement_id.in_(ids))
    bodies = select(about.project_id).where(about.instance_id.in_(bodies_in(ids)))
    every = named.union_all(bodies).subquery()
    return select(every.c.project_id)


def _projects(placement: AsProject, scope: Scope) -> Criterion:
    projects = readable_projects(scope)
    return lambda cls: cls.id.in_(projects)


def _of_projects(placement: ByProject, scope: Scope) -> Criterion:
    projects, user_id = readable_projects(scope), scope.user_id
    return lambda cls: or_(cls.project_id.in_(projects), cls.owner_id == user_id)


def _of_owner(model: Any, placement: Any, scope: Scope, today: dt.date, *, row_by_row: bool) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = model.owner_id == scope.user_id
    return clause


def _check_own(written: WrittenRow, scope: Scope, asked: Any) -> None:
    """A milestone is kept by its owner, who neither makes it nor gives it away nor takes it off the project."""
    stays = old_and_new(written.row, "owner_id") == {scope.user_id} and len(old_and_new(written.row, "project_id")) == 1
    if written.is_new or written.is_deleted or not stays:
        raise OutOfScope(OUTSIDE, field="project")


# ---- Tasks -----------------------------------------------------------------------------------------------------------


def tasks_of_team(scope: Scope) -> Select[Any]:
    """Ids of the tasks whose team the reader is of."""
    return select(action_item_team.c.action_item_id).where(action_item_team.c.user_id == scope.user_id)


def _tasks(placement: AsTask, scope: Scope) -> Criterion:
    meetings, team, user_id = readable_meetings(scope), tasks_of_team(scope), scope.user_id
    return lambda cls: or_(cls.meeting_id.in_(meetings), cls.owner_id == user_id, cls.id.in_(team))


def _own_tasks(model: Any, placement: Any, scope: Scope, today: dt.date, *, row_by_row: bool) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = or_(
        model.meeting_id.in_(writable_meetings(scope)),
        model.owner_id == scope.user_id,
        model.id.in_(tasks_of_team(scope)),
    )
    return clause


def _ask_tasks(session: Session, rows: Sequence[WrittenRow], scope: Scope, today: dt.date) -> tuple[set[int], set[int]]:
    """The meetings that she writes in and the tasks of her teams, of those that the rows of the flush name."""
    meetings = {value for written in rows for value in old_and_new(written.row, "meeting_id")}
    asked, mine = writable_meetings(scope), tasks_of_team(scope)
    connection = session.connection()
    return (
        found(meetings, lambda some: connection.scalars(asked.where(_meeting_ids(asked).in_(some)))),
        found(
            {written.row.id for written in rows},
            lambda some: connection.scalars(mine.where(action_item_team.c.action_item_id.in_(some))),
        ),
    )


def _meeting_ids(asked: Select[Any]) -> Any:
    return next(iter(asked.selected_columns))


def _check_task(written: WrittenRow, scope: Scope, asked: tuple[Collection[int], Collection[int]]) -> None:
    """One's own and one's team's wherever they are; those of a meeting of one's own; no project is given a task."""
    row, (meetings, teams) = written.row, asked
    of_meetings, of_projects = old_and_new(row, "meeting_id"), old_and_new(row, "project_id")
    is_own = old_and_new(row, "owner_id") == {scope.user_id} or row.id in teams
    if len(of_projects) > 1 or (written.is_new and of_projects != {None}):
        raise OutOfScope(OUTSIDE, field="project")
    if is_own and len(of_meetings) == 1:
        return
    if None in of_meetings:
        raise OutOfScope(OUTSIDE, field="owner")
    check_named(row, "meeting_id", Meeting, meetings)


PLACES = Places(
    clauses=(
        Clauses(AsProject, _projects),
        Clauses(ByProject, _of_projects, _of_owner, Guard(_check_own)),
        Clauses(AsTask, _tasks, _own_tasks, Guard(_check_task, _ask_tasks), (deleted_in_body,)),
    ),
    carried={"project_id": Carried(Project, frozenset({("ProjectView", "can_show")}), readable_projects)},
)
