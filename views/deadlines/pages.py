"""What the pages of deadlines show, as plain values."""

from dataclasses import dataclass

from views.base.pages import Crumb, Link, Pagination


@dataclass(frozen=True)
class PartLink:
    """A part of a list with its number of lines: the address shows exactly these."""

    label: str
    count: int
    url: str
    is_current: bool = False
    tone: str = ""


@dataclass(frozen=True)
class DeadlineLine:
    """One deadline in words; `when` says how far off it is, `closing` what to do about it, if the reader may.

    `moves` put it off, or give its own day back.
    """

    title: str
    detail: str
    kind: str
    due_on: str
    when: str
    tone: str
    places: str
    responsible: str
    show_url: str | None = None
    closing: Link | None = None
    first: str = ""  # its own day, where it was put off
    reason: str = ""
    law: str = ""  # the article that sets its own day, which nobody moves
    moves: tuple[Link, ...] = ()


@dataclass(frozen=True)
class DeadlinePage:
    """The list of deadlines: whose, when, which kinds and where, then the lines of one page."""

    title: str
    crumbs: tuple[Crumb, ...]
    actions: tuple[Link, ...]
    whose: tuple[PartLink, ...]
    buckets: tuple[PartLink, ...]
    kinds: tuple[tuple[str, str, bool], ...]
    places: tuple[tuple[str, str, bool], ...]
    lines: tuple[DeadlineLine, ...]
    pagination: Pagination
    query: str
    hidden: tuple[tuple[str, str], ...]
    reset_url: str
    is_filtered: bool
    elsewhere: PartLink | None = None
    under: tuple[Link, ...] = ()
