"""Import of the seats of closed bodies, one a line: a seat is known by its body and its number."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.instances.fields import SEAT_FIELDS
from mdo.instances.register import Colleges
from mdo.instances.structure import check_seat
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from models.instances import College, Instance, Seat

VIEW = "SeatView"
REQUIRED = (("instance",), ("number",))
_TAKEN = N_("This body already has a seat number %(number)d.")


def plan_seats(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    colleges = Colleges(session)
    stored = select(Seat).options(joinedload(Seat.instance), joinedload(Seat.college))
    known = {(row.instance_id, row.number): row for row in session.scalars(stored)}
    targets: dict[Any, Target] = {}

    def find_college(planner: LinePlanner, body: Instance | None) -> College | None:
        found: College | None = None
        if body is not None:
            found = planner.look_up("college", lambda text: colleges.find(text, body))
        return found

    def plan_line(planner: LinePlanner) -> Target | None:
        values = planner.values
        row: Seat | None = planner.row
        named: Instance | None = planner.body()
        body = named if row is None else row.instance
        number = values.get("number", None if row is None else row.number)
        planner.planned.label = " ".join(filter(None, (values.get("instance"), number and f"n° {number}")))
        if body is None or number is None:
            planner.untold |= set() if body else {"instance"}
            said = {"instance": body, "college": find_college(planner, body)}
            planner.set(Target.draft(Seat), VIEW, {**said, **planner.own(Seat)})
            return None
        college = find_college(planner, body)
        key = body.id, number
        if row is not None and known.get(key, row) is not row:
            planner.fail("number", _TAKEN, number=number)
            return None
        if key not in targets:
            targets[key] = Target(known[key]) if key in known else Target(row) if row else Target.new(Seat)
        planner.is_about(targets[key])
        planner.set(targets[key], VIEW, {"instance": body, "college": college, **planner.own(Seat)})
        planner.check_body(body)
        return targets[key]

    def check(planner: LinePlanner) -> None:
        with planner.errors_at("number"):
            check_seat(session, planner.planned.writes[0].target.row, holds=False)

    return plan_each(register, lines, SEAT_FIELDS, plan_line, "number", check)
