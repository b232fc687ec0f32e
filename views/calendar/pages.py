"""What the calendar shows, as plain values."""

from dataclasses import dataclass

from views.base.pages import Chip, Crumb, FilterField, Link


@dataclass(frozen=True)
class EventLine:
    """An event in words. `hour` is when it begins, `hours` from when to when; `shape` goes with the word of its kind.

    `places` are its arrondissements: number, which gives a colour, and name. `off` says that it does not take place
    (cancelled, postponed); addresses are empty without the right.
    """

    title: str
    hour: str
    hours: str
    iso: str
    kind: str
    shape: str
    state: str
    tone: str
    off: str
    where: str
    body: str
    places: tuple[tuple[int, str], ...]
    url: str = ""
    file_url: str = ""


@dataclass(frozen=True)
class DayCell:
    """A day: `folded` are the events that `url` and the paper alone show; `notes` are the holidays it is in."""

    number: int
    words: str
    iso: str
    url: str
    events: tuple[EventLine, ...]
    notes: tuple[str, ...] = ()
    folded: tuple[EventLine, ...] = ()
    is_today: bool = False
    is_outside: bool = False
    is_off: bool = False


@dataclass(frozen=True)
class WeekRow:
    """A week of the month and its number."""

    number: int
    days: tuple[DayCell, ...]


@dataclass(frozen=True)
class LegendShape:
    """A kind of the legend."""

    shape: str
    label: str


@dataclass(frozen=True)
class CalendarPage:
    """A month, as a table and as a list by day, or one day. `mode` is month, agenda, or empty: as the screen's width.

    `weekdays` are (short, whole) names; `days` those of the list; `here` is the period in words.
    """

    title: str
    crumbs: tuple[Crumb, ...]
    actions: tuple[Link, ...]
    here: str
    mode: str
    previous: Link
    today: Link
    next: Link
    modes: tuple[tuple[str, str, bool], ...]
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[WeekRow, ...]
    days: tuple[DayCell, ...]
    legend: tuple[LegendShape, ...]
    filters: tuple[FilterField, ...]
    chips: tuple[Chip, ...]
    hidden: tuple[tuple[str, str], ...]
    reset_url: str
    count: int
    is_cut: bool = False
    is_day: bool = False
    ignored: tuple[str, ...] = ()
