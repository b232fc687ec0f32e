"""What the first page shows, as plain values: every number is the length of the list that its address shows."""

from dataclasses import dataclass, field

from views.base.pages import Link, Moment
from views.deadlines.pages import DeadlineLine, PartLink
from views.meetings.after import MorningRow
from views.meetings.ready import Ready
from views.point.pages import PointPage


@dataclass(frozen=True)
class Tile:
    """An arrondissement on the plan, in columns and rows of tiles from the north-west; `share` is its percentage."""

    name: str
    number: int
    column: int
    row: int
    figure: PartLink
    alert: PartLink | None
    share: float | None  # of its records that are fresh, 0 to 1; None without records
    fresh: str = ""  # « 90 % », empty without records
    fresh_of: str = ""  # « 18 / 20 »


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: its words, its number with the list behind it, its share of the longest bar (0 to 1)."""

    label: str
    figure: PartLink
    share: float
    short: str = ""
    text: str = ""  # in place of the number


@dataclass(frozen=True)
class BodyRow:
    """A body that the reader answers for."""

    name: str
    type: str
    url: str | None
    members: PartLink
    alerts: tuple[str, ...]


@dataclass(frozen=True)
class ExportRow:
    """A file that left the application."""

    when: str
    who: str
    what: str
    rows: int


@dataclass(frozen=True)
class Sum:
    """An amount in words, the report or the list whose total it is, and its change since a month before."""

    label: str
    text: str
    url: str
    tone: str = ""
    change: str = ""
    is_zero: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody, by initials and by name."""

    initials: str
    name: str


@dataclass(frozen=True)
class MeetingLine:
    """A meeting to come, and what it still needs."""

    day: str
    hour: str
    is_today: bool
    title: str
    detail: str
    url: str
    ready: Ready
    act: Link | None
    avoided: tuple[str, ...] = ()
    replies: str = ""


@dataclass(frozen=True)
class Due:
    """What is due of a body, a contract or alone; `person` answers for it, `take` is offered where nobody does."""

    number: int
    title: str
    url: str
    detail: str
    when: str
    tone: str
    person: Person | None
    take: Link | None
    act: Link | None


@dataclass(frozen=True)
class NewsLine:
    """What somebody else did."""

    who: Person
    what: str
    when: Moment
    url: str


@dataclass(frozen=True)
class ChartMonth:
    """A month of a chart, in pixels from its corner, with its figure in words and that of a year before."""

    label: str
    short: str
    x: int
    y: float | None
    old_y: float | None
    text: str
    before: str
    figure: PartLink | None
    is_told: bool = False  # beside its dot, at told_y
    told_y: float = 0


@dataclass(frozen=True)
class TrendChart:
    """Twelve months as bars or as a line: a sentence as title, how to read it, and the figures."""

    name: str
    title: str
    note: str
    what: str
    months: tuple[ChartMonth, ...]
    is_line: bool
    years: tuple[tuple[str, int, str], ...]
    turn: int = 0
    lines: tuple[str, ...] = ()
    old_lines: tuple[str, ...] = ()
    scale: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Strip:
    """A figure of the thin line, with its change since a month before; `tone` says whether that is good or bad."""

    figure: PartLink
    change: str = ""
    tone: str = ""


@dataclass(frozen=True)
class HomePage:
    """The first page of a reader; an empty part is not shown, None without the right."""

    subtitle: str
    shortcuts: tuple[Link, ...] = ()
    welcome: tuple[Link, ...] = ()  # where things stand, for a newcomer
    covers: tuple[Link, ...] = ()  # who covers whom today, in a sentence, and the list of absences
    figures: tuple[Strip, ...] = ()
    meetings: tuple[MeetingLine, ...] | None = None
    near: int = 0
    mornings: tuple[MorningRow, ...] = ()
    due: tuple[Due, ...] | None = None
    due_words: str = ""
    all_due: PartLink | None = None
    decisions: tuple[DeadlineLine, ...] = ()
    sheets: Link | None = None  # sign-in sheets that wait for their visa
    waiting: tuple[DeadlineLine, ...] = ()
    all_waiting: str = ""
    news: tuple[NewsLine, ...] = ()
    all_news: str = ""
    trends: tuple[TrendChart, ...] = ()
    point: PointPage | None = None
    alerts: tuple[Strip, ...] | None = None
    to_refresh: tuple[Strip, ...] | None = None
    contracts: tuple[Strip, ...] = ()
    sums: tuple[Sum, ...] = ()
    project_sums: tuple[Sum, ...] = ()  # of all the projects, what names several of them once
    bodies: tuple[BodyRow, ...] | None = None
    mandates_apart: int = 0  # in force, in bodies that are not among `bodies`
    all_bodies: PartLink | None = None
    tiles: tuple[Tile, ...] = ()
    types: tuple[Bar, ...] = ()
    used: tuple[Bar, ...] = ()  # of each contract that runs, what is used of its ceiling, the fullest first
    used_title: str = ""
    used_note: str = ""
    downloads: tuple[Link, ...] = ()
    reports: tuple[Link, ...] = ()
    exports: tuple[ExportRow, ...] | None = None
    all_exports: str = ""
    crumbs: tuple[object, ...] = field(default=())
    title: str = ""
