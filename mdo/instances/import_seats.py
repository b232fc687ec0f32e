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
from mdo.kernel.imports.lines import LinePlanner, refuse_twice
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.tables import Line
from mdo.kernel.imports.trial import judge
from models.instances import Instance, Seat

VIEW = "SeatView"
REQUIRED = (("instance",), ("number",))
_TAKEN = N_("This body already has a seat number %(number)d.")
_PLAIN = ("number", "label", "requirement", "appointing_authority", "opened_on", "closed_on")


def plan_seats(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    fields = {field.name: field for field in SEAT_FIELDS}
    colleges = Colleges(session)
    stored = select(Seat).options(joinedload(Seat.instance), joinedload(Seat.college))
    known = {(row.instance_id, row.number): row for row in session.scalars(stored)}
    targets: dict[Any, Target] = {}

    def plan_line(planner: LinePlanner) -> Target | None:
        values = planner.values
        hints = values.get("instance_place"), values.get("instance_type")
        row: Seat | None = planner.row
        body: Instance | None = planner.look_up("instance", lambda text: register.body(text, *hints))
        body = body if row is None else row.instance
        number = values.get("number", None if row is None else row.number)
        planner.planned.label = " ".join(filter(None, (values.get("instance"), number and f"n° {number}")))
        if body is None or number is None:
            return None
        college = planner.look_up("college", lambda text: colleges.find(text, body))
        key = body.id, number
        if row is not None and known.get(key, row) is not row:
            planner.fail("number", _TAKEN, number=number)
            return None
        if key not in targets:
            targets[key] = Target(known[key]) if key in known else Target(row) if row else Target.new(Seat)
        planner.is_about(targets[key])
        own = {name: values[name] for name in _PLAIN if name in values}
        planner.set(targets[key], VIEW, {"instance": body, "college": college, **own})
        if planner.planned.writes:
            with planner.errors_at("instance"):
                register.check_body_is_writable(body, "instance")
        return targets[key]

    def check(planner: LinePlanner) -> None:
        with planner.errors_at("number"):
            check_seat(session, planner.planned.writes[0].target.row, holds=False)

    planners = [LinePlanner(register, line, fields) for line in lines]
    refuse_twice(planners, [plan_line(planner) for planner in planners], "number")
    judge(planners, check)
    return [planner.planned for planner in planners]
