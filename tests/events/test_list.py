"""The list of an event as it is stored: promotions and their journal, two cancellations at once, lines, no-shows."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from lxml.html import fromstring
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.events.followed import rate_of, who_came, who_missed
from mdo.events.registering import CANCELLED, fill, to_call
from mdo.events.states import REGISTRATION_ACTS
from mdo.kernel.base.database import writing
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.undo import undo
from mdo.kernel.rules.row_rules import check_row
from mdo.kernel.sessions.factory import unlimited_session
from mdo.kernel.states.acts import perform
from mdo.mail.addressees import mailing_of_convened
from mdo.meetings.attendance import add_guest, freeze, lines_of
from mdo.meetings.document_lines import lines_of as sheet_lines
from mdo.meetings.marking import Mark, mark
from mdo.topics.rules import coming_meetings
from models.attendance import Presence
from models.base import utc_now
from models.events import EventQuality, EventRegistration, EventState, RegistrationState
from models.journal import JournalChange, JournalEntry
from tests.support import ON_SQLITE, TODAY, factories
from tests.support import events as make
from tests.support.forms import post

CONFIRMED, WAITING, OFFERED = RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.OFFERED
_PATIENCE = 20
CANCEL = REGISTRATION_ACTS.act("cancel_registration")


@pytest.fixture
def training(session: Session):
    """25 places, 30 who asked, in a month."""
    event = make.EventFactory(capacity=25)
    make.session_of(event)
    rows = make.a_list(event, 25, 5)
    session.commit()
    return event, rows


def numbers(session: Session, event, state: RegistrationState) -> list[int]:
    session.rollback()
    asked = select(EventRegistration.name).where(
        EventRegistration.event_id == event.id, EventRegistration.state == state
    )
    return sorted(int(name.rpartition(" ")[2]) for name in session.scalars(asked))


def cancel(session: Session, row: EventRegistration) -> None:
    perform(REGISTRATION_ACTS, CANCEL, session, row, {})
    session.commit()


def test_two_who_cancel_let_the_26th_and_the_27th_in_and_the_journal_says_it(session, training) -> None:
    event, rows = training
    cancel(session, rows[2])
    cancel(session, rows[6])
    assert numbers(session, event, OFFERED) == [26, 27]
    assert numbers(session, event, WAITING) == [28, 29, 30]
    changes = session.scalars(
        select(JournalChange).where(JournalChange.label == "Inscrite 26").order_by(JournalChange.id)
    ).all()
    assert [change.fields["state"] for change in changes][-1] == ["waiting", "offered"]
    # Written with what freed the place: one undo takes back both.
    assert changes[-1].entry_id == session.scalar(
        select(JournalChange.entry_id).where(JournalChange.label == "Inscrite 03").order_by(JournalChange.id.desc())
    )


def test_an_undo_takes_back_the_cancellation_with_what_it_promoted(session, training) -> None:
    event, rows = training
    cancel(session, rows[2])
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    undo(session, entry, TODAY)
    session.commit()
    assert numbers(session, event, OFFERED) == []
    assert 3 in numbers(session, event, CONFIRMED)
    assert numbers(session, event, WAITING) == [26, 27, 28, 29, 30]


def test_two_cancellations_at_once_promote_two_different_people(session, training, database) -> None:
    event, rows = training
    third, seventh = rows[2].id, rows[6].id

    def other() -> None:
        with writing(), unlimited_session(database.engine, today=TODAY) as second:
            second.connection()
            cancel(second, second.get_one(EventRegistration, seventh))

    session.rollback()
    with writing(), unlimited_session(database.engine, today=TODAY) as first:
        first.connection()
        perform(REGISTRATION_ACTS, CANCEL, first, first.get_one(EventRegistration, third), {})
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "the second does not wait"
        first.commit()
        thread.join(_PATIENCE)
    assert numbers(session, event, OFFERED) == [26, 27]
    assert numbers(session, event, WAITING) == [28, 29, 30]


def test_more_places_let_in_those_who_wait_in_order(session, training) -> None:
    event, _ = training
    event.capacity = 28
    session.commit()
    assert numbers(session, event, OFFERED) == [26, 27, 28]


def test_a_registration_that_is_deleted_lets_the_next_one_in(session, training) -> None:
    event, rows = training
    session.delete(rows[0])
    session.commit()
    assert numbers(session, event, OFFERED) == [26]


def test_a_promoted_person_who_does_not_confirm_in_48_hours_leaves_the_place_to_the_next(session, training) -> None:
    event, rows = training
    cancel(session, rows[2])
    by = session.get_one(EventRegistration, rows[25].id).confirm_by
    assert by is not None
    assert dt.timedelta(hours=47, minutes=59) < by - utc_now() <= dt.timedelta(hours=48)
    fill(session, event.id, by - dt.timedelta(minutes=1))
    session.commit()
    assert numbers(session, event, OFFERED) == [26]
    fill(session, event.id, by)
    session.commit()
    assert numbers(session, event, RegistrationState.LAPSED) == [26]
    assert numbers(session, event, OFFERED) == [27]


def test_near_the_beginning_nobody_is_promoted_and_a_list_to_call_is_given(session) -> None:
    event = make.EventFactory(capacity=1, stop_hours=24 * 20)
    make.session_of(event, 10)
    rows = make.a_list(event, 1, 2)
    session.commit()
    cancel(session, rows[0])
    assert numbers(session, event, OFFERED) == []
    assert [row.name for row in to_call(session, event, utc_now())] == ["Inscrite 02", "Inscrite 03"]
    assert to_call(session, event, utc_now() - dt.timedelta(days=20)) == ()


@pytest.fixture
def evenings(session):
    """One place for six evenings, a week apart, and three who wait for it."""
    event = make.EventFactory(capacity=1, stop_hours=24)
    found = [make.session_of(event, days) for days in range(10, 46, 7)]
    make.a_list(event, 1, 3)
    session.commit()
    return found


_HOUR, _DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def test_in_the_hours_before_each_evening_one_calls_and_after_the_last_nobody(session, evenings) -> None:
    event, first, last = evenings[0].event, evenings[0].start_at, evenings[-1].start_at
    event.registrations[0].state = RegistrationState.CANCELLED
    for moment in (first - 24 * _HOUR, first + 7 * _DAY - 23 * _HOUR, last - _HOUR):
        assert fill(session, event.id, moment) == []
        assert [row.name for row in to_call(session, event, moment)] == ["Inscrite 02", "Inscrite 03", "Inscrite 04"]
    for moment in (last, last + 9 * _DAY):
        assert fill(session, event.id, moment) == []
        assert to_call(session, event, moment) == ()
    session.rollback()


def test_between_two_evenings_the_list_goes_on_for_those_to_come(session, evenings) -> None:
    event, moment = evenings[0].event, evenings[0].start_at + _DAY
    for meeting in evenings[:2]:
        freeze(session, meeting, TODAY, now=utc_now())
    event.registrations[0].state = RegistrationState.CANCELLED
    assert to_call(session, event, moment) == ()
    (promoted,) = fill(session, event.id, moment)
    assert (promoted.name, promoted.confirm_by) == ("Inscrite 02", moment + dt.timedelta(hours=48))
    promoted.state, promoted.confirm_by = CONFIRMED, None
    fill(session, event.id, moment)
    assert [[str(line) for line in lines_of(session, meeting)] for meeting in evenings[:2]] == [
        ["Inscrite 01"],  # it is over: its list is as it was
        ["Inscrite 02"],
    ]
    session.rollback()


def test_a_new_registration_has_the_next_place_or_its_rank_and_one_too_many_is_refused(session, training) -> None:
    event, _ = training
    new = EventRegistration(event=event, name=" Zoé   D’Almeida ", quality=EventQuality.INHABITANT)
    with session.no_autoflush:
        check_row(session, new, TODAY)
    session.add(new)
    session.commit()
    assert (new.state, new.name) == (WAITING, "Zoé D’Almeida")
    new.state = CONFIRMED
    with pytest.raises(RuleViolation):
        check_row(session, new, TODAY)
    session.rollback()


def test_an_event_may_not_have_fewer_places_than_people_who_have_one(session, training) -> None:
    event, _ = training
    event.capacity = 24
    with pytest.raises(RuleViolation) as refused:
        check_row(session, event, TODAY)
    assert refused.value.field == "capacity"
    session.rollback()


def test_the_settled_list_follows_the_registrations_and_a_marked_line_stays(session, training) -> None:
    event, rows = training
    meeting = event.sessions[0]
    freeze(session, meeting, TODAY, now=utc_now())
    session.commit()
    lines = {line.visitor_name: line for line in lines_of(session, meeting)}
    assert len(lines) == 25
    mark(session, lines["Inscrite 07"], Mark(Presence.PRESENT))
    session.commit()
    cancel(session, rows[2])
    cancel(session, rows[6])
    for promoted in rows[25:27]:
        perform(REGISTRATION_ACTS, REGISTRATION_ACTS.act("confirm_place"), session, promoted, {})
    session.commit()
    names = {line.visitor_name for line in lines_of(session, meeting)}
    assert "Inscrite 03" not in names
    assert {"Inscrite 07", "Inscrite 26", "Inscrite 27"} <= names


def test_of_25_convened_19_present_and_a_walk_in_make_20_certificates_and_3_no_shows(session, training) -> None:
    event, _ = training
    meeting = event.sessions[0]
    freeze(session, meeting, TODAY, now=utc_now())
    lines = sorted(lines_of(session, meeting), key=lambda line: line.id)
    for line in lines[:19]:
        mark(session, line, Mark(Presence.PRESENT))
    for line in lines[19:22]:
        mark(session, line, Mark(Presence.EXCUSED))
    add_guest(session, meeting, name="Passante", presence=Presence.PRESENT)
    session.commit()
    came = who_came(session, event)
    assert len(came) == 20
    assert "Passante" in {one.name for one in came}
    silent, excused = ["Inscrite 23", "Inscrite 24", "Inscrite 25"], ["Inscrite 20", "Inscrite 21", "Inscrite 22"]
    assert who_missed(session, event) == (silent, excused)
    freeze(session, make.session_of(event, 40), TODAY, now=utc_now())
    session.commit()
    assert who_missed(session, event) == (excused + silent, []), "excused at one session, missed the other"
    assert (rate_of(16, 20), rate_of(17, 20), rate_of(1, 0)) == (Decimal("0.8"), Decimal("0.85"), None)


def test_a_registration_after_the_date_is_taken_and_one_for_a_cancelled_event_is_refused(session) -> None:
    past = make.EventFactory(state=EventState.HELD)
    make.session_of(past, -10)
    off = make.EventFactory(state=EventState.CANCELLED, reason="Salle fermée")
    session.commit()
    late = EventRegistration(event=past, name="Venue quand même", quality=EventQuality.AGENT)
    with session.no_autoflush:
        check_row(session, late, TODAY)
    session.add(late)
    session.commit()
    assert late.state is CONFIRMED
    with session.no_autoflush, pytest.raises(RuleViolation):
        check_row(session, EventRegistration(event=off, name="Trop tard", quality=EventQuality.AGENT), TODAY)
    session.rollback()


def test_a_guest_of_the_list_who_registers_since_has_one_line(session) -> None:
    event = make.EventFactory(capacity=5)
    meeting = make.session_of(event)
    make.a_list(event, 1)
    person = factories.PersonFactory()
    session.commit()
    freeze(session, meeting, TODAY, now=utc_now())
    guest = add_guest(session, meeting, person_id=person.id)
    session.commit()
    row = make.EventRegistrationFactory(event=event, person=person, name=str(person))
    session.commit()
    session.refresh(guest)
    assert guest.registration_id == row.id
    assert len(lines_of(session, meeting)) == 2


def test_before_the_list_is_settled_the_sheet_and_the_mail_name_those_who_registered_and_no_referent(session) -> None:
    event = make.EventFactory()
    meeting = make.session_of(event)
    make.a_list(event, 2, 1)
    factories.ReferentFactory()
    session.commit()
    assert [line.name for line in sheet_lines(session, meeting)] == ["Inscrite 01", "Inscrite 02"]
    mailing = mailing_of_convened(session, meeting, TODAY)
    assert mailing.emails == ("inscrite01@example.org", "inscrite02@example.org")


def test_a_session_takes_no_topic_of_the_network_and_has_no_body(session) -> None:
    meeting = make.session_of(make.EventFactory())
    session.commit()
    assert coming_meetings(session, TODAY) == []
    meeting.instance = factories.InstanceFactory()
    with session.no_autoflush, pytest.raises(RuleViolation) as refused:
        check_row(session, meeting, TODAY)
    assert refused.value.field == "event"
    session.rollback()


@ON_SQLITE
def test_the_form_takes_a_person_of_the_register_alone_and_asks_for_a_name_without_one(session, client_as) -> None:
    event, person = make.EventFactory(), factories.PersonFactory()
    session.commit()
    number, words, staff = person.id, str(person), client_as("mission")
    shown = staff.get(f"/inscriptions/add?event={event.id}").get_data(as_text=True)
    assert fromstring(shown).xpath("//input[@name='name'][not(@required)]")
    asked = {"event": str(event.id), "name": "", "quality": "council"}
    refused = post(staff, "/inscriptions/add", asked)
    assert "Choisissez une personne du registre, ou écrivez un nom" in refused.text
    post(staff, "/inscriptions/add", {**asked, "person": str(number)})
    session.rollback()
    assert session.scalars(select(EventRegistration.name)).all() == [words]


@pytest.mark.parametrize("name", ["register_again", "confirm_place", "confirm_address"])
def test_nobody_comes_back_to_a_cancelled_event(session, training, client_as, name) -> None:
    event, rows = training
    row = rows[-1] if name == "confirm_address" else rows[0]
    row.state = {"register_again": RegistrationState.CANCELLED, "confirm_address": RegistrationState.UNCONFIRMED}.get(
        name, RegistrationState.OFFERED
    )
    row.confirm_by = None if name == "register_again" else utc_now() + dt.timedelta(days=1)
    session.commit()
    mission = client_as("mission")
    label = REGISTRATION_ACTS.act(name).address
    assert f"/{label}/" in mission.get(f"/inscriptions/show/{row.id}").text
    event.state, event.reason = EventState.CANCELLED, "Salle inondée"
    session.commit()
    assert f"/{label}/" not in mission.get(f"/inscriptions/show/{row.id}").text
    with pytest.raises(RuleViolation) as refused:
        perform(REGISTRATION_ACTS, REGISTRATION_ACTS.act(name), session, session.get_one(EventRegistration, row.id), {})
    assert str(refused.value.message) == CANCELLED
    session.rollback()
