"""What a domain tells the kernel about itself, once, in `mdo/<domain>/domain.py`; `mdo/domains.py` lists the domains.

The kernel's containers are empty until `hand_over` has filled them: they are read when something is asked, never while
modules load.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from sqlalchemy import Select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.declaring import add_once
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import DeadlineKind
from mdo.kernel.fields.help import FIELD_HELP
from mdo.kernel.fields.tables import TABLES, Table
from mdo.kernel.freshness.looked_at import CONFIRMED, Confirmed
from mdo.kernel.imports.along import ALONG, ONCE_WRITTEN
from mdo.kernel.imports.cells.computed import COMPUTED
from mdo.kernel.imports.kinds import KINDS as EXCHANGES
from mdo.kernel.imports.kinds import ImportKind
from mdo.kernel.imports.model_workbook import NAMES_OF_FIELDS
from mdo.kernel.journal.columns import WHAT_LABELS
from mdo.kernel.journal.followers import (
    FOLLOWERS,
    HELD,
    NOT_UNDONE,
    UNDONE_ALONG,
    WHOLES,
    WITHOUT_CONTENT,
    Followers,
    PlaceByMandates,
    Whole,
)
from mdo.kernel.journal.history import NAMES
from mdo.kernel.labels import FIELD_LABELS, MODEL_LABELS
from mdo.kernel.rights.declared import RIGHTS, SECTIONS, ScreenRights
from mdo.kernel.rights.identity import SAID, Said
from mdo.kernel.rights.referents import ANSWERING, Answering
from mdo.kernel.rules.declared import RULES, RowRules
from mdo.kernel.rules.merges import MERGES, Move
from mdo.kernel.scope import placements
from mdo.kernel.scope.journal import PERSONAL, SCREENS
from mdo.kernel.scope.placements import Places
from mdo.kernel.search.kinds import KINDS as KINDS_FOUND
from mdo.kernel.search.kinds import SearchKind
from mdo.kernel.search.matching import BY_READING, ByReading
from mdo.kernel.search.sorting import SORTS
from mdo.kernel.search.sources import SOURCES
from mdo.kernel.sessions.hooks import HOOKS, Hook


@dataclass(frozen=True)
class Domain:
    """A domain: its name, which is that of its folder, and what it adds to the product."""

    name: str
    # The permissions on its screens, with their audience.
    rights: tuple[ScreenRights, ...] = ()
    # What falls due.
    deadlines: tuple[DeadlineKind, ...] = ()
    # What is asked of the rows of its tables, whatever door writes them.
    rules: Mapping[type, RowRules] = field(default_factory=dict)
    # The events that it puts on every session.
    hooks: tuple[Hook, ...] = ()

    # What comes in and goes out as workbooks; what goes along with the rows that an import writes; in the register of
    # exports, files that are no exchange: a message id by name.
    exchanges: tuple[ImportKind, ...] = ()
    along: Mapping[type, Callable[[AnySession, Any], Any]] = field(default_factory=dict)
    once_written: Mapping[type, Callable[[AnySession, Sequence[Any]], None]] = field(default_factory=dict)
    leaves: Mapping[str, str] = field(default_factory=dict)
    # The names that a drop-down list of a model workbook offers, by field; columns that no import writes.
    names_of_fields: Mapping[str, Select[Any]] = field(default_factory=dict)
    computed: tuple[tuple[type, str], ...] = ()

    # How its rows are found, and named, by the search from every page; how the words of tables without a text of their
    # own are looked for.
    found: tuple[SearchKind, ...] = ()
    searched_by_reading: Mapping[type, ByReading] = field(default_factory=dict)

    # Who of those with limits reads and writes what stands where its rows do.
    places: Places = field(default_factory=Places)
    # The screens whose readers read the journal of each table, () for none; the tables that hold contact details alone.
    shown_in: Mapping[type, tuple[str, ...]] = field(default_factory=dict)
    personal: tuple[type, ...] = ()

    # What moves with a row that is merged into another; which rows come and go with others; which stay, or go back,
    # together when an import is undone; whose place is that of other rows.
    merges: Mapping[type, Move] = field(default_factory=dict)
    followers: tuple[Followers, ...] = ()
    wholes: tuple[Whole, ...] = ()
    held: tuple[PlaceByMandates, ...] = ()
    # The tables whose rows no undo brings back, and why; those of files, whose content no journal holds.
    not_undone: Mapping[type, str] = field(default_factory=dict)
    without_content: tuple[type, ...] = ()
    # Of the former, the changes that are taken back all the same.
    undone_along: Mapping[type, Callable[[AnySession, Any], bool]] = field(default_factory=dict)

    # Who answers for an arrondissement on a day, and who stands in for whom (one domain says it).
    answering: Answering | None = None
    # What every page says of one of its rows.
    said: Said | None = None
    # The tables whose records are found still right from time to time.
    confirmed: tuple[Confirmed, ...] = ()


def hand_over(domains: Iterable[Domain]) -> None:
    """Gives the kernel what the domains declare, in the order of the places they name.

    Raises ValueError for two declarations of one place or of one name, and for what leads to a screen without rights.
    """
    domains = tuple(domains)
    for rights in _in_order(domains, "rights", attrgetter("view"), attrgetter("section", "place")):
        RIGHTS[rights.view] = rights
        dict(SECTIONS)[rights.section][rights.view] = WHAT_LABELS[rights.view] = rights.label
    _check_screens(domains)
    for kind in _in_order(domains, "deadlines", lambda kind: kind.code):
        KINDS[kind.code] = kind
    for exchange in _in_order(domains, "exchanges", attrgetter("code")):
        EXCHANGES[exchange.code] = exchange
        WHAT_LABELS[exchange.code] = MODEL_LABELS[exchange.model][1]
    KINDS_FOUND.extend(_in_order(domains, "found", attrgetter("model")))
    for confirmed in _in_order(domains, "confirmed", attrgetter("model")):
        CONFIRMED[confirmed.model] = confirmed
    HOOKS.extend(_in_order(domains, "hooks", lambda hook: hook.install))
    for domain in domains:
        add_once(ALONG, domain.along, domain.name)
        add_once(ONCE_WRITTEN, domain.once_written, domain.name)
        add_once(WHAT_LABELS, domain.leaves, domain.name)
        add_once(RULES, domain.rules, domain.name)
        add_once(SCREENS, {model.__name__: views for model, views in domain.shown_in.items() if views}, domain.name)
        PERSONAL.update(model.__name__ for model in domain.personal)
        add_once(NAMES_OF_FIELDS, domain.names_of_fields, domain.name)
        add_once(BY_READING, domain.searched_by_reading, domain.name)
        COMPUTED.extend(domain.computed)
        add_once(SAID, {} if domain.said is None else {domain.name: domain.said}, domain.name)
        placements.take(domain.places, domain.name)
        FOLLOWERS.extend(domain.followers)
        WHOLES.extend(domain.wholes)
        HELD.extend(domain.held)
        WITHOUT_CONTENT.extend(domain.without_content)
        add_once(NOT_UNDONE, domain.not_undone, domain.name)
        add_once(UNDONE_ALONG, domain.undone_along, domain.name)
        add_once(ANSWERING, {} if domain.answering is None else {"answering": domain.answering}, domain.name)
        for model, move in domain.merges.items():
            MERGES.setdefault(model, []).append(move)


def _check_screens(domains: tuple[Domain, ...]) -> None:
    for domain in domains:
        leading: tuple[DeadlineKind | ImportKind, ...] = (*domain.deadlines, *domain.exchanges)
        for item in leading:
            if item.view not in RIGHTS:
                raise ValueError(f"Domain {domain.name}: {item.code} leads to {item.view}, which has no rights.")
        for model, views in domain.shown_in.items():
            for view in views:
                if view not in RIGHTS:
                    raise ValueError(f"Domain {domain.name}, shown_in: {model.__name__} names {view}, without rights.")


def add_tables(owner: str, told: Iterable[Any]) -> None:
    """Gives the kernel the words of the tables that a domain declares, and how their rows are searched and called."""
    for table in (item for item in told if isinstance(item, Table)):
        add_once(TABLES, {table.model: table}, owner)
        add_once(FIELD_LABELS, {table.model: table.labels}, owner)
        add_once(FIELD_HELP, {table.model: table.helps} if table.helps else {}, owner)
        add_once(MODEL_LABELS, {table.model: table.label} if table.label else {}, owner)
        add_once(SOURCES, {table.model: table.source} if table.source else {}, owner)
        add_once(SORTS, {table.model: table.sorted_by} if table.sorted_by else {}, owner)
        add_once(NAMES, {table.model: table.called} if table.called is not None else {}, owner)


def _in_order(
    domains: Iterable[Domain],
    part: str,
    name_of: Callable[[Any], Any],
    place_of: Callable[[Any], Any] = attrgetter("place"),
) -> list[Any]:
    """What the domains declare under a word, by its place; two of one place, or of one name, are refused."""
    told = [(domain.name, item) for domain in domains for item in getattr(domain, part)]
    for what in (place_of, name_of):
        seen: dict[Any, str] = {}
        for owner, item in told:
            if what(item) in seen:
                raise ValueError(f"{part}: {what(item)!r} is declared by {seen[what(item)]} and by {owner}.")
            seen[what(item)] = owner
    return [item for _, item in sorted(told, key=lambda pair: place_of(pair[1]))]
