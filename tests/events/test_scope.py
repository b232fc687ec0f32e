"""Who reads an event, who registered for it and who came: sets of rows, by reader; what a référent writes."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.events.registering import asked_of, places_of
from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.rules.row_rules import check_row
from mdo.kernel.scope.limits import Scope
from models.attendance import Attendance
from models.events import Event, EventEvaluation, EventPlaces, EventQuality, EventRegistration, RegistrationState
from models.meetings import Meeting
from tests.support import TODAY
from tests.support import events as hold
from tests.support import factories as make


@pytest.fixture
def city(session: Session) -> dict[str, Any]:
    """A full event with a session, and registrations of the 5th, of the 7th and of the mission."""
    fifth, seventh = (make.ArrondissementFactory(number=number) for number in (5, 7))
    event = hold.EventFactory(capacity=3)
    meeting = hold.session_of(event)
    hold.EventPlacesFactory(event=event, places=0)
    hold.EventEvaluationFactory(event=event)
    rows = {
        name: hold.EventRegistrationFactory(event=event, name=name, arrondissement=place)
        for name, place in (("fifth", fifth), ("seventh", seventh), ("mission", None))
    }
    make.AttendanceFactory(meeting=meeting, person=None, visitor_name="Quelqu’un")
    session.commit()
    return {"event": event, "meeting": meeting, "rows": rows, "place": fifth, "user": make.UserFactory()}


def reads(as_reader: Any, city: dict[str, Any]) -> Session:
    found: Session = as_reader(Scope.arrondissements(city["user"].id, frozenset({city["place"].id})))
    return found


def test_a_referent_reads_the_event_and_the_registrations_of_her_arrondissement_alone(as_reader, city) -> None:
    reader = reads(as_reader, city)
    assert reader.scalars(select(EventRegistration.name)).all() == ["fifth"]
    assert reader.scalar(select(func.count(EventRegistration.id))) == 1
    for model in (Event, EventPlaces, Meeting):
        assert reader.scalar(select(func.count(model.id))) == 1
    for model in (EventEvaluation, Attendance):
        assert reader.scalars(select(model.id)).all() == []


def test_an_elected_official_reads_no_registration(as_reader, city) -> None:
    reader = as_reader(Scope.elected(city["user"].id))
    assert reader.scalars(select(EventRegistration.id)).all() == []
    assert reader.scalars(select(Event.id)).all() == [city["event"].id]


def test_what_a_referent_registers_is_hers_and_waits_behind_those_whom_she_does_not_see(as_reader, city) -> None:
    reader = reads(as_reader, city)
    event = reader.get_one(Event, city["event"].id)
    row = EventRegistration(event=event, name="Venue du 5e", quality=EventQuality.INHABITANT)
    with reader.no_autoflush:
        check_row(reader, row, TODAY)
    reader.add(row)
    reader.commit()
    assert (row.state, row.arrondissement_id) == (RegistrationState.WAITING, city["place"].id)
    assert places_of(reader, event.id).left(asked_of(reader, event.id))[None] == 0


def test_a_referent_gives_no_registration_to_another_and_changes_no_event(as_reader, city) -> None:
    reader = reads(as_reader, city)
    row = reader.scalars(select(EventRegistration)).one()
    row.arrondissement_id = city["rows"]["seventh"].arrondissement_id
    with pytest.raises(OutOfScope):
        reader.flush()
    reader.rollback()
    reader.get_one(Event, city["event"].id).capacity = 30
    with pytest.raises(OutOfScope):
        reader.flush()
    reader.rollback()
