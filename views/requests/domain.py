"""What is shown of requests."""

from mdo.kernel.base.messages import N_
from mdo.requests.states import RequestStatus
from models.requests import CouncilRequest
from views.base.domain import Action, Screens
from views.base.entries import Entry, MenuGroup
from views.base.relations import Choices
from views.requests.screens import RequestView

SCREENS = Screens(
    "requests",
    views={RequestView: "demandes"},
    menu=(Entry(20, RequestView, "chat-left-text", MenuGroup.FOLLOW_UP),),
    actions=(Action(50, RequestView, N_("New request or opinion"), "chat-left-text"),),
    tones={
        RequestStatus: {
            RequestStatus.RECEIVED: "info",
            RequestStatus.SENT: "warn",
            RequestStatus.OVERDUE: "danger",
            RequestStatus.IN_TIME: "ok",
            RequestStatus.ANSWERED_LATE: "muted",
        }
    },
    choices={CouncilRequest: Choices(CouncilRequest.received_on.desc())},
)
