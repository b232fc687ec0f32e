"""Events and trainings, one line each: places, registered, waiting, come, hours, what they said, what it cost."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from mdo.events.followed import NO_SPENDING, cost_per_participant, marks_of, mean_of, rate_of, spending_of, who_came
from mdo.events.places import SEATED
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of, start_of_day
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import FigureLine, Heading, Summary
from mdo.kernel.labels import FIELD_LABELS
from mdo.projects.money import money_of
from mdo.reports.declaration import Parameter, Report, Result, Values
from mdo.reports.themes import Theme
from models.events import Event, EventKind, EventRegistration, RegistrationState
from models.meetings import Meeting

_EVENT = FIELD_LABELS[Event]


@dataclass(frozen=True)
class EventLine:
    """An event with what is known of it."""

    event: Event
    first_on: dt.date | None
    seated: int
    waiting: int
    came: int
    hours: Decimal
    answers: Decimal | None
    mean: Decimal | None
    cost: Decimal | None
    each: Decimal | None


def _number(name: str, label: str, kind: Kind = Kind.INTEGER, *, sums: bool = False) -> Column:
    return Column(name, label, lambda row, today: getattr(row, name), kind, width=14, sums=sums)


COLUMNS = (
    Column("title", _EVENT["title"], lambda row, today: row.event.title, width=44),
    Column("kind", _EVENT["kind"], lambda row, today: row.event.kind, Kind.ENUM, width=24),
    Column("state", _EVENT["state"], lambda row, today: row.event.state, Kind.ENUM, width=22),
    Column("first_on", N_("First session"), lambda row, today: row.first_on, Kind.DATE, width=14),
    Column("capacity", _EVENT["capacity"], lambda row, today: row.event.capacity, Kind.INTEGER, width=12, sums=True),
    _number("seated", N_("Places taken"), sums=True),
    _number("waiting", N_("On the waiting list"), sums=True),
    _number("came", N_("Came"), sums=True),
    _number("hours", N_("Hours followed"), Kind.DECIMAL, sums=True),
    _number("answers", N_("Answers among those present"), Kind.PERCENT),
    _number("mean", N_("Overall (mean)"), Kind.DECIMAL),
    _number("cost", N_("Cost, with tax (project)"), Kind.AMOUNT),
    _number("each", N_("Cost by participant, with tax"), Kind.AMOUNT),
    Column(
        "spending",
        N_("What is known of the cost"),
        lambda row, today: N_("Invoiced to its project") if row.cost is not None else NO_SPENDING,
        Kind.ENUM,
        width=28,
    ),
)


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """The events of which a session stands in the period, and those without a day, in the order of their first one."""
    first = select(func.min(Meeting.start_at)).where(Meeting.event_id == Event.id).correlate(Event).scalar_subquery()
    asked = select(Event, first).order_by(first.is_(None), first, Event.id)
    if values.first is not None:
        asked = asked.where(or_(first >= start_of_day(values.first), first.is_(None)))
    if values.last is not None:
        asked = asked.where(or_(first < start_of_day(values.last + dt.timedelta(days=1)), first.is_(None)))
    found = session.execute(asked.options(selectinload(Event.evaluations), joinedload(Event.lead))).unique().all()
    spent, _ = money_of(session, sorted({event.project_id for event, _ in found if event.project_id is not None}))
    counted = select(EventRegistration.event_id, EventRegistration.state, func.count()).group_by(
        EventRegistration.event_id, EventRegistration.state
    )
    counts = {(event_id, state): number for event_id, state, number in session.execute(counted)}
    lines = [_line(session, event, start, counts, spent) for event, start in found]
    return Result(len(lines), lines if limit is None else lines[:limit], (_by_kind(lines),))


def _line(session: AnySession, event: Event, start: Any, counts: Any, spent: Any) -> EventLine:
    came = who_came(session, event)
    cost = spending_of(spent[event.project_id]) if event.project_id is not None else None
    seconds = sum((one.time for one in came), dt.timedelta()).total_seconds()
    return EventLine(
        event,
        day_of(start) if start is not None else None,
        sum(counts.get((event.id, state), 0) for state in SEATED),
        counts.get((event.id, RegistrationState.WAITING), 0),
        len(came),
        (Decimal(int(seconds)) / 3600).quantize(Decimal("0.01")),
        rate_of(len(event.evaluations), len(came)),
        mean_of(marks_of(event.evaluations, "overall")),
        cost,
        cost_per_participant(cost, len(came)),
    )


def _by_kind(lines: list[EventLine]) -> Summary:
    def figures(kept: list[EventLine]) -> tuple[Any, ...]:
        return (len(kept), sum(line.seated for line in kept), sum(line.came for line in kept))

    return Summary(
        N_("Events by kind"),
        _EVENT["kind"],
        (Heading(N_("Events")), Heading(N_("Places taken")), Heading(N_("Came"))),
        tuple(
            FigureLine(kind, figures(of_kind))
            for kind in EventKind
            if (of_kind := [line for line in lines if line.event.kind is kind])
        ),
        figures(lines),
        charted=(1, 2),
    )


REPORT = Report(
    name="evenements",
    theme=Theme.MEMBERS,
    title=N_("Events and trainings"),
    description=N_("One line an event: places, registered, come, hours, what they said, what it cost."),
    parameters=(Parameter.PERIOD,),
    columns=COLUMNS,
    run=run,
    reads=("EventView", "EventRegistrationView", "MeetingView", "ProjectSpendingView"),
    takes=("EventView", "EventRegistrationView", "ProjectSpendingView"),
    period_help=N_("By the first session of each; those without a day are always there."),
    view="EventView",
    record_id=lambda row: int(row.event.id),
)
