"""The meetings as a source of the calendar."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from mdo.instances.scope import bodies_in
from mdo.kernel.base.calendar_events import DAY, MOST, CalendarEvent, EventQuery, Source
from mdo.kernel.base.context import AnySession
from mdo.meetings.calendar_revisions import OFF
from mdo.meetings.called import of_network, whose
from models.instances import Instance
from models.meetings import Meeting, MeetingKind


def where_of(meeting: Meeting) -> str:
    """The place and the room, in one line."""
    return ", ".join(part for part in (meeting.place, meeting.room) if part)


def in_period(wanted: EventQuery) -> tuple[ColumnElement[bool], ...]:
    """What begins in the period, or the day before and still lasts: the index on the start serves both."""
    return (Meeting.start_at >= wanted.begin - DAY, Meeting.start_at < wanted.end, Meeting.end_at > wanted.begin)


def _narrowed(wanted: EventQuery) -> list[ColumnElement[bool]]:
    criteria: list[ColumnElement[bool]] = []
    if wanted.kinds:
        criteria.append(Meeting.kind.in_([kind for kind in MeetingKind if kind in wanted.kinds]))
    if wanted.arrondissement_ids:
        criteria.append(Meeting.instance_id.in_(bodies_in(wanted.arrondissement_ids)))
    if wanted.instance_ids or wanted.of_network:
        bodies: list[Any] = [Meeting.instance_id.in_(sorted(wanted.instance_ids))]
        if wanted.of_network:
            bodies.append(of_network())
        criteria.append(or_(*bodies))
    return criteria


def read(session: AnySession, wanted: EventQuery) -> Sequence[CalendarEvent]:
    """The meetings of a period, in three statements."""
    rows = session.scalars(
        select(Meeting)
        .where(*in_period(wanted), *_narrowed(wanted))
        .order_by(Meeting.start_at, Meeting.id)
        .limit(MOST + 1)
        .options(
            joinedload(Meeting.instance).selectinload(Instance.arrondissements),
            joinedload(Meeting.event),
            selectinload(Meeting.juries),
        )
    )
    return [_event_of(meeting) for meeting in rows]


def _event_of(meeting: Meeting) -> CalendarEvent:
    body = meeting.instance
    return CalendarEvent(
        source=MEETINGS.name,
        id=meeting.id,
        view=MEETINGS.view,
        title=meeting.title,
        kind=meeting.kind,
        state=meeting.state,
        start_at=meeting.start_at,
        end_at=meeting.end_at,
        where=where_of(meeting),
        body=whose(meeting),
        places=tuple((place.number, place.name) for place in body.arrondissements) if body else (),
        is_off=meeting.state in OFF,
    )


MEETINGS = Source("meetings", "MeetingView", read)
