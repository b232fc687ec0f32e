"""Amendments go to the review of legality when their contract did (D2131-5-1 CGCT), within the days that the law gives.

All « to be confirmed »: the threshold is that of the day of the launch, all the lots of one need together.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from mdo.context import AnySession
from mdo.contracts.legal import law_day
from mdo.contracts.shares import DANGER, OK, WARN, Remark
from mdo.decp.obligation import amount_that_counts
from mdo.decp.reached import reached
from mdo.errors import RuleViolation
from mdo.messages import N_
from mdo.procurement.thresholds import reaches, stored_thresholds
from models.amendments import Amendment
from models.contracts import Contract, ProcurementStep, StepState
from models.procurement import DelayUnit, LegalDelay, StepCode, ThresholdCode

_OF_TRANSMISSION = and_(
    LegalDelay.after == StepCode.SIGNATURE,
    LegalDelay.step == StepCode.LEGALITY,
    LegalDelay.is_maximum.is_(True),
    LegalDelay.unit == DelayUnit.DAYS,
)
# The rule in force last: in Python, and in the database as a number of days.
_LATEST_RULE = select(LegalDelay).where(_OF_TRANSMISSION).order_by(LegalDelay.valid_from.desc()).limit(1)
TRANSMISSION_DAYS = _LATEST_RULE.with_only_columns(LegalDelay.amount).scalar_subquery()


@dataclass(frozen=True)
class Review:
    """The review of legality of a contract: calendar days after a signature to transmit the act, and the article."""

    days: int
    article: str

    def transmit_by(self, signed_on: dt.date) -> dt.date:
        """The last day to transmit an act signed on a day."""
        return signed_on + dt.timedelta(days=self.days)


def review_of(session: AnySession, contract: Contract, today: dt.date) -> Review | None:
    """The review that the acts of a contract go to; None where the contract does not, or where no delay is known."""
    if any(step.step is StepCode.LEGALITY and step.state is StepState.SET_ASIDE for step in contract.steps):
        return None
    amount = amount_that_counts(contract)
    if reaches(amount, stored_thresholds(session), ThresholdCode.LEGALITY, law_day(contract, today)) is None:
        return None
    rule = session.scalars(_LATEST_RULE).first()
    return None if rule is None else Review(rule.amount, rule.article)


def remarks_of(amendment: Amendment, review: Review | None) -> Iterable[Remark]:
    """Where an amendment stands with the review that its contract went to."""
    if review is None:
        return
    signed, sent, notified = amendment.signed_on, amendment.transmitted_on, amendment.notified_on
    if sent is not None and signed is not None:
        is_late = sent > review.transmit_by(signed)
        words = N_("Transmitted to the review of legality on %(day)s.")
        yield Remark(WARN if is_late else OK, RuleViolation(words, day=sent))
    elif signed is not None:
        words = N_("To transmit to the review of legality by %(day)s, before the notification (%(article)s).")
        tone = WARN if notified is None else DANGER
        yield Remark(tone, RuleViolation(words, day=review.transmit_by(signed), article=review.article))
    else:
        words = N_("Once signed, it goes to the review of legality as the contract did (%(article)s).")
        yield Remark(WARN, RuleViolation(words, article=review.article))
    if sent is not None and notified is not None and notified < sent:
        yield Remark(DANGER, RuleViolation(N_("Notified before it was transmitted to the review of legality.")))


def goes_clause() -> ColumnElement[bool]:
    """Whether a contract, which the statement joins, goes to the review: as `review_of`, in the database."""
    set_aside = select(ProcurementStep.id).where(
        ProcurementStep.contract_id == Contract.id,
        ProcurementStep.step == StepCode.LEGALITY,
        ProcurementStep.state == StepState.SET_ASIDE,
    )
    return and_(reached(ThresholdCode.LEGALITY), ~set_aside.exists())
