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
from models.procurement import StepCode

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


def sending_day(contract: Contract, today: dt.date) -> dt.date:
    """The day on which the letters leave: that of their step once done, else today or the day planned after it."""
    step = _step_of(contract) or (_step_of(contract.allotment) if contract.allotment is not None else None)
    if step is None or step.state is StepState.SET_ASIDE:
        return today
    return step.actual_on or max(today, step.planned_on or today)


def _step_of(contract: Contract) -> ProcurementStep | None:
    return next((step for step in contract.steps if step.step is StepCode.REJECTIONS), None)


def _delay(session: AnySession, contract: Contract) -> Delay | None:
    day = law_day(contract, context_of(session).today)
    found = delays_in_force(stored_delays(session), contract.procedure, day, conditions_of(contract))
    return next((row for row in found if is_standstill(row)), None)
