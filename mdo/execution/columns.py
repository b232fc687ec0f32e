"""Columns of orders, deliverables and invoices."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, func, select
from sqlalchemy.orm import InstrumentedAttribute

from mdo.execution import deliverables, invoices
from mdo.kernel.fields.columns import Column, Kind, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract, ContractHolder
from models.execution import Deliverable, Invoice, InvoiceLine, LateInterestRate, PurchaseOrder, PurchaseOrderLine
from models.suppliers import Supplier

_ORDER = FIELD_LABELS[PurchaseOrder]
_DELIVERABLE = FIELD_LABELS[Deliverable]
_INVOICE = FIELD_LABELS[Invoice]


def _contract(model: Any, label: str) -> Column:
    relation: InstrumentedAttribute[Contract] = model.contract
    return Column(
        "contract",
        label,
        lambda row, today: str(row.contract),
        sort=(Contract.number,),
        joins=(relation,),
        loads=(relation,),
        width=44,
    )


def _order(model: Any, label: str) -> Column:
    relation: InstrumentedAttribute[PurchaseOrder | None] = model.order
    return Column(
        "order",
        label,
        lambda row, today: row.order.number if row.order else None,
        sort=(PurchaseOrder.number,),
        joins=(relation,),
        loads=(relation,),
        is_shown=False,
    )


def _total(model: Any, column: Any, key: Any, label: str, **options: Any) -> Column:
    """The sum of a column over the lines of a row."""
    name = column.key
    total = (
        select(func.coalesce(func.sum(column, type_=BigInteger), 0))
        .where(key == model.id)
        .correlate(model)
        .scalar_subquery()
    )

    def value(row: Any, today: Any) -> Decimal:
        return sum((getattr(line, name) for line in row.lines), Decimal(0))

    attribute = "total_incl_tax" if name == "total_incl_tax" else "total_excl_tax"
    return Column(attribute, label, value, Kind.AMOUNT, sort=(total,), loads=(model.lines,), width=18, **options)


def _order_total(column: Any, **options: Any) -> Column:
    name = column.key
    return _total(PurchaseOrder, column, PurchaseOrderLine.order_id, _ORDER[name], **options)


def _invoice_total(column: Any, name: str, **options: Any) -> Column:
    return _total(Invoice, column, InvoiceLine.invoice_id, _INVOICE[name], **options)


ORDER_COLUMNS = (
    stored_column(PurchaseOrder.number, _ORDER["number"]),
    stored_column(PurchaseOrder.subject, _ORDER["subject"], width=44, sort=(func.lower(PurchaseOrder.subject),)),
    _contract(PurchaseOrder, _ORDER["contract"]),
    stored_column(PurchaseOrder.state, _ORDER["state"]),
    stored_column(PurchaseOrder.ordered_on, _ORDER["ordered_on"]),
    _order_total(PurchaseOrderLine.total_excl_tax),
    _order_total(PurchaseOrderLine.total_incl_tax, is_shown=False),
    Column(
        "holders",
        _ORDER["holders"],
        lambda row, today: tuple(str(holder.supplier) for holder in row.contract.holders),
        loads=(PurchaseOrder.contract, Contract.holders, ContractHolder.supplier),
        width=36,
        is_shown=False,
    ),
    stored_column(PurchaseOrder.notes, _ORDER["notes"], is_shown=False),
)


def _computed(name: str, label: str, value: Callable[..., Any], kind: Kind, **options: Any) -> Column:
    return Column(name, label, value, kind, **options)


DELIVERABLE_COLUMNS = (
    stored_column(Deliverable.name, _DELIVERABLE["name"], width=44, sort=(func.lower(Deliverable.name),)),
    _contract(Deliverable, _DELIVERABLE["contract"]),
    _computed(
        "status",
        _DELIVERABLE["status"],
        deliverables.deliverable_status,
        Kind.ENUM,
        loads=(Deliverable.contract,),
        width=26,
    ),
    stored_column(Deliverable.due_on, _DELIVERABLE["due_on"]),
    stored_column(Deliverable.received_on, _DELIVERABLE["received_on"]),
    _computed(
        "tacit_on",
        _DELIVERABLE["tacit_on"],
        lambda row, today: deliverables.tacit_on(row),
        Kind.DATE,
        loads=(Deliverable.contract,),
        width=14,
    ),
    _computed(
        "late_days",
        _DELIVERABLE["late_days"],
        lambda row, today: deliverables.late_days(row, today) or None,
        Kind.INTEGER,
        is_shown=False,
    ),
    stored_column(Deliverable.decision, _DELIVERABLE["decision"], is_shown=False),
    stored_column(Deliverable.decided_on, _DELIVERABLE["decided_on"], is_shown=False),
    stored_column(Deliverable.reduction_excl_tax, _DELIVERABLE["reduction_excl_tax"], is_shown=False),
    stored_column(Deliverable.verified_on, _DELIVERABLE["verified_on"], is_shown=False),
    _order(Deliverable, _DELIVERABLE["order"]),
    stored_column(Deliverable.reason, _DELIVERABLE["reason"], is_shown=False),
)

# Whether it is late is read in its lines (a credit note never is) and in the law of the day it was received on.
_LAW = ((Invoice.payment_figures,),)
INVOICE_COLUMNS = (
    stored_column(Invoice.number, _INVOICE["number"]),
    _contract(Invoice, _INVOICE["contract"]),
    Column(
        "supplier",
        _INVOICE["supplier"],
        lambda row, today: str(row.supplier) if row.supplier else None,
        sort=(Supplier.sort_key,),
        joins=(Invoice.supplier,),
        loads=(Invoice.supplier,),
        width=30,
    ),
    _computed(
        "status",
        _INVOICE["status"],
        invoices.invoice_status,
        Kind.ENUM,
        loads=(Invoice.lines,),
        more_loads=_LAW,
        width=22,
    ),
    stored_column(Invoice.received_on, _INVOICE["received_on"]),
    _computed(
        "pay_by",
        _INVOICE["pay_by"],
        lambda row, today: invoices.pay_by(row),
        Kind.DATE,
        loads=(Invoice.payment_figures,),
        sort=(invoices.PAY_BY,),
        width=14,
    ),
    _invoice_total(InvoiceLine.amount_excl_tax, "total_excl_tax"),
    _invoice_total(InvoiceLine.total_incl_tax, "total_incl_tax", is_shown=False),
    stored_column(Invoice.paid_on, _INVOICE["paid_on"], is_shown=False),
    _computed(
        "late_days",
        _INVOICE["late_days"],
        lambda row, today: invoices.late_days(row, today) or None,
        Kind.INTEGER,
        loads=(Invoice.lines,),
        more_loads=_LAW,
        width=12,
        is_shown=False,
    ),
    _order(Invoice, _INVOICE["order"]),
    stored_column(Invoice.subject, _INVOICE["subject"], width=36, is_shown=False),
    stored_column(Invoice.checked_on, _INVOICE["checked_on"], is_shown=False),
    stored_column(Invoice.sent_to_payment_on, _INVOICE["sent_to_payment_on"], is_shown=False),
    stored_column(Invoice.suspended_days, _INVOICE["suspended_days"], is_shown=False),
)


def _rate(model: Any) -> Column:
    """The VAT rate of the lines, when it is the same for all."""

    def value(row: Any, today: Any) -> Decimal | None:
        rates = {line.vat_rate for line in row.lines}
        return rates.pop() if len(rates) == 1 else None

    label = FIELD_LABELS[InvoiceLine]["vat_rate"]
    return Column("vat_rate", label, value, Kind.AMOUNT, loads=(model.lines,), width=12, is_shown=False)


# What leaves to be changed has besides what the lists do not show.
ORDER_EXPORT_COLUMNS = (*ORDER_COLUMNS, _rate(PurchaseOrder))
INVOICE_EXPORT_COLUMNS = (
    *INVOICE_COLUMNS,
    _rate(Invoice),
    stored_column(Invoice.notes, _INVOICE["notes"], is_shown=False),
)

_RATE = FIELD_LABELS[LateInterestRate]
RATE_COLUMNS = (
    stored_column(LateInterestRate.valid_from, _RATE["valid_from"]),
    Column(
        "rate", _RATE["rate"], lambda row, today: row.rate / 100, Kind.PERCENT, sort=(LateInterestRate.rate,), width=14
    ),
    stored_column(LateInterestRate.is_to_confirm, _RATE["is_to_confirm"]),
    stored_column(LateInterestRate.source, _RATE["source"], width=50),
)
