"""Invented events and who registers for them, as `tests.support.factories` makes the others."""

import datetime as dt

import factory

from models.base import utc_now
from models.events import (
    Event,
    EventEvaluation,
    EventKind,
    EventPlaces,
    EventQuality,
    EventRegistration,
    EventState,
    RegistrationState,
)
from models.meetings import Meeting, MeetingKind
from tests.support.factories import MeetingFactory, RowFactory


class EventFactory(RowFactory):
    """An event whose registrations are open, without places counted."""

    class Meta:
        model = Event

    title = factory.Sequence(lambda n: f"Formation {n}")
    kind = EventKind.TRAINING
    state = EventState.OPEN


class EventPlacesFactory(RowFactory):
    class Meta:
        model = EventPlaces

    event = factory.SubFactory(EventFactory)
    quality = EventQuality.COUNCIL
    places = 5


class EventRegistrationFactory(RowFactory):
    class Meta:
        model = EventRegistration

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Inscrite {n}")
    quality = EventQuality.INHABITANT
    state = RegistrationState.CONFIRMED
    registered_at = factory.Sequence(lambda n: dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC) + dt.timedelta(minutes=n))


class EventEvaluationFactory(RowFactory):
    class Meta:
        model = EventEvaluation

    event = factory.SubFactory(EventFactory)
    overall = 4


def in_days(days: int) -> dt.datetime:
    """An evening so many days after today, which the product reads from the clock."""
    return (utc_now() + dt.timedelta(days=days)).replace(hour=17, minute=0, second=0, microsecond=0)


def session_of(event: Event, days: int = 30, **values: object) -> Meeting:
    """A session of two hours and a half, so many days after today."""
    start = in_days(days)
    end = start + dt.timedelta(hours=2, minutes=30)
    values = {"title": "Séance", "kind": MeetingKind.WORKING, "start_at": start, "end_at": end, **values}
    meeting: Meeting = MeetingFactory(instance=None, event=event, **values)
    return meeting


def a_list(event: Event, confirmed: int, waiting: int = 0) -> list[EventRegistration]:
    """Those who registered, first come first: « Inscrite 01 »…"""
    first = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
    return [
        EventRegistrationFactory(
            event=event,
            name=f"Inscrite {number:02}",
            email=f"inscrite{number:02}@example.org",
            state=RegistrationState.CONFIRMED if number <= confirmed else RegistrationState.WAITING,
            registered_at=first + dt.timedelta(minutes=number),
        )
        for number in range(1, confirmed + waiting + 1)
    ]
