"""An amendment that carries a contract over a threshold under which it was passed: told, with its article.

Amounts are euros before tax. All « à confirmer »: nothing is refused.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from mdo.amendments.shares import AmendmentShare
from mdo.contracts.law_day import law_day
from mdo.contracts.remark_words import DANGER, WARN, Remark
from mdo.contracts.terms import initial_amount
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.thresholds import valid_on
from models.procurement import ProcedureCode, Threshold, ThresholdCode

_UNDER = {
    ProcedureCode.DIRECT: (ThresholdCode.FORMAL, ThresholdCode.NO_COMPETITION),
    ProcedureCode.ADAPTED: (ThresholdCode.FORMAL,),
}


def thresholds_passed(standing: AmendmentShare, thresholds: Iterable[Threshold], today: dt.date) -> Iterator[Remark]:
    """What is said of an amendment that adds to a contract: 200,000 € and 98,000 € pass the formal threshold.

    The procedure would have been another one, and a contract over the threshold of the review of legality goes to the
    prefect with its amendments. The thresholds are those of the day of the launch.
    """
    amendment, contract = standing.amendment, standing.amendment.contract
    initial = initial_amount(contract)
    if initial is None or amendment.amount_excl_tax <= 0:
        return
    before = initial + sum((row.amount_excl_tax for row in standing.before), Decimal(0))
    total, rows, day = before + amendment.amount_excl_tax, tuple(thresholds), law_day(contract, today)
    for code in _UNDER.get(contract.procedure, ()) if contract.procedure is not None else ():
        threshold = valid_on(rows, code, day)
        if threshold is not None and total >= threshold.amount_excl_tax:
            words = N_(
                "With it the contract is worth %(total)s €: from the %(threshold)s € in force on %(day)s (%(basis)s), "
                "its procedure would have been another one. To be confirmed by the commande publique."
            )
            is_new = before < threshold.amount_excl_tax
            yield _remark(DANGER if is_new else WARN, words, total, threshold, day)
            break
    review = valid_on(rows, ThresholdCode.LEGALITY, day)
    if review is not None and before < review.amount_excl_tax <= total:
        words = N_(
            "With it the contract is worth %(total)s €: from the %(threshold)s € in force on %(day)s (%(basis)s), it "
            "is sent to the prefect with its amendments. To be confirmed by the commande publique."
        )
        yield _remark(WARN, words, total, review, day)


def _remark(tone: str, words: str, total: Decimal, threshold: Threshold, day: dt.date) -> Remark:
    amount, basis = threshold.amount_excl_tax, threshold.legal_basis
    return Remark(tone, RuleViolation(words, total=total, threshold=amount, day=day, basis=basis))
