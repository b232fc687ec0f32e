"""What the law asks for once a contract is signed: its transmission to the review of legality, the award notice.

Counted from the signature, or from the notification where the file does not say it; with a calendar or without.
"""

import datetime as dt

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from mdo.contracts.act_delays import TO_ANNOUNCE, TO_TRANSMIT
from mdo.contracts.legality import goes_clause
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from mdo.procurement.duties import FORMAL
from models.contracts import Contract, ContractState, ProcurementStep, StepState
from models.procurement import StepCode

_lot, _step = aliased(Contract), aliased(ProcurementStep)
_NAME = Contract.number + " – " + Contract.title
_SIGNED = func.coalesce(Contract.signed_on, Contract.notified_on)
_CLOSING = Closing(N_("Note what was sent"), "ContractView", "act", values=(("act_name", "sent"),))


def _is_signed(code: StepCode) -> ColumnElement[bool]:
    """Signed and under way here, by itself (of a file with lots, each lot), and no step of its file did it."""
    has_lots = select(_lot.id).where(_lot.allotment_id == Contract.id).exists()
    done = select(_step.id).where(
        or_(_step.contract_id == Contract.id, _step.contract_id == Contract.allotment_id),
        _step.step == code,
        _step.state == StepState.DONE,
    )
    return and_(
        Contract.state.in_((ContractState.AWARDED, ContractState.RUNNING)),
        Contract.is_taken_over.is_(False),
        _SIGNED.is_not(None),
        ~has_lots,
        ~done.exists(),
    )


def is_to_transmit() -> ColumnElement[bool]:
    """Whether a contract, which the statement joins, is signed and still to transmit (L2131-1 CGCT)."""
    return and_(Contract.transmitted_on.is_(None), _is_signed(StepCode.LEGALITY), goes_clause())


def is_to_announce() -> ColumnElement[bool]:
    """Whether the award notice of a formal procedure is still to send (R2183-1)."""
    is_formal = Contract.procedure.in_(sorted(FORMAL))
    return and_(Contract.award_notice_on.is_(None), _is_signed(StepCode.AWARD_NOTICE), is_formal)


def _to_transmit(today: dt.date) -> ColumnElement[bool]:
    return is_to_transmit()


def _to_announce(today: dt.date) -> ColumnElement[bool]:
    return is_to_announce()


CONTRACT_LEGALITY = DeadlineKind(
    220,
    "contract_legality",
    N_("Contract to transmit to the review of legality"),
    Contract,
    "ContractView",
    TO_TRANSMIT.last_day(_SIGNED),
    _to_transmit,
    _CLOSING,
    title=_NAME,
    days_before=15,
    role=RoleCode.MISSION,
    contract_id=Contract.id,
    responsible_id=Contract.responsible_id,
    law="article L2131-13 du CGCT",
    rule="Marché à transmettre au contrôle de légalité",
)

AWARD_NOTICE_DUE = DeadlineKind(
    230,
    "award_notice_due",
    N_("Award notice to send"),
    Contract,
    "ContractView",
    TO_ANNOUNCE.last_day(_SIGNED),
    _to_announce,
    _CLOSING,
    title=_NAME,
    days_before=30,
    role=RoleCode.MISSION,
    contract_id=Contract.id,
    responsible_id=Contract.responsible_id,
    law="article R2183-1",
    rule="Avis d’attribution à envoyer",
)
