"""What is shown of decp."""

from mdo.decp.states import OpenDataState
from views.base.domain import Screens
from views.base.entries import Entry
from views.decp.screens import OpenDataView

SCREENS = Screens(
    "decp",
    views={OpenDataView: "donnees-essentielles"},
    menu=(Entry(110, OpenDataView, "broadcast", under="ContractView"),),
    tones={
        OpenDataState: {
            OpenDataState.LATE: "danger",
            OpenDataState.READY: "info",
            OpenDataState.INCOMPLETE: "warn",
            OpenDataState.NEWS: "info",
            OpenDataState.CHANGED: "danger",
            OpenDataState.WAITING: "muted",
            OpenDataState.TO_CONFIRM: "warn",
            OpenDataState.PUBLISHED: "ok",
            OpenDataState.NOTHING: "muted",
        }
    },
)
