"""What is asked of the rows of events, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import inspect, select

from mdo.events.places import Places
from mdo.events.registering import (
    TWICE,
    asked_of,
    check_event_goes_on,
    check_room,
    complete,
    event_of,
    hold_list,
    last_to_come,
    places_of,
)
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.base.relations import target_of, value_replaced
from mdo.kernel.rules.declared import RowRules
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.accounts import User
from models.attendance import Attendance
from models.events import Event, EventEvaluation, EventPlaces, EventRegistration, EventState, RegistrationState
from models.text import fold


def check_event(session: AnySession, row: Event) -> None:
    """Raises RuleViolation for a title that another event has, and for fewer places than people who have one."""
    with session.no_autoflush:
        titles = session.execute(select(Event.id, Event.title)).all()
    if any(number != row.id and fold(title) == fold(row.title) for number, title in titles):
        raise RuleViolation(N_("Another event is called so: add a day or a place to one of them."), field="title")
    check_cancelled(row)
    _check_held(session, row)
    if row.id is not None:
        hold_list(session, [row.id])
        _check_left(session, row.id, places_of(session, row.id), "capacity")


def _check_held(session: AnySession, row: Event) -> None:
    """Raises RuleViolation for an event said held before the day of its last session."""
    is_new = not inspect(row).persistent
    if row.state is not EventState.HELD or is_new or value_replaced(row, "state") is EventState.HELD:
        return
    last = last_to_come(session, row.id)
    if last is not None:
        raise RuleViolation(
            N_("A session is still to come, on %(day)s: say that it was held once it is over, or cancel that session."),
            field="state",
            day=day_of(last),
        )


def check_cancelled(row: Event) -> None:
    """Raises RuleViolation for an event that is cancelled without a word."""
    if row.state is EventState.CANCELLED:
        if not row.reason:
            raise RuleViolation(N_("Say why the event is cancelled, in a few words."), field="reason")
    else:
        row.reason = None


def _check_left(session: AnySession, event_id: int, places: Places, field: str) -> None:
    if places.capacity is not None and sum(places.kept.values()) > places.capacity:
        raise RuleViolation(N_("More places are kept for audiences than there are in all."), field=field)
    for left in places.left(asked_of(session, event_id)).values():
        if left is not None and left < 0:
            raise RuleViolation(
                N_("%(count)s people more have a place there: raise the places, or cancel registrations first."),
                field=field,
                count=-left,
            )


def _write_event(session: AnySession, row: Event, today: dt.date) -> None:
    if row.state is None:
        row.state = EventState.DRAFT
    check_event(session, row)
    if not inspect(row).persistent and target_of(row, "lead") is None:
        actor_id = context_of(session).actor_id
        row.lead = session.get(User, actor_id) if actor_id is not None else None


def _check_stored_event(session: AnySession, row: Event, today: dt.date) -> None:
    check_cancelled(row)
    _check_held(session, row)
    _check_left(session, row.id, places_of(session, row.id), "capacity")


def _write_places(session: AnySession, row: EventPlaces, today: dt.date) -> None:
    event_id = row.event.id if row.event is not None else row.event_id
    if event_id is None:
        return
    hold_list(session, [event_id])
    places = places_of(session, event_id)
    with session.no_autoflush:
        others = select(EventPlaces).where(EventPlaces.event_id == event_id, EventPlaces.id != (row.id or 0))
        kept = {one.quality: one.places for one in session.scalars(others)}
    if row.quality in kept:
        raise RuleViolation(N_("Places are kept for this audience already: change that line."), field="quality")
    kept[row.quality] = row.places
    _check_left(session, event_id, Places(places.capacity, kept), "places")


def _write_registration(session: AnySession, row: EventRegistration, today: dt.date) -> None:
    complete(session, row)
    person = target_of(row, "person")
    event = event_of(session, row)
    if isinstance(person, int) and event is not None and event.id is not None:
        same = select(EventRegistration.id).where(
            EventRegistration.event_id == event.id,
            EventRegistration.person_id == person,
            EventRegistration.id != (row.id or 0),
        )
        with session.no_autoflush:
            if session.scalar(same, execution_options=WHOLE_REGISTER) is not None:
                raise RuleViolation(TWICE, field="person")
    if row.state is RegistrationState.UNCONFIRMED and row.confirm_by is None:
        raise RuleViolation(N_("A registration to be confirmed by e-mail comes from the public page alone."))


def _check_stored_registration(session: AnySession, row: EventRegistration, today: dt.date) -> None:
    check_event_goes_on(row, row.event, is_new=False)
    check_room(session, row)


def _check_deleted(session: AnySession, row: EventRegistration, today: dt.date) -> None:
    named = select(Attendance.id).where(Attendance.registration_id == row.id).limit(1)
    if session.scalar(named, execution_options=WHOLE_REGISTER) is not None:
        raise RuleViolation(N_("The list of a session names this person: cancel the registration instead."))


def _check_event_deleted(session: AnySession, row: Event, today: dt.date) -> None:
    asked = select(EventRegistration.id).where(EventRegistration.event_id == row.id).limit(1)
    if session.scalar(asked, execution_options=WHOLE_REGISTER) is not None:
        raise RuleViolation(N_("People registered for this event: cancel it instead, its list stays."))


def check_evaluation(session: AnySession, row: EventEvaluation) -> None:
    """Raises RuleViolation for an answer on an event that nobody came to."""
    event = session.get(Event, target) if isinstance(target := target_of(row, "event"), int) else target
    if event is not None and event.state is EventState.CANCELLED:
        raise RuleViolation(N_("This event is cancelled: nobody came who would say what it was worth."), field="event")


RULES: Mapping[type, RowRules] = {
    Event: RowRules(_write_event, stored=_check_stored_event, removal=_check_event_deleted),
    EventPlaces: RowRules(_write_places),
    EventRegistration: RowRules(
        _write_registration,
        stored=_check_stored_registration,
        removal=_check_deleted,
    ),
    EventEvaluation: RowRules(lambda session, row, today: check_evaluation(session, row)),
}
