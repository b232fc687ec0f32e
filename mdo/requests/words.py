"""The words of the closed lists of requests."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from mdo.requests.states import RequestStatus
from models.requests import FollowUp, RequestKind

LISTS: dict[type[StrEnum], dict[str, str]] = {
    RequestKind: {
        RequestKind.REQUEST: N_("Request"),
        RequestKind.OPINION: N_("Opinion"),
    },
    RequestStatus: {
        RequestStatus.RECEIVED: N_("To send to a direction"),
        RequestStatus.SENT: N_("Sent (request)"),
        RequestStatus.OVERDUE: N_("Late (request)"),
        RequestStatus.IN_TIME: N_("Answered in time"),
        RequestStatus.ANSWERED_LATE: N_("Answered late"),
    },
    FollowUp: {
        FollowUp.DONE: N_("Carried out"),
        FollowUp.PLANNED: N_("Planned"),
        FollowUp.REFUSED: N_("Refused"),
    },
}
