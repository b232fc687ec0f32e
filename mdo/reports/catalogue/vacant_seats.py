"""The seats that nobody holds on a day, and since when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from mdo.composition.seats import SeatState, SeatStatus, count_seats
from mdo.composition.vacancies import last_held_on, states_of_bodies, vacant_since
from mdo.instances.columns import arrondissement_names
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import Chart, FigureLine, Heading, Summary
from mdo.kernel.labels import FIELD_LABELS
from mdo.reports.declaration import PLACES, Parameter, Report, Result, Values
from mdo.reports.places import bodies_asked
from mdo.reports.themes import Theme
from models.instances import Instance, Seat

_SEAT = FIELD_LABELS[Seat]
_BODY = FIELD_LABELS[Instance]


@dataclass(frozen=True)
class VacancyLine:
    """A seat that nobody holds; `since` is unknown for a seat that nobody ever held and whose opening is not dated."""

    body: Instance
    state: SeatState
    since: dt.date | None

    @property
    def seat(self) -> Seat:
        return self.state.seat


COLUMNS = (
    Column("instance", _SEAT["instance"], lambda row, today: row.body.name, width=36),
    Column("type", N_("Type of body"), lambda row, today: row.body.type.label, width=26),
    Column(
        "arrondissements",
        _BODY["arrondissements"],
        lambda row, today: arrondissement_names(row.body.arrondissements) or None,
        width=22,
    ),
    Column("number", _SEAT["number"], lambda row, today: row.seat.number, Kind.INTEGER, width=10),
    Column("label", _SEAT["label"], lambda row, today: row.seat.label, width=26),
    Column(
        "college",
        _SEAT["college"],
        lambda row, today: row.seat.college.name if row.seat.college else None,
        width=24,
    ),
    Column("requirement", _SEAT["requirement"], lambda row, today: row.seat.requirement, width=30),
    Column(
        "appointing_authority",
        _SEAT["appointing_authority"],
        lambda row, today: row.seat.appointing_authority,
        width=26,
    ),
    Column("since", N_("Vacant since"), lambda row, today: row.since, Kind.DATE, width=14),
    Column("next_start_on", N_("Next holder from"), lambda row, today: row.state.next_start_on, Kind.DATE, width=14),
    Column(
        "agent",
        _BODY["agent"],
        lambda row, today: str(row.body.agent) if row.body.agent else None,
        width=26,
    ),
)


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """The vacant seats of the bodies that work on the day, by body then number."""
    bodies = session.scalars(
        select(Instance)
        .where(Instance.id.in_(bodies_asked(session, values)))
        .order_by(Instance.sort_key, Instance.id)
        .options(joinedload(Instance.type), joinedload(Instance.agent), selectinload(Instance.arrondissements))
    ).all()
    states = states_of_bodies(session, bodies, values.day)
    vacant = [(body, state) for body in bodies for state in states[body.id] if state.status is SeatStatus.VACANT]
    last = last_held_on(session, (state.seat for _, state in vacant), values.day)
    rows = [VacancyLine(body, state, vacant_since(state.seat, last.get(state.seat.id))) for body, state in vacant]
    return Result(len(rows), rows[:limit], (by_type(bodies, states),))


def by_type(bodies: Sequence[Instance], states: dict[int, list[SeatState]]) -> Summary:
    """The seats by type of body and where they stand; types without seats are left out."""
    groups: dict[tuple[int, str], list[SeatState]] = {}
    for body in bodies:
        if states[body.id]:
            groups.setdefault((body.type.position, body.type.label), []).extend(states[body.id])
    found = tuple(FigureLine(label, _numbers(group)) for (_, label), group in sorted(groups.items()))
    every = [state for group in groups.values() for state in group]
    return Summary(
        N_("Seats by type of body"),
        N_("Type of body"),
        (
            Heading(N_("Seats")),
            Heading(N_("Filled")),
            Heading(N_("Ends soon")),
            Heading(N_("Carried over")),
            Heading(N_("Vacant")),
        ),
        found,
        _numbers(every),
        charted=(1, 2, 3, 4),
        chart=Chart.STACKED,
        note=N_("Carried over: the term is over and nobody recorded the end; such a seat is not vacant."),
    )


def _numbers(states: Sequence[SeatState]) -> tuple[int, ...]:
    counts = count_seats(states)
    return counts.total, counts.filled, counts.ends_soon, counts.carried_over, counts.vacant


REPORT = Report(
    name="vacant-seats",
    theme=Theme.BODIES,
    title=N_("Vacant seats"),
    description=N_(
        "The seats of bodies with mandates that nobody holds on a day: since when, who appoints, what is required, and "
        "from when someone is already named."
    ),
    parameters=(Parameter.DAY, *PLACES),
    columns=COLUMNS,
    run=run,
    reads=("SeatView", "InstanceView", "MandateView"),
    takes=("SeatView",),
    view="InstanceView",
    record_id=lambda row: int(row.body.id),
)
