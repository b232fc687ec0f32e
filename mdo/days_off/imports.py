"""Import of dates to avoid, one a line: known by what happens, its first day and its arrondissement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mdo.days_off.avoided import check_date
from mdo.days_off.fields import DATE_TO_AVOID_FIELDS
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.kernel.scope.written import OUTSIDE
from models.days_off import DateToAvoid
from models.text import fold

VIEW = "DateToAvoidView"
REQUIRED = (("label",), ("start_on",), ("kind",))
_ONE_PLACE = N_("One arrondissement a line, or none for the whole city: write one line for each.")


def plan_dates(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    known = {_key(row.label, row.start_on, row.arrondissement_id): row for row in session.scalars(select(DateToAvoid))}
    targets: dict[Any, Target] = {}

    def plan_line(planner: LinePlanner) -> Target | None:
        values = planner.values
        place = planner.one_place("arrondissement", _ONE_PLACE, is_needed=False)
        stored: DateToAvoid | None = planner.row
        planner.planned.label = values.get("label", "") if stored is None else stored.label
        if stored is None and (planner.failed & {"label", "start_on", "kind", "arrondissement"}):
            planner.set(Target.draft(DateToAvoid), VIEW, {**planner.own(DateToAvoid), "arrondissement": place})
            return None
        if stored is None:
            key = _key(values["label"], values["start_on"], place.id if place else None)
            row = known.get(key)
            new = targets.get(key) or (Target(row) if row is not None else Target.new(DateToAvoid))
            target = targets.setdefault(key, new)
        else:
            target = targets.setdefault(stored.id, Target(stored))
        planner.is_about(target)
        planner.set(target, VIEW, {**planner.own(DateToAvoid), "arrondissement": place})
        mine = register.writable_places
        if planner.planned.writes and mine is not None:
            kept = None if target.is_new else target.row.arrondissement_id
            with planner.errors_at("arrondissement"):
                if (not target.is_new and kept not in mine) or (place.id if place else kept) not in mine:
                    raise OutOfScope(OUTSIDE, field="arrondissement")
        return target

    def check(planner: LinePlanner) -> None:
        with planner.errors_at("start_on"):
            check_date(planner.planned.writes[0].target.row)

    return plan_each(register, lines, DATE_TO_AVOID_FIELDS, plan_line, "label", check)


def _key(label: str, start_on: Any, place_id: int | None) -> tuple[str, Any, int | None]:
    return fold(label), start_on, place_id
