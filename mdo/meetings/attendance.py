"""Who is convened to a meeting: the list frozen from the mandates in force, then corrected by hand.

Where all the mandates of the body expired, who sat last is proposed (`mdo/people/sitting.py`).

One line a holder, whatever the number of their mandates: the person, else the organisation without a named
representative; for a meeting of the network, the account of each référent; for a sitting of a jury, its jurors, by
account or by name. A line keeps the college and the quality of the day when the list was frozen. Freezing again adds
and removes lines, and never one that was marked.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS, day_of
from mdo.network.answering import answers_clause
from mdo.people.mandates import in_force_clause
from mdo.people.sitting import sitting
from models.accounts import User
from models.attendance import Attendance, Presence
from models.calls import CallJuror
from models.events import EventQuality, EventRegistration, RegistrationState
from models.instances import MandateFunction
from models.meetings import Meeting, MeetingState
from models.network import Referent
from models.people import Mandate

# Who a line is about: the column, and the id there, or the name of a juror who has no account.
Holder = tuple[str, int | str]
_MAX_QUALITY = 200
NOT_TAKING_PLACE = frozenset({MeetingState.CANCELLED, MeetingState.POSTPONED})


@dataclass(frozen=True)
class FreezePlan:
    """What freezing would change: lines to add (not in the session), lines to remove, lines kept for their mark.

    `expired` are the mandates of a body where none is in force any more: those who sat last are proposed.
    """

    added: tuple[Attendance, ...] = ()
    removed: tuple[Attendance, ...] = ()
    kept: tuple[Attendance, ...] = ()
    expired: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not self.added and not self.removed


def holder_of(line: Attendance) -> Holder | None:
    """Whom the line is about; None for a visitor."""
    for name in ("person_id", "user_id", "organisation_id", "registration_id"):
        value = getattr(line, name)
        if value is not None:
            return name, value
    return ("visitor_name", line.visitor_name) if line.is_convened and line.visitor_name else None


def is_member(line: Attendance) -> bool:
    """Whether the line is of a mandate, or of an account: a référent, a juror."""
    return line.mandate_id is not None or line.user_id is not None


def is_visitor(line: Attendance) -> bool:
    """Whether the line is of a guest or a visitor: of no mandate, and not convened."""
    return not (line.is_convened or is_member(line))


def standing_of(line: Attendance) -> Presence:
    """Under which presence the line is counted and told: a visitor who came is among the guests, not the members."""
    return Presence.GUEST if line.presence is Presence.PRESENT and is_visitor(line) else line.presence


def is_marked(line: Attendance) -> bool:
    """Whether someone wrote on the line: a presence, an hour or a note."""
    return line.presence is not Presence.EXPECTED or bool(line.arrived_at or line.left_at or line.note)


def came_as(row: Attendance) -> EventQuality | None:
    """As what somebody registered for an event, where nothing more is said of who they are."""
    return row.registration.quality if row.registration is not None and not row.quality else None


def has_list(meeting: Meeting, lines: Sequence[Attendance]) -> bool:
    """Whether its members were convened or marked; the guests of one still in preparation make no list."""
    if meeting.convened_at is not None or any(line.is_convened for line in lines):
        return True
    return bool(lines) and meeting.state is not MeetingState.PREPARED


def lines_of(session: AnySession, meeting: Meeting) -> Sequence[Attendance]:
    """The lines of a meeting with what names them, in no order that matters."""
    statement = (
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id)
        .options(
            joinedload(Attendance.person),
            joinedload(Attendance.organisation),
            joinedload(Attendance.user),
            joinedload(Attendance.college),
            joinedload(Attendance.registration),
        )
        .order_by(Attendance.id)
    )
    return session.scalars(statement).all()


def convened_on(session: AnySession, meeting: Meeting, on: dt.date) -> list[Attendance]:
    """Those whom the mandates in force on a day convene, else who sat last, as new lines that no session holds."""
    return _due(session, meeting, on)[0]


def _due(session: AnySession, meeting: Meeting, on: dt.date) -> tuple[list[Attendance], frozenset[int]]:
    """The lines of a day, and the mandates among theirs that are over."""
    if meeting.event_id is not None:
        return [registered_line(row) for row in registered(session, meeting.event_id)], frozenset()
    if meeting.juries:
        return [juror_line(row) for row in jurors(session, meeting)], frozenset()
    if meeting.instance_id is None:
        return _referents_on(session, on), frozenset()
    found = sitting(session, _MANDATES, meeting.instance_id, on)
    by_holder: dict[Holder, list[Mandate]] = {}
    for mandate in found.mandates:
        by_holder.setdefault(_holder_of(mandate), []).append(mandate)
    expired = frozenset(mandate.id for mandate in found.mandates) if found.are_expired else frozenset()
    return [line_of(held) for held in by_holder.values()], expired


def plan(session: AnySession, meeting: Meeting, on: dt.date) -> FreezePlan:
    """What the mandates of a day would add to the list and take off it; nothing is written."""
    current = {holder: line for line in lines_of(session, meeting) if (holder := holder_of(line)) is not None}
    lines, expired = _due(session, meeting, on)
    due = {holder: line for line in lines if (holder := holder_of(line)) is not None}
    over = [line for holder, line in current.items() if holder not in due and line.is_convened]
    return FreezePlan(
        added=tuple(line for holder, line in due.items() if holder not in current),
        removed=tuple(line for line in over if not is_marked(line)),
        kept=tuple(line for line in over if is_marked(line)),
        expired=expired,
    )


def freeze(
    session: AnySession,
    meeting: Meeting,
    on: dt.date,
    *,
    now: dt.datetime,
    only: Iterable[Holder] | None = None,
) -> FreezePlan:
    """Writes the list as it stands on a day, and flushes; returns what changed.

    `only` are the holders whose line is added or removed, when not all are. The first time notes when the members were
    convened: now, or at noon of a day that is past. Raises RuleViolation for a meeting that does not take place.
    """
    if meeting.state in NOT_TAKING_PLACE:
        raise RuleViolation(N_("This meeting does not take place on this day: put it back in preparation first."))
    chosen = None if only is None else frozenset(only)
    found = plan(session, meeting, on)
    done = FreezePlan(
        added=tuple(line for line in found.added if chosen is None or holder_of(line) in chosen),
        removed=tuple(line for line in found.removed if chosen is None or holder_of(line) in chosen),
        kept=found.kept,
        expired=found.expired,
    )
    if meeting.convened_at is None:
        if not done.added and not lines_of(session, meeting):
            if meeting.juries:
                raise RuleViolation(N_("Nobody to convene: name the jurors of the call first."))
            raise RuleViolation(
                N_("Nobody to convene: no mandate of this body is in force on %(day)s."), field="on", day=on
            )
        meeting.convened_at = now if on >= day_of(now) else dt.datetime.combine(on, dt.time(12), PARIS)
    for line in done.removed:
        session.delete(line)
    session.flush()
    for line in done.added:
        line.meeting_id = meeting.id
        session.add(line)
    session.flush()
    return done


def add_member(
    session: AnySession, meeting: Meeting, *, person_id: int | None, organisation_id: int | None
) -> Attendance:
    """Adds a member by hand: a holder of a mandate of the body, even one that no date puts in force. Flushes.

    Raises RuleViolation for someone who never had a mandate there, or who is on the list.
    """
    field = "person_id" if person_id is not None else "organisation_id"
    if person_id is None and organisation_id is None:
        raise RuleViolation(N_("Choose a person or an organisation."), field="person_id")
    of_holder = (
        Mandate.person_id == person_id
        if person_id is not None
        else (Mandate.organisation_id == organisation_id) & Mandate.person_id.is_(None)
    )
    _refuse_twice(session, meeting, person_id, None if person_id is not None else organisation_id)
    day = day_of(meeting.start_at)
    in_body = Mandate.instance_id == meeting.instance_id
    held = (
        mandates_of(session, in_body, of_holder, in_force_clause(day)) or mandates_of(session, in_body, of_holder)[-1:]
    )
    if not held:
        raise RuleViolation(N_("No mandate in this body: add the mandate first, or add a guest."), field=field)
    line = line_of(held)
    line.meeting_id = meeting.id
    session.add(line)
    session.flush()
    return line


def add_referent(session: AnySession, meeting: Meeting, user_id: int) -> Attendance:
    """Adds an account to a meeting of the network. Raises RuleViolation when it is on the list."""
    known = select(Attendance.id).where(Attendance.meeting_id == meeting.id, Attendance.user_id == user_id)
    if session.scalar(known) is not None:
        raise RuleViolation(_TWICE, field="user_id")
    line = Attendance(meeting_id=meeting.id, user_id=user_id, is_convened=True, presence=Presence.EXPECTED)
    session.add(line)
    session.flush()
    return line


def add_guest(
    session: AnySession,
    meeting: Meeting,
    *,
    person_id: int | None = None,
    organisation_id: int | None = None,
    name: str | None = None,
    quality: str | None = None,
    presence: Presence = Presence.GUEST,
) -> Attendance:
    """Adds someone who is not convened: of the register, or by name alone. Flushes. Raises RuleViolation."""
    name = (name or "").strip() or None
    if person_id is None and organisation_id is None and name is None:
        raise RuleViolation(N_("Choose a person or an organisation, or write a name."), field="visitor_name")
    if name is None:
        _refuse_twice(session, meeting, person_id, None if person_id is not None else organisation_id)
    line = Attendance(
        meeting_id=meeting.id,
        person_id=person_id,
        organisation_id=organisation_id,
        visitor_name=name,
        quality=(quality or "").strip()[:_MAX_QUALITY] or None,
        is_convened=False,
        presence=presence,
    )
    session.add(line)
    session.flush()
    return line


def remove(session: AnySession, line: Attendance) -> None:
    """Takes a line off the list. Raises RuleViolation while it represents someone."""
    check_removal(session, line)
    session.delete(line)
    session.flush()


def check_removal(session: AnySession, line: Attendance) -> None:
    """Raises RuleViolation for a line that represents someone."""
    represented = session.scalars(select(Attendance).where(Attendance.represented_by_id == line.id)).all()
    if represented:
        names = ", ".join(str(other) for other in represented)
        raise RuleViolation(N_("Represents %(names)s: change that first."), names=names)


def check_once(session: AnySession, line: Attendance) -> None:
    """Raises RuleViolation for someone who has another line on the list of the meeting."""
    organisation_id = None if line.person_id is not None or line.visitor_name else line.organisation_id
    if line.person_id is not None or organisation_id is not None:
        _refuse_twice(session, line.meeting, line.person_id, organisation_id, but=line.id)


_TWICE = N_("Already on the list of this meeting.")


def _refuse_twice(
    session: AnySession,
    meeting: Meeting,
    person_id: int | None,
    organisation_id: int | None,
    but: int | None = None,
) -> None:
    criterion = (
        Attendance.person_id == person_id
        if person_id is not None
        else (Attendance.organisation_id == organisation_id) & Attendance.person_id.is_(None)
    )
    found = select(Attendance.id).where(Attendance.meeting_id == meeting.id, criterion)
    if session.scalar(found if but is None else found.where(Attendance.id != but)) is not None:
        raise RuleViolation(_TWICE, field="person_id" if person_id is not None else "organisation_id")


def mandates_of(session: AnySession, *criteria: ColumnElement[bool]) -> Sequence[Mandate]:
    """Mandates with what names their holders: of the bureau first, then in the order of their functions and dates."""
    return session.scalars(_MANDATES.where(*criteria)).all()


_MANDATES = (
    select(Mandate)
    .join(Mandate.function)
    .options(
        contains_eager(Mandate.function),
        joinedload(Mandate.person),
        joinedload(Mandate.organisation),
        joinedload(Mandate.college),
    )
    .order_by(MandateFunction.is_bureau.desc(), MandateFunction.position, Mandate.start_on, Mandate.id)
)


def _holder_of(mandate: Mandate) -> Holder:
    if mandate.person_id is not None:
        return "person_id", mandate.person_id
    return "organisation_id", mandate.organisation_id or 0


def line_of(held: Sequence[Mandate]) -> Attendance:
    """The line of a holder: the first mandate stands for all, each function is said once."""
    first = held[0]
    words = [part for mandate in held for part in (mandate.function.label, _organisation(mandate)) if part]
    has_person = first.person_id is not None
    college = next((mandate.college for mandate in held if mandate.college is not None), None)
    return Attendance(
        person_id=first.person_id,
        person=first.person,
        organisation_id=None if has_person else first.organisation_id,
        organisation=None if has_person else first.organisation,
        mandate_id=first.id,
        college_id=college.id if college is not None else None,
        college=college,
        quality=" – ".join(dict.fromkeys(words))[:_MAX_QUALITY] or None,
        is_convened=True,
        presence=Presence.EXPECTED,
    )


def _organisation(mandate: Mandate) -> str:
    """The organisation that a person represents; one that holds the mandate itself is the line."""
    return mandate.organisation.name if mandate.person_id is not None and mandate.organisation is not None else ""


def registered_line(row: EventRegistration) -> Attendance:
    """The line of somebody who has a place at an event."""
    return Attendance(
        registration_id=row.id,
        registration=row,
        person_id=row.person_id,
        person=row.person,
        visitor_name=None if row.person_id is not None else row.name,
        quality=row.instance.name[:_MAX_QUALITY] if row.instance is not None else None,
        is_convened=True,
        presence=Presence.EXPECTED,
    )


def registered(session: AnySession, event_id: int) -> Sequence[EventRegistration]:
    """Those who have a place at an event, first come first."""
    return session.scalars(
        select(EventRegistration)
        .where(EventRegistration.event_id == event_id, EventRegistration.state == RegistrationState.CONFIRMED)
        .options(joinedload(EventRegistration.person), joinedload(EventRegistration.instance))
        .order_by(EventRegistration.registered_at, EventRegistration.id)
    ).all()


def juror_line(juror: CallJuror) -> Attendance:
    """The line of who judges: by her account, or by her name."""
    return Attendance(
        user_id=juror.user_id,
        user=juror.user,
        visitor_name=juror.name,
        quality=juror.capacity,
        is_convened=True,
        presence=Presence.EXPECTED,
    )


def jurors(session: AnySession, meeting: Meeting) -> Sequence[CallJuror]:
    """Who judges the calls whose jury sits at a meeting, each account and each name once."""
    rows = session.scalars(
        select(CallJuror)
        .where(CallJuror.call_id.in_([call.id for call in meeting.juries]))
        .options(joinedload(CallJuror.user))
        .order_by(CallJuror.id)
    )
    return list({row.user_id or row.name: row for row in rows}.values())


def _referents_on(session: AnySession, on: dt.date) -> list[Attendance]:
    """The référents in force, each account once, with the arrondissements that it answers for."""
    rows = session.scalars(
        select(Referent)
        .where(answers_clause(on))
        .options(joinedload(Referent.arrondissement), joinedload(Referent.user))
        .order_by(Referent.arrondissement_id, Referent.id)
    )
    users: dict[int, User] = {}
    places: dict[int, list[str]] = {}
    for row in rows:
        users[row.user_id] = row.user
        places.setdefault(row.user_id, []).append(row.arrondissement.name)
    return [
        Attendance(
            user_id=user_id,
            user=users[user_id],
            quality=", ".join(dict.fromkeys(names))[:_MAX_QUALITY],
            is_convened=True,
            presence=Presence.EXPECTED,
        )
        for user_id, names in places.items()
    ]
