"""A column of seats for a body that has none: asked once whether they are made, or the column is left."""

from typing import Any

from mdo.instances import import_seats
from mdo.instances.rules import rules_of
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import CREATE, Option, Question
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import Change, Target
from mdo.kernel.labels import field_label
from models.instances import College, Instance, Seat
from models.people import Mandate

_WITHOUT = "without"
_NO_SEATS = N_("« %(body)s » has no seat in the register, and the file gives numbers of seats: what becomes of them?")
_CREATE_THEM = Option(CREATE, N_("Create the seats"))
_LEAVE_COLUMN = Option(_WITHOUT, N_("Leave this column"))
_LEFT_OPEN = N_("« %(column)s »: left aside, since « %(body)s » is open to all: such a body has no numbered seats.")
_LEFT = N_("« %(column)s »: left aside, since « %(body)s » has no seat in the register.")


def no_targets(session: AnySession) -> dict[tuple[int, int], Target]:
    """The seats that a file adds, by body and number, before it is read."""
    return {}


def are_made(planner: LinePlanner, body: Instance) -> bool:
    """Whether the seats of a body that has none are to be made; asked where the reader may make them."""
    named: dict[str, Any] = {"body": body.name}
    answer: str | None = _WITHOUT
    is_open = rules_of(body).is_open
    if planner.register.can("can_add", import_seats.VIEW) and not is_open:
        options = _CREATE_THEM, _LEAVE_COLUMN
        answer = planner.ask(Question(f"no-seats:{body.id}", _NO_SEATS, named, options, column=planner.header("seat")))
    if answer == _WITHOUT:
        planner.planned.notes.append((_LEFT_OPEN if is_open else _LEFT, {"column": planner.header("seat"), **named}))
    return answer == CREATE


def new_seat(
    planner: LinePlanner, targets: dict[tuple[int, int], Target], body: Instance, number: int, college: College | None
) -> Target:
    """The seat of this number that joins a body, one for all the lines that name it."""
    target = targets.setdefault((body.id, number), Target.new(Seat, instance_id=body.id))
    planner.set(target, import_seats.VIEW, {"instance": body, "number": number, "college": college})
    return target


def tell_seat(planner: LinePlanner) -> None:
    """The mandate takes a seat that joins the body: told as a change of its line."""
    planner.planned.changes.append(Change(field_label(Mandate, "seat"), None, str(planner.values["seat"])))
