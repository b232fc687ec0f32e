"""What the first page shows, as plain values: every number is the length of the list that its address shows."""

from dataclasses import dataclass, field

from views.base.pages import Link
from views.deadlines.pages import DeadlineLine, PartLink


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
    """An amount in words, and the report or the list whose total it is."""

    label: str
    text: str
    url: str
    tone: str = ""


@dataclass(frozen=True)
class HomePage:
    """The first page of a reader; an empty part is not shown. `buckets` and `deadlines` are None without the right."""

    greeting: str
    subtitle: str
    shortcuts: tuple[Link, ...]
    figures: tuple[PartLink, ...] = ()
    buckets: tuple[PartLink, ...] | None = None
    deadlines: tuple[DeadlineLine, ...] = ()
    all_deadlines: PartLink | None = None
    alerts: tuple[PartLink, ...] | None = None
    to_refresh: tuple[PartLink, ...] | None = None
    contracts: tuple[PartLink, ...] = ()
    sums: tuple[Sum, ...] = ()
    bodies: tuple[BodyRow, ...] | None = None
    mandates_apart: int = 0  # in force, in bodies that are not among `bodies`
    all_bodies: PartLink | None = None
    tiles: tuple[Tile, ...] = ()
    types: tuple[Bar, ...] = ()
    months: tuple[Bar, ...] = ()
    downloads: tuple[Link, ...] = ()
    reports: tuple[Link, ...] = ()
    exports: tuple[ExportRow, ...] | None = None
    all_exports: str = ""
    crumbs: tuple[object, ...] = field(default=())
    title: str = ""
