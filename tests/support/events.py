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
    Food,
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
    site_url = "http://localhost/"


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


def a_full_event(**values: object) -> EventRegistration:
    """A registration with all that its import may say, of an event with all that its own may."""
    of_registration = {name: values.pop(name) for name in ("instance", "person") if name in values}
    event = EventFactory(
        **{
            "programme": "Oser.\nDire.",
            "course": "Accueil",
            "valid_months": 12,
            "capacity": 25,
            "is_public": True,
            **values,
        }
    )
    EventEvaluationFactory(event=event, overall=4, content=3, organisation=5, comment="=1+1\n-5")
    registration: EventRegistration = EventRegistrationFactory(
        event=event,
        email="zoe@example.org",
        phone="+33612345678",
        guardian_name="Ana Roux",
        access_needs="=1+1",
        food=Food.VEGETARIAN,
        **of_registration,
    )
    return registration


# Of each table that has rules: a row that a form takes, and what its rules refuse of it.


def _event() -> tuple[object, dict[str, object]]:
    event = EventFactory(capacity=2)
    a_list(event, 2)
    return event, {"capacity": 1}


def _places() -> tuple[object, dict[str, object]]:
    event = EventFactory(capacity=5)
    return EventPlacesFactory(event=event), {"places": 6}


def _registration() -> tuple[object, dict[str, object]]:
    event = EventFactory(capacity=1)
    EventPlacesFactory(event=event, quality=EventQuality.AGENT, places=0)
    return EventRegistrationFactory(event=event), {"quality": EventQuality.AGENT}


def _evaluation() -> tuple[object, dict[str, object]]:
    off = EventFactory(state=EventState.CANCELLED, reason="Salle fermée")
    return EventEvaluationFactory(), {"event": off}


WHAT_A_FORM_REFUSES = (_event, _places, _registration, _evaluation)
