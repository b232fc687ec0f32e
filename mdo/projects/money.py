"""The money of projects: none is theirs. It is that of the contracts, orders and invoices that name them, each once.

What names several projects counts in the sums of each, and once in any sum over them. Orders of a contract whose whole
amount is counted are in that amount already. What names something else (a call, an event) is summed by the same
functions: they take ids, and know no project.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.contracts.figures import balances_of
from mdo.contracts.terms import TERM_LOADS
from mdo.kernel.base.context import AnySession
from models.contracts import Contract
from models.execution import Invoice, OrderState, PurchaseOrder, with_tax
from models.projects import BudgetLine, ProjectSpending

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Euros:
    """An amount before tax and with tax: each is said as what it is, none is worked out from the other."""

    excl_tax: Decimal = _ZERO
    incl_tax: Decimal = _ZERO

    def __add__(self, other: "Euros") -> "Euros":
        return Euros(self.excl_tax + other.excl_tax, self.incl_tax + other.incl_tax)


@dataclass
class Named:
    """What money names something: ids, each of which is there once however many times it was named."""

    contracts: set[int] = field(default_factory=set)
    orders: set[int] = field(default_factory=set)
    invoices: set[int] = field(default_factory=set)

    def __or__(self, other: "Named") -> "Named":
        return Named(self.contracts | other.contracts, self.orders | other.orders, self.invoices | other.invoices)


@dataclass(frozen=True)
class Item:
    """A contract, an order or an invoice that counts, with its amount and the day on which it was committed or came."""

    row: Contract | PurchaseOrder | Invoice
    euros: Euros
    on: dt.date | None
    is_paid: bool = False


@dataclass(frozen=True)
class Sums:
    """Planned (with tax alone: budgets are so), committed, invoiced and paid."""

    planned_incl_tax: Decimal = _ZERO
    carried_over_incl_tax: Decimal = _ZERO
    committed: Euros = Euros()
    spent: Euros = Euros()
    paid: Euros = Euros()

    @property
    def left_incl_tax(self) -> Decimal:
        """What is planned and not committed yet; below zero where more is committed than was planned."""
        return self.planned_incl_tax - self.committed.incl_tax


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
    """What some names lead to, read once in a number of statements that does not grow with them."""

    def __init__(self, session: AnySession, named: Named) -> None:
        contracts = session.scalars(select(Contract).where(Contract.id.in_(named.contracts)).options(*TERM_LOADS)).all()
        balances = balances_of(session, contracts) if contracts else {}
        # Whole from the notification on, as the page of the contract says it; at unit prices the orders say it.
        self._whole = {
            row.id: Item(row, _of_lump_sum(row, balances[row.id].ordered), row.notified_on)
            for row in contracts
            if balances[row.id].is_whole
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


# ---- Of projects -----------------------------------------------------------------------------------------------------


def named_by(session: AnySession, project_ids: Collection[int]) -> dict[int, Named]:
    """What money names each of these projects."""
    columns = (
        ProjectSpending.project_id, ProjectSpending.contract_id, ProjectSpending.order_id, ProjectSpending.invoice_id
    )  # fmt: skip
    found: dict[int, Named] = defaultdict(Named)
    for project_id, contract_id, order_id, invoice_id in session.execute(
        select(*columns).where(ProjectSpending.project_id.in_(project_ids))
    ):
        for ids, row_id in zip(
            (found[project_id].contracts, found[project_id].orders, found[project_id].invoices),
            (contract_id, order_id, invoice_id),
            strict=True,
        ):
            if row_id is not None:
                ids.add(row_id)
    return found


def money_of(session: AnySession, project_ids: Iterable[int]) -> tuple[Mapping[int, Sums], Sums]:
    """The sums of each of these projects, by id, and those of all together: what names several counts once there."""
    ids = tuple(project_ids)
    named = named_by(session, ids)
    every = Named()
    for names in named.values():
        every = every | names
    ledger = Ledger(session, every)
    planned: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in session.scalars(select(BudgetLine).where(BudgetLine.project_id.in_(ids))):
        planned[line.project_id].append(line)
    by_id = {row_id: sums_of(planned[row_id], ledger.of(named.get(row_id, Named()))) for row_id in ids}
    return by_id, sums_of([line for lines in planned.values() for line in lines], ledger.of(every))


def sums_of(lines: Iterable[BudgetLine], money: Money) -> Sums:
    """What is planned on these lines, beside what is committed, invoiced and paid."""
    lines = tuple(lines)
    return Sums(
        sum((line.planned_incl_tax for line in lines), _ZERO),
        sum((line.carried_over_incl_tax for line in lines), _ZERO),
        money.committed,
        money.spent,
        money.paid,
    )


@dataclass(frozen=True)
class YearSums:
    """A year of a project, with tax: what is planned, what came over from the year before, what was committed.

    `available` is what is planned, with what came and without what goes over.
    """

    year: int
    planned: Decimal = _ZERO
    brought: Decimal = _ZERO
    carried: Decimal = _ZERO
    committed: Decimal = _ZERO
    spent: Decimal = _ZERO

    @property
    def available(self) -> Decimal:
        return self.planned + self.brought - self.carried

    @property
    def left(self) -> Decimal:
        return self.available - self.committed


def years_of(lines: Iterable[BudgetLine], money: Money) -> tuple[YearSums, ...]:
    """Year by year, by the exercise of the lines and the day of what was committed and invoiced."""
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in lines:
        found[line.exercise]["planned"] += line.planned_incl_tax
        if line.carried_over_incl_tax:
            found[line.exercise]["carried"] += line.carried_over_incl_tax
            found[line.exercise + 1]["brought"] += line.carried_over_incl_tax
    for name, items in (("committed", money.commitments), ("spent", money.invoices)):
        for item in items:
            if item.on is not None:
                found[item.on.year][name] += item.euros.incl_tax
    return tuple(YearSums(year, **sums) for year, sums in sorted(found.items()))
