"""Amendments go to the review of legality when their contract did (D2131-5-1 CGCT), within the days that the law gives.

All « to be confirmed »: the threshold is that of the day of the launch, all the lots of one need together.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from mdo.contracts.act_delays import TO_TRANSMIT
from mdo.contracts.law_day import law_day
from mdo.contracts.publication import REACHED_READ, amount_that_counts, reaches_threshold
from mdo.contracts.remark_words import DANGER, OK, WARN, Remark
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rules.twofold import Rule
from mdo.procurement.law import stored_law
from mdo.procurement.plan import Delay
from mdo.procurement.plan_days import latest_day
from mdo.procurement.thresholds import reaches
from models.amendments import Amendment
from models.contracts import Contract, ContractState, StepState
from models.procurement import StepCode, ThresholdCode


@dataclass(frozen=True)
class Review:
    """The review of legality of a contract, and the delay from a signature to the transmission of the act."""

    delay: Delay

    @property
    def article(self) -> str:
        """What to cite."""
        return self.delay.article

    def transmit_by(self, signed_on: dt.date) -> dt.date:
        """The last day to transmit an act signed on a day."""
        return latest_day(signed_on, self.delay)


def review_of(session: AnySession, contract: Contract, today: dt.date) -> Review | None:
    """The review that a contract and its acts go to by their amount, whatever the procedure and the steps that were
    set aside; None where they do not, or where no delay is known."""
    amount, law = amount_that_counts(contract), stored_law(session)
    if reaches(amount, law.thresholds, ThresholdCode.LEGALITY, law_day(contract, today)) is None:
        return None
    delay = TO_TRANSMIT.of(contract, law.delays, today)
    return None if delay is None else Review(delay)


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


def step_set_aside(contract: Contract, review: Review | None) -> RuleViolation | None:
    """What is told of a contract that goes to the review by its amount and whose steps do not say so; nothing of one
    that runs without a calendar."""
    steps = [
        step for step in contract.steps if step.step is StepCode.LEGALITY and step.state is not StepState.SET_ASIDE
    ]
    is_kept = bool(contract.steps) or contract.state is ContractState.AWARDED
    if review is None or contract.transmitted_on is not None:
        return None
    signed = contract.signed_on or contract.notified_on
    is_aside = any(step.step is StepCode.LEGALITY and step.state is StepState.SET_ASIDE for step in contract.steps)
    if signed is not None and not is_aside and not contract.is_taken_over and contract.state is not ContractState.ENDED:
        words = N_("To transmit to the review of legality by %(day)s (%(article)s): nothing says that it was.")
        of_file = contract.allotment.steps if contract.allotment is not None else ()  # a lot may be sent with its file
        is_done = any(step.step is StepCode.LEGALITY and step.state is StepState.DONE for step in (*steps, *of_file))
        return None if is_done else RuleViolation(words, day=review.transmit_by(signed), article=review.article)
    if steps or not is_kept:
        return None
    words = N_("By its amount, all lots together, this contract goes to the review of legality (%(article)s), to be "
               "confirmed: no step says so, or it was set aside.")  # fmt: skip
    return RuleViolation(words, article=review.article)


def sent_too_late(contract: Contract, review: Review | None) -> RuleViolation | None:
    """What is told of a contract notified before it was transmitted: it had no effect yet (L2131-1 CGCT)."""
    sent, notified = contract.transmitted_on, contract.notified_on
    if review is None or sent is None or notified is None or notified >= sent:
        return None
    words = N_("Notified on %(day)s, before it was transmitted to the review of legality: a contract takes effect once "
               "transmitted, then notified (L2131-1 CGCT, to be confirmed).")  # fmt: skip
    return RuleViolation(words, day=notified)


def goes_clause() -> ColumnElement[bool]:
    """Whether a contract, which the statement joins, goes to the review: as `review_of`, in the database."""
    return reaches_threshold(ThresholdCode.LEGALITY)


GOES = Rule(
    lambda row, session, today: review_of(session, row, today) is not None,
    goes_clause,
    REACHED_READ,
    when=lambda row: row.signed_on or row.notified_on,
    given=lambda session: session,
)
