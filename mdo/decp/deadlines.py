"""What falls due about essential data: within the delay of the law after a contract, or a modification, is notified."""

import datetime as dt

from sqlalchemy import ColumnElement, String, and_, cast, not_

from mdo.contracts.act_delays import TO_PUBLISH
from mdo.contracts.publication import data_are_owed, data_were_published
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from models.amendments import Amendment
from models.contracts import Contract

_NAME = Contract.number + " – " + Contract.title


def _is_to_publish(today: dt.date) -> ColumnElement[bool]:
    return and_(not_(data_were_published()), data_are_owed())


def _is_modification_to_publish(today: dt.date) -> ColumnElement[bool]:
    return and_(Amendment.notified_on.is_not(None), Amendment.published_on.is_(None), data_are_owed())


# « DECP à publier avant le 15/12/2026 » for a contract notified on 15/10/2026.
OPEN_DATA_DUE = DeadlineKind(
    190,
    "open_data_due",
    N_("Essential data to publish"),
    Contract,
    "ContractView",
    TO_PUBLISH.last_day(Contract.notified_on),
    _is_to_publish,
    Closing(N_("See the essential data"), "ContractView", "show", "can_show", values=(("tab", "open_data"),)),
    title=_NAME,
    days_before=60,
    role=RoleCode.MISSION,
    contract_id=Contract.id,
    responsible_id=Contract.responsible_id,
    law="article R2196-1",
    rule="DECP à publier",
)

# A modification is published within the same delay (to be confirmed).
AMENDMENT_OPEN_DATA = DeadlineKind(
    200,
    "amendment_open_data",
    N_("Amendment to publish in the essential data"),
    Amendment,
    "AmendmentView",
    TO_PUBLISH.last_day(Amendment.notified_on),
    _is_modification_to_publish,
    Closing(N_("See the essential data"), "AmendmentView", "open_data", "can_show"),
    title=_NAME,
    days_before=60,
    role=RoleCode.MISSION,
    detail="n° " + cast(Amendment.number, String) + " – " + Amendment.subject,
    inner=(Amendment.contract,),
    contract_id=Amendment.contract_id,
    responsible_id=Contract.responsible_id,
    law="article R2196-1",
    rule="DECP : avenant à publier",
)
