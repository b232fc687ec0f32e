"""The agenda of a meeting: its minutes, its hours, the order of its items."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from models.meetings import AgendaItem, Meeting

UP, DOWN = "up", "down"


@dataclass(frozen=True)
class Slot:
    """An item of the agenda with the moments when it begins and ends, if all before it have their minutes."""

    item: AgendaItem
    start_at: dt.datetime
    end_at: dt.datetime


@dataclass(frozen=True)
class Timing:
    """The minutes of an agenda against those of its meeting; `overrun` is what is too much, never under zero.

    `untimed` is how many items have no minutes: the hours of those after them are then too early.
    """

    planned: int
    available: int
    untimed: int

    @property
    def overrun(self) -> int:
        return max(self.planned - self.available, 0)

    @property
    def left(self) -> int:
        return max(self.available - self.planned, 0)


def timing_of(meeting: Meeting) -> Timing:
    """The minutes planned and available."""
    return Timing(
        planned=sum(item.minutes or 0 for item in meeting.agenda),
        available=int((meeting.end_at - meeting.start_at).total_seconds() // 60),
        untimed=sum(1 for item in meeting.agenda if item.minutes is None),
    )


def slots_of(meeting: Meeting) -> tuple[Slot, ...]:
    """The items in order, each when the one before it ends; elapsed time, which a night of clock change keeps."""
    slots = []
    start = meeting.start_at
    for item in meeting.agenda:
        end = start + dt.timedelta(minutes=item.minutes or 0)
        slots.append(Slot(item, start, end))
        start = end
    return tuple(slots)


def next_position(rows: Sequence[AgendaItem]) -> int:
    """The position of an item added at the end."""
    return max((row.position for row in rows), default=0) + 1


def number_again(items: Sequence[AgendaItem]) -> None:
    """Numbers the items from 1, in this order; those that are in their place are not touched."""
    for position, item in enumerate(items, start=1):
        if item.position != position:
            item.position = position


def move(items: Sequence[AgendaItem], item: AgendaItem, direction: str) -> int:
    """Moves an item one place up or down and returns its place, from 1; at the edge it stays where it is."""
    order = list(items)
    here = order.index(item)
    there = here - 1 if direction == UP else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    number_again(order)
    return order.index(item) + 1
