"""Advances paid to a holder, and penalties held back: what may be written. Advances are with tax, penalties without.

What the law says of advances when the contract is silent is « to be confirmed » (domain.md §1.5).
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from mdo.contracts.figures import Balance
from mdo.contracts.shares import DANGER, OK, WARN, Remark, rounded
from mdo.errors import RuleViolation
from mdo.messages import N_
from models.amendments import Advance, Penalty

# R2191-6 and -7, of the amount with tax; 10 % at least for an SME.
LOWEST_RATE, HIGHEST_RATE, LOWEST_RATE_OF_SME = Decimal(5), Decimal(30), Decimal(10)
# R2191-11 and -12: shares performed at which an advance begins to be taken back, and is wholly so.
TAKEN_BACK_FROM, TAKEN_BACK_AT = Decimal(65), Decimal(80)
_TO_COME = N_("This day is still to come: write it down once it has happened.")
_BEFORE_CONTRACT = N_("The contract itself was notified on %(day)s, after this day: correct one of the two.")


def check_advance(advance: Advance, today: dt.date) -> None:
    """Raises RuleViolation for an advance of nothing, days that cannot be, or more taken back than was paid."""
    if advance.amount_incl_tax is not None and advance.amount_incl_tax <= 0:
        raise RuleViolation(N_("Give an amount above nothing."), field="amount_incl_tax")
    for field in ("paid_on", "repaid_on"):
        day = getattr(advance, field)
        if day is not None and day > today:
            raise RuleViolation(_TO_COME, field=field)
    notified_on = advance.contract.notified_on
    if advance.paid_on is not None and notified_on is not None and advance.paid_on < notified_on:
        raise RuleViolation(_BEFORE_CONTRACT, field="paid_on", day=notified_on)
    if advance.repaid_on is None and not advance.repaid_incl_tax:
        return
    if advance.paid_on is None:
        raise RuleViolation(N_("Give the day on which the advance was paid."), field="paid_on")
    if advance.repaid_on is None or advance.repaid_on < advance.paid_on:
        raise RuleViolation(N_("Give the day on which it was taken back, after the payment."), field="repaid_on")
    if not advance.repaid_incl_tax:
        raise RuleViolation(N_("Give the amount that was taken back."), field="repaid_incl_tax")
    if advance.repaid_incl_tax > advance.amount_incl_tax:
        raise RuleViolation(
            N_("More would be taken back than the %(amount)s € that were paid."),
            field="repaid_incl_tax",
            amount=advance.amount_incl_tax,
        )


def remarks_of(advance: Advance) -> Iterator[Remark]:
    """What is to be known of an advance: its rate out of the usual bounds, « to be confirmed »."""
    rate, contract = advance.rate, advance.contract
    if rate is not None and not LOWEST_RATE <= rate <= HIGHEST_RATE:
        yield Remark(WARN, RuleViolation(N_("A rate out of 5 to 30 %%: to be confirmed (R2191-7).")))
    elif rate is not None and rate < LOWEST_RATE_OF_SME and any(row.supplier.is_sme for row in contract.holders):
        yield Remark(WARN, RuleViolation(N_("Under 10 %% for an SME: to be confirmed (R2191-7).")))


def is_to_take_back(advance: Advance) -> bool:
    """Whether something that was paid ahead is still to be taken back."""
    return advance.paid_on is not None and (advance.repaid_incl_tax or Decimal(0)) < advance.amount_incl_tax


def remark_of_repayment(advance: Advance, balance: Balance) -> Remark | None:
    """When an advance begins to be taken back, by what is invoiced of the ceiling; None when nothing is, or all was."""
    if not is_to_take_back(advance) or not balance.ceiling:
        return None
    share = balance.invoiced * 100 / balance.ceiling
    if advance.rate is not None and advance.rate > HIGHEST_RATE:
        words = N_("An advance over 30 %% is taken back from the first invoice on (R2191-11), to be confirmed.")
        return Remark(WARN if balance.invoiced else OK, RuleViolation(words))
    if share >= TAKEN_BACK_AT:
        words = N_("%(share)s %% performed: the advance is wholly taken back at 80 %% (R2191-12), to be confirmed.")
        return Remark(DANGER, RuleViolation(words, share=rounded(share)))
    if share >= TAKEN_BACK_FROM:
        words = N_(
            "%(share)s %% performed: the advance is taken back from 65 %% on (R2191-11), unless the contract says"
            " otherwise; to be confirmed."
        )
        return Remark(WARN, RuleViolation(words, share=rounded(share)))
    words = N_("%(share)s %% performed: it is taken back from 65 %% on (R2191-11), to be confirmed.")
    return Remark(OK, RuleViolation(words, share=rounded(share)))


def check_penalty(penalty: Penalty, today: dt.date) -> None:
    """Raises RuleViolation for a penalty of nothing, days that cannot be, or one waived without a reason."""
    if penalty.amount_excl_tax is not None and penalty.amount_excl_tax <= 0:
        raise RuleViolation(N_("Give an amount above nothing."), field="amount_excl_tax")
    for field in ("applied_on", "waived_on"):
        day = getattr(penalty, field)
        if day is not None and day > today:
            raise RuleViolation(_TO_COME, field=field)
    notified_on = penalty.contract.notified_on
    if penalty.applied_on is not None and notified_on is not None and penalty.applied_on < notified_on:
        raise RuleViolation(_BEFORE_CONTRACT, field="applied_on", day=notified_on)
    if penalty.waived_on is None:
        if (penalty.waiver_reason or "").strip():
            raise RuleViolation(N_("Give the day on which it is waived, or leave the reason empty."), "waived_on")
        return
    if not (penalty.waiver_reason or "").strip():
        raise RuleViolation(N_("Say why it is waived: the reason stays in the file."), field="waiver_reason")
    if penalty.applied_on is not None and penalty.waived_on < penalty.applied_on:
        raise RuleViolation(N_("It is waived before it was applied: correct one of the two."), field="waived_on")
