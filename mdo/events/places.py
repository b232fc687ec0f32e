"""Places by audience and the waiting list, on values alone: who has a place, who comes next, until when.

Places kept for an audience are its own; the others share what is left of the capacity. Within each of these pools,
who asked first comes first.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.events import EventQuality, RegistrationState

# Who holds a place: one that is offered is nobody else's until it lapses.
SEATED = frozenset({RegistrationState.CONFIRMED, RegistrationState.OFFERED})
# Who comes no more.
OUT = frozenset({RegistrationState.CANCELLED, RegistrationState.LAPSED})
PUBLIC_HOURS = 48


@dataclass(frozen=True)
class Asked:
    """Someone who asked for a place, in the order in which they are given."""

    id: int
    quality: EventQuality
    state: RegistrationState


@dataclass(frozen=True)
class Places:
    """The places of an event: in all (None for as many as come), and those that are kept for an audience."""

    capacity: int | None
    kept: Mapping[EventQuality, int]

    def pool(self, quality: EventQuality) -> EventQuality | None:
        """The places from which an audience takes: its own, else those of all the others (None)."""
        return quality if quality in self.kept else None

    def size(self, pool: EventQuality | None) -> int | None:
        """How many places a pool has; None for as many as come."""
        if pool is not None:
            return self.kept[pool]
        return None if self.capacity is None else max(self.capacity - sum(self.kept.values()), 0)

    def left(self, asked: Iterable[Asked]) -> dict[EventQuality | None, int | None]:
        """The places left in each pool; below zero where more came in than there are."""
        taken = Counter(self.pool(one.quality) for one in asked if one.state in SEATED)
        return {pool: None if (size := self.size(pool)) is None else size - taken[pool] for pool in (*self.kept, None)}

    def state_for(self, quality: EventQuality, asked: Iterable[Asked]) -> RegistrationState:
        """Where somebody new stands: with a place, else behind who waits for the same ones."""
        asked = tuple(asked)
        pool = self.pool(quality)
        left = self.left(asked)[pool]
        waits = any(one.state is RegistrationState.WAITING and self.pool(one.quality) == pool for one in asked)
        has_room = left is None or (left > 0 and not waits)
        return RegistrationState.CONFIRMED if has_room else RegistrationState.WAITING

    def promoted(self, asked: Iterable[Asked]) -> list[int]:
        """The ids of those who wait and for whom there is a place, in the order of the list."""
        asked = tuple(asked)
        left, found = self.left(asked), []
        for one in asked:
            pool = self.pool(one.quality)
            room = left[pool]
            if one.state is RegistrationState.WAITING and (room is None or room > 0):
                found.append(one.id)
                left[pool] = None if room is None else room - 1
        return found


def stops_at(starts_at: dt.datetime | None, stop_hours: int) -> dt.datetime | None:
    """From when nobody is promoted, and those who wait are called, until that session begins; None without one."""
    return None if starts_at is None else starts_at - dt.timedelta(hours=stop_hours)


def is_promoting(starts_at: dt.datetime | None, stop_hours: int, now: dt.datetime) -> bool:
    """Whether a place that comes free goes to who waits, by itself."""
    stop = stops_at(starts_at, stop_hours)
    return stop is None or now < stop


def confirm_by(starts_at: dt.datetime | None, stop_hours: int, confirm_hours: int, now: dt.datetime) -> dt.datetime:
    """Until when somebody promoted confirms: in so many hours, and before promotion stops."""
    stop, by = stops_at(starts_at, stop_hours), now + dt.timedelta(hours=confirm_hours)
    return by if stop is None else min(by, stop)
