"""What a contract is worth and until when it runs on a day, amendments and renewals included: said here alone.

Amounts are euros before tax, for the whole duration, renewals included: a renewal moves the end, an amendment moves
the amount and the end. An amendment takes effect on the day it is notified, a renewal on the day it is decided.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, type_coerce
from sqlalchemy.orm import selectinload

from mdo.kernel.rules.twofold import Rule
from models.amendments import Amendment, RenewalDecision
from models.contracts import Contract, ContractState, Technique
from models.types import Hundredths

_NOTHING = Decimal(0)
_ONE_DAY = dt.timedelta(days=1)
# A contract was awarded, whatever became of it: before, there is nothing to change.
AWARDED_STATES = (ContractState.AWARDED, ContractState.RUNNING, ContractState.ENDED)
# What `terms_on` reads of a list of contracts, in two statements.
TERM_LOADS = (selectinload(Contract.amendments), selectinload(Contract.periods))


@dataclass(frozen=True)
class Terms:
    """The terms on a day. `months` is the whole duration, renewals allowed included; None is not known."""

    amount: Decimal | None
    maximum: Decimal | None
    months: int | None
    ends_on: dt.date | None

    @property
    def ceiling(self) -> Decimal | None:
        """What orders and invoices never pass: the maximum where there is one, else the amount."""
        return self.amount if self.maximum is None else self.maximum


def terms_on(contract: Contract, day: dt.date) -> Terms:
    """The amount, maximum, duration and end of a contract as they stand on a day."""
    notified = [row for row in contract.amendments if is_in_force(row, day)]
    added = sum((row.amount_excl_tax for row in notified), _NOTHING)
    return Terms(
        amount=None if contract.amount_excl_tax is None else contract.amount_excl_tax + added,
        maximum=None if contract.maximum_excl_tax is None else contract.maximum_excl_tax + added,
        months=_months(contract, sum(row.months for row in notified)),
        ends_on=_end(contract, day),
    )


def initial_amount(contract: Contract) -> Decimal | None:
    """The amount that counts: what percentages are taken of, what is published, what is held against thresholds.

    The maximum of an accord-cadre, else the amount (« à confirmer »); the other one where that is not known or nothing.
    None while neither is known, or when both are nothing. `counting_amount` is the same in the database.
    """
    amounts = (contract.amount_excl_tax, contract.maximum_excl_tax)
    first, second = reversed(amounts) if contract.technique is Technique.FRAMEWORK else amounts
    return first or second or None


def counting_amount(row: Any) -> ColumnElement[Any]:
    """`initial_amount` of contracts, or of an alias of them, as an expression."""
    amount, maximum = (func.nullif(column, Decimal(0)) for column in (row.amount_excl_tax, row.maximum_excl_tax))
    is_framework = row.technique == Technique.FRAMEWORK
    return case((is_framework, func.coalesce(maximum, amount)), else_=func.coalesce(amount, maximum))


def is_in_force(amendment: Amendment, day: dt.date) -> bool:
    """Whether an amendment was notified by this day."""
    return amendment.notified_on is not None and amendment.notified_on <= day


def _months(contract: Contract, added: int) -> int | None:
    if contract.firm_months is None:
        return None
    return contract.firm_months + contract.renewals * (contract.renewal_months or 0) + added


def _end(contract: Contract, day: dt.date) -> dt.date | None:
    """The end as stored is that of today; the moves that came after the day are taken back, the last one first."""
    end = contract.ends_on
    for moved_on, end_before in sorted(_moves(contract), reverse=True):
        if moved_on > day:
            end = end_before
    return end


def _moves(contract: Contract) -> Iterator[tuple[dt.date, dt.date]]:
    """The days on which the end was moved, with the end before."""
    for amendment in contract.amendments:
        if amendment.notified_on is not None and amendment.moved_from_on is not None:
            yield amendment.notified_on, amendment.moved_from_on
    for period in contract.periods:
        if period.decision is RenewalDecision.RENEWED and period.decided_on is not None:
            yield period.decided_on, period.starts_on - _ONE_DAY


AMOUNT_READ = (Contract.technique, Contract.amount_excl_tax, Contract.maximum_excl_tax)
INITIAL_AMOUNT = Rule(initial_amount, type_coerce(counting_amount(Contract), Hundredths), AMOUNT_READ)
