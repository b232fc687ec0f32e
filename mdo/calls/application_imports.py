"""Import of applications, one a line: known by the call and the number; without one, by council and title."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from mdo.calls.application_fields import APPLICATION_FIELDS
from mdo.calls.application_rules import check_application, check_budget
from mdo.calls.budget_cells import Expense, in_a_cell
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import check_lines
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import Change, PlannedLine, Target, Write
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.twice import ask_twice
from mdo.kernel.imports.words.names import Names
from mdo.kernel.labels import field_label
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.applications import Application, ApplicationExpense, ApplicationState, FilingChannel
from models.calls import CallAxis, ProjectCall
from models.text import fold

VIEW, EXPENSES = "ApplicationView", "ApplicationExpenseView"
REQUIRED = (("call",), ("instance",), ("title",))
_TAKEN = N_("The number %(number)s is that of an application of another council: correct it, or leave it empty.")


class _Stored:
    """The applications that the session sees, with the numbers and the grants of all."""

    def __init__(self, session: AnySession) -> None:
        loads = joinedload(Application.call), selectinload(Application.expenses)
        rows = session.scalars(select(Application).options(*loads)).all()
        self.by_number = {(row.call_id, row.number): row for row in rows}
        self.by_words = {(row.call_id, row.instance_id, fold(row.title)): row for row in rows}
        every = select(Application.id, Application.call_id, Application.number, Application.granted_incl_tax)
        self.numbers: dict[int, set[int]] = {}
        self.granted: dict[int, dict[int, Decimal]] = {}
        for row_id, call_id, number, granted in session.execute(every, execution_options=WHOLE_REGISTER):
            self.numbers.setdefault(call_id, set()).add(number)
            if granted is not None:
                self.granted.setdefault(call_id, {})[row_id] = granted

    def give(self, call_id: int, reserved: Iterable[int]) -> int:
        """The next number of a call, after those of the register and of the file."""
        taken = self.numbers.setdefault(call_id, set())
        number = max([0, *taken, *reserved]) + 1
        taken.add(number)
        return number


def plan_applications(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    fields = {field.name: field for field in APPLICATION_FIELDS}
    stored, calls, axes = _Stored(session), _call_names(session), _axis_names(session)
    planners = [LinePlanner(register, line, fields) for line in lines]
    written = [planner.values["number"] for planner in planners if "number" in planner.values]
    targets: dict[Any, Target] = {}

    def target_of(planner: LinePlanner, call: ProjectCall, body: Any) -> Target | None:
        values, number = planner.values, planner.values.get("number")
        words = call.id, body.id, fold(values.get("title"))
        row = planner.row or (
            stored.by_number.get((call.id, number)) if number is not None else stored.by_words.get(words)
        )
        if row is not None and row.instance_id == body.id:
            return targets.setdefault(row.id, Target(row))
        if row is not None or (number is not None and number in stored.numbers.get(call.id, ())):
            planner.fail("number", _TAKEN, number=number)
            return None
        key = words if number is None else (call.id, number)
        if key not in targets:
            given = stored.give(call.id, written) if number is None else number
            targets[key] = Target.new(Application, call=call, call_id=call.id, number=given)
        return targets[key]

    def plan_line(planner: LinePlanner) -> Target | None:
        values, row = planner.values, planner.row
        call = row.call if row is not None else planner.look_up("call", calls.one)
        named = planner.body()
        body = named if row is None else row.instance
        axis = planner.look_up("axis", axes[call.id if call is not None else 0].one)
        planner.planned.label = " ".join(str(values[name]) for name in ("number", "title") if name in values)
        target = None
        is_known = row is not None or "title" in values
        if call is not None and body is not None and is_known and not planner.failed & {"number", "title"}:
            target = target_of(planner, call, body)
        own = planner.own(Application, "number")
        if target is None:
            planner.set(Target.draft(Application), VIEW, {"instance": body, "axis": axis, **own})
            return None
        planner.is_about(target)
        place = {}
        if target.is_new:
            is_filed = "filed_on" in values
            state = ApplicationState.FILED if is_filed else ApplicationState.DRAFT
            place = {"instance": body, "state": state, "channel": FilingChannel.WORKBOOK if is_filed else None}
        planner.set(target, VIEW, {**place, "axis": axis, **own})
        plan_expenses(planner, target)
        planner.check_body(body)
        return target

    def check(planner: LinePlanner) -> None:
        row = (about.get(planner) or planner.planned.writes[0].target).row  # one that is in error names none
        call = row.call
        if call is None:  # a line in error, of a call or of a council that is not known: its own words say so
            return
        mine = [target.row for target in targets.values() if target.row.call is call]
        known = {other.id for other in mine}
        others = [amount for row_id, amount in stored.granted.get(call.id, {}).items() if row_id not in known]
        others += [other.granted_incl_tax for other in mine if other is not row and other.granted_incl_tax is not None]
        with planner.errors_at("title"):
            check_application(session, row, register.today, others)
        if any(isinstance(write.target.row, ApplicationExpense) for write in planner.planned.writes):
            with planner.errors_at("expenses"):
                check_budget(session, row)

    found = [plan_line(planner) for planner in planners]
    about = {planner: target for planner, target in zip(planners, found, strict=True) if target is not None}
    ask_twice(planners, found, "number")
    check_lines(planners, check, {Application: ("state",)})
    return [planner.planned for planner in planners]


def plan_expenses(planner: LinePlanner, target: Target) -> None:
    """Brings the budget of an application to what a cell says: an expense is known by what it is for.

    One that the cell leaves out stays, but in a workbook that left to be changed and came back.
    """
    said: Sequence[Expense] = planner.values.get("expenses", ())
    stored = () if target.is_new else target.row.expenses
    known: dict[str, list[ApplicationExpense]] = {}
    for row in stored:
        known.setdefault(fold(row.label), []).append(row)
    last = max((row.position for row in stored), default=0)
    told, written = len(planner.planned.changes), len(planner.planned.writes)
    for expense in said:
        same = known.get(fold(expense.label))
        row = same.pop(0) if same else None
        values = {"planned_incl_tax": expense.planned_incl_tax, "has_quote": expense.has_quote}
        if row is not None:
            planner.set(Target(row), EXPENSES, values)
            continue
        last += 1
        made = Target(ApplicationExpense(), is_new=True, is_part=True)
        planner.set(made, EXPENSES, {"label": expense.label, "position": last, **values, "application": target})
    if said and planner.row is not None:
        for row in (row for rows in known.values() for row in rows):
            planner.planned.writes.append(Write(Target(row), {}, is_deletion=True))
    del planner.planned.changes[told:]  # told together, as the column has them
    if len(planner.planned.writes) > written:
        planner.planned.changes.append(Change(field_label(Application, "expenses"), in_a_cell(stored), in_a_cell(said)))


def _call_names(session: AnySession) -> Names:
    """The calls by title and by year, where one call alone has it."""
    names = Names(ProjectCall.__name__)
    for row in session.scalars(select(ProjectCall).order_by(ProjectCall.id)):
        names.add(row, row.title, str(row.year))
    return names


def _axis_names(session: AnySession) -> dict[int, Names]:
    """The axes of each call, by its id; of no call under 0."""
    found = {0: Names(CallAxis.__name__)}
    for call_id in session.scalars(select(ProjectCall.id)):
        found[call_id] = Names(CallAxis.__name__)
    for row in session.scalars(select(CallAxis).order_by(CallAxis.position, CallAxis.id)):
        found[row.call_id].add(row, row.name)
    return found
