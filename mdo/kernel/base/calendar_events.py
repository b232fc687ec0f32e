"""What a calendar shows: dated objects of whatever domain, read through the sources that each domain declares."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.periods import PARIS, start_of_day

DAY = dt.timedelta(days=1)
# What one source gives at most for a page; beyond, the page asks for a filter.
MOST = 1_000


@dataclass(frozen=True)
class EventQuery:
    """Which events are asked for: days, both included, then what narrows them; an empty set narrows nothing.

    `of_network` asks for what belongs to no body, besides `instance_ids`.
    """

    first: dt.date
    last: dt.date
    kinds: frozenset[str] = frozenset()
    arrondissement_ids: frozenset[int] = frozenset()
    instance_ids: frozenset[int] = frozenset()
    of_network: bool = False

    @property
    def begin(self) -> dt.datetime:
        return start_of_day(self.first)

    @property
    def end(self) -> dt.datetime:
        return start_of_day(self.last + DAY)


@dataclass(frozen=True)
class CalendarEvent:
    """A dated object in a calendar. `is_off`: it does not take place as written (cancelled, postponed).

    `places` are its arrondissements: number and name.
    """

    source: str
    id: int
    view: str
    title: str
    kind: StrEnum
    state: StrEnum
    start_at: dt.datetime
    end_at: dt.datetime
    where: str = ""
    body: str = ""
    places: tuple[tuple[int, str], ...] = ()
    is_off: bool = False

    @property
    def begin(self) -> dt.datetime:
        return self.start_at.astimezone(PARIS)

    @property
    def end(self) -> dt.datetime:
        return self.end_at.astimezone(PARIS)

    def days(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """The days of a period on which it takes place; ending at midnight is ending the day before."""
        final = (self.end_at - dt.timedelta(microseconds=1)).astimezone(PARIS).date()
        start = max(self.begin.date(), first)
        return [start + index * DAY for index in range((min(final, last) - start).days + 1)]


@dataclass(frozen=True)
class Source:
    """Where a domain's events come from.

    `view` is the screen whose list its reader must be allowed to see; `read` gives at most `MOST` + 1 events, the
    earliest first, in the scope of the session, in a number of statements that does not grow with them.
    """

    name: str
    view: str
    read: Callable[[AnySession, EventQuery], Sequence[CalendarEvent]]


@dataclass(frozen=True)
class Agenda:
    """The events of a period, by day; `is_cut` when there were more than a page shows."""

    by_day: dict[dt.date, list[CalendarEvent]] = field(default_factory=dict)
    count: int = 0
    is_cut: bool = False


def read_agenda(session: AnySession, sources: Sequence[Source], wanted: EventQuery) -> Agenda:
    """What these sources have for the period, by day and hour."""
    found: list[CalendarEvent] = []
    is_cut = False
    for source in sources:
        events = source.read(session, wanted)
        is_cut = is_cut or len(events) > MOST
        found.extend(events[:MOST])
    by_day: dict[dt.date, list[CalendarEvent]] = {}
    for event in sorted(found, key=lambda event: (event.start_at, event.title, event.id)):
        for day in event.days(wanted.first, wanted.last):
            by_day.setdefault(day, []).append(event)
    return Agenda(by_day, len(found), is_cut)
