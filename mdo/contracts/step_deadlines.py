"""What falls due in a procedure: its steps, on the day they are planned."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, not_, or_

from mdo.contracts.after_signature import is_to_announce, is_to_transmit
from mdo.contracts.passed import behind_clause
from mdo.contracts.publication import data_are_owed, data_were_published
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from models.contracts import Contract, ContractState, ProcurementStep, StepState
from models.procurement import StepCode

# One date counts once: from the notification on, the essential data owed have a line of their own.
_is_told_by_its_rule = or_(
    and_(ProcurementStep.step == StepCode.OPEN_DATA, or_(data_were_published(), data_are_owed())),
    and_(ProcurementStep.step == StepCode.LEGALITY, is_to_transmit()),
    and_(ProcurementStep.step == StepCode.AWARD_NOTICE, is_to_announce()),
)


def _is_to_do(today: dt.date) -> ColumnElement[bool]:
    return and_(
        ProcurementStep.state.in_((StepState.TO_DO, StepState.UNDER_WAY)),
        ProcurementStep.planned_on.is_not(None),
        Contract.state != ContractState.ABANDONED,
        not_(behind_clause(today)),
        not_(_is_told_by_its_rule),
    )


STEP_DUE = DeadlineKind(
    130,
    "step_due",
    N_("Step of a procedure"),
    ProcurementStep,
    "StepView",
    ProcurementStep.planned_on,
    _is_to_do,
    Closing(N_("Say when it was done"), "StepView"),
    title=ProcurementStep.label,
    days_before=30,
    role=RoleCode.MISSION,
    detail=Contract.number + " – " + Contract.title,
    inner=(ProcurementStep.contract,),
    contract_id=ProcurementStep.contract_id,
    responsible_id=ProcurementStep.responsible_id,
    else_id=Contract.responsible_id,
    rule="Étape d’une procédure de marché",
)
