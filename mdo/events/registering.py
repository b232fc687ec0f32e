"""Who registers for an event, and what becomes of the list: the state of each, promotions, lines of attendance.

One list at a time: who writes on the list of an event waits for who does already, so that two places that come free at
once go to two people.
"""

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, func, inspect, select

from mdo.events.places import OUT, SEATED, Asked, Places, confirm_by, is_promoting
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.identifiers import normalised_email
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import start_of_day
from mdo.kernel.base.relations import target_of, value_replaced
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.sessions.advisory_locks import hold
from mdo.meetings.attendance import is_marked, registered, registered_line
from mdo.meetings.calendar_revisions import OFF
from models.attendance import Attendance
from models.base import utc_now
from models.events import Event, EventPlaces, EventRegistration, EventState, RegistrationState
from models.meetings import Meeting
from models.people import Person

FULL = N_("No place is left for this audience: put them on the waiting list, or raise the places.")
TWICE = N_("This person registered for this event already.")
CANCELLED = N_("This event is cancelled: nobody registers for it any more.")
_ORDER = (EventRegistration.registered_at, EventRegistration.id)


def hold_list(session: AnySession, event_ids: Iterable[int]) -> None:
    """Waits for who writes on the lists of these events, and holds them until the transaction ends."""
    hold(session, (("event", number) for number in event_ids))


def places_of(session: AnySession, event_id: int) -> Places:
    """The places of an event, as the database or the session holds them."""
    with session.no_autoflush:
        event = session.get(Event, event_id)
        kept = session.scalars(select(EventPlaces).where(EventPlaces.event_id == event_id)).all()
    return Places(event.capacity if event is not None else None, {one.quality: one.places for one in kept})


def asked_of(session: AnySession, event_id: int, but: int | None = None) -> list[Asked]:
    """Those who registered for an event, first come first, whoever asks: a place is taken by whom one does not see."""
    asked = select(EventRegistration.id, EventRegistration.quality, EventRegistration.state).where(
        EventRegistration.event_id == event_id
    )
    with session.no_autoflush:
        rows = session.execute(asked.order_by(*_ORDER), execution_options=WHOLE_REGISTER)
        return [Asked(*row) for row in rows if row[0] != but]


def starts_at(session: AnySession, event_id: int, now: dt.datetime) -> dt.datetime | None:
    """When the next session of an event begins, else when its last one did; None without one that takes place."""
    to_come = func.min(Meeting.start_at).filter(Meeting.start_at > now)
    asked = select(to_come, func.max(Meeting.start_at))
    asked = asked.where(Meeting.event_id == event_id, Meeting.state.not_in(OFF))
    with session.no_autoflush:
        following, last = session.execute(asked, execution_options=WHOLE_REGISTER).one()
    found: dt.datetime | None = following or last
    return found


def last_to_come(session: AnySession, event_id: int) -> dt.datetime | None:
    """When the last session that is left for another day begins, in UTC; None once the event may be said held."""
    tomorrow = start_of_day(context_of(session).today + dt.timedelta(days=1))
    asked = select(func.max(Meeting.start_at)).where(
        Meeting.event_id == event_id, Meeting.state.not_in(OFF), Meeting.start_at >= tomorrow
    )
    with session.no_autoflush:
        return session.scalar(asked, execution_options=WHOLE_REGISTER)


# ---- One row ---------------------------------------------------------------------------------------------------------


def complete(session: AnySession, row: EventRegistration) -> None:
    """Completes a registration about to be written, and gives it its place or its rank. Raises RuleViolation."""
    if row.person is None and row.person_id is not None:
        row.person = session.get(Person, row.person_id)
    if row.person is not None:
        row.name = row.name or str(row.person)
        row.email = row.email or row.person.guardian_email or row.person.email
        row.phone = row.phone or row.person.phone
    row.name = " ".join((row.name or "").split())
    if not row.name:
        raise RuleViolation(N_("Choose a person of the register, or write a name."), field="name")
    row.email = normalised_email(row.email) or None
    event = event_of(session, row)
    if event is None:
        return
    is_new = not inspect(row).persistent
    check_event_goes_on(row, event, is_new=is_new)
    if row.registered_at is None:
        row.registered_at = utc_now()
    _place(session, row)
    if event.id is not None:
        hold_list(session, [event.id])
        if is_new and row.state is None:
            row.state = places_of(session, event.id).state_for(row.quality, asked_of(session, event.id))
        check_room(session, row)
    if row.state is None:
        row.state = RegistrationState.CONFIRMED
    if row.state not in (RegistrationState.OFFERED, RegistrationState.UNCONFIRMED):
        row.confirm_by = None


def check_event_goes_on(row: EventRegistration, event: Event, *, is_new: bool) -> None:
    """Raises RuleViolation for who comes to a cancelled event: registered, put back or confirmed since."""
    comes = row.state not in OUT and (is_new or value_replaced(row, "state") != row.state)
    if comes and event.state is EventState.CANCELLED:
        raise RuleViolation(CANCELLED, field="event")


def event_of(session: AnySession, row: EventRegistration) -> Event | None:
    """The event of a registration, not flushed yet perhaps."""
    target = target_of(row, "event")
    with session.no_autoflush:
        found: Event | None = session.get(Event, target) if isinstance(target, int) else target
    return found


def _place(session: AnySession, row: EventRegistration) -> None:
    """What someone limited to arrondissements registers is of the first of them, unless it is placed already."""
    ids = context_of(session).scope.arrondissement_ids
    if ids and row.arrondissement_id is None and target_of(row, "arrondissement") is None:
        row.arrondissement_id = min(ids)


def check_room(session: AnySession, row: EventRegistration) -> None:
    """Raises RuleViolation for a place that there is not: more would come in than the room holds."""
    if row.state in SEATED and not has_room(session, row):
        raise RuleViolation(FULL, field="quality")


def has_room(session: AnySession, row: EventRegistration) -> bool:
    """Whether a place is left for somebody registered, their own aside."""
    event = event_of(session, row)
    if event is None or event.id is None:
        return True
    places = places_of(session, event.id)
    left = places.left(asked_of(session, event.id, but=row.id))[places.pool(row.quality)]
    return left is None or left > 0


def rank_of(session: AnySession, row: EventRegistration) -> int | None:
    """How many come before somebody who waits for the same places, this one included; None for who does not wait."""
    if row.state is not RegistrationState.WAITING:
        return None
    places = places_of(session, row.event_id)
    waiting = [
        one.id
        for one in asked_of(session, row.event_id)
        if one.state is RegistrationState.WAITING and places.pool(one.quality) == places.pool(row.quality)
    ]
    return waiting.index(row.id) + 1


def seat(session: AnySession, row: EventRegistration) -> None:
    """Gives somebody their place, or their rank behind who waits: who comes back is the last to have asked."""
    hold_list(session, [row.event_id])
    others = asked_of(session, row.event_id, but=row.id)
    row.state = places_of(session, row.event_id).state_for(row.quality, others)
    row.registered_at, row.confirm_by = utc_now(), None


# ---- The list --------------------------------------------------------------------------------------------------------


def fill(session: AnySession, event_id: int, now: dt.datetime) -> list[EventRegistration]:
    """Lets go of what lapsed, gives the places that are free in the order of the list, and flushes; who has one now.

    From some hours before a session until it begins nobody is promoted: who waits is to be called. So it is for good
    once the last one has begun.
    """
    event = session.get_one(Event, event_id)
    start = starts_at(session, event_id, now)
    for late in _rows(session, EventRegistration.event_id == event_id, EventRegistration.confirm_by <= now):
        if late.state is RegistrationState.OFFERED:
            late.state, late.confirm_by = RegistrationState.LAPSED, None
    session.flush()
    promoted: list[EventRegistration] = []
    if event.state in (EventState.OPEN, EventState.CLOSED) and is_promoting(start, event.stop_hours, now):
        ids = places_of(session, event_id).promoted(asked_of(session, event_id))
        by_id = {row.id: row for row in _rows(session, EventRegistration.id.in_(ids))} if ids else {}
        for number in ids:
            by_id[number].state, by_id[number].told_at = RegistrationState.OFFERED, None
            by_id[number].confirm_by = confirm_by(start, event.stop_hours, event.confirm_hours, now)
            promoted.append(by_id[number])
    session.flush()
    bring_up_to_date(session, event_id, now)
    return promoted


def _rows(session: AnySession, *criteria: ColumnElement[bool]) -> list[EventRegistration]:
    return list(session.scalars(select(EventRegistration).where(*criteria).order_by(*_ORDER)))


def bring_up_to_date(session: AnySession, event_id: int, now: dt.datetime) -> None:
    """Makes the lists of its sessions that were settled those of who has a place; a line that was marked stays.

    Who comes in or leaves between two evenings does so from the next one on: the list of one that is over follows once
    all are, for registrations that are typed afterwards.
    """
    settled = select(Meeting).where(Meeting.event_id == event_id, Meeting.convened_at.is_not(None))
    start = starts_at(session, event_id, now)
    if start is not None and start > now:
        settled = settled.where(Meeting.end_at > now)
    meetings = session.scalars(settled).all()
    if not meetings:
        return
    confirmed = {row.id: row for row in registered(session, event_id)}
    for meeting in meetings:
        lines = session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id)).all()
        by_person: dict[int | None, Attendance] = {line.person_id: line for line in lines if line.person_id}
        for line in lines:
            is_over = line.registration_id is not None and line.registration_id not in confirmed
            if is_over and not is_marked(line):
                session.delete(line)
        for number in confirmed.keys() - {line.registration_id for line in lines}:
            there = by_person.get(confirmed[number].person_id)
            if there is not None:  # a guest of the list who registered since
                there.registration_id = number
                continue
            line = registered_line(confirmed[number])
            line.meeting_id = meeting.id
            session.add(line)
    session.flush()


def to_call(session: AnySession, event: Event, now: dt.datetime) -> Collection[EventRegistration]:
    """Those who wait in the hours before a session, when nobody is promoted, in the order in which one calls them."""
    start = starts_at(session, event.id, now)
    if start is None or start <= now or is_promoting(start, event.stop_hours, now):
        return ()
    waiting = EventRegistration.state == RegistrationState.WAITING
    return _rows(session, EventRegistration.event_id == event.id, waiting)
