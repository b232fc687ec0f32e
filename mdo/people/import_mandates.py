"""The mandate that a line gives to a person or to an organisation, and the import of mandates of known people."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from mdo.instances.register import Colleges, Functions, Seats
from mdo.instances.rules import is_enrolment
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.batches import batches
from mdo.kernel.imports.dry_run import LineCheck, check_lines
from mdo.kernel.imports.lines import LinePlanner, is_same, refuse_contradictions
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.twice import ask_twice
from mdo.kernel.imports.words.names import Names
from mdo.kernel.labels import field_label
from mdo.organisations.register import organisation_names
from mdo.people.import_fields import MANDATE_FIELDS
from mdo.people.import_namesakes import Namesakes
from mdo.people.import_new_seats import are_made, new_seat, no_targets, tell_seat
from mdo.people.import_one_name import agree_on_name
from mdo.people.import_persons import NAMES, TELLING, Evidence, PeopleIndex, SeveralFit, mandates_with_all
from mdo.people.import_remarks import mandate_values
from mdo.people.import_substitutes import Substitutes
from mdo.people.import_vacant import VacantSeats, is_left_out, seat_beside_nobody, vacant_name
from mdo.people.mandate_rules import check_mandate
from mdo.people.terms import default_planned_end
from mdo.people.written_names import is_perhaps_two
from models.instances import Instance, MandateFunction
from models.organisations import Organisation
from models.people import Commitment, Designation, Mandate, Person

VIEW = "MandateView"
REQUIRED = (("instance",), ("full_name", "last_name", "organisation"))

# What the rules tidy or complete by themselves.
COMPLETED = {
    Mandate: ("rank", "planned_end_on"),
    Person: ("last_name", "first_name", "email", "phone", "guardian_email", "guardian_phone"),
}

_FUNCTION_NEEDED = N_("The function must be filled: no usual function is in the register.")
_SEVERAL_MANDATES = N_("Several mandates fit this line: give the start date of the one you mean.")
_UNKNOWN_PERSON = N_("Nobody is called « %(value)s » here: import the people first.")
_NOT_WRITTEN = N_("« %(columns)s »: the register says otherwise, and this import writes mandates alone.")
_NO_HOLDER = N_("A mandate needs a person or an association.")
_ALREADY_OVER = N_("This mandate is already past its planned end, %(day)s: it is « expired » once it is there.")
_BODY_NEEDED = N_("The body of this mandate is missing.")


class MandateBook:
    """The mandates that the file may touch: those of its people and organisations, and those it adds."""

    def __init__(self, session: AnySession, register: Register) -> None:
        self.session = session
        self.register = register
        self.functions = register.once(Functions)
        self.colleges = register.once(Colleges)
        self.seats = register.once(Seats)
        self._new_seats = register.once(no_targets)
        self.substitutes = Substitutes(session)
        self._by_holder: dict[int, list[Mandate]] = defaultdict(list)
        self._by_seat: dict[int, list[Mandate]] = defaultdict(list)
        self._targets: dict[int, Target] = {}
        self._new: dict[tuple[Any, ...], Target] = {}
        self._places: dict[int, tuple[Target, Mandate]] = {}
        self._seats_of: dict[int, int] = {}

    def know(self, holder: Person | Organisation, mandates: Sequence[Mandate]) -> None:
        """Tells which mandates someone holds already."""
        known = self._by_holder[id(holder)]
        known.extend(mandate for mandate in mandates if not any(mandate is other for other in known))

    def plan(self, planner: LinePlanner, holder: Target, body: Instance | None, *, organisation: Any = None) -> Any:
        """Plans the mandate of a line; returns the key by which two lines give the same one, None when in error.

        A line that does not say which mandate it is about gives a draft: the rules say what else is wrong with it.
        """
        function, college, seat = self._places_of(planner, body)
        is_unknown = holder.is_draft or planner.failed & {"instance", "function", "college", "seat", "start_on"}
        if body is None or function is None or (is_unknown and planner.row is None):
            self._draft(planner, holder, {"instance": body, "function": function, "college": college, "seat": seat})
            return None
        is_person = holder.model is Person
        start_on = planner.values.get("start_on")
        target = None
        with planner.errors_at("start_on"):
            if planner.row is None:
                target = self._target(holder, body, function, start_on)
            else:
                target = self._targets.setdefault(planner.row.id, Target(planner.row))
        if target is None:
            return None
        planner.is_about(target)
        owner = {"person": holder, "organisation": organisation} if is_person else {"organisation": holder}
        plain = mandate_values(planner)
        if target.is_new and "planned_end_on" not in plain:
            # As `check_mandate` does, but of all lines before the first is judged against the others.
            plain["planned_end_on"] = default_planned_end(start_on, body, function)
        if target.is_new and "ended_on" not in plain:
            self._tell_over(planner, plain["planned_end_on"])
        before = len(planner.planned.writes)
        taken = seat or (None if planner.row is None else planner.row.seat)
        if isinstance(taken, Target):
            self._seats_of[id(planner)] = -id(taken)  # of no id yet
            tell_seat(planner)
        elif taken is not None:
            self._seats_of[id(planner)] = taken.id
        places = {"instance": body, "function": function, "college": college, "seat": seat}
        planner.set(target, VIEW, {**_owner_values(owner, target), **places, **plain})
        if len(planner.planned.writes) > before:
            with planner.errors_at("instance"):
                self.register.check_body_is_writable(body, "instance")
            self._places[id(planner)] = holder, target.row
        if planner.row is None:
            self._list_unknown(planner, target.row, body, function, plain)
        self.substitutes.know(planner, target, holder, body)
        return id(target) if not target.is_new else (id(holder.row), body.id, function.id, start_on)

    def _tell_over(self, planner: LinePlanner, planned_end_on: Any) -> None:
        if planned_end_on is not None and planned_end_on < self.register.today:
            planner.planned.notes.append((_ALREADY_OVER, {"day": planned_end_on}))

    def _draft(self, planner: LinePlanner, holder: Target, places: dict[str, Any]) -> None:
        target = Target.draft(Mandate, designation=Designation.UNKNOWN, commitment=Commitment.UNKNOWN, rank=1)
        owner = {"person" if holder.model is Person else "organisation": holder}
        planner.untold |= {name for name, value in places.items() if value is None and name != "seat"}
        planner.set(target, VIEW, {**owner, **places, **mandate_values(planner)})
        if places["instance"] is not None:
            planner.check_body(places["instance"])
        self._places[id(planner)] = holder, target.row

    def _places_of(self, planner: LinePlanner, body: Instance | None) -> tuple[Any, Any, Any]:
        college = seat = None
        if body is not None:
            college = planner.look_up("college", lambda text: self.colleges.find(text, body))
            seat = self._seat_of(planner, body, college)
        function = planner.look_up("function", lambda text: self.functions.find(text, body))
        if "function" in planner.values:  # unless it was answered that the cell says nothing
            return function, college, seat
        if planner.row is not None:
            return planner.row.function, college, seat
        usual = self.functions.default
        if self.substitutes.stands_in(planner):
            usual = self.functions.of_substitutes or usual
        if usual is None and "function" not in planner.failed:
            planner.fail("function", _FUNCTION_NEEDED)
        return usual, college, seat

    def _seat_of(self, planner: LinePlanner, body: Instance, college: Any) -> Any:
        """The seat that a line names, stored or made with it; of a body without seats one question asks of all."""
        number = planner.values.get("seat")
        if number is None or self.seats.has_some(body):
            return planner.look_up("seat", lambda number: self.seats.find(number, body))
        return new_seat(planner, self._new_seats, body, number, college) if are_made(planner, body) else None

    def _target(
        self, holder: Target, body: Instance, function: MandateFunction, start_on: dt.date | None
    ) -> Target | None:
        """The stored mandate that a line speaks of, or a new one.

        With a start date: the one that starts then, else one whose start is unknown. Without: the only one.
        """
        found = [
            mandate
            for mandate in self._by_holder[id(holder.row)]
            if mandate.instance_id == body.id and mandate.function_id == function.id
        ]
        if start_on is not None:
            found = [mandate for mandate in found if mandate.start_on == start_on] or [
                mandate for mandate in found if mandate.start_on is None
            ]
        elif len(found) > 1:
            found = [mandate for mandate in found if mandate.start_on is None] or found
        if len(found) > 1:
            raise RuleViolation(_SEVERAL_MANDATES, field="start_on")
        if not found:
            # Lines that say one mandate write one row.
            key = id(holder.row), body.id, function.id, start_on
            if key not in self._new:
                row = Mandate(designation=Designation.UNKNOWN, commitment=Commitment.UNKNOWN, rank=1)
                self._new[key] = Target(row, is_new=True)
            return self._new[key]
        return self._targets.setdefault(found[0].id, Target(found[0]))

    def _list_unknown(
        self, planner: LinePlanner, row: Mandate, body: Instance, function: MandateFunction, said: dict[str, Any]
    ) -> None:
        if said.get("start_on") is None and row.start_on is None:
            planner.planned.to_complete.append(field_label(Mandate, "start_on"))
        if (said.get("planned_end_on") or row.planned_end_on) is None and not is_enrolment(body, function):
            planner.planned.to_complete.append(field_label(Mandate, "planned_end_on"))

    def check_lines(self, planners: list[LinePlanner], also: LineCheck | None = None) -> None:
        """Has the rules of mandates check the lines, against each other and against what is stored.

        `also` judges what else a line writes, first.
        """

        def rules(planner: LinePlanner) -> None:
            if also is not None:
                also(planner)
            self._check(planner)

        self._know_seats()
        for planner in planners:
            if id(planner) not in self._places or not planner.passes:
                continue
            holder, row = self._places[id(planner)]
            seat_id = self._seats_of.get(id(planner))
            for known in (self._by_holder[id(holder.row)], *([self._by_seat[seat_id]] if seat_id else ())):
                if not any(row is other for other in known):
                    known.append(row)
        check_lines(planners, rules, completed=COMPLETED)

    def _know_seats(self) -> None:
        """Reads who holds the seats of the file."""
        for ids in batches({seat_id for seat_id in self._seats_of.values() if seat_id > 0}):
            for mandate in self.session.scalars(mandates_with_all().where(Mandate.seat_id.in_(ids))):
                if mandate.seat_id is not None:
                    self._by_seat[mandate.seat_id].append(mandate)

    def _check(self, planner: LinePlanner) -> None:
        if id(planner) not in self._places:
            return
        holder, row = self._places[id(planner)]
        self.substitutes.check(planner)
        with planner.errors_at("start_on"):
            is_kept = planner.passes and (row.seat is None or row.seat.id is not None)
            seat_id = (row.seat and row.seat.id) if is_kept else self._seats_of.get(id(planner))
            known = [*self._by_holder[id(holder.row)], *self._by_seat.get(seat_id or 0, ())]
            others = {id(other): other for other in known if other is not row and other.instance is not None}
            check_mandate(row, list(others.values()), self.register.today)


def _owner_values(owner: dict[str, Any], target: Target) -> dict[str, Any]:
    """The holder of a new mandate; that of a stored one is what it was found by."""
    if target.is_new:
        return owner
    return {name: value for name, value in owner.items() if name == "organisation" and "person" in owner}


def plan_mandates(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans mandates of people and organisations that the register knows; writes nothing."""
    fields = {field.name: field for field in MANDATE_FIELDS}
    planners = [LinePlanner(register, line, fields) for line in lines]
    for planner in planners:
        agree_on_name(planner)
    index = PeopleIndex(session, (planner.values for planner in planners))
    organisations = register.once(organisation_names)
    book = MandateBook(session, register)
    for known in index.people:
        book.know(known.target.row, index.mandates[known.target.row.id])
    holders: dict[int, Target] = {}
    vacant = VacantSeats(session, register)
    book.substitutes.ask_of_left(planners)
    seat_beside_nobody(planners)
    found = [_holder_and_body(planner, book, index, organisations, holders, vacant) for planner in planners]
    people = {planner.row.person_id: planner.row.person for planner in planners if planner.row is not None}
    for batch in batches(sorted(row_id for row_id in people if row_id is not None)):
        for mandate in session.scalars(mandates_with_all().where(Mandate.person_id.in_(batch))):
            book.know(people[mandate.person_id], [mandate])
    rows = {holder.row.id: holder.row for holder, _, _ in found if holder is not None and holder.model is Organisation}
    ids = set(rows)
    for batch in batches(ids):
        held = mandates_with_all().where(Mandate.organisation_id.in_(batch), Mandate.person_id.is_(None))
        for mandate in session.scalars(held):
            book.know(rows[mandate.organisation_id], [mandate])
    keys = []
    for planner, (holder, body, organisation) in zip(planners, found, strict=True):
        keys.append(book.plan(planner, holder, body, organisation=organisation) if holder is not None else None)
    book.substitutes.tie()
    ask_twice(planners, keys, "instance")
    refuse_contradictions({write.target for planner in planners for write in planner.planned.writes})
    book.check_lines(planners, vacant.check)
    return [planner.planned for planner in planners]


def _holder_and_body(
    planner: LinePlanner,
    book: MandateBook,
    index: PeopleIndex,
    organisations: Names,
    holders: dict[int, Target],
    vacant: VacantSeats,
) -> tuple[Target | None, Instance | None, Organisation | None]:
    """Who holds the mandate of a line, and where; no holder for a line that names nobody, or is left out."""
    values, row = planner.values, planner.row
    if row is not None:
        holder = row.person or row.organisation
        known_as = Target(holder) if row.person else holders.setdefault(holder.id, Target(holder))
        return known_as, row.instance, None
    body = planner.body()
    if planner.planned.left is not None or is_left_out(planner, book.substitutes):
        return None, body, None
    if nobody := vacant_name(values):
        vacant.plan(planner, body, nobody)
        return None, body, None
    if body is None and "instance" not in planner.failed:
        planner.fail("instance", _BODY_NEEDED)
    organisation = planner.look_up("organisation", organisations.one)
    is_person = bool(values.get("last_name") or values.get("full_name"))
    planner.planned.label = values.get("full_name") or " ".join(
        filter(None, (values.get("last_name"), values.get("first_name"), values.get("organisation")))
    )
    if not is_person:
        if organisation is None:
            if not planner.failed & {"organisation", *NAMES}:
                planner.fail("full_name", _NO_HOLDER)
            return _nobody(), body, None
        return holders.setdefault(organisation.id, Target(organisation)), body, None
    column = "full_name" if values.get("full_name") else "last_name"
    if planner.failed & NAMES:
        return _nobody(), body, organisation
    with planner.errors_at(column):
        return _person_of(planner, index, body), body, organisation
    return _nobody(), body, organisation


def _person_of(planner: LinePlanner, index: PeopleIndex, body: Instance | None) -> Target:
    """The person of the register whom a line names; nobody while it is asked. Raises RuleViolation for nobody known."""
    evidence = Evidence.of(planner.values, body.id if body else None)
    try:
        known = index.find(planner.values, evidence) or index.only_namesake(planner.values)
    except SeveralFit:
        known = None
    if known is None and planner.failed & TELLING and index.namesakes(planner.values):
        return _nobody()
    if known is None:
        known, question = Namesakes(index).of_register(planner, evidence, is_known=True)
        if question is not None:
            return _nobody()
    if known is None and is_perhaps_two(planner.planned.questions):
        planner.waiting |= {"last_name", "first_name", "full_name"} & planner.values.keys()
        return _nobody()
    if known is None:
        raise RuleViolation(_UNKNOWN_PERSON, value=planner.planned.label)
    _tell_unwritten(planner, known.target.row)
    return known.target


def _tell_unwritten(planner: LinePlanner, person: Person) -> None:
    """What tells who someone is and differs from what the register has is not written by this import: it says so."""
    unlike = [
        planner.header(name)
        for name in ("birth_year", "email", "phone")
        if name in planner.values and not is_same(name, getattr(person, name), planner.values[name])
    ]
    if unlike:
        planner.planned.notes.append((_NOT_WRITTEN, {"columns": ", ".join(unlike)}))


def _nobody() -> Target:
    """The holder of a mandate whose line names none that is known."""
    return Target.draft(Person, last_name="?")
