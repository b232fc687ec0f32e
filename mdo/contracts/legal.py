"""What the law says of the steps of a contract: a step that is shorter than its minimum, or later than its maximum."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mdo.contracts.law_day import law_day
from mdo.contracts.standstill import is_set_aside
from mdo.procurement.plan import Delay
from mdo.procurement.plan_days import earliest_after, latest_day
from mdo.procurement.plan_rows import delays_in_force
from models.contracts import Contract, ProcurementStep, StepState
from models.procurement import DelayCondition, LegalDelay, ProcedureCode, StepCode


class LegalCheck(StrEnum):
    """How a step stands against the delays of the law that end with it."""

    HELD = "held"
    SHORT = "short"
    LATE = "late"


@dataclass(frozen=True)
class LegalFinding:
    """A delay that ends with a step, and whether it holds. `bound` is the first (of a maximum, the last) day for it."""

    check: LegalCheck
    delay: Delay
    bound: dt.date | None


# The field of a file that says that it is in a case of the law.
SAID_BY = {
    DelayCondition.ELECTRONIC: "is_electronic",
    DelayCondition.PRIOR_NOTICE: "has_prior_notice",
    DelayCondition.URGENT: "is_urgent",
}


def conditions_of(contract: Contract) -> frozenset[DelayCondition]:
    """The cases of the law that a file is in."""
    return frozenset(condition for condition, name in SAID_BY.items() if getattr(contract, name))


def effective_day(step: ProcurementStep) -> dt.date | None:
    """The day a step was done on, else the one it is planned on; None for one set aside, or done on no known day."""
    if step.state is StepState.SET_ASIDE or is_day_unknown(step):
        return None
    return step.actual_on or step.planned_on


def is_day_unknown(step: ProcurementStep) -> bool:
    """Whether a step is done and nobody said when: it was left behind."""
    return step.state is StepState.DONE and step.actual_on is None


def delays_of(
    contract: Contract, rows: Iterable[LegalDelay], today: dt.date, procedure: ProcedureCode | None = None
) -> tuple[Delay, ...]:
    """Those of these delays that a file follows, or would by another procedure; without the standstill of one alone."""
    found = delays_in_force(rows, procedure or contract.procedure, law_day(contract, today), conditions_of(contract))
    return tuple(delay for delay in found if not is_set_aside(contract, delay))


def finding_of(step: ProcurementStep, today: dt.date) -> LegalFinding | None:
    """What the law says of a step: the delay it breaks, else the minimum that it holds; None when it says nothing."""
    contract = step.contract
    if contract.procedure is None or step.state is StepState.SET_ASIDE:
        return None
    delays = delays_of(contract, step.legal_delays, today)
    others = {other.step: other for other in contract.steps}
    found = [_held(step, others[delay.after], contract, delay) for delay in delays if delay.after in others]
    kept = [finding for finding in found if finding is not None]
    return min(kept, key=lambda finding: (finding.check is LegalCheck.HELD, finding.delay.is_maximum), default=None)


def last_day_after_signature(step: ProcurementStep, today: dt.date) -> dt.date | None:
    """The last day that the law gives to a step counted from the day on which the contract was signed."""
    contract = step.contract
    if contract.signed_on is None or contract.procedure is None:
        return None
    delays = delays_of(contract, step.legal_delays, today)
    days = [
        latest_day(contract.signed_on, delay)
        for delay in delays
        if delay.after is StepCode.SIGNATURE and delay.step is step.step and delay.is_maximum
    ]
    return min(days, default=None)


def _held(step: ProcurementStep, after: ProcurementStep, contract: Contract, delay: Delay) -> LegalFinding | None:
    if after.state is StepState.SET_ASIDE:
        return None
    start, day = effective_day(after), effective_day(step)
    if delay.is_maximum:
        bound = None if start is None else latest_day(start, delay)
        is_late = bound is not None and day is not None and day > bound
        return LegalFinding(LegalCheck.LATE if is_late else LegalCheck.HELD, delay, bound)
    bound = None if start is None else earliest_after(start, delay)
    is_short = bound is not None and day is not None and day < bound
    if not is_short and step.actual_on is None:
        is_short = _asked(contract.steps, after, step) < delay.amount
    return LegalFinding(LegalCheck.SHORT if is_short else LegalCheck.HELD, delay, bound)


def _asked(steps: Iterable[ProcurementStep], after: ProcurementStep, step: ProcurementStep) -> int:
    """The calendar days given to a step, counted from another one."""
    return sum(
        other.internal_days
        for other in steps
        if after.position < other.position <= step.position and other.state is not StepState.SET_ASIDE
    )


def is_hasty(contract: Contract, step: ProcurementStep, advised: Decimal | None) -> bool:
    """Whether an adapted procedure leaves less days for tenders than is advised; no rule of law forbids it."""
    if advised is None:
        return False
    if contract.procedure is not ProcedureCode.ADAPTED or step.step is not StepCode.TENDERS_DUE:
        return False
    notice = next((other for other in contract.steps if other.step is StepCode.NOTICE), None)
    if notice is None or notice.state is StepState.SET_ASIDE or step.state is StepState.SET_ASIDE:
        return False
    sent, due = effective_day(notice), effective_day(step)
    return sent is not None and due is not None and (due - sent).days < advised
