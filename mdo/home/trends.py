"""The last twelve months and the twelve before: meetings held, assiduity, answers in time; each in one statement."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.base.periods import PARIS, add_months, start_of_day
from mdo.meetings.assiduity import HELD
from models.attendance import Attendance, Presence
from models.meetings import Meeting
from models.requests import CouncilRequest

MONTHS = 12
_SEEN = (Presence.PRESENT, Presence.REPRESENTED)
_MISSED = (Presence.EXCUSED, Presence.ABSENT)


@dataclass(frozen=True)
class TrendMonth:
    """A month, by its first and last day, with what was counted in it: a part of a whole; without a part, the whole."""

    first: dt.date
    last: dt.date
    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where there is nothing to take a part of."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Trend:
    """Twelve months, this one included, and the twelve before them; `since` is the first day that holds anything."""

    months: Sequence[TrendMonth]
    before: Sequence[TrendMonth]
    since: dt.date | None

    @property
    def is_comparable(self) -> bool:
        """Whether the year before is held whole: what came in its course was not all written down."""
        return self.since is not None and self.since <= self.before[0].last


def months_of(today: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The first and last days of the last twenty-four months, the oldest first."""
    first = add_months(today.replace(day=1), 1 - 2 * MONTHS)
    firsts = [add_months(first, number) for number in range(2 * MONTHS)]
    return [(day, add_months(day, 1) - dt.timedelta(days=1)) for day in firsts]


def meetings_held(session: AnySession) -> Trend:
    """The meetings held by month."""
    return _trend(session, _meetings)


def assiduity_by_month(session: AnySession) -> Trend:
    """Of the marks of those convened to meetings held in a month, those of people present or represented."""
    return _trend(session, _assiduity)


def answers_in_time(session: AnySession) -> Trend:
    """Of the requests whose answer was due in a month and has come or is late, those answered in time."""
    return _trend(session, _answers)


def _trend(session: AnySession, build: Any) -> Trend:
    today = context_of(session).today
    row = session.execute(kept(build, today)).one()
    months = [
        TrendMonth(first, last, int(row[2 * index] or 0), int(row[2 * index + 1] or 0))
        for index, (first, last) in enumerate(months_of(today))
    ]
    since = row[-1]
    return Trend(
        months[MONTHS:], months[:MONTHS], since.astimezone(PARIS).date() if isinstance(since, dt.datetime) else since
    )


def _sums(column: Any, bounds: list[tuple[Any, Any]], part: ColumnElement[bool], whole: ColumnElement[bool]) -> Any:
    for first, after in bounds:
        within = and_(column >= first, column < after)
        for clause in (part, whole):
            yield func.sum(case((and_(within, clause), 1), else_=0))


def _moments(today: dt.date) -> list[tuple[Any, Any]]:
    return [(start_of_day(first), start_of_day(last + dt.timedelta(days=1))) for first, last in months_of(today)]


def _meetings(today: dt.date) -> Select[Any]:
    bounds, is_held = _moments(today), Meeting.state.in_(HELD)
    since = select(func.min(Meeting.start_at)).where(is_held).scalar_subquery()
    statement: Select[Any] = select(*_sums(Meeting.start_at, bounds, is_held, is_held), since)
    return statement.where(is_held, Meeting.start_at >= bounds[0][0])


def _assiduity(today: dt.date) -> Select[Any]:
    bounds = _moments(today)
    seen, known = Attendance.presence.in_(_SEEN), Attendance.presence.in_((*_SEEN, *_MISSED))
    is_counted = and_(Attendance.is_convened, Meeting.state.in_(HELD))
    since = select(func.min(Meeting.start_at)).join(Meeting.attendances).where(is_counted, known).scalar_subquery()
    statement: Select[Any] = select(*_sums(Meeting.start_at, bounds, seen, known), since).select_from(Attendance)
    return statement.join(Attendance.meeting).where(is_counted, Meeting.start_at >= bounds[0][0])


def _answers(today: dt.date) -> Select[Any]:
    due_on, answered_on = CouncilRequest.due_on, CouncilRequest.answered_on
    bounds: list[tuple[Any, Any]] = [(first, last + dt.timedelta(days=1)) for first, last in months_of(today)]
    is_known = and_(due_on.is_not(None), (answered_on.is_not(None) | (due_on < today)))
    since = select(func.min(due_on)).where(is_known).scalar_subquery()
    statement: Select[Any] = select(*_sums(due_on, bounds, and_(is_known, answered_on <= due_on), is_known), since)
    return statement.where(due_on >= bounds[0][0])
