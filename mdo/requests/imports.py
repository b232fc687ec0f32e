"""Import of requests and opinions, one a line: known by the number; without one, by the body, subject and reception."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import check_lines
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names
from mdo.kernel.imports.twice import ask_twice
from mdo.kernel.imports.words.names import Names
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.requests.fields import REQUEST_FIELDS
from mdo.requests.numbers import number_after
from mdo.requests.rules import check_request, due_date
from models.instances import Instance
from models.organisations import Organisation, OrganisationKind
from models.requests import CouncilRequest
from models.text import fold

VIEW = "RequestView"
REQUIRED = (("instance",), ("subject",), ("received_on",))
_TAKEN = N_("The number %(number)s is that of a request of another body: correct it, or leave it empty.")


class _Stored:
    """The requests that the session sees, and the numbers of all."""

    def __init__(self, session: AnySession) -> None:
        rows = session.scalars(select(CouncilRequest).options(joinedload(CouncilRequest.instance))).all()
        self.by_number = {fold(row.number): row for row in rows}
        self._by_words: dict[tuple[int, str, Any], list[CouncilRequest]] = {}
        for row in rows:
            self._by_words.setdefault((row.instance_id, fold(row.subject), row.received_on), []).append(row)
        self.numbers = list(session.scalars(select(CouncilRequest.number), execution_options=WHOLE_REGISTER))
        self._folded = {fold(number) for number in self.numbers}

    def of_words(self, body: Instance, values: dict[str, Any]) -> CouncilRequest | None:
        """The only request of this body, subject and day, for a line without a number."""
        found = self._by_words.get((body.id, fold(values["subject"]), values["received_on"]), [])
        return found[0] if len(found) == 1 else None

    def is_taken(self, number: str) -> bool:
        """Whether any request, in sight or not, has this number."""
        return fold(number) in self._folded

    def give(self, year: int, reserved: Iterable[str]) -> str:
        """The next number of a year, after those of the register and of the file."""
        number = number_after(year, [*self.numbers, *reserved])
        self.numbers.append(number)
        return number


def plan_requests(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    fields = {field.name: field for field in REQUEST_FIELDS}
    stored, directions, accounts = _Stored(session), _direction_names(session), account_names(session)
    planners = [LinePlanner(register, line, fields) for line in lines]
    written = [planner.values["number"] for planner in planners if "number" in planner.values]
    targets: dict[Any, Target] = {}

    def target_of(planner: LinePlanner, body: Instance) -> Target | None:
        values = planner.values
        number = values.get("number")
        row = planner.row or (stored.by_number.get(fold(number)) if number else stored.of_words(body, values))
        if row is not None and row.instance_id == body.id:
            return targets.setdefault(row.id, Target(row))
        if row is not None or (number and stored.is_taken(number)):
            planner.fail("number", _TAKEN, number=number)
            return None
        key = fold(number) if number else (body.id, fold(values["subject"]), values["received_on"])
        if key not in targets:
            given = number or stored.give(values["received_on"].year, written)
            targets[key] = Target.new(CouncilRequest, number=given)
        return targets[key]

    def plan_line(planner: LinePlanner) -> Target | None:
        values = planner.values
        named: Instance | None = planner.body()
        body = named if planner.row is None else planner.row.instance
        organisation = planner.look_up("organisation", directions.one)
        responsible = planner.look_up("responsible", accounts.one)
        planner.planned.label = " ".join(filter(None, (values.get("number"), values.get("subject"))))
        target = None
        if body is not None and not planner.failed & {"number", "subject", "received_on"}:
            target = target_of(planner, body)
        if body is None or target is None:
            said = {"instance": body, "organisation": organisation, "responsible": responsible}
            planner.set(Target.draft(CouncilRequest), VIEW, {**said, **planner.own(CouncilRequest)})
            return None
        planner.is_about(target)
        own = planner.own(CouncilRequest, "number")
        place = {"instance": body} if target.is_new else {}
        planner.set(target, VIEW, {**place, "organisation": organisation, "responsible": responsible, **own})
        planner.check_body(body)
        return target

    def check(planner: LinePlanner) -> None:
        row = planner.planned.writes[0].target.row
        with planner.errors_at("subject"):
            if planner.passes:
                row.due_on = row.due_on or due_date(row.received_on)
            check_request(row, register.today)

    ask_twice(planners, [plan_line(planner) for planner in planners], "number")
    check_lines(planners, check, {CouncilRequest: ("due_on",)})
    return [planner.planned for planner in planners]


def _direction_names(session: AnySession) -> Names:
    """The directions of the city by name, acronym and SIRET."""
    names = Names(f"{Organisation.__name__}@direction")
    for row in session.scalars(select(Organisation).where(Organisation.kind == OrganisationKind.DIRECTION)):
        names.add(row, row.name, row.acronym, row.siret)
    return names
