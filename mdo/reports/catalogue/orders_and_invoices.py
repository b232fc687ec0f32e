"""Purchase orders with what was delivered and invoiced on them, and the invoices of contracts without orders."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, selectinload

from mdo.execution import deliverables, invoices
from mdo.execution.invoices import InvoiceStatus, invoice_status
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import Chart, FigureLine, Heading, Summary
from mdo.kernel.labels import FIELD_LABELS
from mdo.reports.declaration import Parameter, Report, Result, Values
from mdo.reports.themes import Theme
from models.contracts import Contract
from models.execution import Deliverable, Invoice, OrderState, PurchaseOrder

_ORDER = FIELD_LABELS[PurchaseOrder]
_INVOICE = FIELD_LABELS[Invoice]
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class OrderLine:
    """An order beside one deliverable and one invoice of it, in their order; its amounts are on its first line alone.

    Without an order, a deliverable or an invoice of the contract itself.
    """

    contract: Contract
    order: PurchaseOrder | None = None
    deliverable: Deliverable | None = None
    invoice: Invoice | None = None
    is_first: bool = True

    @property
    def counted(self) -> PurchaseOrder | None:
        """The order whose amounts this line shows: only one that was issued counts."""
        order = self.order if self.is_first else None
        return order if order is not None and order.state is OrderState.ISSUED else None

    @property
    def subject(self) -> str | None:
        """What is ordered, else what is invoiced."""
        if self.order is not None:
            return self.order.subject
        return self.invoice.subject if self.invoice is not None else None


def _order_amount(name: str) -> Callable[[OrderLine], Decimal | None]:
    def value(row: OrderLine) -> Decimal | None:
        return None if row.counted is None else sum((getattr(line, name) for line in row.counted.lines), _NOTHING)

    return value


def _of_invoice(value: Callable[[Invoice], Any]) -> Callable[[OrderLine], Any]:
    return lambda row: None if row.invoice is None else value(row.invoice)


def _of_deliverable(value: Callable[[Deliverable], Any]) -> Callable[[OrderLine], Any]:
    return lambda row: None if row.deliverable is None else value(row.deliverable)


def _column(
    name: str, label: str, value: Callable[[OrderLine], Any], kind: Kind = Kind.TEXT, width: int = 16
) -> Column:
    # What an order or an invoice comes to stands on one line alone.
    return Column(name, label, lambda row, today: value(row), kind, width=width, sums=kind is Kind.AMOUNT)


def _status(row: OrderLine, today: dt.date) -> Any:
    return None if row.deliverable is None else deliverables.deliverable_status(row.deliverable, today)


def _late(row: OrderLine, today: dt.date) -> int | None:
    return (invoices.late_days(row.invoice, today) or None) if row.invoice is not None else None


COLUMNS = (
    _column("number", _ORDER["number"], lambda row: row.order.number if row.order else None, width=18),
    _column("contract", _ORDER["contract"], lambda row: str(row.contract), width=44),
    _column("subject", N_("Object (order)"), lambda row: row.subject, width=40),
    _column("total_excl_tax", N_("Order: amount before tax (€)"), _order_amount("total_excl_tax"), Kind.AMOUNT),
    _column("total_incl_tax", N_("Order: amount with tax (€)"), _order_amount("total_incl_tax"), Kind.AMOUNT),
    _column("ordered_on", _ORDER["ordered_on"], lambda row: row.order.ordered_on if row.order else None, Kind.DATE, 14),
    _column("deliverable", FIELD_LABELS[Deliverable]["name"], _of_deliverable(lambda item: item.name), width=36),
    _column("delivered_on", FIELD_LABELS[Deliverable]["received_on"], _of_deliverable(lambda item: item.received_on),
            Kind.DATE, 14),
    Column("decision", N_("Decision or state (deliverable)"), _status, Kind.ENUM, width=24),
    _column("invoice", _INVOICE["number"], _of_invoice(lambda item: item.number), width=18),
    _column("received_on", N_("Invoice received on"), _of_invoice(lambda item: item.received_on), Kind.DATE, 14),
    _column("pay_by", _INVOICE["pay_by"], _of_invoice(invoices.pay_by), Kind.DATE, 14),
    _column("sent_on", _INVOICE["sent_to_payment_on"], _of_invoice(lambda item: item.sent_to_payment_on), Kind.DATE,
            14),
    Column("late_days", _INVOICE["late_days"], _late, Kind.INTEGER, width=12),
    _column("paid_on", _INVOICE["paid_on"], _of_invoice(lambda item: item.paid_on), Kind.DATE, 14),
    _column("invoice_excl_tax", N_("Invoice: amount before tax (€)"), _of_invoice(invoices.total_excl_tax),
            Kind.AMOUNT),
    _column("invoice_incl_tax", N_("Invoice: amount with tax (€)"), _of_invoice(invoices.total_incl_tax), Kind.AMOUNT),
    _column("order_state", N_("State of the order"), lambda row: row.order.state if row.order else None, Kind.ENUM, 14),
)  # fmt: skip


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """By contract, then by day of the order; what has no order follows."""
    lines = _lines(session, values)
    figures = (_by_contract(lines), _by_status(lines, context_of(session).today))
    return Result(len(lines), lines[:limit], figures)


def _lines(session: AnySession, values: Values) -> list[OrderLine]:
    orders = session.scalars(
        _of_contracts(PurchaseOrder, values)
        .where(*_within(PurchaseOrder.ordered_on, values))
        .order_by(PurchaseOrder.ordered_on.nulls_last(), PurchaseOrder.number, PurchaseOrder.id)
        .options(selectinload(PurchaseOrder.lines))
    ).all()
    wanted = {order.id for order in orders}
    delivered = _by_order(session, Deliverable, Deliverable.received_on, values, wanted)
    invoiced = _by_order(
        session,
        Invoice,
        Invoice.received_on,
        values,
        wanted,
        selectinload(Invoice.lines),
        selectinload(Invoice.payment_figures),
    )
    lines = [line for order in orders for line in _side_by_side(order, delivered[order.id], invoiced[order.id])]
    lines += [OrderLine(item.contract, deliverable=item) for item in delivered[None]]
    lines += [OrderLine(item.contract, invoice=item) for item in invoiced[None]]
    return sorted(lines, key=lambda line: (line.contract.number, line.contract.id))  # the order within stays


def _by_order(
    session: AnySession, model: Any, day: Any, values: Values, orders: set[int], *options: Any
) -> dict[int | None, list[Any]]:
    """The rows of these orders, whatever their day, and under None those of the period that have no order."""
    statement = _of_contracts(model, values).order_by(day.nulls_last(), model.id).options(*options)
    found: dict[int | None, list[Any]] = defaultdict(list)
    for row in session.scalars(statement):
        if row.order_id in orders or (row.order_id is None and _is_within(getattr(row, day.key), values)):
            found[row.order_id].append(row)
    return found


def _of_contracts(model: Any, values: Values) -> Any:
    statement = select(model).join(model.contract).options(contains_eager(model.contract))
    if values.contract_states:
        statement = statement.where(Contract.state.in_(sorted(values.contract_states)))
    return statement


def _within(day: Any, values: Values) -> list[ColumnElement[bool]]:
    criteria = []
    if values.first is not None:
        criteria.append(day >= values.first)
    if values.last is not None:
        criteria.append(day <= values.last)
    return criteria


def _is_within(day: dt.date | None, values: Values) -> bool:
    if values.first is None and values.last is None:
        return True
    return day is not None and (values.first or day) <= day <= (values.last or day)


def _side_by_side(
    order: PurchaseOrder, delivered: Sequence[Deliverable], invoiced: Sequence[Invoice]
) -> Iterable[OrderLine]:
    pairs = list(zip_longest(delivered, invoiced)) or [(None, None)]
    for index, (deliverable, invoice) in enumerate(pairs):
        yield OrderLine(order.contract, order, deliverable, invoice, is_first=index == 0)


def _by_contract(lines: Sequence[OrderLine]) -> Summary:
    """What was ordered, invoiced and paid by the orders and invoices that are listed."""
    sums: dict[str, list[Decimal]] = {}
    for line in lines:
        of_contract = sums.setdefault(str(line.contract), [_NOTHING] * 6)
        if line.counted is not None:
            for index, name in enumerate(("total_excl_tax", "total_incl_tax")):
                of_contract[index] += sum((getattr(item, name) for item in line.counted.lines), _NOTHING)
        if line.invoice is not None:
            amounts = (invoices.total_excl_tax(line.invoice), invoices.total_incl_tax(line.invoice))
            for index, amount in enumerate(amounts):
                of_contract[2 + index] += amount
                of_contract[4 + index] += amount if line.invoice.paid_on is not None else _NOTHING
    rows = tuple(FigureLine(name, tuple(amounts)) for name, amounts in sums.items())
    return Summary(
        N_("Orders and invoices by contract"),
        N_("Contract"),
        tuple(
            Heading(label, Kind.AMOUNT)
            for label in (
                N_("Purchase orders before tax (€)"),
                N_("Purchase orders with tax (€)"),
                N_("Invoiced before tax (€)"),
                N_("Invoiced with tax (€)"),
                N_("Paid before tax (€)"),
                N_("Paid with tax (€)"),
            )
        ),
        rows,
        tuple(sum(column, _NOTHING) for column in zip(*(row.values for row in rows), strict=True)) or None,
        charted=(0, 2, 4),
        note=N_(
            "Orders that were issued, without the balances taken over nor the lump sums, which need no order. Credit "
            "notes are deducted."
        ),
    )


def _by_status(lines: Sequence[OrderLine], today: dt.date) -> Summary:
    """How many invoices are to be paid, late, paid in time."""
    found = [line.invoice for line in lines if line.invoice is not None]
    rows = []
    for status in InvoiceStatus:
        of_it = [invoice for invoice in found if invoice_status(invoice, today) is status]
        if of_it:
            rows.append(
                FigureLine(status, (len(of_it), sum((invoices.total_incl_tax(item) for item in of_it), _NOTHING)))
            )
    whole = (len(found), sum((invoices.total_incl_tax(item) for item in found), _NOTHING))
    return Summary(
        N_("Invoices by state"),
        N_("State"),
        (Heading(N_("Invoices")), Heading(N_("Amount with tax (€)"), Kind.AMOUNT)),
        tuple(rows),
        whole,
        charted=(0,),
        chart=Chart.BARS,
    )


REPORT = Report(
    name="bons_de_commande_et_factures",
    theme=Theme.PROCUREMENT,
    title=N_("Purchase orders and invoices"),
    description=N_(
        "One line an order, with what was delivered and invoiced on it side by side, and the invoices without order: "
        "amounts, decision, limit of payment, days late; what is ordered, invoiced and paid by contract."
    ),
    parameters=(Parameter.PERIOD, Parameter.CONTRACT_STATES),
    columns=COLUMNS,
    run=run,
    reads=("ContractView", "OrderView", "DeliverableView", "InvoiceView"),
    takes=("ContractView", "OrderView", "DeliverableView", "InvoiceView"),
    period_help=N_(
        "Day of the order, both days included, whenever it is delivered and invoiced; without an order, day of the "
        "reception. Empty: all."
    ),
    view="ContractView",
    record_id=lambda row: int(row.contract.id),
)
