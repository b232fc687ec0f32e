"""Who holds each seat, and since when nobody does, as columns of the list of seats."""

import datetime as dt
from typing import Any

from mdo.composition.seats import SeatState, SeatStatus, seat_states
from mdo.composition.vacancies import vacant_since
from mdo.instances.fields import SEAT
from mdo.instances.structure import last_day_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.people.mandates import MandateStatus, stands_in, status_of
from models.instances import Instance, Seat
from models.people import Mandate


def _state(seat: Any, today: dt.date) -> SeatState | None:
    return next(iter(seat_states(seat.instance, [seat], seat.mandates, today)), None)


def _holder(seat: Any, today: dt.date) -> Any:
    """The holder, or that the seat is vacant; None where it is not open, or its body has no seats."""
    state = _state(seat, today)
    if state is None or state.status is SeatStatus.VACANT:
        return state and state.status
    return str(state.mandate.person or state.mandate.organisation) if state.mandate else None


def _vacant_since(seat: Any, today: dt.date) -> dt.date | None:
    state = _state(seat, today)
    if state is None or state.status is not SeatStatus.VACANT:
        return None
    held = (one for one in seat.mandates if not stands_in(one) and status_of(one, today) is MandateStatus.ENDED)
    return vacant_since(seat, max((day for one in held if (day := last_day_of(one)) is not None), default=None))


_READ: tuple[Any, ...] = (
    (Seat.mandates, Mandate.organisation),
    (Seat.mandates, Mandate.function),
    (Seat.instance, Instance.type),
)
SEAT_COLUMNS = (
    *SEAT.columns(),
    Column("holder", N_("Holder"), _holder, loads=(Seat.mandates, Mandate.person), more_loads=_READ, width=28),
    Column(
        "vacant_since",
        N_("Vacant since"),
        _vacant_since,
        Kind.DATE,
        loads=(Seat.mandates, Mandate.person),
        more_loads=_READ,
        width=14,
    ),
)
