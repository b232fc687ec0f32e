"""Import of invoices and of their payments: one invoice a line, known by contract, number and supplier."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from mdo.execution.fields import INVOICE_FIELDS
from mdo.execution.import_lines import contract_names, plan_total
from mdo.execution.invoices import check_invoice, complete_invoice
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.dry_run import plan_each
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.suppliers.imports import supplier_names
from models.contracts import Contract
from models.execution import Invoice, InvoiceLine, PurchaseOrder
from models.suppliers import Supplier
from models.text import fold

VIEW = "InvoiceView"
REQUIRED = (("contract",), ("number",))
_SEVERAL = N_("Several suppliers have an invoice « %(value)s » on this contract: say of which it is.")
_NO_ORDER = N_("This contract has no purchase order « %(value)s »: import it first.")
_NEEDED = N_("This cell must be filled.")


class _Stored:
    """The invoices and the orders of the register."""

    def __init__(self, session: AnySession) -> None:
        loads = (selectinload(Invoice.lines), joinedload(Invoice.contract), joinedload(Invoice.supplier))
        self._invoices: dict[tuple[int, str], list[Invoice]] = {}
        for row in session.scalars(select(Invoice).options(*loads)):
            self._invoices.setdefault((row.contract_id, fold(row.number)), []).append(row)
        orders = session.scalars(select(PurchaseOrder))
        self._orders = {(row.contract_id, fold(row.number)): row for row in orders}

    def invoice(self, contract: Contract, number: str, supplier: Supplier | None) -> Invoice | None:
        """The invoice of a line, that of the lead holder when several suppliers have its number.

        Raises RuleViolation when none of them is the lead.
        """
        found = self._invoices.get((contract.id, fold(number)), [])
        if supplier is not None:
            found = [row for row in found if row.supplier_id == supplier.id]
        elif len(found) > 1:
            leads = [holder.supplier_id for holder in contract.holders[:1]]
            found = [row for row in found if row.supplier_id in leads] or found
        if len(found) > 1:
            raise RuleViolation(_SEVERAL, field="number", value=number)
        return found[0] if found else None

    def order(self, contract: Contract, number: str) -> PurchaseOrder:
        """The order that a line names. Raises RuleViolation."""
        found = self._orders.get((contract.id, fold(number)))
        if found is None:
            raise RuleViolation(_NO_ORDER, field="order", value=number)
        return found


def plan_invoices(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    contracts, suppliers, stored = contract_names(session), supplier_names(session), _Stored(session)
    targets: dict[Any, Target] = {}
    about: dict[int, Target] = {}

    def target_of(planner: LinePlanner, contract: Contract, supplier: Supplier | None) -> Target | None:
        number = planner.values["number"] if planner.row is None else planner.row.number
        with planner.errors_at("number"):
            row = planner.row or stored.invoice(contract, number, supplier)
            holder = supplier or next((held.supplier for held in contract.holders), None)
            key = row.id if row is not None else (contract.id, fold(number), holder.id if holder else None)
            if key not in targets:
                targets[key] = Target(row) if row is not None else Target.new(Invoice, number=number, suspended_days=0)
            return targets[key]
        return None

    def plan_line(planner: LinePlanner) -> Target | None:
        values = planner.values
        planner.planned.label = " ".join(filter(None, (values.get("number"), values.get("subject"))))
        contract = planner.look_up("contract", contracts.one) if planner.row is None else planner.row.contract
        supplier: Supplier | None = planner.look_up("supplier", suppliers.one)
        if planner.row is None and (contract is None or planner.failed & {"number", "contract", "supplier"}):
            planner.untold |= {name for name, row in (("contract", contract), ("supplier", supplier)) if row is None}
            draft = about[id(planner)] = Target.draft(Invoice, suspended_days=0)
            planner.set(draft, VIEW, {"contract": contract, "supplier": supplier, **planner.own(Invoice)})
            return None
        target = target_of(planner, contract, supplier)
        if target is None:
            return None
        planner.is_about(target)
        order = planner.look_up("order", lambda number: stored.order(contract, number))
        own = planner.own(Invoice, "number")
        if target.is_new and "received_on" not in values and "received_on" not in planner.failed:
            planner.fail("received_on", _NEEDED)
        place = {"contract": contract} if target.is_new else {}
        if target.is_new or planner.row is not None:
            place["supplier"] = supplier
        planner.set(target, VIEW, {**place, "order": order, **own})
        values["contract"] = contract
        rest = {"label": own.get("subject") or contract.title}
        plan_total(planner, target, VIEW, InvoiceLine, "invoice", "amount_excl_tax", rest)
        about[id(planner)] = target
        return target

    def check(planner: LinePlanner) -> None:
        row = about[id(planner)].row
        with planner.errors_at("number"):
            if not about[id(planner)].is_draft:
                complete_invoice(row)
            check_invoice(session, row, register.today)

    return plan_each(register, lines, INVOICE_FIELDS, plan_line, "number", check, {Invoice: ("supplier",)})
