"""Advances paid to a holder, and penalties held back: what may be written. Advances are with tax, penalties without.

What the law says of advances when the contract is silent is « to be confirmed »: figures of the law.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from mdo.amendments.advance_owed import Owed, to_take_back
from mdo.amendments.shares import rounded
from mdo.contracts.figures import Balance
from mdo.contracts.limits import LegalLimits
from mdo.contracts.remark_words import DANGER, OK, WARN, Remark
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.amendments import Advance, Penalty
from models.procurement import FigureCode

_WHOLE = Decimal(100)
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


def remarks_of(advance: Advance, limits: LegalLimits) -> Iterator[Remark]:
    """What is to be known of an advance: its rate out of the bounds of the law (of the amount with tax)."""
    rate = advance.rate
    if rate is None:
        return
    lowest, highest = limits.of(FigureCode.ADVANCE_LOWEST), limits.of(FigureCode.ADVANCE_HIGHEST)
    of_sme = limits.of(FigureCode.ADVANCE_LOWEST_SME)
    if highest is not None and rate > highest:
        words = N_("A rate over %(limit)s %%: to be confirmed (R2191-7).")
        yield Remark(WARN, RuleViolation(words, limit=highest))
    elif lowest is not None and rate < lowest:
        words = N_("A rate under %(limit)s %%: to be confirmed (R2191-7).")
        yield Remark(WARN, RuleViolation(words, limit=lowest))
    elif of_sme is not None and rate < of_sme and any(row.supplier.is_sme for row in advance.contract.holders):
        words = N_("Under %(limit)s %% for an SME: to be confirmed (R2191-7).")
        yield Remark(WARN, RuleViolation(words, limit=of_sme))


def is_to_take_back(advance: Advance) -> bool:
    """Whether something that was paid ahead is still to be taken back."""
    return advance.paid_on is not None and (advance.repaid_incl_tax or Decimal(0)) < advance.amount_incl_tax


def remark_of_repayment(advance: Advance, balance: Balance, limits: LegalLimits) -> Remark | None:
    """When an advance begins to be taken back, by what is invoiced of the ceiling; None when nothing is, or all was."""
    if not is_to_take_back(advance) or not balance.ceiling:
        return None
    share = balance.invoiced * 100 / balance.ceiling
    highest = limits.of(FigureCode.ADVANCE_HIGHEST)
    if highest is not None and advance.rate is not None and advance.rate > highest:
        words = N_("An advance over %(limit)s %% is taken back from the first invoice on (R2191-11), to be confirmed.")
        return Remark(WARN if balance.invoiced else OK, RuleViolation(words, limit=highest))
    due = to_take_back(advance, balance, limits)
    return Remark(WARN, limits.unknown()) if due is None else _repayment_at(share, due, limits)


def _repayment_at(share: Decimal, due: Decimal, limits: LegalLimits) -> Remark:
    """What is said of an advance once such a share, in per cent, of the contract is performed."""
    start, end = limits.of(FigureCode.REPAYMENT_START), limits.of(FigureCode.REPAYMENT_END)
    said = {"share": rounded(share), "due": due, "limit": start}
    if share >= (_WHOLE if end is None else end):
        words = N_("%(share)s %% performed: the advance is wholly taken back, %(due)s € (R2191-11, R2191-12), to be "
                   "confirmed.")  # fmt: skip
        return Remark(DANGER, RuleViolation(words, None, **said))
    if start is not None and share >= start:
        words = N_(
            "%(share)s %% performed: the advance is taken back from %(limit)s %% on (R2191-11), %(due)s € by now, "
            "unless the contract says otherwise; to be confirmed."
        )
        return Remark(WARN, RuleViolation(words, None, **said))
    words = N_("%(share)s %% performed: it is taken back from %(limit)s %% on (R2191-11), to be confirmed.")
    return Remark(OK, RuleViolation(words, None, **said))


def remark_of_owed(owed: Owed) -> Remark:
    """What is told where an advance is owed as of right and none was written."""
    words = N_(
        "An advance is owed: %(amount)s €, %(rate)s %% of the %(base)s € with tax of the first twelve months (over "
        "%(threshold)s € before tax, R2191-3 and R2191-7), unless the holder renounces it; to be confirmed."
    )
    said = {"amount": owed.amount, "rate": owed.rate, "base": owed.base, "threshold": owed.threshold}
    return Remark(WARN, RuleViolation(words, None, **said))


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
