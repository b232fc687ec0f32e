"""The seats of several bodies on a day, each with its holder, from two statements whatever their number."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, not_, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from mdo.composition.seats import SeatState, seat_states
from mdo.kernel.base.context import AnySession
from mdo.people.mandates import MandateStatus, last_day_expression, stands_in_clause, status_clause
from models.instances import Instance, Seat
from models.people import Mandate

_ONE_DAY = dt.timedelta(days=1)


def states_of_bodies(
    session: AnySession, instances: Iterable[Instance], day: dt.date, *, with_holders: bool = False
) -> dict[int, list[SeatState]]:
    """The seats on a day by id of the body, from the mandates that have not ended by then; the types are loaded.

    `with_holders` loads the people and the associations that sit.
    """
    bodies = {instance.id: instance for instance in instances}
    seats = session.scalars(
        select(Seat).where(Seat.instance_id.in_(list(bodies))).options(joinedload(Seat.college)).order_by(Seat.number)
    ).all()
    holders: Sequence[Any] = (joinedload(Mandate.person), joinedload(Mandate.organisation)) if with_holders else ()
    mandates = session.scalars(
        select(Mandate)
        .where(
            Mandate.instance_id.in_(list(bodies)),
            Mandate.seat_id.is_not(None),
            or_(Mandate.ended_on.is_(None), Mandate.ended_on >= day),
        )
        .options(joinedload(Mandate.function), *holders)
        .order_by(Mandate.start_on.desc(), Mandate.id)
    ).all()
    of_body: dict[int, tuple[list[Seat], list[Mandate]]] = {instance_id: ([], []) for instance_id in bodies}
    for seat in seats:
        of_body[seat.instance_id][0].append(seat)
    for mandate in mandates:
        set_committed_value(mandate, "instance", bodies[mandate.instance_id])
        of_body[mandate.instance_id][1].append(mandate)
    return {instance_id: seat_states(bodies[instance_id], *rows, day) for instance_id, rows in of_body.items()}


def state_of(session: AnySession, seat: Seat, day: dt.date) -> SeatState | None:
    """One seat on a day, with its holder; None where it is not open, or its body has no seats."""
    states = states_of_bodies(session, [seat.instance], day, with_holders=True)[seat.instance_id]
    return next((state for state in states if state.seat is seat), None)


def last_held_on(session: AnySession, seats: Iterable[Seat], day: dt.date) -> dict[int, dt.date]:
    """The last day on which each of these seats was held before a day, by id; a seat never held is absent.

    A substitute does not hold the seat.
    """
    last = func.max(last_day_expression())
    rows = session.execute(
        select(Mandate.seat_id, last)
        .where(
            Mandate.seat_id.in_([seat.id for seat in seats]),
            not_(stands_in_clause()),
            status_clause(MandateStatus.ENDED, day),
        )
        .group_by(Mandate.seat_id)
    )
    return {seat_id: ended_on for seat_id, ended_on in rows if seat_id is not None and ended_on is not None}


def vacant_since(seat: Seat, last_day: dt.date | None) -> dt.date | None:
    """The day after the last holder's, else that on which the seat opened; None when neither is known."""
    return seat.opened_on if last_day is None else last_day + _ONE_DAY
