"""Whether the essential data of a contract are to be published, and until when (R2196-1, arrêté du 22/12/2022)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mdo.contracts.act_delays import TO_PUBLISH
from mdo.contracts.legal import law_day
from mdo.contracts.terms import initial_amount
from mdo.procurement.law import Law
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
