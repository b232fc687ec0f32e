"""Assiduity over a period: present or represented ÷ convened, counted by the database.

Meetings that were held count, from the first to the last day, both included; those to come, cancelled or postponed do
not. Whoever had no mandate yet is not on the frozen list of a meeting, hence in no count. A line that nobody marked is
counted apart: it is neither a presence nor an absence, and the rate leaves it out.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.periods import PARIS, add_months, day_of
from mdo.kernel.rules.twofold import Rule
from models.attendance import Attendance, Presence
from models.instances import Instance, instance_arrondissement
from models.meetings import Meeting, MeetingState
from models.territory import Arrondissement

HELD = (MeetingState.HELD, MeetingState.MINUTED, MeetingState.APPROVED, MeetingState.PUBLISHED)
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Assiduity:
    """Convocations to meetings that were held, by what became of them."""

    meetings: int = 0
    present: int = 0
    represented: int = 0
    excused: int = 0
    absent: int = 0
    unmarked: int = 0

    @property
    def convened(self) -> int:
        return self.present + self.represented + self.excused + self.absent + self.unmarked

    @property
    def attended(self) -> int:
        return self.present + self.represented

    @property
    def rate(self) -> float | None:
        """A share between 0 and 1; None where nothing was marked."""
        known = self.convened - self.unmarked
        return self.attended / known if known else None


def last_twelve_months(today: dt.date) -> tuple[dt.date, dt.date]:
    """The period that is meant when none is said, both days included."""
    return add_months(today, -12) + _ONE_DAY, today


def held_clause(first: dt.date | None, last: dt.date | None) -> ColumnElement[bool]:
    """The meetings held from one day of Paris to another, as an expression on `Meeting`."""
    criteria: list[ColumnElement[bool]] = [Meeting.state.in_(HELD)]
    if first is not None:
        criteria.append(Meeting.start_at >= dt.datetime.combine(first, dt.time(), PARIS))
    if last is not None and last < dt.date.max:
        criteria.append(Meeting.start_at < dt.datetime.combine(last + _ONE_DAY, dt.time(), PARIS))
    return and_(*criteria)


def counts() -> tuple[ColumnElement[Any], ...]:
    """The columns of `Assiduity`, as aggregates over lines of attendance."""
    return (
        func.count(Attendance.meeting_id.distinct()),
        *(
            func.count(Attendance.id).filter(Attendance.presence == presence)
            for presence in (
                Presence.PRESENT,
                Presence.REPRESENTED,
                Presence.EXCUSED,
                Presence.ABSENT,
                Presence.EXPECTED,
            )
        ),
    )


def convocations(asked: Select[Any], first: dt.date | None, last: dt.date | None) -> Select[Any]:
    """A statement over lines of attendance, narrowed to those convened to meetings held in the period."""
    return asked.join(Attendance.meeting).where(Attendance.is_convened, held_clause(first, last))


def assiduity(
    session: AnySession, first: dt.date | None, last: dt.date | None, *criteria: ColumnElement[bool]
) -> Assiduity:
    """The assiduity of the lines that meet these criteria, on `Attendance` and `Meeting`, in one statement."""
    statement = convocations(select(*counts()).select_from(Attendance), first, last).where(*criteria)
    return Assiduity(*session.execute(statement).one())


def of_person(session: AnySession, person_id: int, first: dt.date | None, last: dt.date | None) -> Assiduity:
    """The assiduity of a person, in all the bodies that the reader sees."""
    return assiduity(session, first, last, Attendance.person_id == person_id)


def of_body(session: AnySession, instance_id: int, first: dt.date | None, last: dt.date | None) -> Assiduity:
    """The assiduity of a body."""
    return assiduity(session, first, last, Meeting.instance_id == instance_id)


def of_arrondissements(
    session: AnySession,
    first: dt.date | None,
    last: dt.date | None,
    ids: Iterable[int] | None = None,
    *criteria: ColumnElement[bool],
) -> dict[int, Assiduity]:
    """The assiduity by id of arrondissement; a body of two counts in each, those of the whole city in none."""
    link = instance_arrondissement.c
    statement = (
        convocations(select(Arrondissement.id, *counts()).select_from(Attendance), first, last)
        .join(Instance, Instance.id == Meeting.instance_id)
        .join(instance_arrondissement, link.instance_id == Instance.id)
        .join(Arrondissement, Arrondissement.id == link.arrondissement_id)
        .where(*criteria)
        .group_by(Arrondissement.id)
    )
    if ids is not None:
        statement = statement.where(Arrondissement.id.in_(sorted(ids)))
    return {row[0]: Assiduity(*row[1:]) for row in session.execute(statement)}


HELD_THAT_DAY = Rule(
    lambda row, today: row.state in HELD and day_of(row.start_at) == today,
    lambda today: held_clause(today, today),
    (Meeting.state, Meeting.start_at),
)
