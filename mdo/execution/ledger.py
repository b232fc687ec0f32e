"""The money of what names contracts, orders and invoices: none is its own, and each counts once.

What names several things (projects, calls, events) counts in the sums of each, and once in any sum over them. Orders of
a contract whose whole amount is counted are in that amount already. These functions take ids, and know no project.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.contracts.figures import Balance, balances_of
from mdo.contracts.terms import TERM_LOADS
from mdo.kernel.base.context import AnySession
from models.contracts import Contract
from models.execution import Invoice, OrderState, PurchaseOrder, with_tax

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Euros:
    """An amount before tax and with tax: each is said as what it is, none is worked out from the other."""

    excl_tax: Decimal = _ZERO
    incl_tax: Decimal = _ZERO

    def __add__(self, other: "Euros") -> "Euros":
        return Euros(self.excl_tax + other.excl_tax, self.incl_tax + other.incl_tax)


NO_EUROS = Euros()


@dataclass
class Named:
    """What money names something: ids, each of which is there once however many times it was named."""

    contracts: set[int] = field(default_factory=set)
    orders: set[int] = field(default_factory=set)
    invoices: set[int] = field(default_factory=set)

    def __or__(self, other: "Named") -> "Named":
        return Named(self.contracts | other.contracts, self.orders | other.orders, self.invoices | other.invoices)

    @classmethod
    def together(cls, every: Iterable["Named"]) -> "Named":
        """What any of these names, each once."""
        found = cls()
        for names in every:
            found = found | names
        return found


@dataclass(frozen=True)
class Item:
    """A contract, an order or an invoice that counts, with its amount and the day on which it was committed or came."""

    row: Contract | PurchaseOrder | Invoice
    euros: Euros
    on: dt.date | None
    is_paid: bool = False


@dataclass(frozen=True)
class Money:
    """What counts of some names: the items of which the sums are made, so that each may be shown."""

    commitments: tuple[Item, ...] = ()
    invoices: tuple[Item, ...] = ()

    @property
    def committed(self) -> Euros:
        return sum((item.euros for item in self.commitments), Euros())

    @property
    def spent(self) -> Euros:
        return sum((item.euros for item in self.invoices), Euros())

    @property
    def paid(self) -> Euros:
        return sum((item.euros for item in self.invoices if item.is_paid), Euros())


class Ledger:
    """What some names lead to, read once in a number of statements that does not grow with them.

    `known` are the figures of contracts that a caller has read already.
    """

    def __init__(self, session: AnySession, named: Named, known: Iterable[tuple[Contract, Balance]] = ()) -> None:
        balances = [(contract, balance) for contract, balance in known if contract.id in named.contracts]
        unread = named.contracts - {contract.id for contract, _ in balances}
        if unread:
            contracts = session.scalars(select(Contract).where(Contract.id.in_(unread)).options(*TERM_LOADS)).all()
            read = balances_of(session, contracts)
            balances += [(contract, read[contract.id]) for contract in contracts]
        # Whole from the notification on, as the page of the contract says it; at unit prices the orders say it.
        self._whole = {
            row.id: Item(row, _of_lump_sum(row, balance.ordered), row.notified_on)
            for row, balance in balances
            if balance.is_whole
        }
        orders = select(PurchaseOrder).where(PurchaseOrder.id.in_(named.orders))
        issued = orders.where(PurchaseOrder.state == OrderState.ISSUED).options(selectinload(PurchaseOrder.lines))
        self._orders = {row.id: row for row in session.scalars(issued)}
        invoices = select(Invoice).where(
            Invoice.id.in_(named.invoices) | Invoice.order_id.in_(named.orders) | Invoice.contract_id.in_(self._whole)
        )
        self._invoices = session.scalars(
            invoices.options(selectinload(Invoice.lines)).order_by(Invoice.received_on, Invoice.id)
        ).all()

    def of(self, named: Named) -> Money:
        """What counts of these names, each thing once."""
        whole = [item for row_id, item in self._whole.items() if row_id in named.contracts]
        counted = {item.row.id for item in whole}
        orders = [
            Item(row, _of_lines(row), row.ordered_on)
            for row_id, row in self._orders.items()
            if row_id in named.orders and row.contract_id not in counted
        ]
        invoices = [
            Item(row, _of_invoice(row), row.received_on, row.paid_on is not None)
            for row in self._invoices
            if row.id in named.invoices or row.order_id in named.orders or row.contract_id in counted
        ]
        return Money((*whole, *orders), tuple(invoices))


def _of_lump_sum(contract: Contract, excl_tax: Decimal) -> Euros:
    return Euros(excl_tax, with_tax(excl_tax, contract.vat_rate))


def _of_lines(order: PurchaseOrder) -> Euros:
    return sum((Euros(line.total_excl_tax, line.total_incl_tax) for line in order.lines), Euros())


def _of_invoice(invoice: Invoice) -> Euros:
    return sum((Euros(line.amount_excl_tax, line.total_incl_tax) for line in invoice.lines), Euros())
