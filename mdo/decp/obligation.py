"""Whether the essential data of a contract are to be published, and until when (R2196-1, arrêté du 22/12/2022)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mdo.contracts.legal import law_day
from mdo.decp.checks import amount_of
from mdo.procurement.counting import within
from mdo.procurement.thresholds import reaches
from models.contracts import Contract, ContractState
from models.procurement import Threshold, ThresholdCode

# Within two months of the notification. No figure of the table: the lists of deadlines add it to days in SQL, on both
# databases, and would have to read a row for each contract there. The calendar of a contract reads it from the legal
# delays, as data.
MONTHS = 2


class Duty(StrEnum):
    """What the city owes: the data, the data or a light yearly list (to be confirmed), or nothing."""

    DATA = "data"
    DATA_OR_LIST = "data_or_list"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Obligation:
    """The duty, the amount before tax that it follows from (all the lots of one need), the threshold, the last day."""

    duty: Duty
    amount: Decimal | None
    threshold: Threshold | None
    due_on: dt.date | None


def amount_that_counts(contract: Contract) -> Decimal | None:
    """The amount of a contract or, for a lot, of all the lots of its file that were not given up."""
    if contract.allotment is None:
        return amount_of(contract)
    lots = [lot for lot in contract.allotment.lots if lot.state is not ContractState.ABANDONED]
    amounts = [amount for lot in lots if (amount := amount_of(lot) or lot.estimate_excl_tax) is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def due_on(contract: Contract) -> dt.date | None:
    """The last day of publication: notified on 15/10/2026, by 15/12/2026."""
    return None if contract.notified_on is None else within(contract.notified_on, MONTHS, in_months=True)


def obligation_of(contract: Contract, thresholds: Iterable[Threshold], today: dt.date) -> Obligation:
    """What is owed for a contract, under the thresholds of the day of its launch, else of its notification or today."""
    if contract.lots:
        return Obligation(Duty.NOTHING, None, None, None)  # each lot is a contract, published as such
    rows = tuple(thresholds)
    amount = amount_that_counts(contract)
    day = law_day(contract, today)
    for duty, code in ((Duty.DATA, ThresholdCode.OPEN_DATA), (Duty.DATA_OR_LIST, ThresholdCode.LIGHT_DATA)):
        threshold = reaches(amount, rows, code, day)
        if threshold is not None:
            return Obligation(duty, amount, threshold, due_on(contract) if duty is Duty.DATA else None)
    return Obligation(Duty.NOTHING, amount, None, None)
