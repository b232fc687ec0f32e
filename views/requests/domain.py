"""What is shown of requests."""

from mdo.kernel.base.messages import N_
from mdo.requests.states import RequestStatus
from views.base.domain import Action, Entry, Screens
from views.requests.screens import RequestView

SCREENS = Screens(
    "requests",
    views={RequestView: "demandes"},
    menu=(Entry(70, RequestView, "chat-left-text"),),
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
)
