"""What the kernel is told about events."""

from sqlalchemy import ColumnElement, and_, select

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
from mdo.meetings.calendar_revisions import OFF
from mdo.projects.linked import Linked, link
from models.events import Event, EventEvaluation, EventPlaces, EventRegistration
from models.meetings import Meeting
from models.people import Person
from models.projects import Project, project_meeting


def _sessions_of(project: Project) -> ColumnElement[bool]:
    """The sessions of the events of a project, less those that it names among its meetings: told once."""
    events = select(Event.id).where(Event.project_id == project.id)
    named = select(project_meeting.c.meeting_id).where(project_meeting.c.project_id == project.id)
    return and_(Meeting.event_id.in_(events), Meeting.id.not_in(named))


def _called(session: Meeting) -> str:
    """A session by its event, then by its title where that says more."""
    assert session.event is not None
    return " – ".join(dict.fromkeys((session.event.title, session.title)))


link(
    Linked(
        35,
        Meeting,
        "MeetingView",
        _sessions_of,
        ((N_("Session (event)"), "start_at"),),
        lambda row: row.state in OFF,
        _called,
    )
)

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
