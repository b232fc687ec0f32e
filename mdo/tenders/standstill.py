"""The standstill between the letters to those not retained and the signature (R2182-1), and where there is none."""

import datetime as dt
from dataclasses import dataclass

from mdo.context import AnySession, context_of
from mdo.contracts.legal import conditions_of, law_day
from mdo.contracts.standstill import ALONE, is_alone, is_standstill
from mdo.errors import RuleViolation
from mdo.messages import N_
from mdo.procurement.duties import FORMAL
from mdo.procurement.law import stored_delays
from mdo.procurement.plan import Delay
from mdo.procurement.plan_days import earliest_after
from mdo.procurement.plan_rows import delays_in_force
from models.contracts import Contract, ProcurementStep, StepState
from models.procurement import DelayCondition, ProcedureCode, StepCode

_LETTERS = N_("the letters of %(day)s")
_AWARD = N_("the award of %(day)s, since no step says when the letters left")
_SENT = N_("Letters sent on %(sent)s: signature from %(first)s on, %(days)s days date to date (R2182-1, to be "
           "confirmed).")  # fmt: skip
_TO_SEND = N_("If the letters leave on %(sent)s: signature from %(first)s on, %(days)s days date to date (R2182-1, to "
              "be confirmed). Note the day they leave in the calendar.")  # fmt: skip
_BY_POST = N_("Where a single letter leaves by post: from %(day)s on.")
_SUBSEQUENT = N_("No standstill for a subsequent contract of an accord-cadre (R2182-2).")
_ADAPTED = N_("No standstill: it is that of the formal procedures (R2182-1).")


@dataclass(frozen=True)
class Standstill:
    """`signed_from` is the first day for a signature, counted date to date from `sent_on`, which is its first day.

    Without a standstill it is None, as `days`, and `why_none` says why. `is_sent`: a step says that the letters left;
    `by_post` is the first day where one of them leaves by post, None where that changes nothing.
    """

    sent_on: dt.date
    signed_from: dt.date | None = None
    days: int | None = None
    why_none: RuleViolation | None = None
    is_sent: bool = False
    by_post: dt.date | None = None

    def in_words(self) -> RuleViolation:
        """What is told once the contract is awarded."""
        if self.why_none is not None:
            return self.why_none
        words = _SENT if self.is_sent else _TO_SEND
        return RuleViolation(words, sent=self.sent_on, first=self.signed_from, days=self.days)


def standstill_of(session: AnySession, contract: Contract) -> Standstill:
    """The standstill of a contract on the day its letters leave. Raises RuleViolation where the law is not filled in.

    It does not move because it ends on a day off (CE 2 August 2011 n° 347526).
    """
    sent_on = sending_day(contract, context_of(session).today)
    if contract.procedure not in FORMAL:
        words = _SUBSEQUENT if contract.procedure is ProcedureCode.SUBSEQUENT else _ADAPTED
        return Standstill(sent_on, why_none=RuleViolation(words))
    if is_alone(contract):
        return Standstill(sent_on, why_none=RuleViolation(ALONE))
    delay = _delay(session, contract)
    if delay is None:
        raise RuleViolation(
            N_("The law of the standstill is not filled in for this procedure: an administrator adds it to the table "
               "of delays.")
        )  # fmt: skip
    return Standstill(
        sent_on,
        earliest_after(sent_on, delay),
        delay.amount,
        is_sent=letters_left_on(contract) is not None,
        by_post=_by_post(session, contract, sent_on, delay),
    )


def by_post_in_words(day: dt.date) -> RuleViolation:
    """What is told of letters that do not all leave by electronic means."""
    return RuleViolation(_BY_POST, day=day)


@dataclass(frozen=True)
class Wait:
    """What a signature waits for: `first` is its first day, `days` after the letters, or the award that precedes them,
    which `since` says. `is_sent` and `by_post` as in `Standstill`."""

    first: dt.date
    days: int
    since: RuleViolation
    is_sent: bool
    by_post: dt.date | None

    def in_words(self) -> RuleViolation:
        """What is told before the signature."""
        words = N_("Signature and notification from %(first)s on: %(days)s days date to date from %(since)s (R2182-1, "
                   "to be confirmed).")  # fmt: skip
        return RuleViolation(words, first=self.first, days=self.days, since=self.since)


def wait_of(session: AnySession, contract: Contract) -> Wait | None:
    """The standstill that the signature of a contract waits for; None without one, or where no day starts it.

    It is counted from the day on which the letters left as their step says, else from the award: none leaves before.
    """
    if contract.procedure not in FORMAL or contract.lots or is_alone(contract):
        return None
    sent_on, delay = letters_left_on(contract), _delay(session, contract)
    start = sent_on or contract.awarded_on
    if start is None or delay is None:
        return None
    since = RuleViolation(_LETTERS if sent_on else _AWARD, day=start)
    by_post = _by_post(session, contract, start, delay)
    return Wait(earliest_after(start, delay), delay.amount, since, sent_on is not None, by_post)


def early_signature(session: AnySession, contract: Contract) -> RuleViolation | None:
    """What is told of a contract signed, or notified, before the end of its standstill. Field `signed_on`."""
    days = [day for day in (contract.signed_on, contract.notified_on) if day is not None]
    wait = wait_of(session, contract) if days else None
    if wait is None or min(days) >= wait.first:
        return None
    words = N_("Signed or notified on %(day)s, before the end of the standstill: not before %(first)s, %(days)s days "
               "date to date from %(since)s (R2182-1, to be confirmed).")  # fmt: skip
    return RuleViolation(words, field="signed_on", day=min(days), first=wait.first, days=wait.days, since=wait.since)


def sending_day(contract: Contract, today: dt.date) -> dt.date:
    """The day on which the letters leave: that of their step once done, else today or the day planned after it."""
    step = _step_in_force(contract)
    if step is None or step.state is StepState.SET_ASIDE:
        return today
    return letters_left_on(contract) or max(today, step.planned_on or today)


def letters_left_on(contract: Contract) -> dt.date | None:
    """The day on which the letters left as their step says; those that left before the award told of another one."""
    step = _step_in_force(contract)
    day = None if step is None else step.actual_on
    if day is not None and contract.awarded_on is not None and day < contract.awarded_on:
        return None
    return day


def _step_in_force(contract: Contract) -> ProcurementStep | None:
    """The step of the letters: that of the contract, else of the file that it is a lot of."""
    return _step_of(contract) or (_step_of(contract.allotment) if contract.allotment is not None else None)


def _step_of(contract: Contract) -> ProcurementStep | None:
    return next((step for step in contract.steps if step.step is StepCode.REJECTIONS), None)


def _delay(session: AnySession, contract: Contract, *, is_by_post: bool = False) -> Delay | None:
    day = law_day(contract, context_of(session).today)
    conditions = conditions_of(contract) - ({DelayCondition.ELECTRONIC} if is_by_post else set())
    found = delays_in_force(stored_delays(session), contract.procedure, day, conditions)
    return next((row for row in found if is_standstill(row)), None)


def _by_post(session: AnySession, contract: Contract, start: dt.date, delay: Delay) -> dt.date | None:
    """The first day where a letter leaves by post; None where the file says so already."""
    other = _delay(session, contract, is_by_post=True)
    return None if other is None or other.amount == delay.amount else earliest_after(start, other)
