"""Steps left behind: still to do on paper, though a later one is done or the file has come further.

They wait for nobody any more: no list shows them as late, and the day a later step is done they are done too, or set
aside when the procedure may do without them. What the law asks for all the same is never left behind, nor is
the award before the act of award.
"""

import datetime as dt

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import aliased

from mdo.kernel.rules.twofold import Rule
from models.contracts import Contract, ContractState, ProcurementStep, StepState
from models.procurement import StepCode

# Told to those not retained (R2181-1), sent to the prefect and published: nothing that comes later does it.
OWED = frozenset({StepCode.REJECTIONS, StepCode.LEGALITY, StepCode.AWARD_NOTICE, StepCode.OPEN_DATA})
_OPEN = (StepState.TO_DO, StepState.UNDER_WAY)
_ORDER = tuple(StepCode)
_UNTIL = {
    ContractState.AWARDED: _ORDER[: _ORDER.index(StepCode.AWARD) + 1],
    ContractState.RUNNING: _ORDER[: _ORDER.index(StepCode.NOTIFICATION) + 1],
    ContractState.ENDED: _ORDER,
}
_BEHIND = {state: frozenset(codes) - OWED for state, codes in _UNTIL.items()}
_BEFORE_AWARD = (ContractState.NEED, ContractState.PROCEDURE)
_later = aliased(ProcurementStep)


def is_behind(step: ProcurementStep, contract: Contract, today: dt.date) -> bool:
    """Whether a step still to do was left behind."""
    return step.state in _OPEN and was_passed(step, contract, today)


def was_passed(step: ProcurementStep, contract: Contract, today: dt.date) -> bool:
    """Whether the file came further than a step, whatever the step says: it may be done on a day that is not known."""
    if step.step in OWED:
        return False
    if step.step is StepCode.AWARD and contract.state in _BEFORE_AWARD:
        return False
    if step.step in _BEHIND.get(contract.state, ()):
        return True
    if _has_begun(step, contract, today):
        return True
    return any(other.state is StepState.DONE and other.position > step.position for other in contract.steps)


def _has_begun(step: ProcurementStep, contract: Contract, today: dt.date) -> bool:
    is_running = step.step is StepCode.START and contract.state is ContractState.RUNNING
    return is_running and contract.starts_on is not None and contract.starts_on <= today


def behind_clause(today: dt.date) -> ColumnElement[bool]:
    """The same of steps still to do, in a statement that joins their contract."""
    later_done = select(_later.id).where(
        _later.contract_id == ProcurementStep.contract_id,
        _later.position > ProcurementStep.position,
        _later.state == StepState.DONE,
    )
    by_state = (
        and_(Contract.state == state, ProcurementStep.step.in_(sorted(codes))) for state, codes in _BEHIND.items()
    )
    begun = and_(
        ProcurementStep.step == StepCode.START,
        Contract.state == ContractState.RUNNING,
        Contract.starts_on.is_not(None),
        Contract.starts_on <= today,
    )
    is_award = and_(ProcurementStep.step == StepCode.AWARD, Contract.state.in_(_BEFORE_AWARD))
    return and_(ProcurementStep.step.not_in(sorted(OWED)), not_(is_award), or_(later_done.exists(), begun, *by_state))


BEHIND = Rule(
    lambda row, today: was_passed(row, row.contract, today),
    behind_clause,
    (
        ProcurementStep.step,
        ProcurementStep.state,
        ProcurementStep.position,
        ProcurementStep.contract_id,
        Contract.state,
        Contract.starts_on,
    ),
    joins=(ProcurementStep.contract,),
)
