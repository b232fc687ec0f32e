"""Import of the référents: an account, an arrondissement, a period."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names
from mdo.kernel.scope.written import OUTSIDE
from mdo.network.fields import REFERENT_FIELDS
from mdo.network.referents import check_referent
from models.network import Referent

VIEW = "ReferentView"
REQUIRED = (("user",), ("arrondissement",), ("start_on",))
_ONE_PLACE = N_("One arrondissement a line: write one line for each.")


def plan_referents(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing. A stored row is the one of the same account, arrondissement and first day."""
    accounts = account_names(session)
    known: dict[tuple[int, int], list[Referent]] = defaultdict(list)
    stored = select(Referent).options(
        joinedload(Referent.user), joinedload(Referent.arrondissement), joinedload(Referent.replacement)
    )
    for row in session.scalars(stored):
        known[row.user_id, row.arrondissement_id].append(row)
    targets: dict[Any, Target] = {}

    def plan_line(planner: LinePlanner) -> Target | None:
        stored_row: Referent | None = planner.row
        user = planner.look_up("user", accounts.one)
        place = planner.one_place("arrondissement", _ONE_PLACE)
        replacement = planner.look_up("replacement", accounts.one)
        planner.planned.label = planner.values.get("user", "")
        if not planner.passes:
            said = {"user": user, "arrondissement": place, "replacement": replacement}
            planner.untold |= {name for name in ("user", "arrondissement") if said[name] is None}
            planner.set(Target.draft(Referent), VIEW, {**said, **planner.own(Referent)})
            return None
        if stored_row is not None:
            user, place = stored_row.user, stored_row.arrondissement
        start_on = planner.values.get("start_on", None if stored_row is None else stored_row.start_on)
        same_place = known[user.id, place.id]
        row = stored_row or next((other for other in same_place if other.start_on == start_on), None)
        key = id(row) if row is not None else (user.id, place.id, start_on)
        if key not in targets:
            targets[key] = Target(row) if row is not None else Target.new(Referent)
            if row is None:
                same_place.append(targets[key].row)
        planner.is_about(targets[key])
        owner = {"user": user, "arrondissement": place, "start_on": start_on}
        own = planner.own(Referent, "start_on")
        planner.set(targets[key], VIEW, {**owner, **own, "replacement": replacement})
        mine = register.writable_places
        if planner.planned.writes and mine is not None and place.id not in mine:
            with planner.errors_at("arrondissement"):
                raise OutOfScope(OUTSIDE, field="arrondissement")
        return targets[key]

    def check(planner: LinePlanner) -> None:
        row = planner.planned.writes[0].target.row
        with planner.errors_at("start_on"):
            others = [] if not planner.passes else known[row.user.id, row.arrondissement.id]
            check_referent(row, [other for other in others if other is not row and other.start_on is not None])

    return plan_each(register, lines, REFERENT_FIELDS, plan_line, "user", check)
