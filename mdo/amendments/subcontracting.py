"""Acts of subcontracting and their changes: what may be written, and what is subcontracted on a day."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import select

from mdo.amendments.rules import next_number
from mdo.contracts.remark_words import WARN, Remark
from mdo.contracts.terms import AWARDED_STATES, terms_on
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.amendments import Subcontract, SubcontractChange
from models.contracts import Contract

_NOTHING = Decimal(0)
_TO_COME = N_("This day is still to come: write it down once it has happened.")


def subcontracts_of(session: AnySession, contract: Contract) -> list[Subcontract]:
    """The acts of subcontracting of a contract in order, those being written included."""
    statement = select(Subcontract).where(Subcontract.contract_id == contract.id).order_by(Subcontract.number)
    with session.no_autoflush:
        stored = list(session.scalars(statement))
    return [*stored, *(row for row in session.new if isinstance(row, Subcontract) and row.contract is contract)]


def amount_on(subcontract: Subcontract, day: dt.date) -> Decimal:
    """What is subcontracted on a day, in euros before tax: the last amount notified by then."""
    known = [row.amount_excl_tax for row in _notified(subcontract, day) if row.amount_excl_tax is not None]
    return known[-1] if known else subcontract.amount_excl_tax


def months_on(subcontract: Subcontract, day: dt.date) -> int | None:
    """The duration in months on a day: the last one notified by then."""
    known = [row.months for row in _notified(subcontract, day) if row.months is not None]
    return known[-1] if known else subcontract.months


def _notified(subcontract: Subcontract, day: dt.date) -> list[SubcontractChange]:
    """Its changes by then, by their days: one that is written late may come before others."""
    rows = sorted(subcontract.changes, key=lambda row: (row.notified_on, row.number or 100))
    return [row for row in rows if row.notified_on <= day]


def write_subcontract(session: AnySession, subcontract: Subcontract, today: dt.date) -> None:
    """Checks an act of subcontracting as a form filled it in and gives it its number. Raises RuleViolation."""
    others = [row for row in subcontracts_of(session, subcontract.contract) if row is not subcontract]
    if not subcontract.number:
        subcontract.number = next_number(others)
    check_subcontract(session, subcontract, today)


def check_subcontract(session: AnySession, subcontract: Subcontract, today: dt.date) -> None:
    """The rules of an act of subcontracting, on the facts as they stand. Raises RuleViolation."""
    _check_parties(subcontract)
    _check_days(subcontract, subcontract.contract, today, needs_acceptance=True)
    _check_total(session, subcontract.contract, today)


def check_published(session: AnySession, subcontract: Subcontract, today: dt.date) -> None:
    """The same for an act that was read in the essential data, which do not say when it was accepted."""
    _check_parties(subcontract)
    _check_days(subcontract, subcontract.contract, today, needs_acceptance=False)
    _check_total(session, subcontract.contract, today)


def _check_parties(subcontract: Subcontract) -> None:
    contract = subcontract.contract
    if contract.state not in AWARDED_STATES:
        raise RuleViolation(
            N_("« %(contract)s » is not awarded: only a contract that was awarded is subcontracted."),
            field="contract",
            contract=contract,
        )
    if any(holder.supplier is subcontract.supplier for holder in contract.holders):
        raise RuleViolation(
            N_("This supplier holds the contract: a holder is not its own subcontractor."), field="supplier"
        )


def _check_days(subcontract: Subcontract, contract: Contract, today: dt.date, *, needs_acceptance: bool) -> None:
    accepted_on, notified_on, published_on = (
        subcontract.accepted_on,
        subcontract.notified_on,
        subcontract.published_on,
    )
    for field in ("accepted_on", "notified_on", "published_on"):
        day = getattr(subcontract, field)
        if day is not None and day > today:
            raise RuleViolation(_TO_COME, field=field)
    is_early = notified_on is not None and accepted_on is not None and notified_on < accepted_on
    if is_early or (needs_acceptance and notified_on is not None and accepted_on is None):
        raise RuleViolation(N_("It is notified once it is accepted: give the day of the acceptance."), "accepted_on")
    if published_on is not None and (notified_on is None or published_on < notified_on):
        raise RuleViolation(N_("It is published after its notification: give that day first."), field="published_on")
    begun_on = accepted_on or notified_on or today
    end = terms_on(contract, begun_on).ends_on
    if end is not None and begun_on > end:
        raise RuleViolation(
            N_("The contract ended on %(end)s: nothing more of it is subcontracted."), field="accepted_on", end=end
        )


def write_change(session: AnySession, change: SubcontractChange, today: dt.date) -> None:
    """Checks a change of a subcontract as a form filled it in and gives it its number. Raises RuleViolation."""
    if not change.number:
        change.number = next_number(row for row in change.subcontract.changes if row is not change)
    check_change(session, change, today)


def check_change(session: AnySession, change: SubcontractChange, today: dt.date) -> None:
    """The rules of a change of a subcontract. Raises RuleViolation."""
    subcontract = change.subcontract
    if change.amount_excl_tax is None and change.months is None:
        raise RuleViolation(N_("Give the new amount, the new duration or both."), field="amount_excl_tax")
    for field in ("notified_on", "published_on"):
        day = getattr(change, field)
        if day is not None and day > today:
            raise RuleViolation(_TO_COME, field=field)
    if change.notified_on is None:
        return  # refused for it by the form or by the database
    if subcontract.notified_on is None or change.notified_on < subcontract.notified_on:
        raise RuleViolation(
            N_("A change comes after the notification of the act itself: give that day first."), field="notified_on"
        )
    if change.published_on is not None and change.published_on < change.notified_on:
        raise RuleViolation(N_("It is published after its notification: give that day first."), field="published_on")
    _check_total(session, subcontract.contract, today)


def _check_total(session: AnySession, contract: Contract, today: dt.date) -> None:
    whole, total = terms_on(contract, today).ceiling, total_on(session, contract, today)
    if whole is not None and total > whole:
        raise RuleViolation(
            N_("The subcontracts would make %(total)s €, more than the contract itself (%(whole)s €)."),
            field="amount_excl_tax",
            total=total,
            whole=whole,
        )


def total_on(session: AnySession, contract: Contract, day: dt.date) -> Decimal:
    """What is subcontracted of a contract on a day, in euros before tax."""
    return sum((amount_on(row, day) for row in subcontracts_of(session, contract)), _NOTHING)


def remarks_of(session: AnySession, contract: Contract, today: dt.date) -> Iterator[Remark]:
    """What is to be known of what is subcontracted."""
    rows, whole = subcontracts_of(session, contract), terms_on(contract, today).ceiling
    if rows and not contract.allows_subcontracting:
        yield Remark(WARN, RuleViolation(N_("The file does not say that subcontracting was declared: tick it there.")))
    if rows and whole and total_on(session, contract, today) >= whole:
        yield Remark(WARN, RuleViolation(N_("The whole contract is subcontracted: only parts of it may be.")))
