"""The standstill between the letters to those not retained and the signature (R2182-1), and where there is none."""

import datetime as dt
from dataclasses import dataclass

from mdo.contracts.law_day import law_day
from mdo.contracts.legal import conditions_of
from mdo.contracts.standstill import ALONE, is_alone, is_standstill
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.duties import FORMAL
from mdo.procurement.law import stored_delays
from mdo.procurement.plan import Delay
from mdo.procurement.plan_days import earliest_after
from mdo.procurement.plan_rows import delays_in_force
from models.contracts import Contract, ContractState, ProcurementStep, StepState
from models.procurement import DelayCondition, ProcedureCode, StepCode

_LETTERS = N_("the letters of %(day)s")
_AWARD = N_("the award of %(day)s, since nothing says when the letters left")
_SENT = N_("Letters sent on %(sent)s: signature from %(first)s on, %(days)s days date to date (R2182-1, to be "
           "confirmed).")  # fmt: skip
_TO_SEND = N_("If the letters leave on %(sent)s: signature from %(first)s on, %(days)s days date to date (R2182-1, to "
              "be confirmed). Their day is noted when they are made.")  # fmt: skip
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
    signed_on = contract.signed_on or contract.notified_on
    if signed_on is not None and signed_on < sent_on:
        return Standstill(sent_on, why_none=RuleViolation(N_("The contract was signed on %(day)s."), day=signed_on))
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
    """What a signature waits for: `first` is its first day, `days` after `start`, on which the letters left, or leave
    at the earliest. `is_sent` and `by_post` as in `Standstill`."""

    first: dt.date
    days: int
    start: dt.date
    is_sent: bool
    by_post: dt.date | None

    def in_words(self) -> RuleViolation:
        """What is told before the signature."""
        if not self.is_sent:
            words = N_("No day of the letters is noted, and the standstill runs from it (R2182-1). If they leave on "
                       "%(start)s: signature and notification from %(first)s on, %(days)s days date to date, to be "
                       "confirmed.")  # fmt: skip
            return RuleViolation(words, first=self.first, days=self.days, start=self.start)
        words = N_("Signature and notification from %(first)s on: %(days)s days date to date from %(since)s (R2182-1, "
                   "to be confirmed).")  # fmt: skip
        return RuleViolation(words, first=self.first, days=self.days, since=RuleViolation(_LETTERS, day=self.start))


def wait_of(session: AnySession, contract: Contract) -> Wait | None:
    """The standstill that the signature of a contract waits for; None without one, or where no day starts it.

    It is counted from the day on which the letters left, else from today or a later day planned for them.
    """
    return _wait_from(session, contract, sending_day(contract, context_of(session).today))


def _wait_from(session: AnySession, contract: Contract, otherwise: dt.date) -> Wait | None:
    if contract.procedure not in FORMAL or contract.lots or is_alone(contract) or contract.awarded_on is None:
        return None
    sent_on, delay = letters_left_on(contract), _delay(session, contract)
    if delay is None:
        return None
    start = sent_on or otherwise
    by_post = _by_post(session, contract, start, delay)
    return Wait(earliest_after(start, delay), delay.amount, start, sent_on is not None, by_post)


def early_signature(session: AnySession, contract: Contract) -> RuleViolation | None:
    """What is told of a contract signed, or notified, before the end of its standstill. Field `signed_on`.

    Where nothing says when the letters left, it is counted from the award, which comes before them.
    """
    days = [day for day in (contract.signed_on, contract.notified_on) if day is not None]
    wait = _wait_from(session, contract, contract.awarded_on or min(days)) if days else None
    if wait is None or min(days) >= wait.first:
        return None
    words = N_("Signed or notified on %(day)s, before the end of the standstill: not before %(first)s, %(days)s days "
               "date to date from %(since)s (R2182-1, to be confirmed).")  # fmt: skip
    since = RuleViolation(_LETTERS if wait.is_sent else _AWARD, day=wait.start)
    return RuleViolation(words, field="signed_on", day=min(days), first=wait.first, days=wait.days, since=since)


def sending_day(contract: Contract, today: dt.date) -> dt.date:
    """The day on which the letters leave: the one that is noted, else today or the day planned after it."""
    step = _step_in_force(contract)
    planned = None if step is None or step.state is StepState.SET_ASIDE else step.planned_on
    return letters_left_on(contract) or max(today, planned or today)


def note_letters(session: AnySession, contract: Contract) -> dt.date | None:
    """Notes that the letters just made leave on the day that they bear; returns it, None where nothing changes.

    Not before the award, for letters of those left out for good, nor on a day to come.
    """
    today = context_of(session).today
    day = sending_day(contract, today)
    is_over = contract.state in (ContractState.AWARDED, ContractState.RUNNING, ContractState.ABANDONED)
    if not is_over or letters_left_on(contract) is not None or day > today:
        return None
    contract.letters_on = day
    return day


def letters_left_on(contract: Contract) -> dt.date | None:
    """The day on which the letters left, as the contract, else the file that it is a lot of, says, or its step.

    Those that left before the award told of another one.
    """
    step = _step_in_force(contract)
    file = contract.allotment
    day = contract.letters_on or (file.letters_on if file is not None else None)
    if day is None and step is not None:
        day = step.actual_on
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
