"""Import of contracts, one a line, known by the number; the balances taken over may come along."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.contracts.family import state_by_lots
from mdo.contracts.fields import CONTRACT_FIELDS
from mdo.contracts.file_days import followed
from mdo.contracts.lowering import check_lowering
from mdo.contracts.rules import check_choice, check_file, check_launch, chosen_by
from mdo.contracts.signature import early_signature
from mdo.contracts.states import state_by_days
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import is_changed
from mdo.kernel.imports.dry_run import check_lines
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import Change, PlannedLine, Target, Write
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register, account_names
from mdo.kernel.imports.twice import ask_twice
from mdo.kernel.imports.words.names import Names
from mdo.kernel.labels import field_label
from mdo.procurement.law import stored_need_law
from mdo.suppliers.imports import supplier_names
from mdo.tenders.award import retained_by
from mdo.tenders.award_rules import check_award
from mdo.tenders.holders import check_held
from mdo.tenders.remedies import check_ending
from models.contracts import Contract, ContractHolder, ContractState, ProcurementStep, StepState
from models.procurement import ProcedureCode, PurchaseFamily
from models.suppliers import Supplier
from models.tenders import Tender
from models.text import fold

VIEW = "ContractView"
REQUIRED = (("number",), ("title",))
_OTHER_HOLDERS = N_("« %(number)s » has other holders: change them on its page, or by an amendment.")
_COMPLETED = ("ends_on", "cpv", "state")
_STEP_DAYS = ("actual_on", "planned_on")
Moved = Sequence[tuple[ProcurementStep, Mapping[str, Any]]]


def plan_contracts(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    fields = {field.name: field for field in CONTRACT_FIELDS}
    loads = selectinload(Contract.holders).joinedload(ContractHolder.supplier)
    stored = {fold(row.number): row for row in session.scalars(select(Contract).options(loads))}
    suppliers, families, accounts = supplier_names(session), _families(session), account_names(session)
    law = stored_need_law(session)
    targets: dict[str, Target] = {}

    def framework(text: str) -> Contract | Target:
        found = stored.get(fold(text)) or targets.get(fold(text))
        if found is None:
            raise RuleViolation(N_("No accord-cadre has the number « %(value)s »: put its line above."), value=text)
        return found

    def holders(planner: LinePlanner) -> list[Supplier] | None:
        parts = [part.strip() for part in re.split(r"[;\n]", planner.values.get("holders", "")) if part.strip()]
        with planner.errors_at("holders"):
            found = [planner.find("holders", suppliers.one, part) for part in parts]
            return [supplier for supplier in found if supplier is not None] if parts else None
        return None

    def plan_line(planner: LinePlanner) -> Target | None:
        values = planner.values
        planner.planned.label = " ".join(filter(None, (values.get("number"), values.get("title"))))
        related = {
            "responsible": planner.look_up("responsible", accounts.one),
            "family": planner.look_up("family", families.one),
            "framework": planner.look_up("framework", framework),
            "arrondissements": planner.look_up("arrondissements", lambda numbers: [register.place(n) for n in numbers]),
        }
        held = holders(planner)
        if planner.row is None and ("number" not in values or planner.failed & {"number", "title"}):
            planner.set(Target.draft(Contract), VIEW, {**planner.own(Contract, "number"), **related})
            return None
        row = planner.row or stored.get(fold(values["number"]))
        key = fold(row.number if row is not None else values["number"])
        if key not in targets:
            targets[key] = Target(row) if row is not None else Target.new(Contract, number=values["number"])
        target = targets[key]
        planner.is_about(target)
        own = planner.own(Contract, "number", "state")
        if target.is_new and "framework" in values:
            own.setdefault("procedure", ProcedureCode.SUBSEQUENT)
        state = values.get("state") or (_state_of(own, register.today) if target.is_new else None)
        planner.set(target, VIEW, {**own, **related, "state": state})
        _plan_holders(planner, target, held)
        _plan_taken_over(planner.planned, target, state)
        return target

    planners = [LinePlanner(register, line, fields) for line in lines]
    planned = [plan_line(planner) for planner in planners]
    of_line = dict(zip(planners, planned, strict=True))
    steps: dict[LinePlanner, Moved] = {}
    files: dict[LinePlanner, ContractState | None] = {}
    retained: dict[LinePlanner, Sequence[tuple[Tender, bool]]] = {}

    def check(planner: LinePlanner) -> None:
        row = (of_line[planner] or planner.planned.writes[0].target).row
        with planner.errors_at("number"):
            check_file(row, register.today)
            if not planner.passes:
                return  # what else is asked leans on the whole line
            if is_changed(row, chosen_by(row)):
                check_choice(row, law, register.today)
                check_launch(session, row, law)
            check_lowering(session, row, register.today)
            check_award(session, row)
            check_held(session, row)
            check_ending(session, row)
            _tell(planner.planned, early_signature(session, row))
            steps[planner] = followed(row, register.today)
            retained[planner] = _retained(session, row)
            files[planner] = None if row.allotment is None else state_by_lots(row.allotment)

    ask_twice(planners, planned, "number")
    check_lines(planners, check, {Contract: _COMPLETED})
    for planner, moved in steps.items():
        _plan_steps(planner.planned, moved)
        _plan_retained(planner.planned, retained[planner])
        _plan_file(planner.planned, of_line[planner], files[planner])
    return [planner.planned for planner in planners]


def _plan_steps(planned: PlannedLine, moved: Moved) -> None:
    """The steps of the procedure whose days are those that the line gives to the file."""
    for step, values in moved if not planned.errors else ():
        planned.writes.append(Write(Target(step), values))
        planned.changes += [
            Change(field_label(ProcurementStep, name), getattr(step, name), value, step.label)
            for name, value in values.items()
            if name in _STEP_DAYS or value is StepState.SET_ASIDE
        ]


def _plan_retained(planned: PlannedLine, found: Sequence[tuple[Tender, bool]]) -> None:
    for tender, is_retained in found if not planned.errors else ():
        planned.writes.append(Write(Target(tender), {"is_retained": is_retained}))


def _families(session: AnySession) -> Names:
    names = Names()
    for row in session.scalars(select(PurchaseFamily)):
        names.add(row, row.name, row.code, str(row), label=str(row))
    return names


def _state_of(values: dict[str, Any], today: Any) -> ContractState:
    """Where a contract stands that the file does not say: by the days that it gives."""
    if values.get("state_reason"):
        return ContractState.ABANDONED
    if values.get("notified_on") or values.get("awarded_on"):
        return state_by_days(values.get("notified_on"), values.get("ends_on"), today)
    launched = values.get("procedure") and values.get("launch_on") and values["launch_on"] <= today
    return ContractState.PROCEDURE if launched else ContractState.NEED


def _plan_taken_over(planned: PlannedLine, target: Target, state: ContractState | None) -> None:
    """A contract that comes in awarded was so before its file was kept here."""
    if target.is_new and state in AWARDED_STATES:
        planned.writes.append(Write(target, {"is_taken_over": True}))


def _plan_file(planned: PlannedLine, target: Target | None, state: ContractState | None) -> None:
    """The file of a lot goes on with its lots."""
    file = None if target is None else target.row.allotment
    if file is not None and state is not None and not planned.errors:
        planned.writes.append(Write(Target(file), {"state": state}))
        planned.changes.append(Change(field_label(Contract, "state"), file.state, state, str(file)))


def _tell(planned: PlannedLine, told: RuleViolation | None) -> None:
    """A remark of a line, once though the line may be judged twice."""
    if told is not None and (note := (told.message, told.params)) not in planned.notes:
        planned.notes.append(note)


def _retained(session: AnySession, row: Contract) -> Sequence[tuple[Tender, bool]]:
    """The tenders that follow an award that the line says."""
    is_awarded = is_changed(row, ("state",)) or any(holder.id is None for holder in row.holders)
    is_told = row.id is not None and row.state in AWARDED_STATES and is_awarded
    return retained_by(session, row) if is_told else ()


def _plan_holders(planner: LinePlanner, target: Target, held: Sequence[Supplier] | None) -> None:
    """The holders of a contract that has none yet; those that it has are its page's to change."""
    if held is None:
        return
    known = [] if target.is_new else [holder.supplier for holder in target.row.holders]
    if known:
        if known != list(held):
            planner.fail("holders", _OTHER_HOLDERS, number=target.row.number)
        return
    for position, supplier in enumerate(dict.fromkeys(held), start=1):
        holder = Target.new(ContractHolder, position=position)
        planner.set(holder, VIEW, {"contract": target, "supplier": supplier})
