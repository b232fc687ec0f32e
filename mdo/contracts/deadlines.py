"""What falls due about contracts: the last day to renew or not, and the end."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, select

from mdo.contracts.dates import decide_by
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.dates import day_months_before
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.rules.twofold import Rule
from models.amendments import Renewal, RenewalDecision
from models.contracts import Contract, ContractState

_NAME = Contract.number + " – " + Contract.title


def _runs(today: dt.date) -> ColumnElement[bool]:
    return and_(Contract.state == ContractState.RUNNING, Contract.ends_on.is_not(None))


def _is_to_decide(today: dt.date) -> ColumnElement[bool]:
    """Running, with a notice; a renewal that was decided moves the end, hence the day, and once over it is too late.

    A renewal that is prepared has a line of its own, and one that was refused asks for nothing more.
    """
    settled = select(Renewal.id).where(Renewal.contract_id == Contract.id, Renewal.decision != RenewalDecision.RENEWED)
    return and_(_runs(today), Contract.notice_months > 0, Contract.ends_on >= today, ~settled.exists())


# « Décider avant le 31/05/2027 » for a contract that ends on 31/08/2027 with three months' notice.
CONTRACT_NOTICE = DeadlineKind(
    140,
    "contract_notice",
    N_("Contract: decision before the end of the notice"),
    Contract,
    "ContractView",
    day_months_before(Contract.ends_on, Contract.notice_months),
    _is_to_decide,
    Closing(N_("See the contract"), "ContractView", "show", "can_show", values=(("tab", "amendments"),)),
    title=_NAME,
    days_before=60,
    role=RoleCode.MISSION,
    contract_id=Contract.id,
    responsible_id=Contract.responsible_id,
    is_decision=True,
    rule="Marché : décision avant la fin du préavis",
)

CONTRACT_END = DeadlineKind(
    150,
    "contract_end",
    N_("End of a contract"),
    Contract,
    "ContractView",
    Contract.ends_on,
    _runs,
    Closing(N_("See the contract"), "ContractView", "show", "can_show"),
    title=_NAME,
    days_before=30,
    role=RoleCode.MISSION,
    contract_id=Contract.id,
    responsible_id=Contract.responsible_id,
    rule="Fin de marché",
)


DECIDE_BY = Rule(
    decide_by,
    CONTRACT_NOTICE.due_on,
    (Contract.ends_on, Contract.notice_months, Contract.state),
    when=lambda row: row.state is ContractState.RUNNING and row.notice_months,
)
