"""The dashboard of the bodies: one line a body, with what is wrong with it today."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, selectinload

from mdo.composition.alerts import InstanceAlert, alert_clause
from mdo.composition.figures import BodyFigures, figures_of
from mdo.composition.seats import SeatCounts, count_seats
from mdo.composition.vacancies import states_of_bodies
from mdo.instances.columns import INSTANCE_COLUMNS
from mdo.instances.lifecycle import recognition_ends_on
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import FigureLine, Heading, Summary
from mdo.kernel.labels import FIELD_LABELS
from mdo.reports.declaration import PLACES, Bounds, Parameter, Report, Result, Values
from mdo.reports.places import where_asked
from mdo.reports.themes import Theme
from models.instances import Instance, InstanceState, InstanceType
from models.people import Mandate

_WHOLE_CITY = N_("Whole city")
_WHOSE = N_("Mandates of all bodies that are not dissolved, as on the home page; vacant seats of the active ones.")
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class BodyActivity:
    """A body today: its members, those whose first mandate began in the period, its seats and its alerts."""

    body: Instance
    figures: BodyFigures
    seats: SeatCounts
    newcomers: int
    alerts: tuple[InstanceAlert, ...]

    @property
    def is_active(self) -> bool:
        return self.body.state is InstanceState.ACTIVE

    @property
    def vacant(self) -> int | None:
        """Nobody is missing from a body that is not at work."""
        return self.seats.vacant if self.is_active else None


def _of_body(name: str, width: int = 0) -> Column:
    """A column of the list of bodies, read from the body of the line."""
    column = next(item for item in INSTANCE_COLUMNS if item.name == name)
    return Column(
        name,
        column.label,
        lambda row, today: column.value(row.body, today),
        column.kind,
        width=width or column.width,
    )


def _share_of_women(row: BodyActivity, today: dt.date) -> float | None:
    genders = row.figures.genders
    return genders.women / genders.measured if genders.measured else None


def _recognised_until(row: BodyActivity, today: dt.date) -> dt.date | None:
    ends_on = recognition_ends_on(row.body)
    return ends_on - _ONE_DAY if ends_on else None


def _count(name: str, label: str, value: Callable[[BodyActivity], int | None]) -> Column:
    return Column(name, label, lambda row, today: value(row), Kind.INTEGER, width=12, sums=True)


COLUMNS = (
    _of_body("code"),
    _of_body("name"),
    _of_body("type"),
    _of_body("arrondissements"),
    _of_body("state"),
    _of_body("created_on", 14),
    Column(
        "legal_basis",
        FIELD_LABELS[InstanceType]["legal_basis"],
        lambda row, today: row.body.type.legal_basis,
        width=30,
    ),
    _of_body("elected_official"),
    _of_body("agent"),
    _of_body("mailbox"),
    _count("members", N_("Mandates in force"), lambda row: row.figures.members),
    _count("newcomers", N_("New members in the period"), lambda row: row.newcomers),
    Column("women", N_("Women among those stated"), _share_of_women, Kind.PERCENT, width=14),
    _count("expired", N_("Mandates expired"), lambda row: row.figures.carried_over),
    _count("undated", N_("Mandates to complete"), lambda row: row.figures.undated),
    _count("seats", N_("Seats"), lambda row: row.seats.total),
    _count("vacant", N_("Vacant seats"), lambda row: row.vacant),
    Column("alerts", N_("Alerts"), lambda row, today: row.alerts or None, width=30),
    _of_body("charter_on", 14),
    Column("recognised_until", N_("Recognised until"), _recognised_until, Kind.DATE, width=14),
    _of_body("oye_url"),
)

_FIGURES = (
    Heading(N_("Active bodies")),
    Heading(N_("Bodies in alert")),
    Heading(N_("Mandates in force")),
    Heading(N_("New members in the period")),
    Heading(N_("Mandates expired")),
    Heading(N_("Vacant seats")),
)


def _since_january(today: dt.date) -> Bounds:
    return dt.date(today.year, 1, 1), today


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """The bodies that are not dissolved, by name; the sum of a column is the total of its figure."""
    today = context_of(session).today
    asked = (Instance.state != InstanceState.DISSOLVED, *where_asked(values))
    flags = [case((alert_clause(alert, today), 1), else_=0) for alert in InstanceAlert]
    statement = (
        select(Instance, *flags)
        .where(*asked)
        .order_by(Instance.sort_key, Instance.id)
        .options(joinedload(Instance.type), joinedload(Instance.agent), selectinload(Instance.arrondissements))
    )
    found = session.execute(statement).unique().all()
    ids = select(Instance.id).where(*asked)
    figures = figures_of(session, ids, today)
    seats = states_of_bodies(session, (body for body, *_ in found), today)
    newcomers = _newcomers(session, ids, values)
    lines = [
        BodyActivity(
            body,
            figures[body.id],
            count_seats(seats[body.id]),
            newcomers[body.id],
            tuple(alert for alert, flag in zip(InstanceAlert, flagged, strict=True) if flag),
        )
        for body, *flagged in found
    ]
    return Result(len(lines), lines[:limit], (by_type(lines), by_arrondissement(lines), by_state(lines)))


def _newcomers(session: AnySession, ids: Any, values: Values) -> Counter[int]:
    """How many first mandates began in the period, by body."""
    criteria = [Mandate.instance_id.in_(ids), Mandate.rank == 1, Mandate.start_on.is_not(None)]
    if values.first is not None:
        criteria.append(Mandate.start_on >= values.first)
    if values.last is not None:
        criteria.append(Mandate.start_on <= values.last)
    rows = session.execute(
        select(Mandate.instance_id, func.count(Mandate.id)).where(*criteria).group_by(Mandate.instance_id)
    )
    return Counter(dict(rows.all()))


def _numbers(lines: Iterable[BodyActivity]) -> tuple[int, ...]:
    lines = tuple(lines)
    return (
        sum(1 for line in lines if line.is_active),
        sum(1 for line in lines if line.is_active and line.alerts),
        sum(line.figures.members for line in lines),
        sum(line.newcomers for line in lines),
        sum(line.figures.carried_over for line in lines),
        sum(line.vacant or 0 for line in lines),
    )


def by_type(lines: Sequence[BodyActivity]) -> Summary:
    """The bodies by type, in the order of the types."""
    groups: dict[tuple[int, str], list[BodyActivity]] = {}
    for line in lines:
        groups.setdefault((line.body.type.position, line.body.type.label), []).append(line)
    return Summary(
        N_("By type of body"),
        N_("Type of body"),
        _FIGURES,
        tuple(FigureLine(label, _numbers(group)) for (_, label), group in sorted(groups.items())),
        _numbers(lines),
        charted=(0, 1),
        note=_WHOSE,
    )


def by_arrondissement(lines: Sequence[BodyActivity]) -> Summary:
    """The bodies by arrondissement, then those of the whole city."""
    groups: dict[tuple[int, str], list[BodyActivity]] = {}
    city = [line for line in lines if not line.body.arrondissements]
    for line in lines:
        for place in line.body.arrondissements:
            groups.setdefault((place.number, place.name), []).append(line)
    found = [FigureLine(name, _numbers(group)) for (_, name), group in sorted(groups.items())]
    if city:
        found.append(FigureLine(_WHOLE_CITY, _numbers(city), is_message=True))
    return Summary(
        N_("By arrondissement"),
        N_("Arrondissement"),
        _FIGURES,
        tuple(found),
        _numbers(lines),
        charted=(0, 1),
        note=N_("A body of several arrondissements is counted in each, and once in the total."),
    )


def by_state(lines: Sequence[BodyActivity]) -> Summary:
    """All the lines by state of the body."""
    counts = Counter(line.body.state for line in lines)
    found = tuple(FigureLine(state, (counts[state],)) for state in InstanceState if counts[state])
    return Summary(
        N_("By state"), N_("State"), (Heading(N_("Participative bodies")),), found, (len(lines),), charted=(0,)
    )


REPORT = Report(
    name="bodies",
    theme=Theme.BODIES,
    title=N_("Dashboard of the bodies"),
    description=N_(
        "One line a body that is not dissolved: members, new members, parity, vacant seats, alerts, texts. Figures by "
        "type, by arrondissement and by state, with their charts."
    ),
    parameters=(Parameter.PERIOD, *PLACES),
    columns=COLUMNS,
    run=run,
    reads=("InstanceView", "SeatView", "MandateView"),
    takes=("InstanceView",),
    default_period=_since_january,
    period_help=N_("New members: first mandates that began then. Empty: since 1 January. All else is of today."),
    view="InstanceView",
    record_id=lambda row: int(row.body.id),
)
