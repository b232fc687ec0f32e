"""The public page of an event: who registers there without an account, and what the personal link then does.

A registration of the page is nobody's until its holder opens the link of the message; within 48 hours, or it is erased.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from mdo.events.places import OUT, PUBLIC_HOURS
from mdo.events.registering import asked_of, hold_list, places_of, starts_at
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.identifiers import normalised_email
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.identifiers import to_email
from mdo.kernel.rights.addresses import signed_secret
from mdo.kernel.rights.identity import hash_of_token
from mdo.kernel.rules.never_kept import check_may_be_kept
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.meetings.marking import CAME
from models.attendance import Attendance
from models.events import (
    Event,
    EventQuality,
    EventRegistration,
    EventState,
    Food,
    RegistrationState,
    RegistrationWay,
)
from models.meetings import Meeting

LONGEST_NAME, LONGEST_NEEDS, LONGEST_EMAIL = 160, 500, 254
_LONGEST_ADDRESSEE = 250


@dataclass(frozen=True)
class Typed:
    """What somebody typed on the public page."""

    name: str
    email: str
    quality: str
    needs: str = ""
    food: str = ""
    guardian: str = ""
    is_minor: bool = False


class LinkAct(StrEnum):
    """What one does by the personal link."""

    CONFIRM = "confirm"
    CANCEL = "cancel"


def is_open(session: AnySession, event: Event, now: dt.datetime) -> bool:
    """Whether the public page of an event takes registrations: open, with a session that has not begun."""
    start = starts_at(session, event.id, now)
    is_told = event.is_public and event.site_url is not None and event.state is EventState.OPEN
    return is_told and start is not None and now < start


def full_for(session: AnySession, event_id: int) -> tuple[EventQuality, ...]:
    """The audiences of whom somebody who registers now would wait for a place."""
    places, asked = places_of(session, event_id), asked_of(session, event_id)
    return tuple(one for one in EventQuality if places.state_for(one, asked) is RegistrationState.WAITING)


def check_typed(typed: Typed) -> None:
    """Raises RuleViolation for what is missing, too long, or may not be kept."""
    name, email = " ".join(typed.name.split()), normalised_email(typed.email)
    if not name:
        raise RuleViolation(N_("Write your first name and your last name."), field="name")
    try:
        is_address = to_email(email) == email
    except RuleViolation:
        is_address = False
    if not is_address:
        raise RuleViolation(N_("Write an e-mail address: the message to confirm goes there."), field="email")
    if typed.quality not in set(EventQuality):
        raise RuleViolation(N_("Choose as what you come."), field="quality")
    if typed.is_minor and not typed.guardian.strip():
        raise RuleViolation(
            N_("A minor is registered by a guardian: write your own name, with your own e-mail address."),
            field="guardian",
        )
    for field, text, longest in (
        ("name", name, LONGEST_NAME),
        ("guardian", typed.guardian, LONGEST_NAME),
        ("needs", typed.needs, LONGEST_NEEDS),
    ):
        if len(text) > longest:
            raise RuleViolation(N_("This is too long: %(most)s characters at most."), field=field, most=longest)
        check_may_be_kept(text, field)


def known(session: AnySession, event_id: int, email: str) -> EventRegistration | None:
    """The registration of an address, whoever asks."""
    asked = select(EventRegistration).where(
        EventRegistration.event_id == event_id, func.lower(EventRegistration.email) == normalised_email(email)
    )
    return session.scalars(asked.order_by(EventRegistration.id).limit(1), execution_options=WHOLE_REGISTER).first()


def register(session: AnySession, event: Event, typed: Typed, now: dt.datetime) -> EventRegistration:
    """Writes what somebody typed as a registration to be confirmed, and flushes. The address is not known yet."""
    row = EventRegistration(
        event_id=event.id,
        name=" ".join(typed.name.split()),
        email=normalised_email(typed.email),
        quality=EventQuality(typed.quality),
        guardian_name=" ".join(typed.guardian.split()) or None if typed.is_minor else None,
        access_needs=typed.needs.strip() or None,
        food=Food(typed.food) if typed.food in set(Food) else None,
        state=RegistrationState.UNCONFIRMED,
        way=RegistrationWay.PUBLIC_PAGE,
        registered_at=now,
        confirm_by=now + dt.timedelta(hours=PUBLIC_HOURS),
        has_evaluated=False,
    )
    session.add(row)
    session.flush()
    return row


def addressee(row: EventRegistration) -> str:
    """What a message calls who it is for: a guardian with whom she registered, as an address may be of several."""
    name = f"{row.guardian_name} ({row.name})" if row.guardian_name else row.name
    return name[:_LONGEST_ADDRESSEE]


def secret_of(row: EventRegistration, key: str) -> str:
    """The secret of the personal link of a registration, made again by the key of the server."""
    return signed_secret(key, "registration", row.id, row.event_id)


def give_link(row: EventRegistration, key: str) -> None:
    """Stores the hash of the secret of a registration: a link opens nothing before."""
    wanted = hash_of_token(secret_of(row, key))
    if row.token_hash != wanted:
        row.token_hash = wanted


def acts_of(session: AnySession, row: EventRegistration, now: dt.datetime) -> tuple[LinkAct, ...]:
    """What the link may do now."""
    start = starts_at(session, row.event_id, now)
    if row.event.state not in (EventState.OPEN, EventState.CLOSED) or (start is not None and now >= start):
        return ()
    match row.state:
        case RegistrationState.UNCONFIRMED | RegistrationState.OFFERED:
            is_late = row.confirm_by is not None and now >= row.confirm_by
            return () if is_late else (LinkAct.CONFIRM, LinkAct.CANCEL)
        case RegistrationState.CONFIRMED | RegistrationState.WAITING:
            return (LinkAct.CANCEL,)
    return ()


def do(session: AnySession, row: EventRegistration, act: LinkAct, now: dt.datetime) -> bool:
    """Does it, and flushes; whether there was something to do: sent twice, it is done once."""
    hold_list(session, [row.event_id])
    session.refresh(row)
    if act not in acts_of(session, row, now):
        return False
    if act is LinkAct.CANCEL:
        row.state = RegistrationState.CANCELLED
    elif row.state is RegistrationState.OFFERED:
        row.state = RegistrationState.CONFIRMED
    else:
        others = asked_of(session, row.event_id, but=row.id)
        row.state, row.registered_at = places_of(session, row.event_id).state_for(row.quality, others), now
    row.confirm_by = None
    session.flush()
    return True


def may_evaluate(session: AnySession, row: EventRegistration) -> bool:
    """Whether the link takes an answer: of who had a place and came, once, when the event was held.

    Where nobody is marked, nobody knows who came: whoever had a place answers.
    """
    if row.event.state is not EventState.HELD or row.state is not RegistrationState.CONFIRMED or row.has_evaluated:
        return False
    came = select(Attendance.registration_id, Attendance.person_id).join(Attendance.meeting)
    came = came.where(Meeting.event_id == row.event_id, Attendance.presence.in_(CAME))
    found = session.execute(came, execution_options=WHOLE_REGISTER).all()
    if not found or row.id in {number for number, _ in found}:
        return True
    # Of two registrations of one person, the line was that of the other.
    return row.person_id is not None and row.person_id in {person for _, person in found}


def is_asked_again(row: EventRegistration) -> bool:
    """Whether who cancelled, or let a place lapse, asks again by the public page."""
    return row.state in OUT


def ask_again(row: EventRegistration, now: dt.datetime) -> None:
    """Puts it back to be confirmed by the link of a new message."""
    row.state, row.registered_at = RegistrationState.UNCONFIRMED, now
    row.confirm_by = now + dt.timedelta(hours=PUBLIC_HOURS)
