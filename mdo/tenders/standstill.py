"""The standstill between the letters to those not retained and the signature (R2182-1), and where there is none."""

import datetime as dt
from dataclasses import dataclass

from mdo.contracts.legal import conditions_of, law_day
from mdo.contracts.standstill import ALONE, is_alone, is_standstill
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.duties import FORMAL
from mdo.procurement.law import stored_delays
from mdo.procurement.plan import Delay
from mdo.procurement.plan_days import earliest_after
from mdo.procurement.plan_rows import delays_in_force
from models.contracts import Contract, ProcurementStep, StepState
from models.procurement import StepCode

_LETTERS = N_("the letters of %(day)s")
_AWARD = N_("the award of %(day)s, since no step says when the letters left")
_ADAPTED = N_("No standstill: it is that of the formal procedures (R2182-1).")


@dataclass(frozen=True)
class Standstill:
    """`signed_from` is the first day for a signature, counted date to date from `sent_on`, which is its first day.

    Without a standstill it is None, as `days`, and `why_none` says why.
    """

    sent_on: dt.date
    signed_from: dt.date | None = None
    days: int | None = None
    why_none: RuleViolation | None = None


def standstill_of(session: AnySession, contract: Contract) -> Standstill:
    """The standstill of a contract on the day its letters leave. Raises RuleViolation where the law is not filled in.

    It does not move because it ends on a day off (CE 2 August 2011 n° 347526).
    """
    sent_on = sending_day(contract, context_of(session).today)
    if contract.procedure not in FORMAL:
        return Standstill(sent_on, why_none=RuleViolation(_ADAPTED))
    if is_alone(contract):
        return Standstill(sent_on, why_none=RuleViolation(ALONE))
    delay = _delay(session, contract)
    if delay is None:
        raise RuleViolation(
            N_("The law of the standstill is not filled in for this procedure: an administrator adds it to the table "
               "of delays.")
        )  # fmt: skip
    return Standstill(sent_on, earliest_after(sent_on, delay), delay.amount)


@dataclass(frozen=True)
class Wait:
    """What a signature waits for: `first` is its first day, `days` after the letters, or the award that precedes them,
    which `since` says."""

    first: dt.date
    days: int
    since: RuleViolation

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
    step, delay = _step_in_force(contract), _delay(session, contract)
    sent_on = None if step is None else step.actual_on
    start = sent_on or contract.awarded_on
    if start is None or delay is None:
        return None
    return Wait(earliest_after(start, delay), delay.amount, RuleViolation(_LETTERS if sent_on else _AWARD, day=start))


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
    return step.actual_on or max(today, step.planned_on or today)


def _step_in_force(contract: Contract) -> ProcurementStep | None:
    """The step of the letters: that of the contract, else of the file that it is a lot of."""
    return _step_of(contract) or (_step_of(contract.allotment) if contract.allotment is not None else None)


def _step_of(contract: Contract) -> ProcurementStep | None:
    return next((step for step in contract.steps if step.step is StepCode.REJECTIONS), None)


def _delay(session: AnySession, contract: Contract) -> Delay | None:
    day = law_day(contract, context_of(session).today)
    found = delays_in_force(stored_delays(session), contract.procedure, day, conditions_of(contract))
    return next((row for row in found if is_standstill(row)), None)
