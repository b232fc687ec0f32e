"""Performance of contracts: what is ordered, what is delivered and checked, what is invoiced and paid."""

import datetime as dt
import enum
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, and_, event, or_
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, foreign, mapped_column, relationship

from models.base import Record, table_args
from models.bounds import MAX_EUROS, money, percent, whole
from models.contracts import Contract
from models.placement import MissionOnly
from models.procurement import FigureCode, LegalFigure
from models.suppliers import Supplier
from models.text import WORDS
from models.types import CENT, enum_column_type

MAX_QUANTITY = 100_000
# The rate is a hundred per cent at most.
MAX_WITH_TAX = 2 * MAX_EUROS
# A line as a form holds it: its id when it is stored, its description, then numbers with two decimals, as text.
LineItem = list[int | str | None]


class OrderState(enum.StrEnum):
    """Where a purchase order stands: only one that was issued counts."""

    DRAFT = "draft"
    ISSUED = "issued"
    CANCELLED = "cancelled"


class DeliverableDecision(enum.StrEnum):
    """What the city decided once it had checked (CCAG-PI, article 29)."""

    ADMISSION = "admission"
    POSTPONEMENT = "postponement"
    REDUCTION = "reduction"
    REJECTION = "rejection"


class PurchaseOrder(Record):
    """A purchase order (bon de commande) of a contract, counted against its maximum once issued."""

    __tablename__ = "purchase_order"
    __table_args__ = table_args(
        CheckConstraint("number <> ''", name="number_filled"),
        CheckConstraint("subject <> ''", name="subject_filled"),
        CheckConstraint("state <> 'issued' OR ordered_on IS NOT NULL", name="issued_on_a_day"),
        UniqueConstraint("contract_id", "number"),
        Index("ix_purchase_order_ordered_on", "ordered_on"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(250))
    state: Mapped[OrderState] = mapped_column(enum_column_type(OrderState, "order_state"), default=OrderState.DRAFT)
    ordered_on: Mapped[dt.date | None]
    notes: Mapped[str | None] = mapped_column(Text)

    contract: Mapped[Contract] = relationship(lazy="select")
    lines: Mapped[list["PurchaseOrderLine"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (PurchaseOrderLine.position, PurchaseOrderLine.id),
        back_populates="order",
        lazy="select",
    )

    @property
    def line_items(self) -> list["LineItem"]:
        """Its lines as a form holds them: id, description, quantity, price, VAT rate."""
        return [
            [line.id, line.label, _plain(line.quantity), _plain(line.unit_price_excl_tax), _plain(line.vat_rate)]
            for line in self.lines
        ]

    @line_items.setter
    def line_items(self, items: list["LineItem"]) -> None:
        def fill(line: PurchaseOrderLine, item: LineItem) -> None:
            line.label = str(item[1])
            line.quantity, line.unit_price_excl_tax, line.vat_rate = (Decimal(str(value)) for value in item[2:])

        _fill_lines(self.lines, items, PurchaseOrderLine, fill)

    def __str__(self) -> str:
        return f"{self.number} – {self.subject}"


class PurchaseOrderLine(Record):
    """A line of a purchase order: so many units at a price, with its own VAT rate."""

    __tablename__ = "purchase_order_line"
    __table_args__ = table_args(CheckConstraint("label <> ''", name="label_filled"))
    __placement__ = MissionOnly()

    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id"), index=True)
    position: Mapped[int] = whole(1, 999, default=1)
    label: Mapped[str] = mapped_column(String(250))
    quantity: Mapped[Decimal] = money(0, MAX_QUANTITY, default=Decimal(1), doc="With two decimals: 2,5 days.")
    unit_price_excl_tax: Mapped[Decimal] = money()
    vat_rate: Mapped[Decimal] = percent(default=Decimal(20))
    # Kept for sums in the database: quantity × price to the cent, and VAT rounded on each line.
    total_excl_tax: Mapped[Decimal] = money(default=Decimal(0))
    total_incl_tax: Mapped[Decimal] = money(0, MAX_WITH_TAX, default=Decimal(0))

    order: Mapped[PurchaseOrder] = relationship(back_populates="lines", lazy="select")

    def __str__(self) -> str:
        return self.label


class Deliverable(Record):
    """Something that the holder owes: due on a day, received, checked, then admitted or not."""

    __tablename__ = "deliverable"
    __table_args__ = table_args(
        CheckConstraint("name <> ''", name="name_filled"),
        CheckConstraint("decision IS NULL OR decided_on IS NOT NULL", name="decided_on_a_day"),
        Index("ix_deliverable_due_on", "due_on"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_order.id"), index=True)
    name: Mapped[str] = mapped_column(String(250))
    due_on: Mapped[dt.date | None]
    received_on: Mapped[dt.date | None] = mapped_column(index=True)
    verified_on: Mapped[dt.date | None] = mapped_column(doc="When the checks were over, before the decision.")
    decision: Mapped[DeliverableDecision | None] = mapped_column(
        enum_column_type(DeliverableDecision, "deliverable_decision")
    )
    decided_on: Mapped[dt.date | None]
    reduction_excl_tax: Mapped[Decimal | None] = money(doc="What is taken off the price (reduction).")
    reason: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)

    contract: Mapped[Contract] = relationship(lazy="select")
    order: Mapped[PurchaseOrder | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.name


class Invoice(Record):
    """An invoice (or, with lines below zero, a credit note) of a contract, on its way to payment."""

    __tablename__ = "invoice"
    __table_args__ = table_args(
        CheckConstraint("number <> ''", name="number_filled"),
        UniqueConstraint("contract_id", "supplier_id", "number"),
        Index("ix_invoice_paid_on_received_on", "paid_on", "received_on"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), index=True, doc="Who invoices.")
    order_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_order.id"), index=True)
    number: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str | None] = mapped_column(String(250))
    received_on: Mapped[dt.date] = mapped_column(doc="The delay of payment is counted from it.")
    checked_on: Mapped[dt.date | None]
    sent_to_payment_on: Mapped[dt.date | None]
    paid_on: Mapped[dt.date | None]
    suspended_days: Mapped[int] = whole(0, 365, default=0, doc="Days during which the delay was suspended.")
    notes: Mapped[str | None] = mapped_column(Text)

    contract: Mapped[Contract] = relationship(lazy="select")
    supplier: Mapped[Supplier | None] = relationship(lazy="select")
    order: Mapped[PurchaseOrder | None] = relationship(lazy="select")
    lines: Mapped[list["InvoiceLine"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (InvoiceLine.position, InvoiceLine.id),
        back_populates="invoice",
        lazy="select",
    )
    payment_figures: Mapped[list[LegalFigure]] = relationship(
        primaryjoin=lambda: and_(
            LegalFigure.code == FigureCode.PAYMENT_DAYS,
            foreign(LegalFigure.valid_from) <= Invoice.received_on,
            or_(LegalFigure.valid_to.is_(None), LegalFigure.valid_to >= Invoice.received_on),
        ),
        order_by=LegalFigure.valid_from.desc(),
        viewonly=True,
        lazy="select",
        doc="In how many days the law of the day of reception has it paid: one row, or none where nobody filled it in.",
    )

    @property
    def line_items(self) -> list["LineItem"]:
        """Its lines as a form holds them: id, description, amount, VAT rate."""
        return [[line.id, line.label, _plain(line.amount_excl_tax), _plain(line.vat_rate)] for line in self.lines]

    @line_items.setter
    def line_items(self, items: list["LineItem"]) -> None:
        def fill(line: InvoiceLine, item: LineItem) -> None:
            line.label = str(item[1])
            line.amount_excl_tax, line.vat_rate = (Decimal(str(value)) for value in item[2:])

        _fill_lines(self.lines, items, InvoiceLine, fill)

    def __str__(self) -> str:
        return self.number


class InvoiceLine(Record):
    """A line of an invoice: an amount with its VAT rate; below zero for a credit note."""

    __tablename__ = "invoice_line"
    __table_args__ = table_args(CheckConstraint("label <> ''", name="label_filled"))
    __placement__ = MissionOnly()

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    position: Mapped[int] = whole(1, 999, default=1)
    label: Mapped[str] = mapped_column(String(250))
    amount_excl_tax: Mapped[Decimal] = money(-MAX_EUROS)
    vat_rate: Mapped[Decimal] = percent(default=Decimal(20))
    total_incl_tax: Mapped[Decimal] = money(-MAX_WITH_TAX, MAX_WITH_TAX, default=Decimal(0))

    invoice: Mapped[Invoice] = relationship(back_populates="lines", lazy="select")

    def __str__(self) -> str:
        return self.label


class LateInterestRate(Record):
    """The rate of the European central bank from a day on: late interest is counted from it (R2192-31)."""

    __tablename__ = "late_interest_rate"
    __table_args__ = table_args(UniqueConstraint("valid_from"))
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    valid_from: Mapped[dt.date]
    rate: Mapped[Decimal] = percent(doc="Of the bank alone: the points that the law adds are added by the rule.")
    source: Mapped[str | None] = mapped_column(String(500))
    is_to_confirm: Mapped[bool] = mapped_column(default=True)

    def __str__(self) -> str:
        return f"{self.rate} % ({self.valid_from:%d/%m/%Y})"


def _plain(value: Decimal) -> str:
    return f"{value:.2f}"


def _fill_lines(lines: list[Any], items: list[LineItem], kind: type, fill: Callable[[Any, LineItem], None]) -> None:
    """Writes the lines of a form on those of a row: known ones are changed, the others come and go."""
    known = {line.id: line for line in lines if line.id is not None}
    kept = []
    for position, item in enumerate(items, 1):
        line = known.pop(item[0], None) or kind()
        fill(line, item)
        if line.position != position:
            line.position = position
        kept.append(line)
    lines[:] = kept


def with_tax(amount_excl_tax: Decimal, vat_rate: Decimal) -> Decimal:
    """Euros with tax: the VAT of one line, rounded to the cent, half up (away from zero)."""
    return amount_excl_tax + (amount_excl_tax * vat_rate / 100).quantize(CENT, ROUND_HALF_UP)


def line_amount(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """Euros before tax of so many units, rounded to the cent, half up."""
    return (quantity * unit_price).quantize(CENT, ROUND_HALF_UP)


@event.listens_for(PurchaseOrderLine, "before_insert")
@event.listens_for(PurchaseOrderLine, "before_update")
def _set_amounts_of_order(mapper: Mapper[PurchaseOrderLine], connection: Connection, line: PurchaseOrderLine) -> None:
    quantity = Decimal(1) if line.quantity is None else line.quantity
    rate = Decimal(20) if line.vat_rate is None else line.vat_rate
    line.total_excl_tax = line_amount(quantity, line.unit_price_excl_tax)
    line.total_incl_tax = with_tax(line.total_excl_tax, rate)


@event.listens_for(InvoiceLine, "before_insert")
@event.listens_for(InvoiceLine, "before_update")
def _set_amounts_of_invoice(mapper: Mapper[InvoiceLine], connection: Connection, line: InvoiceLine) -> None:
    line.total_incl_tax = with_tax(line.amount_excl_tax, Decimal(20) if line.vat_rate is None else line.vat_rate)
