"""The advance that the law owes a holder: whether, how much, and how much of it is to be taken back by now.

Owed beyond an amount before tax and a duration (R2191-3), as a share of the initial amount with tax of the first twelve
months (R2191-6, R2191-7): what amendments add or take off counts for nothing. All « to be confirmed »; the holder may
renounce it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mdo.contracts.figures import Balance
from mdo.contracts.limits import LegalLimits
from mdo.kernel.base.periods import add_months
from mdo.procurement.thresholds import valid_on
from models.amendments import Advance
from models.contracts import Contract, Technique
from models.procurement import FigureCode, Threshold, ThresholdCode
from models.types import CENT

_YEAR = Decimal(12)
_WHOLE = Decimal(100)


@dataclass(frozen=True)
class Owed:
    """An advance as of right: per cent, what it is a share of (euros with tax), euros with tax, who it is for."""

    rate: Decimal
    base: Decimal
    amount: Decimal
    threshold: Decimal
    is_for_sme: bool


def advance_owed(
    contract: Contract, thresholds: Iterable[Threshold], limits: LegalLimits
) -> Owed | None:  # fmt: skip
    """The advance of a contract by the law of its day; None where none is owed, or where its terms are not known.

    An accord-cadre with a minimum owes it once, on that minimum (R2191-17). Without one it is owed order by order
    (R2191-16), which nothing computes here.
    """
    months = months_of(contract)
    amount = contract.minimum_excl_tax if contract.technique is Technique.FRAMEWORK else contract.amount_excl_tax
    threshold = valid_on(thresholds, ThresholdCode.ADVANCE, limits.day)
    shortest = limits.of(FigureCode.ADVANCE_MONTHS)
    if amount is None or months is None or threshold is None or shortest is None:
        return None
    if amount <= threshold.amount_excl_tax or months <= shortest:
        return None
    is_for_sme = any(row.supplier.is_sme for row in contract.holders)
    of_sme = limits.of(FigureCode.ADVANCE_LOWEST_SME) if is_for_sme else None
    lowest = of_sme if of_sme is not None else limits.of(FigureCode.ADVANCE_LOWEST)
    rate = contract.advance_rate or lowest
    if rate is None:
        return None
    base = amount * (1 + (contract.vat_rate or Decimal(0)) / 100) * min(_YEAR, months) / months
    owed = (base * rate / 100).quantize(CENT, ROUND_HALF_UP)
    return Owed(rate, base.quantize(CENT, ROUND_HALF_UP), owed, threshold.amount_excl_tax, of_sme is not None)


def months_of(contract: Contract) -> Decimal | None:
    """The firm duration in months, else that between the start and the end; None when neither is known."""
    if contract.firm_months is not None:
        return Decimal(contract.firm_months)
    start, end = contract.starts_on, contract.ends_on
    if start is None or end is None:
        return None
    months = 0
    while add_months(start, months + 1) <= end + dt.timedelta(days=1):
        months += 1
    is_whole = add_months(start, months) == end + dt.timedelta(days=1)
    return Decimal(months) if is_whole else Decimal(months) + Decimal("0.5")


def to_take_back(advance: Advance, balance: Balance, limits: LegalLimits) -> Decimal | None:
    """Euros with tax to be taken back by now, those already taken back included, where the contract is silent.

    From the first share performed on, in proportion until the last: 80 % of the contract by the rule that ended with
    2024, the whole of it since. None where no figure says from when, or for a rate over the highest.
    """
    start = limits.of(FigureCode.REPAYMENT_START)
    highest = limits.of(FigureCode.ADVANCE_HIGHEST)
    if start is None or not balance.ceiling or (highest is not None and (advance.rate or 0) > highest):
        return None
    end = limits.of(FigureCode.REPAYMENT_END) or _WHOLE
    share = balance.invoiced * 100 / balance.ceiling
    part = min(max((share - start) / (end - start), Decimal(0)), Decimal(1)) if end > start else Decimal(share >= start)
    return (advance.amount_incl_tax * part).quantize(CENT, ROUND_HALF_UP)
