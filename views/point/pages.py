"""What « Mon point » shows, as plain values."""

from dataclasses import dataclass

from views.base.pages import Crumb, Link, ShownTable


@dataclass(frozen=True)
class PointRow:
    """One thing to look at; `note_url` leads to what the note counts."""

    title: str
    detail: str
    note: str
    tone: str
    url: str | None
    note_url: str | None = None


@dataclass(frozen=True)
class PointPart:
    """A part of the page; `all` leads to the list when not all is shown."""

    name: str
    title: str
    count: int
    rows: tuple[PointRow, ...]
    all: Link | None
    empty_text: str


@dataclass(frozen=True)
class RecordRow:
    """A record to confirm; `key` is what its button posts."""

    key: str
    name: str
    kind: str
    changed: str
    show_url: str | None
    edit_url: str | None


@dataclass(frozen=True)
class PointPage:
    """The fortnight of one reader; `total` counts the records to confirm, of which the first are shown.

    People stand in a table whose cells are changed in place; `keys` name all the lines shown, `has_more` says that
    more wait than were counted (`total` is then the most of a kind, and does not move at each confirmation),
    `done` counts what the reader confirmed today.
    """

    title: str
    crumbs: tuple[Crumb, ...]
    subtitle: str
    parts: tuple[PointPart, ...]
    people: ShownTable | None
    keys: tuple[str, ...]
    records: tuple[RecordRow, ...]
    total: int
    has_more: bool
    done: int
    days: int
    confirm_url: str
