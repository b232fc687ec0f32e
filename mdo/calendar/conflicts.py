"""« Conflits d'agenda »: what speaks against a date, as rules on values. They warn; they never refuse."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mdo.calendar.evenings import Evening, is_evening, minutes_to_recover
from mdo.days_off.avoided import is_week_end
from mdo.days_off.electoral import ElectoralPeriod
from mdo.kernel.base.periods import PARIS
from models.text import fold

SUGGESTED = 3
# How far from the day asked a free evening is looked for, in days either way.
REACH = 45
USUAL_LENGTH = dt.timedelta(hours=2)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class MeetingInMind:
    """A meeting that someone is planning, as far as the form is filled; `id` when it is stored already."""

    start_at: dt.datetime
    end_at: dt.datetime
    id: int | None = None
    instance_id: int | None = None
    place: str = ""
    room: str = ""
    organiser_id: int | None = None
    facilitator_ids: frozenset[int] = frozenset()
    is_public: bool = False

    @property
    def day(self) -> dt.date:
        return self.start_at.astimezone(PARIS).date()

    @property
    def agents(self) -> frozenset[int]:
        """The accounts that carry the meeting."""
        own = frozenset() if self.organiser_id is None else frozenset({self.organiser_id})
        return own | self.facilitator_ids


@dataclass(frozen=True)
class MeetingThatDay:
    """A meeting that takes place already. `is_near`: of the same arrondissement, or of the network as well."""

    id: int
    title: str
    start_at: dt.datetime
    end_at: dt.datetime
    instance_id: int | None = None
    body: str = ""
    place: str = ""
    room: str = ""
    agents: frozenset[int] = frozenset()
    is_near: bool = False
    has_same_official: bool = False

    @property
    def day(self) -> dt.date:
        return self.start_at.astimezone(PARIS).date()


class Clash(StrEnum):
    """What two meetings dispute: an official is the élu·e référent·e of both bodies."""

    PLACE = "place"
    AGENT = "agent"
    OFFICIAL = "official"
    MEMBERS = "members"
    NEAR = "near"


@dataclass(frozen=True)
class DateConflict:
    """A meeting that a date is in conflict with; `names` are the people in common, in scope."""

    clash: Clash
    other: MeetingThatDay
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evenings:
    """The evenings of an agent over the month, this one included, and the minutes to recover."""

    count: int
    most: int
    minutes: int
    month_minutes: int
    is_shared: bool = False

    @property
    def is_over(self) -> bool:
        return self.count > self.most


@dataclass(frozen=True)
class Findings:
    """All that is said of a date; `free` are the nearest evenings of which nothing of it would be said."""

    day: dt.date
    public_holiday: str = ""
    school_holiday: str = ""
    avoided: tuple[str, ...] = ()
    is_week_end: bool = False
    conflicts: tuple[DateConflict, ...] = ()
    evenings: Evenings | None = None
    reminder: ElectoralPeriod | None = None
    free: tuple[dt.date, ...] = ()

    @property
    def is_warning(self) -> bool:
        """Whether anything speaks against the date."""
        says = self.public_holiday or self.school_holiday or self.avoided or self.is_week_end or self.conflicts
        return bool(says) or (self.evenings is not None and self.evenings.is_over)


def overlap(one: MeetingInMind | MeetingThatDay, other: MeetingInMind | MeetingThatDay) -> bool:
    """Whether two meetings have a minute in common; one may begin when the other ends."""
    return one.start_at < other.end_at and other.start_at < one.end_at


def share_the_evening(one: MeetingInMind | MeetingThatDay, other: MeetingInMind | MeetingThatDay) -> bool:
    """Whether nobody could do both: they overlap, or both take the evening of one day."""
    if overlap(one, other):
        return True
    return one.day == other.day and is_evening(one.start_at, one.end_at) and is_evening(other.start_at, other.end_at)


def same_place(one: MeetingInMind | MeetingThatDay, other: MeetingInMind | MeetingThatDay) -> bool:
    """Whether two meetings are in one place: the same room, or a place of which one of them says no room."""
    if not fold(one.place) or fold(one.place) != fold(other.place):
        return False
    rooms = {fold(one.room), fold(other.room)}
    return len(rooms) == 1 or "" in rooms


def clashes(
    planned: MeetingInMind, other: MeetingThatDay, busy: frozenset[int], sharing: frozenset[int]
) -> tuple[Clash, ...]:
    """What a planned meeting disputes with another.

    `busy` are the accounts that should be there (its agents, the référents of its arrondissements); `sharing` the
    bodies with members in common.
    """
    if other.id == planned.id:
        return ()
    together = share_the_evening(planned, other)
    tests = (
        (Clash.PLACE, overlap(planned, other) and same_place(planned, other)),
        (Clash.AGENT, together and bool(busy & other.agents)),
        (Clash.OFFICIAL, together and other.has_same_official),
        (Clash.MEMBERS, together and other.instance_id in sharing and other.instance_id != planned.instance_id),
        (Clash.NEAR, other.is_near and other.day == planned.day),
    )
    return tuple(clash for clash, holds in tests if holds)


def evenings_of(
    planned: MeetingInMind, others: Sequence[Evening], most: int, *, is_shared: bool = False
) -> Evenings | None:
    """The agent's month with this meeting: `others` are the evenings that she carries already, in her own count.

    None for a meeting that is neither an evening nor on a week-end.
    """
    minutes = minutes_to_recover(planned.start_at, planned.end_at)
    if not minutes:
        return None
    days = {other.start_at.astimezone(PARIS).date() for other in others if other.is_evening}
    if is_evening(planned.start_at, planned.end_at):
        days.add(planned.day)
    return Evenings(len(days), most, minutes, minutes + sum(other.minutes for other in others), is_shared)


def nearest_evenings(
    day: dt.date, today: dt.date, is_taken: Callable[[dt.date], bool], count: int = SUGGESTED
) -> tuple[dt.date, ...]:
    """The nearest days from Monday to Friday, after today, that are not taken: those before and after, by date."""
    found: list[dt.date] = []
    for distance in range(1, REACH + 1):
        for candidate in (day - distance * _DAY, day + distance * _DAY):
            if len(found) < count and candidate > today and not is_week_end(candidate) and not is_taken(candidate):
                found.append(candidate)
    return tuple(sorted(found))
