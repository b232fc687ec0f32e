"""What a page shows, as plain values: the views fill them, the templates only lay them out."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Cell:
    """One value, already in words. `tone` colours a status (ok, warn, danger, muted) beside its text."""

    name: str
    label: str
    text: str
    kind: str = "text"
    url: str | None = None
    tone: str | None = None

    @property
    def is_empty(self) -> bool:
        return not self.text


@dataclass(frozen=True)
class Header:
    """A column head: its sort link, if any, and the current direction (asc, desc or empty)."""

    name: str
    label: str
    kind: str
    sort_url: str | None = None
    direction: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a list; the first cell is its heading. Links are None without the right."""

    id: int
    label: str
    cells: tuple[Cell, ...]
    show_url: str | None = None
    edit_url: str | None = None
    delete_url: str | None = None


@dataclass(frozen=True)
class Chip:
    """An active filter in words, and the address of the list without it."""

    text: str
    remove_url: str


@dataclass(frozen=True)
class FilterField:
    """A filter of the panel. kind: choice (boxes), date (one field), date_range (two fields), relation.

    `name` is the query argument (`name_from` and `name_to` for a range); `values` what is active; `lookup_url` serves
    a relation too long for a select.
    """

    name: str
    label: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    values: tuple[str, ...] = ()
    lookup_url: str | None = None


@dataclass(frozen=True)
class ColumnChoice:
    """A box of the column chooser."""

    name: str
    label: str
    is_shown: bool


@dataclass(frozen=True)
class BulkAction:
    """A button of the bulk bar: posted with the ticked ids; `confirm` is the question asked first, or empty."""

    name: str
    label: str
    icon: str = ""
    confirm: str = ""
    is_danger: bool = False


@dataclass(frozen=True)
class PageLink:
    """A page number, or a gap when `url` is None."""

    text: str
    url: str | None = None
    is_current: bool = False


@dataclass(frozen=True)
class Pagination:
    """Where we are in a list: first and last are the numbers of the rows shown."""

    page: int
    pages: int
    first: int
    last: int
    total: int
    links: tuple[PageLink, ...] = ()
    previous_url: str | None = None
    next_url: str | None = None
    sizes: tuple[PageLink, ...] = ()


@dataclass(frozen=True)
class Link:
    """A link, or with `is_post` a button that posts; `confirm` is asked first."""

    label: str
    url: str
    icon: str = ""
    style: str = "secondary"  # primary, secondary, danger
    is_post: bool = False
    confirm: str = ""
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Crumb:
    """A step of the breadcrumb; the last one has no address."""

    label: str
    url: str | None = None


@dataclass(frozen=True)
class Table:
    """A list without its tools, as it stands in a tab of a record page or in a report."""

    caption: str
    headers: tuple[Header, ...]
    rows: tuple[Row, ...]
    empty_text: str


@dataclass(frozen=True)
class ListPage:
    """A list with its search box, filters, chosen columns, bulk bar and pages."""

    title: str
    crumbs: tuple[Crumb, ...]
    table: Table
    pagination: Pagination
    query: str
    filters: tuple[FilterField, ...]
    chips: tuple[Chip, ...]
    columns: tuple[ColumnChoice, ...]
    actions: tuple[Link, ...]
    bulk_actions: tuple[BulkAction, ...]
    bulk_url: str
    reset_url: str
    hidden: tuple[tuple[str, str], ...] = ()
    search_hint: str = ""
    help: str = ""
    is_filtered: bool = False


@dataclass(frozen=True)
class FactGroup:
    """A titled group of facts on a record page."""

    title: str
    facts: tuple[Cell, ...]


@dataclass(frozen=True)
class Related:
    """A related list of a record page: at most a page of it, with its whole count and where to see the rest."""

    id: str
    title: str
    count: int
    table: Table
    all_url: str | None = None
    add: Link | None = None


@dataclass(frozen=True)
class HistoryLine:
    """One change in words: who, when, and the fields with before and after."""

    when: str
    who: str
    what: str
    door: str
    changes: tuple[tuple[str, str, str], ...] = ()  # label, before, after


@dataclass(frozen=True)
class Panel:
    """A part of a record page with a template of its own (composition, parity, vacancy)."""

    title: str
    template: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordPage:
    """A record: header with status and actions, facts, panels, related lists, history."""

    title: str
    crumbs: tuple[Crumb, ...]
    subtitle: str
    status: Cell | None
    actions: tuple[Link, ...]
    groups: tuple[FactGroup, ...]
    panels: tuple[Panel, ...]
    related: tuple[Related, ...]
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed: its value when the form was opened, theirs, mine, and who and when."""

    field: str
    label: str
    opened: str
    theirs: str
    mine: str
    who: str
    when: str


@dataclass(frozen=True)
class FormSection:
    """A titled group of fields, named by their form names."""

    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class FormPage:
    """A form with its sections. `form` is the WTForms form; each field carries `label`, `description`, `errors`.

    `field.render_kind` (set by the base view) is text, textarea, date, number, email, url, checkbox, select,
    relation or relations; `locked` maps a field to the words shown in place of a value that may not be edited.
    """

    title: str
    crumbs: tuple[Crumb, ...]
    form: Any
    sections: tuple[FormSection, ...]
    action_url: str
    cancel_url: str
    submit_label: str
    conflicts: tuple[Conflict, ...] = ()
    locked: dict[str, str] = field(default_factory=dict)
    error_count: int = 0
    is_multipart: bool = False
