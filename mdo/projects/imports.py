"""Import of projects, one a line: known by the title."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names
from mdo.kernel.imports.words.names import Names
from mdo.projects.fields import PROJECT_FIELDS
from mdo.projects.rules import check_project, check_title, titles
from models.projects import PlanAction, Project
from models.text import fold

VIEW = "ProjectView"
REQUIRED = (("title",),)
_KIND_NEEDED = N_("A new project needs its kind.")


def plan_projects(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    accounts, actions = account_names(session), _plan_actions(session, register)
    rows = session.scalars(select(Project).options(selectinload(Project.arrondissements)).order_by(Project.id))
    stored = {fold(row.title): row for row in rows}
    targets: dict[Any, Target] = {}
    known = titles(session)

    def target_of(planner: LinePlanner) -> Target | None:
        row = planner.row or stored.get(fold(planner.values["title"]))
        if row is not None:
            return targets.setdefault(row.id, Target(row))
        if "kind" not in planner.values:
            planner.fail("kind", _KIND_NEEDED)
            return None
        key = fold(planner.values["title"])
        return targets.setdefault(key, Target.new(Project, title=planner.values["title"]))

    def plan_line(planner: LinePlanner) -> Target | None:
        values, row = planner.values, planner.row
        planner.planned.label = values.get("title", "")
        places = planner.look_up("arrondissements", lambda numbers: [register.place(number) for number in numbers])
        said = {
            "lead": planner.look_up("lead", accounts.one),
            "plan_action": planner.look_up("plan_action", actions.one),
            "arrondissements": places,
        }
        target = None
        if (row is not None or "title" in values) and not planner.failed & {"kind", "arrondissements"}:
            target = target_of(planner)
        if target is None:
            planner.set(Target.draft(Project), VIEW, {**planner.own(Project), **said})
            return None
        planner.is_about(target)
        # One that was found by its title goes by it already.
        is_named = row is None and not target.is_new
        planner.set(target, VIEW, {**planner.own(Project, *(("title",) if is_named else ())), **said})
        return target

    def check(planner: LinePlanner) -> None:
        with planner.errors_at("title"):
            check_title(planner.planned.writes[0].target.row, known)
            check_project(planner.planned.writes[0].target.row, register.today)

    completed = {Project: ("state", "closed_on")}
    return plan_each(register, lines, PROJECT_FIELDS, plan_line, "title", check, completed)


def _plan_actions(session: AnySession, register: Register) -> Names:
    """The actions of the plan by code and by title, in the version that stands today."""
    names = Names(PlanAction.__name__)
    for row in session.scalars(select(PlanAction).order_by(PlanAction.valid_from)):
        if row.valid_from <= register.today and (row.valid_to is None or row.valid_to >= register.today):
            names.add(row, row.code, row.title, str(row))
    return names
