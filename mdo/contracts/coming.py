"""What comes next in a contract: what is dated and still to do. Its page, its paper and the reports say the same."""

import datetime as dt
from dataclasses import dataclass

from mdo.contracts.dates import decide_by
from mdo.messages import N_
from models.amendments import RenewalDecision
from models.contracts import Contract, ContractState, StepState


@dataclass(frozen=True, order=True)
class Coming:
    """A day and what it is: a message id, or the label of a step as the mission wrote it."""

    day: dt.date
    label: str


def coming(contract: Contract) -> list[Coming]:
    """All that is still to come, the earliest first; nothing once the contract is over or was given up."""
    state = contract.state
    if state in (ContractState.ENDED, ContractState.ABANDONED):
        return []
    found = [
        Coming(step.planned_on, step.label)
        for step in contract.steps
        if step.planned_on is not None and step.state in (StepState.TO_DO, StepState.UNDER_WAY)
    ]
    if state is ContractState.NEED and contract.launch_on is not None:
        found.append(Coming(contract.launch_on, N_("Launch of the consultation")))
    by = decide_by(contract)
    if by is not None:
        found.append(Coming(by, N_("Decide on the renewal") if contract.renewals else N_("Decide what follows")))
    if state is ContractState.RUNNING and contract.ends_on is not None:
        found.append(Coming(contract.ends_on, N_("End of the contract")))
    return sorted(found)


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
