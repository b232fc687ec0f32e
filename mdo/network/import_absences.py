"""Import of the absences: an account, a period, who covers; the rules are those of the form."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import OutOfScope, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names
from mdo.kernel.scope.written import OUTSIDE
from mdo.network.absences import left_by
from mdo.network.covers import check_absence, check_cover_is_open
from mdo.network.fields import ABSENCE_FIELDS
from models.network import Absence

VIEW = "AbsenceView"
REQUIRED = (("user",), ("start_on",), ("end_on",))
_LEFT = N_(
    "Deadlines of %(whom)s out of the rights of %(who)s: %(count)s. They stay with %(whom)s, and the team reads them"
    " too."
)


def plan_absences(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing. A stored row is the one of the same account and first day."""
    accounts = account_names(session)
    stored = select(Absence).options(joinedload(Absence.user), joinedload(Absence.replacement))
    known: list[Absence] = list(session.scalars(stored))
    targets: dict[Any, Target] = {}

    def plan_line(planner: LinePlanner) -> Target | None:
        stored_row: Absence | None = planner.row
        user = planner.look_up("user", accounts.one)
        replacement = planner.look_up("replacement", accounts.one)
        planner.planned.label = planner.values.get("user", "")
        said = {"user": user, "replacement": replacement, **planner.own(Absence)}
        if not planner.passes:
            planner.untold |= {name for name in ("user", "replacement") if said[name] is None}
            planner.set(Target.draft(Absence), VIEW, said)
            return None
        start_on = planner.values.get("start_on", None if stored_row is None else stored_row.start_on)
        if stored_row is not None:
            user = stored_row.user
        row = stored_row or next(
            (other for other in known if other.user_id == user.id and other.start_on == start_on), None
        )
        key = id(row) if row is not None else (user.id, start_on)
        if key not in targets:
            targets[key] = Target(row) if row is not None else Target.new(Absence)
            if row is None:
                known.append(targets[key].row)
        planner.is_about(targets[key])
        planner.set(targets[key], VIEW, {**said, "user": user})
        if planner.planned.writes and register.writable_places is not None:
            with planner.errors_at("user"):
                raise OutOfScope(OUTSIDE, field="user")
        return targets[key]

    def check(planner: LinePlanner) -> None:
        row = planner.planned.writes[0].target.row
        others = [other for other in known if other.start_on is not None and other.end_on is not None]
        with planner.errors_at("start_on"):
            gather(
                lambda: check_absence(row, others if planner.passes else ()),
                lambda: check_cover_is_open(session, row, register.today),
            )
        left = left_by(session, row, register.today) if planner.passes else 0
        if left:
            names = {"who": str(row.replacement), "whom": str(row.user)}
            planner.planned.notes.append((_LEFT, {**names, "count": left}))

    return plan_each(register, lines, ABSENCE_FIELDS, plan_line, "user", check)
