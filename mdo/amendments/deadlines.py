"""What falls due about contracts that run or end: a renewal to decide, an amendment to transmit, an evaluation."""

import datetime as dt

from sqlalchemy import ColumnElement, String, and_, cast, select

from mdo.contracts.act_delays import TO_TRANSMIT
from mdo.contracts.legality import goes_clause
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.dates import last_day_before_months
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from models.amendments import Amendment, Evaluation, Renewal, RenewalDecision
from models.contracts import Contract, ContractHolder, ContractState

# A supplier is evaluated within the month that follows the end.
MONTHS_TO_EVALUATE = 1
_evaluated = select(Evaluation.id).where(
    Evaluation.contract_id == ContractHolder.contract_id, Evaluation.supplier_id == ContractHolder.supplier_id
)
_waited = select(ContractHolder.id).where(ContractHolder.contract_id == Contract.id, ~_evaluated.exists())


def _is_to_decide(today: dt.date) -> ColumnElement[bool]:
    return and_(Renewal.decision == RenewalDecision.PENDING, Contract.state.in_(AWARDED_STATES))


def _is_to_evaluate(today: dt.date) -> ColumnElement[bool]:
    return and_(
        Contract.state.in_((ContractState.RUNNING, ContractState.ENDED)),
        Contract.ends_on < today,
        _waited.exists(),
    )


def _is_to_transmit(today: dt.date) -> ColumnElement[bool]:
    return and_(
        Amendment.signed_on.is_not(None),
        Amendment.transmitted_on.is_(None),
        Contract.state == ContractState.RUNNING,
        goes_clause(),
    )


RENEWAL_DECISION = DeadlineKind(
    110,
    "renewal_decision",
    N_("Renewal of a contract to decide"),
    Renewal,
    "RenewalView",
    Renewal.decide_by_on,
    _is_to_decide,
    Closing(N_("Decide"), "RenewalView", "decide"),
    title=Contract.number + " – " + Contract.title,
    days_before=60,
    role=RoleCode.MISSION,
    detail="n° " + cast(Renewal.number, String),
    inner=(Renewal.contract,),
    contract_id=Renewal.contract_id,
    responsible_id=Contract.responsible_id,
    is_decision=True,
    rule="Reconduction à décider",
)

EVALUATION_DUE = DeadlineKind(
    120,
    "evaluation_due",
    N_("Supplier to evaluate"),
    Contract,
    "ContractView",
    last_day_before_months(Contract.ends_on, MONTHS_TO_EVALUATE),
    _is_to_evaluate,
    Closing(N_("Evaluate the supplier"), "EvaluationView", "add", permission="can_add", argument="contract"),
    title=Contract.number + " – " + Contract.title,
    days_before=60,
    role=RoleCode.MISSION,
    contract_id=Contract.id,
    responsible_id=Contract.responsible_id,
    rule="Prestataire à évaluer",
)

AMENDMENT_LEGALITY = DeadlineKind(
    210,
    "amendment_legality",
    N_("Amendment to transmit to the review of legality"),
    Amendment,
    "AmendmentView",
    TO_TRANSMIT.last_day(Amendment.signed_on),
    _is_to_transmit,
    Closing(N_("Note the transmission"), "AmendmentView", "transmit"),
    title=Contract.number + " – " + Contract.title,
    days_before=15,
    role=RoleCode.MISSION,
    detail="n° " + cast(Amendment.number, String) + " – " + Amendment.subject,
    inner=(Amendment.contract,),
    contract_id=Amendment.contract_id,
    responsible_id=Contract.responsible_id,
    law="article L2131-13 du CGCT",
    rule="Avenant à transmettre au contrôle de légalité",
)
