"""Whether the essential data of a contract are to be published, and until when (R2196-1, arrêté du 22/12/2022)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from mdo.contracts.act_delays import TO_PUBLISH
from mdo.contracts.law_day import LAW_DAY_READ, law_day, valid_then
from mdo.contracts.terms import AMOUNT_READ, counting_amount, initial_amount
from mdo.kernel.rules.twofold import Rule
from mdo.procurement.law import Law, stored_law
from mdo.procurement.plan import Delay
from mdo.procurement.plan_days import latest_day
from mdo.procurement.thresholds import reaches
from models.contracts import Contract, ContractState
from models.procurement import Threshold, ThresholdCode


class Duty(StrEnum):
    """What the city owes: the data, the data or a light yearly list (to be confirmed), or nothing."""

    DATA = "data"
    DATA_OR_LIST = "data_or_list"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Obligation:
    """The duty, the amount before tax that it follows from (all the lots of one need), the threshold.

    Where the data are owed: the delay from the notification that the table of delays gives, and the last day.
    """

    duty: Duty
    amount: Decimal | None
    threshold: Threshold | None
    delay: Delay | None = None
    due_on: dt.date | None = None


def amount_that_counts(contract: Contract) -> Decimal | None:
    """The amount of a contract or, for a lot, of all the lots of its file that were not given up."""
    if contract.allotment is None:
        return initial_amount(contract)
    lots = [lot for lot in contract.allotment.lots if lot.state is not ContractState.ABANDONED]
    amounts = [amount for lot in lots if (amount := initial_amount(lot) or lot.estimate_excl_tax or None) is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def obligation_of(contract: Contract, law: Law, today: dt.date) -> Obligation:
    """What is owed for a contract, under the law of the day of its launch, else of its notification or today.

    Notified on 15/10/2026, two months give 15/12/2026.
    """
    if contract.lots:
        return Obligation(Duty.NOTHING, None, None)  # each lot is a contract, published as such
    amount = amount_that_counts(contract)
    day = law_day(contract, today)
    for duty, code in ((Duty.DATA, ThresholdCode.OPEN_DATA), (Duty.DATA_OR_LIST, ThresholdCode.LIGHT_DATA)):
        threshold = reaches(amount, law.thresholds, code, day)
        if threshold is not None and duty is Duty.DATA:
            return _owed(contract, amount, threshold, TO_PUBLISH.of(contract, law.delays, today))
        if threshold is not None:
            return Obligation(duty, amount, threshold)
    return Obligation(Duty.NOTHING, amount, None)


def _owed(contract: Contract, amount: Decimal | None, threshold: Threshold, delay: Delay | None) -> Obligation:
    if delay is None or contract.notified_on is None:
        return Obligation(Duty.DATA, amount, threshold, delay)
    return Obligation(Duty.DATA, amount, threshold, delay, latest_day(contract.notified_on, delay))


# ---- In the database: all the lots of a need together ----------------------------------------------------------------

_sibling, _lot, _rule = aliased(Contract), aliased(Contract), aliased(Threshold)
_of_all_lots = (
    select(func.sum(func.coalesce(counting_amount(_sibling), func.nullif(_sibling.estimate_excl_tax, Decimal(0)))))
    .where(_sibling.allotment_id == Contract.allotment_id, _sibling.state != ContractState.ABANDONED)
    .correlate(Contract)
    .scalar_subquery()
)
_counted = case((Contract.allotment_id.is_not(None), _of_all_lots), else_=counting_amount(Contract))


def reaches_threshold(code: ThresholdCode) -> ColumnElement[bool]:
    """Whether a contract, which the statement joins, reaches the threshold of the day of its launch."""
    return (
        select(_rule.id)
        .where(
            _rule.code == code,
            valid_then(_rule),
            _rule.amount_excl_tax <= _counted,
        )
        .correlate(Contract)
        .exists()
    )


def data_were_published() -> ColumnElement[bool]:
    """Whether the essential data of a contract were published: on a day, or before its file was kept here."""
    return or_(Contract.published_on.is_not(None), Contract.is_published_before)


def data_are_owed() -> ColumnElement[bool]:
    """Whether a contract, notified, owes its essential data by itself: of a file bought by lots, each lot does."""
    has_lots = select(_lot.id).where(_lot.allotment_id == Contract.id).exists()
    return and_(Contract.notified_on.is_not(None), ~has_lots, reaches_threshold(ThresholdCode.OPEN_DATA))


REACHED_READ = (*AMOUNT_READ, *LAW_DAY_READ, Contract.state, Contract.estimate_excl_tax)
OWED = Rule(
    lambda row, law, today: row.notified_on is not None and obligation_of(row, law, today).duty is Duty.DATA,
    data_are_owed,
    REACHED_READ,
    given=stored_law,
)
PUBLISHED = Rule(
    lambda row, today: row.is_published, data_were_published, (Contract.published_on, Contract.is_published_before)
)
