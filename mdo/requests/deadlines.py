"""What falls due about requests: the answer that a body waits for."""

import datetime as dt

from sqlalchemy import ColumnElement

from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from models.instances import Instance
from models.requests import CouncilRequest


def _is_awaited(today: dt.date) -> ColumnElement[bool]:
    return CouncilRequest.answered_on.is_(None)


REQUEST_ANSWER = DeadlineKind(
    100,
    "request_answer",
    N_("Answer to a request or an opinion"),
    CouncilRequest,
    "RequestView",
    CouncilRequest.due_on,
    _is_awaited,
    Closing(N_("Enter the answer"), "RequestView", "reply"),
    title=CouncilRequest.number + " – " + CouncilRequest.subject,
    days_before=30,
    role=RoleCode.MISSION,
    detail=Instance.name,
    inner=(CouncilRequest.instance,),
    instance_id=CouncilRequest.instance_id,
    responsible_id=CouncilRequest.responsible_id,
    rule="Réponse à une demande ou à un avis",
)
