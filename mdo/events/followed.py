"""What was followed: who came to an event, their hours, certificates, evaluation and cost; who never followed one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from mdo.events.hours import time_of_lines
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of, start_of_day
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.meetings.calendar_revisions import OFF
from mdo.meetings.marking import CAME
from mdo.people.mandates import in_force_clause
from mdo.projects.money import Sums, money_of
from models.attendance import Attendance, Presence
from models.events import Event, EventEvaluation
from models.meetings import Meeting
from models.people import Mandate, Person
from models.types import CENT

_RATE = Decimal("0.0001")


def came_clause(registration: Any) -> ColumnElement[bool]:
    """Whether somebody registered came to a session at least, on `registration` (the class or an alias)."""
    line = select(Attendance.id).where(Attendance.registration_id == registration.id, Attendance.presence.in_(CAME))
    return line.correlate(registration).exists()


@dataclass(frozen=True)
class Came:
    """Someone who came to an event, registered or not: their lines at its sessions, the time that they followed."""

    name: str
    quality: str
    person: Person | None
    lines: tuple[Attendance, ...]
    time: dt.timedelta


def lines_of_event(session: AnySession, event: Event) -> Sequence[Attendance]:
    """All the lines of the sessions of an event that took or take place, in no order that matters."""
    of_event = select(Meeting.id).where(Meeting.event_id == event.id, Meeting.state.not_in(OFF))
    asked = select(Attendance).where(Attendance.meeting_id.in_(of_event)).order_by(Attendance.id)
    loads = (joinedload(Attendance.meeting), joinedload(Attendance.person), joinedload(Attendance.registration))
    return session.scalars(asked.options(*loads)).all()


def who_came(session: AnySession, event: Event) -> list[Came]:
    """Each who was present at a session at least, walk-ins too, by name: they have a certificate."""
    found: dict[Any, list[Attendance]] = defaultdict(list)
    for line in lines_of_event(session, event):
        if line.presence in CAME:
            found[_holder(line)].append(line)
    came = [
        Came(str(lines[0]), lines[0].quality or "", lines[0].person, tuple(lines), time_of_lines(lines))
        for lines in found.values()
    ]
    return sorted(came, key=lambda one: one.name.casefold())


def _holder(line: Attendance) -> Any:
    """Who a line is about, over the sessions of an event: a visitor goes by the name."""
    if line.person_id is not None:
        return "person", line.person_id
    if line.registration_id is not None:
        return "registration", line.registration_id
    if line.user_id is not None:
        return "user", line.user_id
    return "name", " ".join(str(line).casefold().split())


def who_missed(session: AnySession, event: Event) -> tuple[list[str], list[str]]:
    """Those who had a place and came to no session, by name: who missed one without a word, who is excused at each."""
    by_holder: dict[Any, list[Attendance]] = defaultdict(list)
    for line in lines_of_event(session, event):
        by_holder[_holder(line)].append(line)
    silent: list[str] = []
    excused: list[str] = []
    for lines in by_holder.values():
        convened = [line for line in lines if line.is_convened]
        if convened and not any(line.presence in CAME for line in lines):
            is_excused = all(line.presence is Presence.EXCUSED for line in convened)
            (excused if is_excused else silent).append(str(lines[0]))
    return sorted(silent, key=str.casefold), sorted(excused, key=str.casefold)


def somebody_came(session: AnySession, event: Event) -> bool:
    """Whether somebody is marked present at a session: there is a certificate to print."""
    of_event = select(Meeting.id).where(Meeting.event_id == event.id, Meeting.state.not_in(OFF))
    asked = select(Attendance.id).where(Attendance.meeting_id.in_(of_event), Attendance.presence.in_(CAME))
    return session.scalar(asked.limit(1)) is not None


# ---- Evaluation and cost ---------------------------------------------------------------------------------------------


def rate_of(answers: int, present: int) -> Decimal | None:
    """Answers over those present, of 1; None where nobody came."""
    return (Decimal(answers) / present).quantize(_RATE, ROUND_HALF_UP) if present else None


def marks_of(evaluations: Iterable[EventEvaluation], name: str) -> dict[int, int]:
    """How many gave each mark, from 1 to 5, to one of the three questions."""
    marks = dict.fromkeys(range(1, 6), 0)
    for one in evaluations:
        mark = getattr(one, name)
        if mark is not None:
            marks[mark] += 1
    return marks


def mean_of(marks: dict[int, int]) -> Decimal | None:
    """The mean of these marks; None, and never 0, where nobody answered."""
    count = sum(marks.values())
    if not count:
        return None
    return (Decimal(sum(mark * number for mark, number in marks.items())) / count).quantize(CENT, ROUND_HALF_UP)


NO_SPENDING = N_("No spending known")


def cost_of(session: AnySession, event: Event) -> Decimal | None:
    """What its project was invoiced, with tax; None while no spending is known."""
    if event.project_id is None:
        return None
    by_id, _ = money_of(session, [event.project_id])
    return spending_of(by_id[event.project_id])


def spending_of(sums: Sums) -> Decimal | None:
    """What was invoiced, with tax; None, and never 0, while nothing was."""
    return sums.spent.incl_tax or None


def cost_per_participant(cost: Decimal | None, present: int) -> Decimal | None:
    """None where nothing is known of the cost, or nobody came."""
    return None if cost is None or not present else (cost / present).quantize(CENT, ROUND_HALF_UP)


# ---- Over the years --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Followed:
    """What a person followed of an event, and when it was."""

    event: Event
    on: dt.date
    time: dt.timedelta


def followed_by(session: AnySession, person_id: int) -> list[Followed]:
    """The events that somebody came to, the latest first: for who reads that person, lists of sessions or not."""
    lines = session.scalars(
        select(Attendance)
        .join(Attendance.meeting)
        .where(Attendance.person_id == person_id, Meeting.event_id.is_not(None), Attendance.presence.in_(CAME))
        .options(joinedload(Attendance.meeting).joinedload(Meeting.event)),
        execution_options=WHOLE_REGISTER,
    ).all()
    by_event: dict[int, list[Attendance]] = defaultdict(list)
    for line in lines:
        by_event[line.meeting.event_id or 0].append(line)
    found = [
        Followed(its[0].meeting.event, max(day_of(line.meeting.start_at) for line in its), time_of_lines(its))
        for its in by_event.values()
        if its[0].meeting.event is not None
    ]
    return sorted(found, key=lambda one: (one.on, one.event.id), reverse=True)


def hours_by_year(followed: Iterable[Followed]) -> dict[int, dt.timedelta]:
    """The time that somebody followed, by year, the latest first."""
    found: dict[int, dt.timedelta] = defaultdict(dt.timedelta)
    for one in followed:
        found[one.on.year] += one.time
    return dict(sorted(found.items(), reverse=True))


def never_followed(
    session: AnySession, course: str, instance_id: int, today: dt.date, loads: Sequence[Any] = ()
) -> Sequence[Person]:
    """The members of a body whose mandate is in force and who never came to this training: those to invite.

    Who does not read the lists of sessions (a référent) is told the same of the members whom she reads.
    """
    members = select(Mandate.person_id).where(Mandate.instance_id == instance_id, in_force_clause(today))
    came = (
        select(Attendance.person_id)
        .join(Attendance.meeting)
        .join(Meeting.event)
        .where(Event.course == course, Attendance.presence.in_(CAME), Attendance.person_id.in_(members))
    )
    followed = session.scalars(came.distinct(), execution_options=WHOLE_REGISTER).all()
    asked = select(Person).where(Person.id.in_(members), Person.id.not_in(followed))
    return session.scalars(asked.options(*loads).order_by(Person.sort_key, Person.id)).all()


def courses(session: AnySession) -> Sequence[str]:
    """The trainings that were given or will be, by name."""
    asked = select(Event.course).where(Event.course.is_not(None), Event.course != "").distinct()
    return sorted(course for course in session.scalars(asked) if course)


def over_before(today: dt.date) -> ColumnElement[bool]:
    """Whether the last session of an event ended before a day; one without sessions is over for nobody."""
    last = select(func.max(Meeting.end_at)).where(Meeting.event_id == Event.id).correlate(Event).scalar_subquery()
    clause: ColumnElement[bool] = last < start_of_day(today)
    return clause
