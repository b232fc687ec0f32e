"""Tenders that are perhaps abnormally low: a remark to judge (L2152-5, L2152-6, R2152-3), never a decision.

No text of law says from how much on: the share under the mean below which one looks closer is a figure of the table
(`FigureCode.LOW_TENDER`), « à confirmer ».
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from mdo.contracts.law_day import law_day
from mdo.contracts.remark_words import OK, WARN, Remark
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.figures import number_on, stored_figures
from models.contracts import Contract
from models.procurement import FigureCode
from models.tenders import Tender

_LEAST_COMPARED = 3
_WHOLE = Decimal(100)


def share_under_mean(amount: Decimal, amounts: Sequence[Decimal]) -> Decimal | None:
    """How far under the mean of the amounts one of them is, in per cent; None when too few can be compared."""
    if len(amounts) < _LEAST_COMPARED:
        return None
    mean = sum(amounts, Decimal(0)) / len(amounts)
    return None if mean == 0 else (mean - amount) / mean * _WHOLE


def low_from(session: AnySession, contract: Contract) -> Decimal | None:
    """From how much under the mean one looks closer, in per cent, on the day of the launch; None where unknown."""
    day = law_day(contract, context_of(session).today)
    return number_on(stored_figures(session), FigureCode.LOW_TENDER, day)


def low_remarks(amounts: Mapping[Tender, Decimal | None], low_from: Decimal | None) -> Mapping[Tender, Remark]:
    """What is to be said of the price of each admissible tender that is far below the others or was asked about.

    `low_from` is in per cent under the mean; None where it is not filled in: prices are then not compared.
    """
    known = [amount for amount in amounts.values() if amount is not None]
    found = {}
    for tender, amount in amounts.items():
        share = None if amount is None else share_under_mean(amount, known)
        remark = _remark(tender, share if low_from is not None and share is not None and share > low_from else None)
        if remark is not None:
            found[tender] = remark
    return found


def _remark(tender: Tender, share: Decimal | None) -> Remark | None:
    if tender.low_answer:
        return Remark(OK, RuleViolation(N_("Price explained: to be judged in the report (L2152-6).")))
    if tender.low_asked_on is not None:
        words = N_("Explanation of the price asked on %(day)s, still awaited (L2152-6).")
        return Remark(WARN, RuleViolation(words, day=tender.low_asked_on))
    if share is not None:
        words = N_(
            "%(share)s %% under the mean: perhaps abnormally low, to be judged. Ask for an explanation (L2152-6)."
        )
        return Remark(WARN, RuleViolation(words, share=share.quantize(Decimal(1), ROUND_HALF_UP)))
    if tender.is_suspected_low:
        return Remark(WARN, RuleViolation(N_("Suspected of being abnormally low: ask for an explanation (L2152-6).")))
    return None
