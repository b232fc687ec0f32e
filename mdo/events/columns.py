"""Columns of events and of what hangs on them."""

import datetime as dt
from typing import Any

from sqlalchemy import func, literal, select

from mdo.events.fields import EVENT, EVENT_EVALUATION, EVENT_PLACES, EVENT_REGISTRATION
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.calendar_revisions import OFF
from models.events import Event
from models.meetings import Meeting

# An event whose days are still to be found stands after those that have some, whatever the database makes of nothing.
_AFTER_ALL = literal(dt.datetime(9999, 12, 31, tzinfo=dt.UTC), Meeting.start_at.type)


def _of_sessions(worked_out: Any) -> Any:
    """Over the sessions of an event that take place or took place."""
    asked = select(worked_out).where(Meeting.event_id == Event.id, Meeting.state.not_in(OFF))
    return asked.correlate(Event).scalar_subquery()


def _days(row: Event) -> list[dt.date]:
    return [day_of(meeting.start_at) for meeting in row.sessions if meeting.state not in OFF]


EVENT_COLUMNS = EVENT.columns(
    {
        2: Column(
            "first_on",
            N_("First session"),
            lambda row, today: min(_days(row), default=None),
            Kind.DATE,
            (func.coalesce(_of_sessions(func.min(Meeting.start_at)), _AFTER_ALL),),
            loads=(Event.sessions,),
            width=14,
        ),
        3: Column(
            "session_count",
            FIELD_LABELS[Event]["sessions"],
            lambda row, today: len(_days(row)),
            Kind.INTEGER,
            (_of_sessions(func.count(Meeting.id)),),
            loads=(Event.sessions,),
            width=10,
            sums=True,
        ),
    }
)
PLACES_COLUMNS = EVENT_PLACES.columns()
REGISTRATION_COLUMNS = EVENT_REGISTRATION.columns()
EVALUATION_COLUMNS = EVENT_EVALUATION.columns()
