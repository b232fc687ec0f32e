"""Lines that name nobody: « à désigner », « poste vacant » is a seat that nobody holds, where a body has seats."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import not_, select

from mdo.instances.register import Colleges
from mdo.instances.structure import check_seat
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.register import Register
from mdo.people.import_new_seats import are_made, new_seat, no_targets
from mdo.people.import_substitutes import Substitutes
from mdo.people.mandates import in_force_clause, stands_in_clause
from models.instances import Instance, Seat
from models.people import Mandate
from models.text import fold

_VACANT = re.compile(
    r"((siege|poste|place|mandat) )?(a (designer|pourvoir|nommer|elire|remplacer|definir|venir|tirer au sort)|vacante?"
    r"|non (pourvue?|designee?)|en (cours|attente) de designation|designation en cours|pas encore designee?"
    r"|pas de (titulaire|suppleante?))"
)
_USED = frozenset(
    ("last_name", "first_name", "full_name", "instance", "instance_place", "instance_type", "college", "seat")
)
_KEEP = "keep"

_NO_BODY = N_("« %(value)s » is nobody, and the line names no body: it is left out.")
_NO_SEATS = N_("« %(value)s » is nobody, and no seat of this body is in the register: the line is left out.")
_NO_NUMBER = N_("« %(value)s » is nobody, and the line gives no number of seat: it is left out.")
_STAYS = N_("« %(value)s » is nobody: the seat n° %(number)d stays vacant.")
_ADDED = N_("« %(value)s » is nobody: the seat n° %(number)d joins the body, vacant.")
_HELD = N_("« %(value)s » is nobody, but %(holder)s holds this seat in the register: end that mandate first.")
_UNUSED = N_("« %(columns)s »: left aside, since nobody holds the seat.")
_OF_NOBODY = N_("Substitutes stand beside a holder who is not named (« à désigner » or nothing): what becomes of them?")
_OF_NOBODY_OPTIONS = (Option(_KEEP, N_("Record their mandate as substitutes, without a holder")),)


def is_vacant(text: str | None) -> bool:
    """Whether a name says that nobody is named yet."""
    return bool(text and _VACANT.fullmatch(fold(text)))


def vacant_name(values: dict[str, Any]) -> str:
    """What a line says in the place of a name; nothing for a name."""
    found = [values[name] for name in ("full_name", "last_name", "first_name") if values.get(name)]
    return " ".join(found) if found and any(map(is_vacant, (*found, " ".join(found)))) else ""


def seat_beside_nobody(planners: Sequence[LinePlanner]) -> None:
    """Who stands in for nobody takes the number of the seat that stays vacant beside, on the same row."""
    seats = {
        _row_of(planner): planner.values["seat"]
        for planner in planners
        if "seat" in planner.values and vacant_name(planner.values)
    }
    for planner in planners:
        if is_vacant(planner.values.get("substitute_of")) and _row_of(planner) in seats:
            planner.values.setdefault("seat", seats[_row_of(planner)])


def _row_of(planner: LinePlanner) -> tuple[tuple[str, str], int]:
    return planner.line.table, planner.line.number


def is_left_out(planner: LinePlanner, substitutes: Substitutes) -> bool:
    """Whether a line is of the substitute of nobody, who is left out; it is asked."""
    if not is_vacant(planner.values.get("substitute_of")):
        return False
    substitutes.without_holder(planner)
    planner.ask(Question(f"of-nobody:{planner.line.sheet}", _OF_NOBODY, options=_OF_NOBODY_OPTIONS))
    return planner.planned.left is not None


class VacantSeats:
    """The seats of bodies, by number, for the lines that name nobody."""

    def __init__(self, session: AnySession, register: Register) -> None:
        self.session, self.register = session, register
        self.colleges = register.once(Colleges)
        self._targets = register.once(no_targets)
        self._seats: dict[int, dict[int, Seat]] = {}

    def plan(self, planner: LinePlanner, body: Instance | None, name: str) -> None:
        """Keeps or adds the seat of a line, or leaves the line out with the reason."""
        number = planner.values.get("seat")
        planner.planned.label = " ".join(filter(None, (name, planner.values.get("instance"))))
        told: dict[str, Any] = {"value": name}
        if planner.failed & {"instance", "seat"}:
            return
        seats = {} if body is None else self._of(body)
        if body is None or number is None:
            planner.planned.left = (_NO_BODY if body is None else _NO_NUMBER if seats else _NO_SEATS), told
            return
        if not seats and not are_made(planner, body):
            if not planner.planned.questions:
                planner.planned.left = _NO_SEATS, told
            return
        unused = [planner.header(name) for name in planner.values if name not in _USED]
        if unused:
            planner.planned.notes.append((_UNUSED, {"columns": ", ".join(unused)}))
        told["number"] = number
        college = planner.look_up("college", lambda text: self.colleges.find(text, body))
        if number in seats:
            holder = self._holder(seats[number])
            if holder is not None:
                planner.fail("seat", _HELD, value=name, holder=holder)
            planner.planned.notes.append((_STAYS, told))
            return
        new_seat(planner, self._targets, body, number, college)
        planner.check_body(body)
        planner.planned.notes.append((_ADDED, told))

    def check(self, planner: LinePlanner) -> None:
        """The rules of a seat that joins a body."""
        for write in planner.planned.writes:
            if isinstance(write.target.row, Seat):
                with planner.errors_at("seat"):
                    check_seat(self.session, write.target.row, holds=False)

    def _of(self, body: Instance) -> dict[int, Seat]:
        if body.id not in self._seats:
            rows = self.session.scalars(select(Seat).where(Seat.instance_id == body.id))
            self._seats[body.id] = {row.number: row for row in rows}
        return self._seats[body.id]

    def _holder(self, seat: Seat) -> str | None:
        """Who holds a seat on this day."""
        held = select(Mandate).where(
            Mandate.seat_id == seat.id, not_(stands_in_clause()), in_force_clause(self.register.today)
        )
        mandate = self.session.scalars(held).first()
        return None if mandate is None else str(mandate.person or mandate.organisation)
