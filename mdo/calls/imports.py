"""Import of calls, one a line, known by the title."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mdo.calls.fields import CALL_FIELDS
from mdo.calls.rules import check_call, check_title, titles
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names
from models.calls import ProjectCall
from models.text import fold

VIEW = "CallView"
REQUIRED = (("title",),)
_NEEDED = ("year", "envelope_incl_tax", "ceiling_incl_tax")
_CALL_NEEDS = N_("A new call needs its year, its envelope and its ceiling.")


def plan_calls(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    accounts = account_names(session)
    stored = {fold(row.title): row for row in session.scalars(select(ProjectCall).order_by(ProjectCall.id))}
    targets: dict[Any, Target] = {}
    known = titles(session)

    def target_of(planner: LinePlanner) -> Target | None:
        row = planner.row or stored.get(fold(planner.values["title"]))
        if row is not None:
            return targets.setdefault(row.id, Target(row))
        missing = [name for name in _NEEDED if name not in planner.values]
        if missing:
            planner.fail(missing[0], _CALL_NEEDS)
            return None
        key = fold(planner.values["title"])
        return targets.setdefault(key, Target.new(ProjectCall, title=planner.values["title"]))

    def plan_line(planner: LinePlanner) -> Target | None:
        values, row = planner.values, planner.row
        planner.planned.label = values.get("title", "")
        said = {"responsible": planner.look_up("responsible", accounts.one)}
        target = None
        if (row is not None or "title" in values) and not planner.failed & set(_NEEDED):
            target = target_of(planner)
        if target is None:
            planner.set(Target.draft(ProjectCall), VIEW, {**planner.own(ProjectCall), **said})
            return None
        planner.is_about(target)
        # One that was found by its title goes by it already.
        is_named = row is None and not target.is_new
        planner.set(target, VIEW, {**planner.own(ProjectCall, *(("title",) if is_named else ())), **said})
        return target

    def check(planner: LinePlanner) -> None:
        call = planner.planned.writes[0].target.row
        with planner.errors_at("title"):
            check_title(call, known)
            check_call(session, call, register.today)

    completed = {ProjectCall: ("state",)}
    return plan_each(register, lines, CALL_FIELDS, plan_line, "title", check, completed)
