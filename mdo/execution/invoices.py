"""Invoices: the days that the law gives the city to pay, what is late, and what being late costs."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, func, inspect, not_, or_, select, type_coerce

from mdo.execution.orders import order_total
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation, amount_in_words, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.dates import day_after
from mdo.kernel.rules.twofold import Cases, Rule
from mdo.procurement.counting import payment_limit
from mdo.procurement.figures import number_on, stored_figures
from models.contracts import ContractState
from models.execution import Invoice, InvoiceLine, LateInterestRate
from models.procurement import FigureCode, LegalFigure
from models.types import CENT

_YEAR_DAYS = 365
_JUNE = 6


class InvoiceStatus(StrEnum):
    """Where an invoice stands on a day; one that is late says so whatever was done of it."""

    RECEIVED = "received"
    CHECKED = "checked"
    SENT = "sent"
    OVERDUE = "overdue"
    PAID = "paid"
    PAID_LATE = "paid_late"


_PAYMENT_DAYS = (
    select(type_coerce(LegalFigure.number, BigInteger) / 100)
    .where(
        LegalFigure.code == FigureCode.PAYMENT_DAYS,
        LegalFigure.valid_from <= Invoice.received_on,
        or_(LegalFigure.valid_to.is_(None), LegalFigure.valid_to >= Invoice.received_on),
    )
    .order_by(LegalFigure.valid_from.desc())
    .limit(1)
    .correlate(Invoice)
    .scalar_subquery()
)
PAY_BY = day_after(Invoice.received_on, _PAYMENT_DAYS + Invoice.suspended_days)
_TOTAL = (
    select(func.coalesce(func.sum(InvoiceLine.total_incl_tax, type_=BigInteger), 0))
    .where(InvoiceLine.invoice_id == Invoice.id)
    .correlate(Invoice)
    .scalar_subquery()
)


def payment_figure(invoice: Any) -> LegalFigure | None:
    """In how many days the law has it paid, as it was on the day of reception."""
    return next(iter(invoice.payment_figures), None)


def pay_by(invoice: Any) -> dt.date | None:
    """The last day on which the city pays in time; None where the law of that day is not filled in."""
    figure = payment_figure(invoice)
    return payment_limit(invoice.received_on, int(figure.number) + (invoice.suspended_days or 0)) if figure else None


def total_incl_tax(invoice: Any) -> Decimal:
    """Euros with tax, all lines; zero or below for a credit note."""
    return sum((line.total_incl_tax for line in invoice.lines), Decimal(0))


def total_excl_tax(invoice: Any) -> Decimal:
    """Euros before tax, all lines."""
    return sum((line.amount_excl_tax for line in invoice.lines), Decimal(0))


def late_days(invoice: Any, today: dt.date) -> int:
    """Calendar days past the last day, until the payment or until today; a credit note is never late."""
    last = pay_by(invoice)
    days = 0 if last is None else max(((invoice.paid_on or today) - last).days, 0)
    return days if days and total_incl_tax(invoice) > 0 else 0


def invoice_status(invoice: Any, today: dt.date) -> InvoiceStatus:
    """Where the invoice stands."""
    is_late = late_days(invoice, today) > 0
    if invoice.paid_on is not None:
        return InvoiceStatus.PAID_LATE if is_late else InvoiceStatus.PAID
    if is_late:
        return InvoiceStatus.OVERDUE
    if invoice.sent_to_payment_on is not None:
        return InvoiceStatus.SENT
    return InvoiceStatus.RECEIVED if invoice.checked_on is None else InvoiceStatus.CHECKED


def invoice_status_clause(status: Any, today: dt.date) -> ColumnElement[bool]:
    """The same in SQL."""
    is_paid, is_sent, is_checked = (
        column.is_not(None) for column in (Invoice.paid_on, Invoice.sent_to_payment_on, Invoice.checked_on)
    )
    is_late = and_(_TOTAL > 0, PAY_BY.is_not(None), func.coalesce(Invoice.paid_on, today) > PAY_BY)
    is_under_way = and_(not_(is_paid), not_(is_late))
    return {
        InvoiceStatus.RECEIVED: and_(is_under_way, not_(is_sent), not_(is_checked)),
        InvoiceStatus.CHECKED: and_(is_under_way, not_(is_sent), is_checked),
        InvoiceStatus.SENT: and_(is_under_way, is_sent),
        InvoiceStatus.OVERDUE: and_(not_(is_paid), is_late),
        InvoiceStatus.PAID: and_(is_paid, not_(is_late)),
        InvoiceStatus.PAID_LATE: and_(is_paid, is_late),
    }[InvoiceStatus(status)]


def to_pay_clause(today: dt.date) -> ColumnElement[bool]:
    """Invoices that the city still has to pay; a credit note is none."""
    return and_(Invoice.paid_on.is_(None), _TOTAL > 0)


@dataclass(frozen=True)
class InterestLaw:
    """What late interest is counted from: the rates of the central bank by the day from which they are valid, and the
    figures of the law (points added to them, lump sum for the recovery: L2192-13, R2192-31, D2192-35)."""

    rates: Sequence[tuple[dt.date, Decimal]]
    figures: Sequence[LegalFigure]

    def rate_on(self, day: dt.date) -> Decimal | None:
        """Per cent a year of an interest that starts to run on a day: the rate of the bank on the first day of its
        half-year, and the points of the day; None where one of them is not filled in."""
        known = [rate for valid_from, rate in sorted(self.rates) if valid_from <= half_year_of(day)]
        points = number_on(self.figures, FigureCode.INTEREST_POINTS, day)
        return known[-1] + points if known and points is not None else None


def half_year_of(day: dt.date) -> dt.date:
    """The first day of the half-year of a day: 1 January or 1 July."""
    return dt.date(day.year, 1 if day.month <= _JUNE else 7, 1)


def interest_law(session: AnySession) -> InterestLaw:
    """The rates and the figures that were filled in."""
    statement = select(LateInterestRate.valid_from, LateInterestRate.rate).order_by(LateInterestRate.valid_from)
    rates = [(valid_from, rate) for valid_from, rate in session.execute(statement)]
    return InterestLaw(rates, stored_figures(session))


@dataclass(frozen=True)
class LateInterest:
    """What a late payment costs, as an indication: days, the rate applied (%), euros; no rate, no amount."""

    days: int
    rate: Decimal | None = None
    interest: Decimal | None = None
    recovery: Decimal | None = None

    @property
    def total(self) -> Decimal | None:
        return None if self.interest is None or self.recovery is None else self.interest + self.recovery


def late_interest(invoice: Invoice, law: InterestLaw, today: dt.date) -> LateInterest | None:
    """The indication for an invoice that is or was late; None for one in time or a credit note.

    The law applied is that of the first late day, and its rate stays though the half-year ends.
    """
    days, last = late_days(invoice, today), pay_by(invoice)
    if days == 0 or last is None:
        return None
    first = last + dt.timedelta(days=1)
    rate, recovery = law.rate_on(first), number_on(law.figures, FigureCode.RECOVERY, first)
    if rate is None:
        return LateInterest(days, recovery=recovery)
    interest = (total_incl_tax(invoice) * rate / 100 * days / _YEAR_DAYS).quantize(CENT, ROUND_HALF_UP)
    return LateInterest(days, rate, interest, recovery)


def complete_invoice(invoice: Invoice) -> None:
    """An invoice is of the holder that leads, unless another is named."""
    if invoice.supplier is None and invoice.supplier_id is None and invoice.contract is not None:
        holders = invoice.contract.holders
        if holders:
            invoice.supplier = holders[0].supplier


def check_invoice(session: AnySession, invoice: Invoice, today: dt.date) -> None:
    """Raises RuleViolation for an invoice that cannot be."""
    gather(
        lambda: _check_awarded(invoice),
        lambda: _check_supplier(invoice),
        lambda: _check_order(invoice),
        lambda: _check_days(invoice, today),
        lambda: _check_number(session, invoice),
    )


def _check_awarded(invoice: Invoice) -> None:
    contract = invoice.contract
    if contract is not None and contract.state in (ContractState.NEED, ContractState.PROCEDURE):
        raise RuleViolation(
            N_("This contract is not awarded yet: it has no invoice. Award it first."), field="contract"
        )


def _check_supplier(invoice: Invoice) -> None:
    if invoice.supplier is None and invoice.supplier_id is None:
        raise RuleViolation(N_("Say who invoices: the contract has no holder yet."), field="supplier")


def _check_order(invoice: Invoice) -> None:
    contract = invoice.contract
    if invoice.order is not None and contract is not None and invoice.order.contract_id != contract.id:
        raise RuleViolation(
            N_("This purchase order is of another contract: choose one of this contract."), field="order"
        )


def _check_number(session: AnySession, invoice: Invoice) -> None:
    has_supplier = invoice.supplier is not None or invoice.supplier_id is not None
    if invoice.contract is not None and has_supplier and _has_same_number(session, invoice):
        raise RuleViolation(
            N_("The supplier already has an invoice « %(number)s » on this contract: open it, or correct the number."),
            field="number",
            number=invoice.number,
        )


def invoice_remarks(session: AnySession, invoice: Invoice) -> list[RuleViolation]:
    """What is told of an invoice, and never refused: over its order with the others, received before the start."""
    found = []
    order, contract = invoice.order, invoice.contract
    if order is not None:
        asked = select(Invoice).where(Invoice.order_id == order.id)
        invoiced = sum((total_excl_tax(row) for row in session.scalars(asked)), Decimal(0))
        ordered = order_total(order)
        if invoiced > ordered:
            words = N_("Invoiced on the order %(number)s: %(invoiced)s € before tax, over the %(ordered)s € that were "
                       "ordered. Ask for a credit note, or make another order.")  # fmt: skip
            found.append(
                RuleViolation(
                    words, number=order.number, invoiced=amount_in_words(invoiced), ordered=amount_in_words(ordered)
                )
            )
    start = contract.starts_on if contract is not None else None
    if start is not None and invoice.received_on is not None and invoice.received_on < start:
        words = N_("Received on %(day)s, before the contract starts (%(start)s): check what it is for.")
        found.append(RuleViolation(words, day=invoice.received_on, start=start))
    return found


def _check_days(invoice: Invoice, today: dt.date) -> None:
    if invoice.received_on is None:
        return  # refused for it by the form or by the database
    steps = (
        ("checked_on", invoice.checked_on),
        ("sent_to_payment_on", invoice.sent_to_payment_on),
        ("paid_on", invoice.paid_on),
    )
    for name, day in (("received_on", invoice.received_on), *steps):
        if day is not None and day > today:
            raise RuleViolation(N_("This day is still to come: write the day on which it was done."), field=name)
    before = invoice.received_on
    for name, day in steps:
        if day is None:
            continue
        if day < before:
            raise RuleViolation(
                N_(
                    "An invoice is received, checked, sent to payment, then paid: this day is before the one before it."
                ),
                field=name,
            )
        before = day


def _has_same_number(session: AnySession, invoice: Invoice) -> bool:
    supplier_id = invoice.supplier.id if invoice.supplier is not None else invoice.supplier_id
    with session.no_autoflush:
        statement = select(func.count(Invoice.id)).where(
            Invoice.contract_id == invoice.contract.id,
            Invoice.supplier_id == supplier_id,
            Invoice.number == invoice.number,
        )
        if inspect(invoice).persistent:
            statement = statement.where(Invoice.id != invoice.id)
        return bool(session.scalar(statement))


_OF_LIMIT = (Invoice.received_on, Invoice.suspended_days)
LAST_DAY_TO_PAY = Rule(pay_by, PAY_BY, _OF_LIMIT)
STATUS = Cases(
    InvoiceStatus,
    invoice_status,
    invoice_status_clause,
    (
        *_OF_LIMIT,
        Invoice.checked_on,
        Invoice.sent_to_payment_on,
        Invoice.paid_on,
        InvoiceLine.invoice_id,
        InvoiceLine.total_incl_tax,
    ),
    turns=pay_by,
)
