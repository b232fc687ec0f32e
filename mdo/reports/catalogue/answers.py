"""What the directions answered to the bodies, and how fast."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import Chart, FigureLine, Heading, Summary
from mdo.kernel.labels import FIELD_LABELS
from mdo.reports.declaration import PLACES, Bounds, Parameter, Report, Result, Values
from mdo.reports.places import where_asked
from mdo.reports.themes import Theme
from mdo.requests.figures import Answers, all_answers, answers_by_direction
from models.instances import Instance
from models.organisations import Organisation
from models.requests import CouncilRequest

_COUNTED = (
    CouncilRequest.organisation_id,
    CouncilRequest.received_on,
    CouncilRequest.sent_on,
    CouncilRequest.due_on,
    CouncilRequest.answered_on,
)


def _direction(row: Answers, today: dt.date) -> str | None:
    return row.direction


def _median(row: Answers, today: dt.date) -> int | None:
    return None if row.median_days is None else round(row.median_days)


def _count(name: str, label: str, value: Any, width: int = 14) -> Column:
    return Column(name, label, lambda row, today: value(row), Kind.INTEGER, width=width, sums=True)


COLUMNS = (
    Column("organisation", FIELD_LABELS[CouncilRequest]["organisation"], _direction, width=36),
    _count("received", N_("Requests received"), lambda row: row.received),
    _count("answered", N_("Requests answered"), lambda row: row.answered),
    _count("in_time", N_("Answered in time"), lambda row: row.in_time),
    _count("late", N_("Answered late"), lambda row: row.late),
    _count("overdue", N_("Late, without answer"), lambda row: row.overdue),
    _count("awaiting", N_("Awaited, not yet due"), lambda row: row.awaiting),
    Column("rate", N_("Share answered in time"), lambda row, today: row.rate, Kind.PERCENT, width=16),
    Column("median_days", N_("Median delay (days)"), _median, Kind.INTEGER, width=14),
)


def received_in(values: Values) -> list[ColumnElement[bool]]:
    """The requests received in the period by the bodies asked for, as criteria on `CouncilRequest`."""
    criteria: list[ColumnElement[bool]] = []
    if values.first is not None:
        criteria.append(CouncilRequest.received_on >= values.first)
    if values.last is not None:
        criteria.append(CouncilRequest.received_on <= values.last)
    bodies = where_asked(values)
    if bodies:
        criteria.append(CouncilRequest.instance_id.in_(select(Instance.id).where(*bodies)))
    return criteria


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """One line a direction, by name; the requests that no direction got yet come last."""
    statement = (
        select(Organisation.name, *_COUNTED)
        .select_from(CouncilRequest)
        .outerjoin(CouncilRequest.organisation)
        .where(*received_in(values))
    )
    found: Any = session.execute(statement)
    lines = answers_by_direction(((row, row.name) for row in found), context_of(session).today)
    return Result(len(lines), lines[:limit], (by_direction(lines),))


def by_direction(lines: list[Answers]) -> Summary:
    """What became of the requests of each direction, and of all."""
    return Summary(
        N_("Answers by direction"),
        N_("Direction"),
        (
            Heading(N_("Requests received")),
            Heading(N_("Answered in time")),
            Heading(N_("Answered late")),
            Heading(N_("Late, without answer")),
            Heading(N_("Awaited, not yet due")),
            Heading(N_("Share answered in time"), Kind.PERCENT),
        ),
        tuple(
            FigureLine(line.direction or _unnamed(line), _numbers(line), is_message=line.direction is None)
            for line in lines
        ),
        _numbers(all_answers(lines)),
        charted=(1, 2, 3, 4),
        chart=Chart.STACKED,
        note=N_("Share: answered in time, of the requests that are answered or past their due date."),
    )


def _unnamed(line: Answers) -> str:
    return N_("no direction yet") if line.direction_id is None else N_("not available")


def _numbers(line: Answers) -> tuple[Any, ...]:
    return line.received, line.in_time, line.late, line.overdue, line.awaiting, line.rate


def _this_year(today: dt.date) -> Bounds:
    return today.replace(month=1, day=1), today


REPORT = Report(
    name="answers",
    theme=Theme.REQUESTS,
    title=N_("Answers of the directions"),
    description=N_(
        "By direction: the requests and opinions received in the period, what was answered, in time or late, what is "
        "awaited, and the median delay."
    ),
    parameters=(Parameter.PERIOD, *PLACES),
    columns=COLUMNS,
    run=run,
    reads=("RequestView",),
    takes=("RequestView",),
    default_period=_this_year,
    period_help=N_("Day of the reception, both days included. Empty: since 1 January."),
)
