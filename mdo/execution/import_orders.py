"""Import of purchase orders, from the export of the finance software: one a line, known by contract and number."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from mdo.contracts.figures import ceiling_of, ordered_of_others
from mdo.days_off.told import Days
from mdo.execution.fields import ORDER_FIELDS
from mdo.execution.import_lines import RATE, TOTAL, contract_names, plan_total
from mdo.execution.orders import check_issue, order_total, passes_maximum
from mdo.kernel.base.context import AnySession
from mdo.kernel.imports.dry_run import check_lines
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.twice import ask_twice
from models.bounds import LAST_DAY
from models.contracts import Contract
from models.execution import OrderState, PurchaseOrder, PurchaseOrderLine
from models.text import fold

VIEW = "OrderView"
REQUIRED = (("contract",), ("number",), ("total_excl_tax",))


def plan_orders(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    fields = {field.name: field for field in ORDER_FIELDS}
    contracts = contract_names(session)
    loads = (selectinload(PurchaseOrder.lines), joinedload(PurchaseOrder.contract))
    stored = {
        (row.contract_id, fold(row.number)): row for row in session.scalars(select(PurchaseOrder).options(*loads))
    }
    days = Days(session, register.today, LAST_DAY)
    targets: dict[Any, Target] = {}
    about: dict[int, Target] = {}

    def plan_line(planner: LinePlanner) -> Target | None:
        values = planner.values
        planner.planned.label = " ".join(filter(None, (values.get("number"), values.get("subject"))))
        contract = planner.look_up("contract", contracts.one) if planner.row is None else planner.row.contract
        if planner.row is None and (contract is None or planner.failed & {"number", "contract"}):
            planner.untold |= set() if contract else {"contract"}
            target = Target.draft(PurchaseOrder)
            planner.set(target, VIEW, {"contract": contract, **planner.own(PurchaseOrder, "number")})
            about[id(planner)] = target
            return None
        key = (contract.id, fold(planner.row.number if planner.row is not None else values["number"]))
        row = planner.row or stored.get(key)
        if key not in targets:
            targets[key] = Target(row) if row is not None else Target.new(PurchaseOrder, number=values["number"])
        target = targets[key]
        planner.is_about(target)
        own = planner.own(PurchaseOrder, "number", "state")
        if target.is_new:
            own.setdefault("subject", contract.title)
            values.setdefault("state", OrderState.ISSUED if "ordered_on" in values else OrderState.DRAFT)
        place = {"contract": contract} if target.is_new else {}
        planner.set(target, VIEW, {**place, "state": values.get("state"), **own})
        if own.get("ordered_on") is not None and own["ordered_on"] >= register.today:
            planner.planned.notes.extend(days.said_of_order(own["ordered_on"]))
        values["contract"] = contract
        rest = {"quantity": Decimal(1), "label": own.get("subject") or contract.title}
        plan_total(planner, target, VIEW, PurchaseOrderLine, "order", "unit_price_excl_tax", rest)
        about[id(planner)] = target
        return target

    planners = [LinePlanner(register, line, fields) for line in lines]
    ask_twice(planners, [plan_line(planner) for planner in planners], "number")
    check_lines(planners, lambda planner: _check(session, planner, planners, about), {})
    return [planner.planned for planner in planners]


def _check(
    session: AnySession, planner: LinePlanner, planners: Sequence[LinePlanner], about: dict[int, Target]
) -> None:
    """The rules of an order; the maximum with the orders of the lines above, which are not written yet."""
    if planner.failed & {TOTAL, RATE} or about[id(planner)].is_draft:
        return  # an order is judged with its amount
    order: PurchaseOrder = about[id(planner)].row
    with planner.errors_at("number"):
        check_issue(order)
    if not planner.passes or order.state is not OrderState.ISSUED:
        return
    with planner.errors_at("total_excl_tax"):
        above = _above(planner, planners, about, order.contract)
        passes_maximum(
            order_total(order), ceiling_of(session, order.contract), _others(session, order, planners, about) + above
        )


def _above(
    planner: LinePlanner, planners: Sequence[LinePlanner], about: dict[int, Target], contract: Contract
) -> Decimal:
    total = Decimal(0)
    for other in planners:
        if other is planner:
            break
        found = about.get(id(other))
        if found is not None and other.passes and found.row.contract is contract:
            total += order_total(found.row) if found.row.state is OrderState.ISSUED else Decimal(0)
    return total


def _others(
    session: AnySession, order: PurchaseOrder, planners: Sequence[LinePlanner], about: dict[int, Target]
) -> Decimal:
    """What the database has on the contract besides the orders that this file says."""
    said = [found.row for other in planners if (found := about.get(id(other))) is not None and other.passes]
    return ordered_of_others(session, order.contract, *said, order)
