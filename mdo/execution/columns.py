"""Columns of orders, deliverables and invoices."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, func, select

from mdo.execution import deliverables, invoices
from mdo.execution.fields import DELIVERABLE, INVOICE, LATE_INTEREST_RATE, PURCHASE_ORDER
from mdo.kernel.fields.columns import Column, Kind, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract, ContractHolder
from models.execution import Deliverable, Invoice, InvoiceLine, LateInterestRate, PurchaseOrder, PurchaseOrderLine

_ORDER = FIELD_LABELS[PurchaseOrder]
_DELIVERABLE = FIELD_LABELS[Deliverable]
_INVOICE = FIELD_LABELS[Invoice]


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
    return Column(
        attribute, label, value, Kind.AMOUNT, sort=(total,), loads=(model.lines,), width=18, sums=True, **options
    )


def _order_total(column: Any, **options: Any) -> Column:
    name = column.key
    return _total(PurchaseOrder, column, PurchaseOrderLine.order_id, _ORDER[name], **options)


def _invoice_total(column: Any, name: str, **options: Any) -> Column:
    return _total(Invoice, column, InvoiceLine.invoice_id, _INVOICE[name], **options)


ORDER_COLUMNS = PURCHASE_ORDER.columns(
    {
        6: _order_total(PurchaseOrderLine.total_excl_tax),
        7: _order_total(PurchaseOrderLine.total_incl_tax, is_shown=False),
        8: Column(
            "holders",
            _ORDER["holders"],
            lambda row, today: tuple(str(holder.supplier) for holder in row.contract.holders),
            loads=(PurchaseOrder.contract, Contract.holders, ContractHolder.supplier),
            width=36,
            is_shown=False,
        ),
    }
)


def _computed(name: str, label: str, value: Callable[..., Any], kind: Kind, **options: Any) -> Column:
    return Column(name, label, value, kind, **options)


DELIVERABLE_COLUMNS = DELIVERABLE.columns(
    {
        3: _computed(
            "status",
            _DELIVERABLE["status"],
            deliverables.deliverable_status,
            Kind.ENUM,
            loads=(Deliverable.contract,),
            width=26,
        ),
        6: _computed(
            "tacit_on",
            _DELIVERABLE["tacit_on"],
            lambda row, today: deliverables.tacit_on(row),
            Kind.DATE,
            loads=(Deliverable.contract,),
            width=14,
        ),
        7: _computed(
            "late_days",
            _DELIVERABLE["late_days"],
            lambda row, today: deliverables.late_days(row, today) or None,
            Kind.INTEGER,
            is_shown=False,
        ),
    }
)

# Whether it is late is read in its lines (a credit note never is) and in the law of the day it was received on.
_LAW = ((Invoice.payment_figures,),)
INVOICE_COLUMNS = INVOICE.columns(
    {
        4: _computed(
            "status",
            _INVOICE["status"],
            invoices.invoice_status,
            Kind.ENUM,
            loads=(Invoice.lines,),
            more_loads=_LAW,
            width=22,
        ),
        6: _computed(
            "pay_by",
            _INVOICE["pay_by"],
            lambda row, today: invoices.pay_by(row),
            Kind.DATE,
            loads=(Invoice.payment_figures,),
            sort=(invoices.PAY_BY,),
            width=14,
        ),
        7: _invoice_total(InvoiceLine.amount_excl_tax, "total_excl_tax"),
        8: _invoice_total(InvoiceLine.total_incl_tax, "total_incl_tax", is_shown=False),
        10: _computed(
            "late_days",
            _INVOICE["late_days"],
            lambda row, today: invoices.late_days(row, today) or None,
            Kind.INTEGER,
            loads=(Invoice.lines,),
            more_loads=_LAW,
            width=12,
            is_shown=False,
        ),
    }
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
RATE_COLUMNS = LATE_INTEREST_RATE.columns(
    {
        2: Column(
            "rate",
            _RATE["rate"],
            lambda row, today: row.rate / 100,
            Kind.PERCENT,
            sort=(LateInterestRate.rate,),
            width=14,
        ),
    }
)
