"""What the morning after a meeting asks for, line by line: told by what the product holds, else ticked by hand.

It is open from the day after, until all is done or somebody put it away; what was ticked, and why some of it was not
asked, stays with the meeting and in the journal. Minutes that were approved end it: the next meeting has read them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from mdo.calendar.evenings import minutes_to_recover
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.kept_statements import ACTOR_ID, kept
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS, start_of_day
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.limits import Reach, Scope
from mdo.meetings.called import told_with
from mdo.meetings.states import took_place
from models.accounts import User
from models.attendance import Attendance, Presence
from models.documents import Document, DocumentKind
from models.evenings import EveningHours
from models.events import Event
from models.instances import Instance
from models.mail import OutgoingMail
from models.meetings import ActionItem, Meeting, MeetingState
from models.readiness import MorningLine, MorningTask

# How many are proposed on the first page, and for how many calendar days: the list of meetings has all of them.
SHOWN, SHOWN_DAYS = 4, 30
OPEN_STATES = (MeetingState.PREPARED, MeetingState.CONVENED, MeetingState.HELD, MeetingState.MINUTED)
# What only the product tells, and what this meeting may not ask for.
_TOLD = frozenset({MorningTask.CLOSE})


@dataclass(frozen=True)
class TaskLine:
    """A thing to do: whether it is done, by whose hand where it was ticked, and whether it may be.

    `is_told`: the product knows that it is done.
    """

    task: MorningTask
    is_told: bool
    by_hand: MorningLine | None
    count: int = 0

    @property
    def is_done(self) -> bool:
        return self.is_told or self.by_hand is not None

    @property
    def may_be_ticked(self) -> bool:
        """Whether one may tick it, or say that this meeting does not ask for it."""
        return not self.is_told and self.task not in _TOLD


@dataclass(frozen=True)
class Morning:
    """The morning after a meeting."""

    meeting_id: int
    title: str
    body: str
    start_at: dt.datetime
    is_own: bool
    lines: tuple[TaskLine, ...]

    @property
    def left(self) -> tuple[TaskLine, ...]:
        return tuple(line for line in self.lines if not line.is_done)


def is_open(today: dt.date) -> ColumnElement[bool]:
    """Whether the morning after a meeting is still open on a day."""
    put_away = aliased(MorningLine)
    gone = select(put_away.id).where(put_away.meeting_id == Meeting.id, put_away.task == MorningTask.ALL)
    return and_(
        Meeting.start_at < start_of_day(today), Meeting.state.in_(OPEN_STATES), ~gone.correlate(Meeting).exists()
    )


def is_open_of(meeting: Meeting, today: dt.date) -> bool:
    """The same of a meeting that was read, with its lines."""
    return (
        meeting.start_at < start_of_day(today)
        and meeting.state in OPEN_STATES
        and all(line.task is not MorningTask.ALL for line in meeting.morning_lines)
    )


def mornings(session: AnySession) -> Sequence[Morning]:
    """The mornings that are open of the last days, the reader's own first; two statements.

    Of a reader with limits, those of meetings that she may change.
    """
    context = context_of(session)
    scope = Scope.everything() if context.scope.is_unlimited else context.scope
    rows = session.execute(kept(_of_last_days, scope, context.today), {"actor_id": context.actor_id}).all()
    by_hand: dict[int, dict[MorningTask, MorningLine]] = {}
    ids = [row.id for row in rows]
    for line in session.scalars(select(MorningLine).where(MorningLine.meeting_id.in_(ids))) if ids else ():
        by_hand.setdefault(line.meeting_id, {})[line.task] = line
    found = [_morning(row, by_hand.get(row.id, {}), is_own=bool(row.is_own)) for row in rows]
    return [morning for morning in found if morning.left][:SHOWN]


def _of_last_days(scope: Scope, today: dt.date) -> Any:
    clauses = [is_open(today), Meeting.start_at >= start_of_day(today - dt.timedelta(days=SHOWN_DAYS))]
    if scope.reach is not Reach.EVERYTHING:
        clauses.append(writable_clause(Meeting, scope, today))
    own = or_(Meeting.organiser_id == ACTOR_ID, Meeting.facilitators.any(User.id == ACTOR_ID))
    asked = _facts(*clauses).order_by(case((own, 0), else_=1), Meeting.start_at.desc(), Meeting.id).limit(SHOWN * 2)
    return asked.add_columns(case((own, 1), else_=0).label("is_own"))


def morning_of(session: AnySession, meeting: Meeting) -> Morning:
    """The morning after a meeting; one statement, besides what was ticked."""
    row = session.execute(_facts(Meeting.id == meeting.id)).one()
    return _morning(row, {line.task: line for line in meeting.morning_lines}, is_own=False)


def _facts(*clauses: ColumnElement[bool]) -> Any:
    """What the product holds of each meeting that the lines ask about."""
    attendance = select(func.count(Attendance.id)).where(Attendance.meeting_id == Meeting.id)
    actions = select(func.count(ActionItem.id)).where(ActionItem.meeting_id == Meeting.id)
    minutes = select(func.count(Document.id)).where(
        Document.meeting_id == Meeting.id,
        Document.kind == DocumentKind.MINUTES,
        ~Document.is_withdrawn,
    )
    mails = select(func.count(OutgoingMail.id)).where(
        OutgoingMail.meeting_id == Meeting.id, OutgoingMail.created_at >= Meeting.start_at
    )
    hours = select(func.count(EveningHours.id)).where(EveningHours.meeting_number == Meeting.id)
    numbers = {
        "listed": attendance,
        "unmarked": attendance.where(Attendance.is_convened, Attendance.presence == Presence.EXPECTED),
        "visitors": attendance.where(Attendance.visitor_name.is_not(None), Attendance.person_id.is_(None)),
        "actions": actions,
        "minutes": minutes,
        "mails": mails,
        "hours": hours,
    }
    return (
        select(
            Meeting.id,
            Meeting.title,
            Meeting.state,
            Meeting.start_at,
            Meeting.end_at,
            Meeting.head_count,
            Instance.name.label("body"),
            Event.title.label("event"),
            *(asked.correlate(Meeting).scalar_subquery().label(name) for name, asked in numbers.items()),
        )
        .outerjoin(Meeting.instance)
        .outerjoin(Meeting.event)
        .where(*clauses)
    )


def _morning(row: Any, by_hand: Mapping[MorningTask, MorningLine], *, is_own: bool) -> Morning:
    is_closed = took_place(row.state)
    told: dict[MorningTask, tuple[bool, int]] = {
        MorningTask.CLOSE: (is_closed, 0),
        MorningTask.ATTENDANCE: (
            row.head_count is not None or (row.listed > 0 and row.unmarked == 0),
            row.unmarked,
        ),
        MorningTask.ACTIONS: (row.actions > 0, row.actions),
        MorningTask.PHOTOS: (False, 0),
        MorningTask.THANKS: (row.mails > 0, 0),
    }
    if row.event is None:  # nobody writes the minutes of a session
        told[MorningTask.MINUTES] = (row.minutes > 0 or row.state is MeetingState.MINUTED, 0)
    if row.visitors:
        told[MorningTask.WALK_INS] = (False, row.visitors)
    if minutes_to_recover(row.start_at, row.end_at):
        told[MorningTask.HOURS] = (row.hours > 0, 0)
    asked = (task for task in MorningTask if task in told)
    lines = tuple(TaskLine(task, told[task][0], by_hand.get(task), told[task][1]) for task in asked)
    title = row.title if row.event is None else told_with(row.title, row.event, None)
    return Morning(row.id, title, row.body or "", row.start_at, is_own, lines)


def say(
    session: AnySession,
    meeting: Meeting,
    task: MorningTask,
    *,
    is_done: bool,
    reason: str | None,
    now: dt.datetime,
    user_id: int | None,
) -> None:
    """Ticks a line of a meeting that took place, or says why it is not asked for. Raises RuleViolation.

    The last one puts the whole morning away.
    """
    morning = morning_of(session, meeting)
    line = next((line for line in morning.lines if line.task is task), None)
    if line is None or not line.may_be_ticked:
        raise RuleViolation(N_("This line is told by the application: nobody ticks it."))
    _write(meeting, task, is_done=is_done, reason=reason, now=now, user_id=user_id)
    if all(other.is_done for other in morning.lines if other.task is not task):
        _write(meeting, MorningTask.ALL, is_done=True, reason=None, now=now, user_id=user_id)


def untick(meeting: Meeting, task: MorningTask) -> None:
    """Opens a line that was ticked, and the morning with it."""
    meeting.morning_lines = [line for line in meeting.morning_lines if line.task not in (task, MorningTask.ALL)]


def put_away(
    session: AnySession, meeting: Meeting, *, reason: str | None, now: dt.datetime, user_id: int | None
) -> None:
    """Puts the whole morning away; what is left of it asks for a reason. Raises RuleViolation."""
    if morning_of(session, meeting).left and not reason:
        raise RuleViolation(N_("Some of it is left: say why it is put away all the same, in a few words."))
    _write(meeting, MorningTask.ALL, is_done=not reason, reason=reason, now=now, user_id=user_id)


def _write(
    meeting: Meeting, task: MorningTask, *, is_done: bool, reason: str | None, now: dt.datetime, user_id: int | None
) -> None:
    row = next((line for line in meeting.morning_lines if line.task is task), None)
    if row is None:
        row = MorningLine(task=task)
        meeting.morning_lines.append(row)
    row.is_done, row.reason, row.user_id, row.at = is_done, reason or None, user_id, now


def day_of_morning(start_at: dt.datetime) -> dt.date:
    """The day after a meeting, in Paris."""
    return start_at.astimezone(PARIS).date() + dt.timedelta(days=1)
