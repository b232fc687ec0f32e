"""What falls due about events: one that is over and not said so, and a training to be followed again."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import aliased

from mdo.events.followed import came_clause
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.dates import day_months_after, paris_day_after
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from mdo.meetings.calendar_revisions import OFF
from models.events import Event, EventRegistration, EventState
from models.meetings import Meeting


def _last_start_of(event: Any) -> Any:
    """When the last session of an event that takes place begins, on `event` (the class or an alias)."""
    asked = select(func.max(Meeting.start_at)).where(Meeting.event_id == event.id, Meeting.state.not_in(OFF))
    return asked.correlate(event).scalar_subquery()


_last_start = _last_start_of(Event)


def _is_to_tell(today: dt.date) -> ColumnElement[bool]:
    """With a session at least: one without a day waits for nothing yet."""
    has_sessions = select(Meeting.id).where(Meeting.event_id == Event.id).correlate(Event).exists()
    return and_(Event.state.in_((EventState.OPEN, EventState.CLOSED)), has_sessions)


EVENT_TO_TELL = DeadlineKind(
    400,
    "event_held",
    N_("Event to close: who came, certificates, evaluation"),
    Event,
    "EventView",
    paris_day_after(_last_start, literal(1)),
    _is_to_tell,
    Closing(N_("Open the event"), "EventView", "show", "can_show"),
    title=Event.title,
    days_before=0,
    role=RoleCode.MISSION,
    responsible_id=Event.lead_id,
    rule="Événement à clore",
)

_later, _later_event = aliased(EventRegistration), aliased(Event)


def _is_to_follow_again(today: dt.date) -> ColumnElement[bool]:
    """Of a person of the register, who did not follow the same training since: by its days, whenever it was typed."""
    start, later = _last_start_of(Event), _last_start_of(_later_event)
    since = (
        select(_later.id)
        .join(_later_event, _later.event_id == _later_event.id)
        .where(
            _later.person_id == EventRegistration.person_id,
            _later_event.course == Event.course,
            _later_event.state == EventState.HELD,
            or_(later > start, and_(later == start, _later.id > EventRegistration.id)),
            came_clause(_later),
        )
        .correlate(EventRegistration, Event)
        .exists()
    )
    return and_(
        Event.state == EventState.HELD,
        Event.valid_months.is_not(None),
        Event.course.is_not(None),
        EventRegistration.person_id.is_not(None),
        came_clause(EventRegistration),
        ~since,
    )


REFRESHER_DUE = DeadlineKind(
    410,
    "refresher_due",
    N_("Training to be followed again"),
    EventRegistration,
    "EventRegistrationView",
    day_months_after(paris_day_after(_last_start, literal(0)), Event.valid_months),
    _is_to_follow_again,
    Closing(N_("Open the registration"), "EventRegistrationView", "show", "can_show"),
    title=EventRegistration.name,
    days_before=30,
    role=RoleCode.MISSION,
    detail=Event.course,
    inner=(EventRegistration.event,),
    arrondissement_id=EventRegistration.arrondissement_id,
    responsible_id=Event.lead_id,
    rule="Formation à renouveler",
)
