"""What the kernel is told about events."""

from mdo.events import filling
from mdo.events.deadlines import EVENT_TO_TELL, REFRESHER_DUE
from mdo.events.exchanges import EXCHANGES
from mdo.events.row_rules import RULES
from mdo.events.same_person import move_registrations
from mdo.events.scope import PLACES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from mdo.kernel.sessions.hooks import Hook
from models.events import Event, EventEvaluation, EventPlaces, EventRegistration
from models.people import Person

DOMAIN = Domain(
    "events",
    rights=(
        ScreenRights("EventView", N_("Events and trainings"), Section.MEETINGS, 120, Audience.EVENTS),
        ScreenRights("EventPlacesView", N_("Places by audience"), Section.MEETINGS, 130, Audience.EVENTS),
        ScreenRights("EventRegistrationView", N_("Registrations"), Section.MEETINGS, 140, Audience.REGISTRATIONS),
        ScreenRights("EventEvaluationView", N_("Evaluations of events"), Section.MEETINGS, 150, Audience.EVENTS),
    ),
    deadlines=(EVENT_TO_TELL, REFRESHER_DUE),
    rules=RULES,
    hooks=(Hook(90, filling.install),),
    exchanges=EXCHANGES,
    leaves={"certificates": N_("Certificates"), "leaflet": N_("Leaflet")},
    found=(
        SearchKind(75, Event, title=Event.title, order=(small(Event.title),), details=(Event.course,)),
        SearchKind(
            85,
            EventRegistration,
            title=EventRegistration.name,
            order=(small(EventRegistration.name),),
            details=(Event.title,),
            joins=((EventRegistration.event,),),
        ),
        SearchKind(
            540,
            EventPlaces,
            title=Event.title,
            order=(EventPlaces.id,),
            details=(EventPlaces.quality,),
            joins=((EventPlaces.event,),),
        ),
        SearchKind(
            550,
            EventEvaluation,
            title=Event.title,
            order=(EventEvaluation.id,),
            details=(EventEvaluation.comment,),
            joins=((EventEvaluation.event,),),
        ),
    ),
    shown_in={
        Event: ("EventView",),
        EventPlaces: ("EventPlacesView",),
        EventRegistration: ("EventRegistrationView",),
        EventEvaluation: ("EventEvaluationView",),
    },
    computed=((Event, "sessions"), *((EventRegistration, name) for name in ("confirm_by", "way"))),
    merges={Person: move_registrations},
    places=PLACES,
)
