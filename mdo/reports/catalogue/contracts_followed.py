"""All the contracts on one line each: procedure, terms, dates, what is used of the maximum, what comes next."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from mdo.amendments.shares import AmendmentShare, standings_of
from mdo.contract_sheet.owed import owed_of
from mdo.contracts.coming import ComingDay, coming, renewal_decided_by
from mdo.contracts.dates import committee_on, step_on
from mdo.contracts.figures import Balance, balances_of
from mdo.contracts.portfolio import counted, total_of
from mdo.contracts.publication import Duty, obligation_of
from mdo.contracts.states import state_or_ending
from mdo.contracts.terms import AWARDED_STATES, TERM_LOADS, Terms, terms_on
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import FigureLine, Heading, Summary
from mdo.kernel.labels import FIELD_LABELS
from mdo.procurement.choice import estimate_of
from mdo.procurement.law import Law, stored_law
from mdo.reports.declaration import Parameter, Report, Result, Values
from mdo.reports.themes import Theme
from models.amendments import Advance
from models.contracts import Contract, ContractHolder
from models.procurement import StepCode

_CONTRACT = FIELD_LABELS[Contract]
_HUNDRED = Decimal(100)
_LOADS = (
    *TERM_LOADS,
    selectinload(Contract.holders).joinedload(ContractHolder.supplier),
    selectinload(Contract.steps),
    selectinload(Contract.template),
    selectinload(Contract.lots),
    joinedload(Contract.allotment).selectinload(Contract.lots),
    joinedload(Contract.responsible),
)


@dataclass(frozen=True)
class ContractLine:
    """A contract as it stands today. `balance` is None before the award: there is nothing to count."""

    contract: Contract
    terms: Terms
    balance: Balance | None
    standings: Sequence[AmendmentShare]
    advance: Decimal | None
    publish_by: dt.date | None
    following: ComingDay | None = None

    @property
    def estimate(self) -> Decimal | None:
        """That of the whole need; of a lot, its own."""
        contract = self.contract
        return contract.estimate_excl_tax if contract.allotment is not None else estimate_of(contract)

    @property
    def low_value(self) -> Decimal | None:
        """What the amendments of low value weigh together."""
        return next((row.low_value for row in reversed(self.standings) if row.low_value is not None), None)

    @property
    def lots(self) -> tuple[str, ...]:
        """The lots of a file; for a lot, its own number and its file."""
        contract = self.contract
        if contract.allotment is not None:
            return (f"n° {contract.lot_number} ({contract.allotment.number})",)
        return tuple(f"n° {lot.lot_number}" for lot in contract.lots)


def _of(name: str, kind: Kind = Kind.TEXT, width: int = 18, label: str = "") -> Column:
    return Column(name, label or _CONTRACT[name], lambda row, today: getattr(row.contract, name), kind, width=width)


def _column(
    name: str,
    label: str,
    value: Callable[[ContractLine], Any],
    kind: Kind = Kind.TEXT,
    width: int = 16,
    note: str = "",
    *,
    sums: bool = False,
) -> Column:
    return Column(name, label, lambda row, today: value(row), kind, width=width, help=note, sums=sums)


def _amount(name: str, label: str, value: Callable[[Balance], Decimal | None]) -> Column:
    return _column(name, label, lambda row: None if row.balance is None else value(row.balance), Kind.AMOUNT)


def _share(value: Decimal | None) -> Decimal | None:
    return None if value is None else value / _HUNDRED


_PLANNED = N_("As done, else as planned.")

# Amounts have no sum: a file holds those of its lots, a framework those of its subsequent contracts (`by_contract`).
COLUMNS = (
    _of("number", width=16),
    _of("title", width=44),
    _of("procedure", Kind.ENUM, 28),
    _of("technique", Kind.ENUM, 22),
    _column("lots", _CONTRACT["lots"], lambda row: row.lots),
    _column("estimate", _CONTRACT["estimate_excl_tax"], lambda row: row.estimate, Kind.AMOUNT),
    _column("amount", N_("Amount on this day before tax (€)"), lambda row: row.terms.amount, Kind.AMOUNT),
    _column("maximum", N_("Maximum on this day before tax (€)"), lambda row: row.terms.maximum, Kind.AMOUNT),
    _column("holders", _CONTRACT["holders"], lambda row: tuple(str(item.supplier) for item in row.contract.holders),
            width=36),
    _column("identifiers", N_("Identifier (SIRET)"),
            lambda row: tuple(item.supplier.identifier or "–" for item in row.contract.holders), width=20),
    _column("notice_on", N_("Publicity on"), lambda row: step_on(row.contract, StepCode.NOTICE), Kind.DATE, 14,
            _PLANNED),
    _column("tenders_due_on", N_("Deadline for tenders"), lambda row: step_on(row.contract, StepCode.TENDERS_DUE),
            Kind.DATE, 14, _PLANNED),
    _column("committee_on", N_("CAO on"), lambda row: committee_on(row.contract), Kind.DATE, 14, _PLANNED),
    _of("notified_on", Kind.DATE, 14),
    _of("ends_on", Kind.DATE, 14),
    _column("months", N_("Whole duration, renewals included (months)"), lambda row: row.terms.months, Kind.INTEGER),
    _column("renewals", N_("Renewals allowed"), lambda row: row.contract.renewals, Kind.INTEGER, 14),
    _column("decide_by", N_("Decide on the renewal by"), lambda row: renewal_decided_by(row.contract), Kind.DATE, 14),
    _amount("ordered", N_("Ordered before tax (€)"), lambda found: found.ordered),
    _amount("invoiced", N_("Invoiced before tax (€)"), lambda found: found.invoiced),
    _amount("paid", N_("Paid before tax (€)"), lambda found: found.paid),
    _amount("left", N_("Left on the maximum before tax (€)"), lambda found: found.left),
    _column("used", N_("Share used"), lambda row: _share(row.balance.share) if row.balance else None, Kind.PERCENT, 14),
    _column("amendments", N_("Amendments"), lambda row: len(row.standings), Kind.INTEGER, 12, sums=True),
    _column("amended", N_("Amendments: share of the initial amount"),
            lambda row: _share(row.standings[-1].cumulated) if row.standings else None, Kind.PERCENT, 16),
    _column("low_value", N_("Amendments of low value: share in all"), lambda row: _share(row.low_value), Kind.PERCENT,
            16),
    _column("advance", N_("Advance paid with tax (€)"), lambda row: row.advance, Kind.AMOUNT, sums=True),
    _column("next_on", N_("Next date"), lambda row: row.following.day if row.following else None, Kind.DATE, 14),
    _column("next", N_("What comes next"), lambda row: row.following.label if row.following else None, Kind.ENUM, 30),
    _column("publish_by", N_("Essential data to publish before"), lambda row: row.publish_by, Kind.DATE, 14),
    _of("published_on", Kind.DATE, 14),
    _column("responsible", _CONTRACT["responsible"],
            lambda row: str(row.contract.responsible) if row.contract.responsible else None, width=26),
    _column("state", _CONTRACT["state"], lambda row: state_or_ending(row.contract), Kind.ENUM, 20),
)  # fmt: skip


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """By number; the figures are those of the pages of the contracts."""
    lines = _lines(session, values)
    return Result(len(lines), lines[:limit], (by_contract(lines),))


def _lines(session: AnySession, values: Values) -> list[ContractLine]:
    statement = select(Contract).order_by(Contract.number, Contract.id).options(*_LOADS)
    if values.contract_states:
        statement = statement.where(Contract.state.in_(sorted(values.contract_states)))
    contracts = session.scalars(statement).unique().all()
    awarded = [contract for contract in contracts if contract.state in AWARDED_STATES]
    balances, today = balances_of(session, awarded), context_of(session).today
    advances, law = _advances(session), stored_law(session)
    owed = owed_of(session, contracts)
    return [
        ContractLine(
            contract,
            terms_on(contract, today),
            balances.get(contract.id),
            standings_of(contract),
            advances.get(contract.id),
            _publish_by(contract, law, today),
            next(iter(coming(contract, today, owed.get(contract.id, ()))), None),
        )
        for contract in contracts
    ]


def _advances(session: AnySession) -> Mapping[int, Decimal]:
    statement = (
        select(Advance.contract_id, func.sum(Advance.amount_incl_tax))
        .where(Advance.paid_on.is_not(None))
        .group_by(Advance.contract_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _publish_by(contract: Contract, law: Law, today: dt.date) -> dt.date | None:
    found = obligation_of(contract, law, today)
    return found.due_on if found.duty is Duty.DATA and not contract.is_published else None


def by_contract(lines: Sequence[ContractLine]) -> Summary:
    """What is ordered, invoiced and paid of each contract that was awarded; what a framework holds counts once."""
    balances = {line.contract.id: line.balance for line in lines if line.balance is not None}
    found = counted((line.contract for line in lines), balances)
    names = ("ordered", "invoiced", "paid", "left", "ceiling")
    rows = tuple(FigureLine(str(row), tuple(getattr(balance, name) for name in names)) for row, balance in found)
    total = total_of(balance for _, balance in found)
    return Summary(
        N_("Figures by contract"),
        N_("Contract"),
        (
            Heading(N_("Ordered before tax (€)"), Kind.AMOUNT),
            Heading(N_("Invoiced before tax (€)"), Kind.AMOUNT),
            Heading(N_("Paid before tax (€)"), Kind.AMOUNT),
            Heading(N_("Left on the maximum before tax (€)"), Kind.AMOUNT),
            Heading(N_("Ceiling on this day before tax (€)"), Kind.AMOUNT),
        ),
        rows,
        tuple(getattr(total, name) for name in names),
        charted=(0, 1, 2),
        note=N_(
            "Contracts that were awarded, balances taken over included. A subsequent contract counts in the line of "
            "its framework contract; the ceiling of a file bought by lots is that of its lots, each on its line."
        ),
    )


REPORT = Report(
    name="suivi_des_marches",
    theme=Theme.PROCUREMENT,
    title=N_("Contracts followed"),
    description=N_(
        "One line a contract or lot: procedure, holder, dates, duration and renewals, what is ordered, invoiced, paid "
        "and left, amendments, what comes next, essential data; what is used by contract, with its chart."
    ),
    parameters=(Parameter.CONTRACT_STATES,),
    columns=COLUMNS,
    run=run,
    reads=("ContractView", "OrderView", "InvoiceView", "AmendmentView"),
    takes=("ContractView", "OrderView", "InvoiceView", "AmendmentView"),
    view="ContractView",
    record_id=lambda row: int(row.contract.id),
)
