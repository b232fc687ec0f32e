"""What is shown of events."""

from mdo.kernel.base.messages import N_
from models.events import Event, EventKind, EventQuality, EventState, Food, RegistrationState, RegistrationWay
from views.base.domain import Action, Screens
from views.base.entries import Entry
from views.base.relations import Choices
from views.events.public import EventPageView, RegistrationLinkView
from views.events.screens import EventEvaluationView, EventPlacesView, EventRegistrationView, EventView

SCREENS = Screens(
    "events",
    views=dict.fromkeys((EventView, EventRegistrationView, EventPlacesView, EventEvaluationView), "evenements"),
    for_all={EventPageView: "evenements", RegistrationLinkView: "evenements"},
    menu=(
        Entry(12, EventView, "award", under="MeetingView", also=N_("trainings, registrations, certificates")),
        Entry(46, EventRegistrationView, "person-plus", under="MeetingView"),
        Entry(47, EventPlacesView, "grid-3x3-gap", under="MeetingView"),
        Entry(48, EventEvaluationView, "star-half", under="MeetingView"),
    ),
    actions=(Action(59, EventView, N_("New event"), "award"),),
    tones={
        EventState: {
            EventState.DRAFT: "info",
            EventState.OPEN: "ok",
            EventState.CLOSED: "warn",
            EventState.HELD: "muted",
            EventState.CANCELLED: "danger",
        },
        RegistrationState: {
            RegistrationState.UNCONFIRMED: "info",
            RegistrationState.WAITING: "warn",
            RegistrationState.OFFERED: "info",
            RegistrationState.CONFIRMED: "ok",
            RegistrationState.CANCELLED: "muted",
            RegistrationState.LAPSED: "muted",
        },
        EventKind: dict.fromkeys(EventKind),
        EventQuality: dict.fromkeys(EventQuality),
        RegistrationWay: dict.fromkeys(RegistrationWay),
        Food: dict.fromkeys(Food),
    },
    choices={Event: Choices(Event.title)},
    pinned=(EventView,),
)
