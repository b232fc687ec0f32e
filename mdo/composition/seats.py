"""Seats of a closed body on a day: filled, filled but ending soon, carried over, vacant."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_

from mdo.instances.rules import rules_of
from mdo.instances.structure import last_day_of
from mdo.kernel.base.relations import target_of
from mdo.kernel.rules.twofold import Rule
from mdo.people.mandates import MandateStatus, stands_in, status_of
from models.instances import Instance, Seat
from models.people import Mandate

_ONE_DAY = dt.timedelta(days=1)


class SeatStatus(StrEnum):
    """Where a seat stands on a day."""

    FILLED = "filled"
    ENDS_SOON = "ends_soon"
    CARRIED_OVER = "carried_over"
    VACANT = "vacant"


@dataclass(frozen=True)
class SeatState:
    """A seat on a day: who holds it, until when, and who is to come.

    `last_day` counts the mandates already recorded that follow without a gap; None means no known end. `next_start_on`
    is the start of the first upcoming mandate on the seat.
    """

    seat: Seat
    status: SeatStatus
    mandate: Mandate | None = None
    last_day: dt.date | None = None
    next_start_on: dt.date | None = None


@dataclass(frozen=True)
class SeatCounts:
    """How many seats there are, by status; `filled` does not count those ending soon or carried over."""

    total: int
    filled: int
    ends_soon: int
    carried_over: int
    vacant: int


def exists_on(seat: Seat, day: dt.date) -> bool:
    """Whether the seat is open on that day, both bounds included."""
    return (seat.opened_on is None or seat.opened_on <= day) and (seat.closed_on is None or day <= seat.closed_on)


def open_on(day: dt.date) -> ColumnElement[bool]:
    """The seats open on that day, as an expression on `Seat`."""
    return and_(
        or_(Seat.opened_on.is_(None), Seat.opened_on <= day), or_(Seat.closed_on.is_(None), Seat.closed_on >= day)
    )


def seat_states(
    instance: Instance, seats: Iterable[Seat], mandates: Iterable[Mandate], day: dt.date
) -> list[SeatState]:
    """The seats of a body that exist on that day, in the order given, from all its mandates.

    An open body is never vacant, and a dissolved one has no seats left: both give an empty list. A substitute does
    not fill the seat. A holder whose start is unknown does: an unknown date is no reason to call a seat vacant.
    """
    rules = rules_of(instance)
    if rules.is_open or (instance.dissolved_on is not None and day > instance.dissolved_on):
        return []
    holders = [mandate for mandate in mandates if not stands_in(mandate)]
    return [
        _state(seat, [mandate for mandate in holders if _sits(mandate, seat)], day, rules.ends_soon_days)
        for seat in seats
        if exists_on(seat, day)
    ]


def count_seats(states: Iterable[SeatState]) -> SeatCounts:
    """Counts of the seats by status."""
    counts = Counter(state.status for state in states)
    return SeatCounts(
        total=counts.total(),
        filled=counts[SeatStatus.FILLED],
        ends_soon=counts[SeatStatus.ENDS_SOON],
        carried_over=counts[SeatStatus.CARRIED_OVER],
        vacant=counts[SeatStatus.VACANT],
    )


def _sits(mandate: Mandate, seat: Seat) -> bool:
    target = target_of(mandate, "seat")
    return target is not None and target in {seat, seat.id}


def _state(seat: Seat, mandates: Sequence[Mandate], day: dt.date, ends_soon_days: int) -> SeatState:
    by_status: dict[MandateStatus, list[Mandate]] = {status: [] for status in MandateStatus}
    for mandate in mandates:
        by_status[status_of(mandate, day)].append(mandate)
    upcoming = sorted(by_status[MandateStatus.UPCOMING], key=lambda mandate: mandate.start_on or dt.date.max)
    next_start_on = upcoming[0].start_on if upcoming else None
    undated = by_status[MandateStatus.UNDATED]
    sitting = by_status[MandateStatus.IN_FORCE] + [one for one in undated if not _is_past_term(one, day)]
    if sitting:
        holder = max(sitting, key=lambda mandate: last_day_of(mandate) or dt.date.max)
        last_day = _last_day_without_gap(holder, upcoming)
        is_soon = last_day is not None and (last_day - day).days <= ends_soon_days
        return SeatState(seat, SeatStatus.ENDS_SOON if is_soon else SeatStatus.FILLED, holder, last_day, next_start_on)
    past = by_status[MandateStatus.EXPIRED] + undated
    if past:
        holder = max(past, key=lambda mandate: last_day_of(mandate) or dt.date.min)
        return SeatState(seat, SeatStatus.CARRIED_OVER, holder, last_day_of(holder), next_start_on)
    return SeatState(seat, SeatStatus.VACANT, next_start_on=next_start_on)


def _is_past_term(mandate: Mandate, day: dt.date) -> bool:
    last_day = last_day_of(mandate)
    return last_day is not None and last_day < day


def _last_day_without_gap(holder: Mandate, upcoming: Sequence[Mandate]) -> dt.date | None:
    last_day = last_day_of(holder)
    for mandate in upcoming:
        if last_day is None or mandate.start_on is None or mandate.start_on > last_day + _ONE_DAY:
            return last_day
        following = last_day_of(mandate)
        last_day = None if following is None else max(last_day, following)
    return last_day


OPEN = Rule(exists_on, open_on, (Seat.opened_on, Seat.closed_on))
