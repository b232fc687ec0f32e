"""What comes next in a contract: what is dated and still to do. Its page, its paper and the reports say the same."""

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import object_session

from mdo.contracts.dates import decide_by
from mdo.contracts.passed import is_behind
from mdo.contracts.signature import wait_of
from mdo.kernel.base.messages import N_
from models.amendments import RenewalDecision
from models.contracts import Contract, ContractState, StepState
from models.procurement import StepCode

LAUNCH = N_("Launch of the consultation")


@dataclass(frozen=True)
class ComingDay:
    """A day and what it is: a message id, or the label of a step as the mission wrote it.

    `comes_first` is said before all that is earlier: a late invoice. `replaces` is the step that says the same.
    """

    day: dt.date
    label: str
    comes_first: bool = False
    replaces: StepCode | None = None


def coming(contract: Contract, today: dt.date, owed: Iterable[ComingDay] = ()) -> list[ComingDay]:
    """All that is still to come, what comes first, then the earliest; each date once.

    `owed` is what falls due beside the file itself (`mdo.contract_sheet.owed`). Nothing comes of a contract
    that was given up.
    """
    if contract.state is ContractState.ABANDONED:
        return []
    beside = tuple(owed)
    told = {item.replaces for item in beside} | ({StepCode.OPEN_DATA} if contract.is_published else set())
    return sorted(
        (*_of_file(contract, today, told), *beside), key=lambda item: (not item.comes_first, item.day, item.label)
    )


def _of_file(contract: Contract, today: dt.date, told: Container[StepCode | None]) -> Iterator[ComingDay]:
    state = contract.state
    for step in contract.steps:
        if step.planned_on is None or step.state not in (StepState.TO_DO, StepState.UNDER_WAY):
            continue
        if step.step not in told and not is_behind(step, contract, today):
            yield ComingDay(step.planned_on, step.label)
    if state is ContractState.NEED and contract.launch_on is not None:
        yield ComingDay(contract.launch_on, LAUNCH)
    yield from _signature(contract)
    by = _to_decide_by(contract)
    if by is not None:
        yield ComingDay(by, N_("Decide on the renewal") if contract.renewals else N_("Decide what follows"))
    if state is ContractState.RUNNING and contract.ends_on is not None:
        yield ComingDay(contract.ends_on, N_("End of the contract"))


def _signature(contract: Contract) -> Iterator[ComingDay]:
    """The first day of the signature, once the letters left and where no step plans it."""
    session = object_session(contract)
    is_waiting = contract.state is ContractState.AWARDED and contract.signed_on is None
    if session is None or not is_waiting or any(step.step is StepCode.SIGNATURE for step in contract.steps):
        return
    wait = wait_of(session, contract)
    if wait is not None and wait.is_sent:
        yield ComingDay(wait.first, N_("Signature possible from this day on"))


def _to_decide_by(contract: Contract) -> dt.date | None:
    """The day of the renewal that is prepared, else that of the notice; none once it was decided not to renew."""
    decided = [period.decision for period in contract.periods]
    if RenewalDecision.PENDING in decided:
        return renewal_decided_by(contract)
    return None if RenewalDecision.NOT_RENEWED in decided else decide_by(contract)


def renewal_decided_by(contract: Contract) -> dt.date | None:
    """The last day to decide on the next renewal; None when none is waited for.

    As written on the renewal that is prepared, else counted from the notice while the contract allows one more.
    """
    pending = [
        period.decide_by_on
        for period in contract.periods
        if period.decision is RenewalDecision.PENDING and period.decide_by_on is not None
    ]
    if pending:
        return min(pending)
    return decide_by(contract) if len(contract.periods) < contract.renewals else None
