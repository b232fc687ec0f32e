"""What a page shows, as plain values: the views fill them, the templates only lay them out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mdo.kernel.base.messages import N_

# Beyond, before and after stand one under the other.
_LONG_VALUE = 90


class Cell(NamedTuple):
    """One value, already in words. `tone` colours a status (ok, warn, danger, muted) beside its text.

    `more` says how much else there is beside what the text names; `links` are the parts of a text that names several
    records, each with its page. In a table its column's head says its label. A page has hundreds: a tuple is made in a
    third of the time.
    """

    name: str
    label: str
    text: str
    kind: str = "text"
    url: str | None = None
    tone: str | None = None
    more: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.text


@dataclass(frozen=True)
class Header:
    """A column head: its sort link, if any, and the current direction (asc, desc or empty).

    `is_wide` when its column holds sentences, which need room. `is_in_place` when its cells are changed in the list;
    the names that they may hold are then searched at `lookup_url`, if any.
    """

    name: str
    label: str
    kind: str
    sort_url: str | None = None
    direction: str = ""
    is_wide: bool = False
    is_in_place: bool = False
    lookup_url: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a list; the first cell is its heading. Links are None without the right."""

    id: int
    cells: tuple[Cell, ...]
    edit_url: str | None = None
    delete_url: str | None = None
    delete_warning: str = ""  # what else the deletion takes away
    can_tick: bool = True
    act: "Link | None" = None  # one press that changes the row, sent by POST
    apart: str = ""  # what its heading lacks to tell it from the others, for who acts on it without seeing the line
    why: str = ""  # what the search found in it, where no cell shows it; else what is told under its heading


@dataclass(frozen=True)
class Chip:
    """An active filter in words, and the address of the list without it."""

    text: str
    remove_url: str


@dataclass(frozen=True)
class FilterField:
    """A filter of the panel. kind: choice (boxes), date (one field), date_range (two fields), relation.

    `name` is the query argument (`name_from` and `name_to` for a range); `values` what is active; `lookup_url` serves
    a relation too long for a select; `words` says its dates in full.
    """

    name: str
    label: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    values: tuple[str, ...] = ()
    lookup_url: str | None = None
    words: tuple[str, ...] = ()


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
    """A page number, or a gap when `url` is None; `label` says what it opens where it is no number."""

    text: str
    url: str | None = None
    is_current: bool = False
    label: str = ""


@dataclass(frozen=True)
class Pagination:
    """Where we are in a list: first and last are the numbers of the rows shown, from the end with `is_from_end`.

    `cap`: up to how many the total is counted, where another one is meant than that of all lists.
    """

    page: int
    pages: int
    first: int
    last: int
    total: int
    links: tuple[PageLink, ...] = ()
    previous_url: str | None = None
    next_url: str | None = None
    sizes: tuple[PageLink, ...] = ()
    is_from_end: bool = False
    cap: int | None = None


@dataclass(frozen=True)
class Link:
    """A link, or with `is_post` a button that posts; `confirm` is asked first.

    `is_file`: to a file that may take time to make; the page says how far it is. `act` is the name of what it does to
    a record: `edit`, `delete`, that of an act of its states. `phone_url` is where it leads on a phone, if elsewhere.
    """

    label: str
    url: str
    icon: str = ""
    style: str = "secondary"  # primary, secondary, danger
    is_post: bool = False
    confirm: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    is_file: bool = False
    act: str = ""
    phone_url: str = ""


@dataclass(frozen=True)
class Crumb:
    """A step of the breadcrumb; the last one has no address."""

    label: str
    url: str | None = None


def stands_in(title: str, crumbs: Sequence[Crumb]) -> str:
    """What the title of a window ends with: the records that its page stands in, else its list.

    « Add a guest » is asked of as many meetings as there are, and an offer bears the name of its supplier.
    """
    records = [crumb.label for crumb in crumbs[1:-1] if crumb.label not in title]
    lists = [crumb.label for crumb in crumbs[:1] if len(crumbs) > 1 and crumb.label not in title]
    return "".join(f" – {label}" for label in reversed(records or lists))


@dataclass(frozen=True)
class ShownTable:
    """A list without its tools, as it stands in a tab of a record page or in a report.

    `named_by` are the columns that name a row with its heading, where it is deleted; `cell_url` is where the cells that
    are changed in the list are sent, with the id of the row in place of its 0, `paste_url` where a block pasted over
    them is.
    """

    caption: str
    headers: tuple[Header, ...]
    rows: tuple[Row, ...]
    empty_text: str
    named_by: tuple[str, ...] = ()
    cell_url: str = ""
    paste_url: str = ""

    @property
    def can_edit(self) -> bool:
        return any(row.edit_url for row in self.rows)

    @property
    def can_delete(self) -> bool:
        return any(row.delete_url for row in self.rows)

    @property
    def has_acts(self) -> bool:
        return any(row.act for row in self.rows)


@dataclass(frozen=True)
class ViewLink:
    """A saved view in the menu of a list; `note` says with whom it is shared, or that the list opens with it."""

    name: str
    url: str
    is_current: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeptWords:
    """How the menu of saved views speaks of what keeps them (message ids)."""

    all_rows: str = N_("All the rows")
    views: str = N_("Views of this list")
    share: str = N_("Share it, or open the list with it…")


@dataclass(frozen=True)
class SavedViews:
    """The menu of a list's saved views, and what may be done with what is on screen.

    `label` names the list of links, `all_label` what opens without any view, `share_label` the form that shares.
    `current` is the name of the open view, `is_changed` whether the screen differs from it; addresses are empty
    without the right, or where there is nothing to do. `pin` puts the open view in the menu, or takes it off.
    """

    links: tuple[ViewLink, ...]
    all_url: str
    current: str
    is_changed: bool
    add_url: str
    update_url: str
    edit_url: str
    manage_url: str
    query: str
    all_label: str
    label: str
    share_label: str
    pin: Link | None = None


@dataclass(frozen=True)
class ListPage:
    """A list with its search box, filters, chosen columns, bulk bar and pages.

    `asked` is what the address asks for, page aside, and `kept` the same without the columns; `changeable` is how many
    of its rows the reader may change, of which at most `bulk_most` at once; `tabs` are its ready-made views; `ignored`
    says what was asked in vain, `order_note` why some of its columns do not sort it.
    """

    title: str
    crumbs: tuple[Crumb, ...]
    table: ShownTable
    pagination: Pagination
    query: str
    filters: tuple[FilterField, ...]
    chips: tuple[Chip, ...]
    columns: tuple[ColumnChoice, ...]
    actions: tuple[Link, ...]
    bulk_actions: tuple[BulkAction, ...]
    bulk_url: str
    bulk_most: int
    changeable: int
    reset_url: str
    asked: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    default_columns_url: str = ""
    saved: SavedViews | None = None
    tabs: tuple[ViewLink, ...] = ()
    ignored: tuple[str, ...] = ()
    order_note: str = ""
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
    """A related list of a record page: at most a page of it, where to see the rest, and its Excel file if any."""

    title: str
    table: ShownTable
    is_cut: bool = False
    all_url: str | None = None
    add: Link | None = None
    file: Link | None = None


@dataclass(frozen=True)
class Moment:
    """When, in words (« hier à 18 h 02 »), and as a machine reads it."""

    words: str
    iso: str


@dataclass(frozen=True)
class FieldChange:
    """What one field was and became, in words; of a collection, what it gained and lost."""

    label: str
    before: str = ""
    after: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        return max(len(self.before), len(self.after)) > _LONG_VALUE or "\n" in self.before + self.after


@dataclass(frozen=True)
class HistoryLine:
    """One change of a row: who, when, what (create, update, delete or restore), by which door, and its fields.

    `door` is empty for a change made on screen; `has_hidden` says that a field was left out for want of a right; `url`
    leads to the operation in the journal, `version_url` to the record as it was after the change.
    """

    when: Moment
    who: str
    action: str
    door: str = ""
    changes: tuple[FieldChange, ...] = ()
    has_hidden: bool = False
    url: str | None = None
    version_url: str | None = None


@dataclass(frozen=True)
class History:
    """A page of the changes of a record, newest first."""

    lines: tuple[HistoryLine, ...]
    newer_url: str | None = None
    older_url: str | None = None


@dataclass(frozen=True)
class Panel:
    """A part of a record page with a template of its own (composition, parity, vacancy)."""

    title: str
    template: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tab:
    """A tab of a record page: a real link, with the count of its rows where it lists some."""

    name: str
    title: str
    url: str
    count: int | None = None
    is_open: bool = False


@dataclass(frozen=True)
class TabContent:
    """What an open tab shows: panels, then a list, or the history; `side` are boxes beside them."""

    name: str
    title: str
    panels: tuple[Panel, ...] = ()
    related: Related | None = None
    history: History | None = None
    side: tuple[Panel, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A record to complete: the labels of what is missing, why it matters, where to fill it in."""

    labels: tuple[str, ...]
    why: str = ""
    url: str | None = None


@dataclass(frozen=True)
class RecordPage:
    """A record: header with status and actions, what is missing, facts (or a panel in their place), tabs, one open.

    `belongs_to` is the record that its subtitle ends with. `step` is its place in the list that it was opened from
    (views.base.series.Step) and `address` its own with that
    list, where what the browser was asked for does not say it.
    """

    title: str
    crumbs: tuple[Crumb, ...]
    subtitle: str
    belongs_to: Cell | None
    status: Cell | None
    actions: tuple[Link, ...]
    groups: tuple[FactGroup, ...]
    tabs: tuple[Tab, ...] = ()
    content: TabContent | None = None
    lead: Panel | None = None
    gap: Gap | None = None
    changed: Moment | None = None
    window_title: str = ""
    step: Any = None
    address: str = ""


@dataclass(frozen=True)
class FieldConflict:
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
    """A titled group of fields, named by their form names; `help` stands under the title, `advice` after one.

    `is_folded`: one opens it to see its fields.
    """

    title: str
    fields: tuple[str, ...]
    help: str = ""
    advice: Panel | None = None
    is_folded: bool = False
    about_day: Panel | None = None


@dataclass(frozen=True)
class FormPage:
    """A form with its sections. `form` is the WTForms form; each field carries `label`, `description`, `errors`.

    `field.render_kind` (set by the base view) is text, textarea, date, datetime, number, email, url, checkbox, select,
    relation or relations; `locked` maps a field to the words shown in place of a value that may not be edited.
    `another_label` names the button that saves and opens the next form (`another_short` on a phone), `is_next` is that
    next form; `is_typed_again` says that the fields hold what was typed before the session ended; `step` is the place
    of the record in the list that it was opened from (views.base.series.Step).
    """

    title: str
    crumbs: tuple[Crumb, ...]
    form: Any
    sections: tuple[FormSection, ...]
    action_url: str
    cancel_url: str
    submit_label: str
    conflicts: tuple[FieldConflict, ...] = ()
    locked: dict[str, str] = field(default_factory=dict)
    error_count: int = 0
    is_multipart: bool = False
    another_label: str = ""
    another_short: str = ""
    is_next: bool = False
    is_typed_again: bool = False
    step: Any = None
