"""The figures of a contract: what it allows, what was ordered, invoiced, paid, what is left. Computed here alone."""

import datetime as dt
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import func, inspect, select

from mdo.contracts.terms import AWARDED_STATES, TERM_LOADS, terms_on
from mdo.kernel.base.context import AnySession, context_of
from models.contracts import Contract, PriceForm, Technique
from models.execution import Invoice, InvoiceLine, OrderState, PurchaseOrder, PurchaseOrderLine, line_amount
from models.types import CENT

# Share of the maximum, in per cent, from which a contract is watched.
WATCHED_SHARE = Decimal(80)
_ZERO = Decimal(0)
_TERMS = {"amendments", "periods"}
# A marché subséquent counts against its framework once it is awarded, a lot in the figures of its file.
_COMMITTED = AWARDED_STATES


class Use(StrEnum):
    """How much of what the contract allows is used."""

    UNKNOWN = "unknown"
    ROOM = "room"
    WATCHED = "watched"
    FULL = "full"
    EXCEEDED = "exceeded"


@dataclass(frozen=True)
class Balance:
    """Euros before tax, balances taken over included; with tax, of what has lines here alone.

    `ceiling` is the maximum of the contract, or its amount where it has none, amendments and renewals included; None
    when neither is known. `ordered` is what is committed: the orders that were issued, and the whole amount of a
    lump-sum contract from its notification on; `by_orders` are the orders alone. `used` is what was committed, or
    invoiced where that is more (a contract without orders). `parts` are the figures that these are the sums of: those
    of a file and of its lots.
    """

    ceiling: Decimal | None = None
    ordered: Decimal = _ZERO
    invoiced: Decimal = _ZERO
    paid: Decimal = _ZERO
    ordered_incl_tax: Decimal = _ZERO
    invoiced_incl_tax: Decimal = _ZERO
    paid_incl_tax: Decimal = _ZERO
    has_opening: bool = False
    by_orders: Decimal = _ZERO
    is_whole: bool = False
    parts: tuple["Balance", ...] = ()

    @property
    def used(self) -> Decimal:
        return sum((part.used for part in self.parts), _ZERO) if self.parts else max(self.ordered, self.invoiced)

    @property
    def taken(self) -> Decimal:
        """What orders and invoices hold: below it no contract is lowered, whatever its price."""
        return sum((part.taken for part in self.parts), _ZERO) if self.parts else max(self.by_orders, self.invoiced)

    @property
    def left(self) -> Decimal | None:
        """What may still be ordered; below zero when the maximum is passed."""
        if self.parts:
            known = [left for part in self.parts if (left := part.left) is not None]
            return sum(known, _ZERO) if known else None
        return None if self.ceiling is None else self.ceiling - self.used

    @property
    def to_invoice(self) -> Decimal:
        """What was ordered and not invoiced yet."""
        if self.parts:
            return sum((part.to_invoice for part in self.parts), _ZERO)
        return max(self.ordered - self.invoiced, _ZERO)

    @property
    def to_pay(self) -> Decimal:
        """What was invoiced and not paid yet."""
        return self.invoiced - self.paid

    @property
    def share(self) -> Decimal | None:
        """Per cent of the ceiling that is used, with two decimals."""
        if not self.ceiling:
            return None
        return (self.used * 100 / self.ceiling).quantize(CENT, ROUND_HALF_UP)

    @property
    def use(self) -> Use:
        """The colour of the contract: judged on euros, which no rounding blurs."""
        if self.ceiling is None:
            return Use.UNKNOWN
        if self.used > self.ceiling:
            return Use.EXCEEDED
        if self.used == self.ceiling:
            return Use.FULL if self.ceiling and not self.is_whole else Use.ROOM
        return Use.WATCHED if self.used * 100 >= self.ceiling * WATCHED_SHARE else Use.ROOM


def ceiling_of(session: AnySession, contract: Contract) -> Decimal | None:
    """Euros before tax that orders never pass: the maximum, or the amount where there is none, as it stands today."""
    return terms_on(contract, context_of(session).today).ceiling


_SUMMED = ("by_orders", "ordered", "invoiced", "paid", "ordered_incl_tax", "invoiced_incl_tax", "paid_incl_tax")


def balance_of(session: AnySession, contract: Contract) -> Balance:
    """The figures of one contract."""
    return balances_of(session, [contract])[contract.id]


def is_counted(contract: Contract) -> bool:
    """Whether a contract has figures: it was awarded, or one of its lots was."""
    return any(row.state in _COMMITTED for row in (contract, *contract.lots))


def balance_of_file(session: AnySession, contract: Contract) -> Balance:
    """The figures that the page of a contract shows: of a file bought by lots, the sum of those that are awarded.

    Lists and reports give each lot its own line: there the file counts for nothing but itself.
    """
    lots = [lot for lot in contract.lots if lot.state in _COMMITTED]
    return sum_of(balances_of(session, [contract, *lots]).values()) if lots else balance_of(session, contract)


def sum_of(balances: Iterable[Balance]) -> Balance:
    """The figures of several contracts together; ceilings that are not known are left out."""
    parts = tuple(balances)
    known = [part.ceiling for part in parts if part.ceiling is not None]
    return Balance(
        sum(known, _ZERO) if known else None,
        has_opening=any(part.has_opening for part in parts),
        is_whole=bool(parts) and all(part.is_whole for part in parts),
        parts=parts,
        **{name: sum((getattr(part, name) for part in parts), _ZERO) for name in _SUMMED},
    )


def balances_of(
    session: AnySession, contracts: Iterable[Contract], family: Iterable[Contract] | None = None
) -> dict[int, Balance]:
    """The figures of contracts by id, in a number of statements that does not depend on how many they are.

    `family` are their lots and the marchés subséquents that they frame, once awarded, where a caller has read them.
    """
    rows = {contract.id: contract for contract in contracts}
    if not rows:
        return {}
    _load_terms(session, rows)
    if family is None:
        subsequents, of_lots = _subsequents(session, rows), _bought_by_lots(session, rows)
    else:
        related = [contract for contract in family if contract.state in _COMMITTED]
        subsequents = _by_framework(contract for contract in related if contract.framework_id in rows)
        of_lots = {contract.allotment_id for contract in related if contract.allotment_id is not None}
    every = {**rows, **{item.id: item for items in subsequents.values() for item in items}}
    orders, (invoices, payments) = _ordered(session, every), _invoiced(session, every)
    return {
        contract.id: _balance(
            session,
            [contract, *subsequents.get(contract.id, ())],
            None if contract.id in of_lots else ceiling_of(session, contract),
            orders=orders,
            invoices=invoices,
            payments=payments,
        )
        for contract in rows.values()
    }


_Sums = Mapping[int, tuple[Decimal, Decimal]]


def _balance(
    session: AnySession,
    family: list[Contract],
    ceiling: Decimal | None,
    *,
    orders: _Sums,
    invoices: _Sums,
    payments: _Sums,
) -> Balance:
    """Of a contract and of the subsequent contracts that it frames: what these commit is ordered on the first."""
    own, *subsequents = family
    none = (_ZERO, _ZERO)

    def total(sums: _Sums, opening: str) -> tuple[Decimal, Decimal]:
        before, including = _ZERO, _ZERO
        for contract in family:
            excl, incl = sums.get(contract.id, none)
            before += excl + (getattr(contract, opening) or _ZERO)
            including += incl
        return before, including

    invoiced, invoiced_incl = total(invoices, "opening_invoiced_excl_tax")
    paid, paid_incl = total(payments, "opening_paid_excl_tax")
    ordered, ordered_incl = orders.get(own.id, none)
    ordered += own.opening_ordered_excl_tax or _ZERO
    for contract in subsequents:
        ordered += committed_by(session, contract)
    by_orders, is_whole = ordered, ceiling is not None and is_committed_whole(own, context_of(session).today)
    if is_whole and ceiling is not None:
        ordered = max(ordered, ceiling)
    openings = ("opening_ordered_excl_tax", "opening_invoiced_excl_tax", "opening_paid_excl_tax")
    return Balance(
        ceiling,
        ordered,
        invoiced,
        paid,
        ordered_incl,
        invoiced_incl,
        paid_incl,
        has_opening=any(getattr(contract, name) for contract in family for name in openings),
        by_orders=by_orders,
        is_whole=is_whole,
    )


def is_committed_whole(contract: Contract, day: dt.date) -> bool:
    """Whether the whole amount of a contract is committed: notified by this day, no accord-cadre, its price a lump sum
    in whole or in part; at unit prices the orders say it."""
    has_price = contract.price_form in (PriceForm.LUMP_SUM, PriceForm.MIXED)
    is_fixed = has_price and contract.technique is not Technique.FRAMEWORK
    return is_fixed and contract.notified_on is not None and contract.notified_on <= day


def is_framed_by(contract: Contract, frameworks: Container[int]) -> bool:
    """Whether what a contract uses is already in the figures of one of these accords-cadres, by id."""
    return contract.framework_id in frameworks and contract.state in _COMMITTED


def committed_by(session: AnySession, subsequent: Contract) -> Decimal:
    """What a marché subséquent takes of its framework's maximum."""
    return ceiling_of(session, subsequent) or _ZERO


def _load_terms(session: AnySession, rows: Mapping[int, Contract]) -> None:
    unread = [row_id for row_id, row in rows.items() if _TERMS & inspect(row).unloaded]
    if len(unread) > 1:
        session.scalars(select(Contract).where(Contract.id.in_(unread)).options(*TERM_LOADS)).all()


def _subsequents(session: AnySession, rows: Mapping[int, Contract]) -> dict[int, list[Contract]]:
    statement = select(Contract).where(Contract.framework_id.in_(rows), Contract.state.in_(_COMMITTED))
    return _by_framework(session.scalars(statement.options(*TERM_LOADS)))


def _by_framework(subsequents: Iterable[Contract]) -> dict[int, list[Contract]]:
    found: dict[int, list[Contract]] = {}
    for contract in subsequents:
        assert contract.framework_id is not None
        found.setdefault(contract.framework_id, []).append(contract)
    return found


def _bought_by_lots(session: AnySession, rows: Iterable[int]) -> set[int]:
    """The files, among these, of which a lot is awarded: what they are worth is what their lots are."""
    statement = select(Contract.allotment_id).where(Contract.allotment_id.in_(rows), Contract.state.in_(_COMMITTED))
    return {row_id for row_id in session.scalars(statement) if row_id is not None}


def _ordered(session: AnySession, rows: Iterable[int]) -> _Sums:
    statement = (
        select(
            PurchaseOrder.contract_id,
            func.sum(PurchaseOrderLine.total_excl_tax),
            func.sum(PurchaseOrderLine.total_incl_tax),
        )
        .join(PurchaseOrder.lines)
        .where(PurchaseOrder.contract_id.in_(rows), PurchaseOrder.state == OrderState.ISSUED)
        .group_by(PurchaseOrder.contract_id)
    )
    return {contract_id: (excl, incl) for contract_id, excl, incl in session.execute(statement)}


def _invoiced(session: AnySession, rows: Iterable[int]) -> tuple[_Sums, _Sums]:
    """What was invoiced, and what of it was paid."""
    sums = (func.sum(InvoiceLine.amount_excl_tax), func.sum(InvoiceLine.total_incl_tax))
    is_paid = Invoice.paid_on.is_not(None)
    statement = (
        select(Invoice.contract_id, is_paid, *sums)
        .join(Invoice.lines)
        .where(Invoice.contract_id.in_(rows))
        .group_by(Invoice.contract_id, is_paid)
    )
    invoiced: dict[int, tuple[Decimal, Decimal]] = {}
    paid: dict[int, tuple[Decimal, Decimal]] = {}
    for contract_id, was_paid, excl, incl in session.execute(statement):
        before = invoiced.get(contract_id, (_ZERO, _ZERO))
        invoiced[contract_id] = before[0] + excl, before[1] + incl
        if was_paid:
            paid[contract_id] = excl, incl
    return invoiced, paid


def ordered_of_others(session: AnySession, contract: Contract, *orders: Any) -> Decimal:
    """What is ordered on a contract besides these orders: in the database, and in what the session will write."""
    pending = {
        row for row in (*session.new, *session.dirty) if isinstance(row, PurchaseOrder) and row.contract is contract
    } | {line.order for line in (*session.new, *session.dirty) if isinstance(line, PurchaseOrderLine) and line.order}
    pending = {row for row in pending if row.contract is contract}
    in_memory = {row.id for row in (*pending, *orders) if inspect(row).persistent}
    gone = {row.id for row in session.deleted if isinstance(row, PurchaseOrder)}
    total = contract.opening_ordered_excl_tax or _ZERO
    for row in pending - set(orders):
        if row.state is OrderState.ISSUED and row.id not in gone:
            total += sum((line_amount(line.quantity, line.unit_price_excl_tax) for line in row.lines), _ZERO)
    if contract.id is None:
        return total
    with session.no_autoflush:
        stored = session.execute(
            select(func.sum(PurchaseOrderLine.total_excl_tax))
            .join(PurchaseOrderLine.order)
            .where(
                PurchaseOrder.contract_id == contract.id,
                PurchaseOrder.state == OrderState.ISSUED,
                PurchaseOrder.id.not_in(in_memory | gone),
            )
        ).scalar()
        framed = session.scalars(
            select(Contract).where(Contract.framework_id == contract.id, Contract.state.in_(_COMMITTED))
        ).all()
    return total + (stored or _ZERO) + sum((committed_by(session, item) for item in framed), _ZERO)
