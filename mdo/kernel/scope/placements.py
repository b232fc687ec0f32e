"""What a placement means: who reads its rows and who changes them, as the kernel says of its own and domains of theirs.

`models.placement` has the words; whoever keeps the tables that a placement leads to declares its clauses. A placement
without clauses stops the start, and a row that has one is read by nobody.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, false
from sqlalchemy.orm import Session

from mdo.kernel.base.declaring import add_once
from mdo.kernel.scope.awards import KEPT_BACK, KeptBack, Right
from mdo.kernel.scope.limits import Scope
from models.placement import Placement

# What narrows the rows of a class or of an alias of it, in a statement.
Criterion = Callable[[Any], ColumnElement[bool]]


def nobody(model: Any, placement: Any, scope: Scope, today: dt.date, *, row_by_row: bool) -> ColumnElement[bool]:
    """What no restricted reader changes."""
    return false()


@dataclass(frozen=True)
class WrittenRow:
    """A row of a flush, and what becomes of it."""

    row: Any
    is_new: bool = False
    is_deleted: bool = False

    @property
    def placement(self) -> Placement | None:
        found: Placement | None = getattr(type(self.row), "__placement__", None)
        return found


@dataclass(frozen=True)
class Guard:
    """What a flush asks of the rows of a placement: once for all of them, of the database; then of each.

    `ask` takes these rows, the scope and the day; `check` a row, the scope and what was answered. Raises OutOfScope.
    `vouched` are the columns of which `check` says itself whether she may name the row there: she may not see it yet.
    """

    check: Callable[[WrittenRow, Scope, Any], None]
    ask: Callable[[Session, Sequence[WrittenRow], Scope, dt.date], Any] = lambda session, rows, scope, today: None
    vouched: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Clauses:
    """A placement, to a reader with limits.

    `reads(placement, scope)` is the criterion of what she reads, None leaves it open. `writes` is true for the rows of
    a model (a class or an alias) that she may change; `row_by_row` asks it of each, where few are read. `guard` holds
    the same at the flush: without one, she writes nothing. `deleted` are the ways by which a deletion was hers, of the
    changes of the journal: `(change, scope)`.
    """

    placement: type[Placement]
    reads: Callable[[Any, Scope], Criterion | None]
    writes: Callable[..., ColumnElement[bool]] = nobody
    guard: Guard | None = None
    deleted: tuple[Callable[[Any, Scope], ColumnElement[bool]], ...] = ()


@dataclass(frozen=True)
class Large:
    """A table that grows with the city: how a reader with limits is asked of each row, where few are read.

    `each` is the criterion of the rows of such a statement; `joined` what is asked of the rows that it joins, None
    where its usual criterion is. `counted` are the ids of all that a référent reads, to be counted, and `written_from`
    of those that stand where she writes. `reads` stands in the place of what the placement of the table says.
    `places` are those from which a référent reads (`models.places`), and `stands` reads the id of a row, then each of
    its own: a search looks there alone. Who changes one and no word has the search text written again.
    """

    model: type
    each: Callable[[Scope], Criterion]
    joined: Callable[[Any, Scope], ColumnElement[bool]] | None = None
    counted: Callable[[Scope], CompoundSelect[Any]] | None = None
    written_from: Callable[[Scope], Select[Any]] | None = None
    reads: Callable[[Scope], Criterion | None] | None = None
    places: Callable[[Scope], Sequence[int]] | None = None
    stands: Select[Any] | None = None


@dataclass(frozen=True)
class Bodies:
    """The table of bodies: those that stand in some arrondissements, and the number and name of those of each.

    `whole` reads them all, each with its type and its arrondissements.
    """

    standing_in: Callable[[Iterable[int] | Select[Any]], Select[Any]]
    places_of: Callable[[Collection[int]], Select[Any]]
    whole: Select[Any]


@dataclass(frozen=True)
class Carried:
    """A table whose records carry documents: who may open one, and where a reader with limits reads and writes.

    `rights` are all asked of any reader; `reads(scope)` and `writes(scope, day)` are ids of records, None where those
    with limits do neither.
    """

    model: type
    rights: frozenset[Right]
    reads: Callable[[Scope], Any] | None = None
    writes: Callable[[Scope, dt.date], Any] | None = None


@dataclass(frozen=True)
class Places:
    """What a domain says of where rows stand, beyond the words of their models.

    `queued` are tables whose rows the program writes for any reader, and takes back with what made it write them.
    `named` are those whose deleted rows bear the name of someone: `(change, scope)` says whether the reader sees them.
    `bodies` is the table of bodies, `kept_back` what is kept back until an award: one domain each. `carried` are the
    records that carry documents, by the column of these that leads there. `by_rights` are tables whose rows are not all
    read with the same rights: the ids that some rights open, None for all of them.
    """

    clauses: tuple[Clauses, ...] = ()
    large: tuple[Large, ...] = ()
    queued: tuple[type, ...] = ()
    named: dict[type, Callable[[Any, Scope], ColumnElement[bool]]] = field(default_factory=dict)
    bodies: Bodies | None = None
    kept_back: KeptBack | None = None
    carried: dict[str, Carried] = field(default_factory=dict)
    by_rights: dict[type, Callable[[frozenset[Right]], Any | None]] = field(default_factory=dict)


# As the domains declared them, in the order of the domains.
CLAUSES: dict[type[Placement], Clauses] = {}
LARGE: dict[type, Large] = {}
QUEUED: list[type] = []
NAMED: dict[type, Callable[[Any, Scope], ColumnElement[bool]]] = {}
_BODIES: dict[str, Bodies] = {}
CARRIED: dict[str, Carried] = {}
BY_RIGHTS: dict[type, Callable[[frozenset[Right]], Any | None]] = {}


def take(places: Places, owner: str) -> None:
    """Adds what a domain declares. Raises ValueError for what was declared already."""
    add_once(CLAUSES, {clauses.placement: clauses for clauses in places.clauses}, owner)
    add_once(LARGE, {large.model: large for large in places.large}, owner)
    add_once(NAMED, places.named, owner)
    add_once(_BODIES, {} if places.bodies is None else {"bodies": places.bodies}, owner)
    add_once(KEPT_BACK, {} if places.kept_back is None else {"kept_back": places.kept_back}, owner)
    add_once(CARRIED, places.carried, owner)
    add_once(BY_RIGHTS, places.by_rights, owner)
    QUEUED.extend(places.queued)


def opened_rows(rights: frozenset[Right]) -> Iterator[tuple[type, Any]]:
    """The tables of which these rights do not open every row, with the ids of those that they open."""
    for model, opened in BY_RIGHTS.items():
        ids = opened(rights)
        if ids is not None:
            yield model, ids


def clauses_of(placement: Placement) -> Clauses:
    """Raises LookupError for a placement that nobody declared: its rows are then read by nobody."""
    if type(placement) not in CLAUSES:
        raise LookupError(f"{type(placement).__name__} has no clauses: import mdo.domains before rows are read.")
    return CLAUSES[type(placement)]


def bodies() -> Bodies:
    """The table of bodies. Raises LookupError when no domain declared it."""
    if not _BODIES:
        raise LookupError("No domain declared the table of bodies: import mdo.domains before rows are read.")
    return _BODIES["bodies"]


def closed(placement: Any = None, scope: Scope | None = None) -> Criterion:
    """What nobody with limits reads."""
    return lambda cls: cls.id.is_(None)
