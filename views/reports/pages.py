"""What the pages of reports show, as plain values."""

from dataclasses import dataclass

from views.base.pages import Cell, Crumb, FilterField, Link, SavedViews, ShownTable


@dataclass(frozen=True)
class ReportCard:
    """A report of the catalogue: what it says, where it opens, the file it gives without asking anything more."""

    title: str
    description: str
    url: str
    file_url: str = ""


@dataclass(frozen=True)
class ReportGroup:
    """The reports of a theme."""

    title: str
    cards: tuple[ReportCard, ...]


@dataclass(frozen=True)
class FiguresTable:
    """A summary: heads, lines of cells whose first names the line, the total, and why it is not the sum."""

    title: str
    heads: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ReportPage:
    """A report with its parameters and a preview.

    `personal` is None for a reader or a report without personal data, else whether they are asked for. `error` says why
    nothing was read. `hidden` are the arguments that the form sends along; `asked` is what is asked, in words.
    """

    title: str
    crumbs: tuple[Crumb, ...]
    description: str
    actions: tuple[Link, ...]
    action_url: str
    reset_url: str
    filters: tuple[FilterField, ...]
    period_help: str
    personal: bool | None
    hidden: tuple[tuple[str, str], ...]
    saved: SavedViews | None
    ignored: tuple[str, ...]
    asked: str = ""
    error: str = ""
    table: ShownTable | None = None
    count: int = 0
    shown: int = 0
    figures: tuple[FiguresTable, ...] = ()
