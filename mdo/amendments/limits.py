"""The limits of the law on what an amendment adds: refused where they are passed on their face."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from mdo.amendments.shares import LARGE, asks_committee, cumulated, low_values, rounded, share_of
from mdo.contracts.limits import LegalLimits
from mdo.contracts.terms import initial_amount
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.thresholds import valid_on
from models.amendments import Amendment, AmendmentGround
from models.contracts import Contract
from models.procurement import FigureCode, Threshold, ThresholdCode

_NOTHING = Decimal(0)


def check_limits(
    amendment: Amendment,
    others: Sequence[Amendment],
    thresholds: Iterable[Threshold],
    limits: LegalLimits,
    day: dt.date,
) -> None:
    """Low value below its limit in all and below the formal threshold of `day`, the others one by one.

    A limit that is not filled in stops nothing. Raises RuleViolation.
    """
    contract = amendment.contract
    if amendment.ground not in (*LARGE, AmendmentGround.LOW_VALUE) or amendment.amount_excl_tax <= 0:
        return
    if initial_amount(contract) is None:
        raise RuleViolation(
            N_("Give the amount of the contract first: what an amendment may add is a percentage of it."),
            field="amount_excl_tax",
        )
    if amendment.ground in LARGE:
        _check_one(amendment, contract, limits.of(FigureCode.ONE_BY_ONE))
    else:
        total = cumulated(amendment, low_values(others))
        _check_low_value(total, contract, limits.of(FigureCode.LOW_VALUE))
        _check_threshold(total, thresholds, day)


def _check_one(amendment: Amendment, contract: Contract, limit: Decimal | None) -> None:
    share = share_of(amendment.amount_excl_tax, contract) or _NOTHING
    if limit is not None and share > limit:
        raise RuleViolation(
            N_(
                "%(share)s %% of the initial amount: an amendment on this ground adds at most %(limit)s %% (R2194-3 and"
                " -5). Beyond it, a new contract is to be put out to competition."
            ),
            field="amount_excl_tax",
            share=rounded(share),
            limit=limit,
        )


def _check_low_value(total: Decimal, contract: Contract, limit: Decimal | None) -> None:
    share = share_of(total, contract) or _NOTHING
    if limit is not None and share >= limit:
        raise RuleViolation(
            N_(
                "With it, the amendments of low value make %(share)s %% of the initial amount: from %(limit)s %% on, it"
                " is to be justified by another ground (R2194-8 and -9)."
            ),
            field="ground",
            share=rounded(share),
            limit=limit,
        )


def _check_threshold(total: Decimal, thresholds: Iterable[Threshold], day: dt.date) -> None:
    formal = valid_on(thresholds, ThresholdCode.FORMAL, day)
    if formal is not None and total >= formal.amount_excl_tax:
        raise RuleViolation(
            N_(
                "With it, the amendments of low value make %(total)s €: from the %(threshold)s € in force on %(day)s"
                " on, it is to be justified by another ground (R2194-8 and -9)."
            ),
            field="ground",
            total=total,
            threshold=formal.amount_excl_tax,
            day=day,
        )


def check_committee(amendment: Amendment, others: Sequence[Amendment], limits: LegalLimits) -> None:
    """The CAO gives its opinion before the signature, where it is asked. Raises RuleViolation."""
    if amendment.signed_on is None or not asks_committee(amendment, others, limits):
        return
    if amendment.committee_on is None:
        raise RuleViolation(
            N_(
                "The contract grows by more than %(limit)s %% and the CAO awarded it: give the day of the opinion of"
                " the CAO before the signature (L1414-4 CGCT)."
            ),
            field="committee_on",
            limit=limits.of(FigureCode.COMMITTEE),
        )
    if amendment.committee_on > amendment.signed_on:
        raise RuleViolation(
            N_("The CAO gives its opinion before the signature (L1414-4 CGCT): correct one of the two days."),
            field="committee_on",
        )
    if amendment.committee_opinion is None:
        raise RuleViolation(N_("Say what the opinion of the CAO was."), field="committee_opinion")
