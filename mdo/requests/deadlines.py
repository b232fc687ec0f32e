"""What falls due about requests: the answer that a body waits for."""

import datetime as dt

from sqlalchemy import ColumnElement, and_

from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from mdo.requests.reminding import remind_clause
from models.instances import Instance
from models.requests import CouncilRequest


def _is_awaited(today: dt.date) -> ColumnElement[bool]:
    return CouncilRequest.answered_on.is_(None)


def _is_to_remind(today: dt.date) -> ColumnElement[bool]:
    """Sent to a direction that let its day pass, and that nobody reminded yet."""
    return and_(remind_clause(today), CouncilRequest.reminded_on.is_(None))


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
    sooner=((_is_to_remind, Closing(N_("Remind the direction"), "RequestView", "remind_page")),),
    rule="Réponse à une demande ou à un avis",
)
