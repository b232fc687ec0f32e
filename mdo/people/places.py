"""Where someone is read from, written beside the register at each flush that moves a person, a mandate or a body.

In the bodies of their mandates, past or not: each of their arrondissements, or the whole city. Without a mandate, in
their own arrondissement; without one, with the account that wrote them. Their organisation stands beside.
`mdo.people.scope` reads nothing else to tell the people of a référent; their search text, which is written
after, says it again. Read and written in Core, as that text is: a limited reader who saves someone must not rewrite
their places with the blanks that the scope shows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, delete, event, func, insert, inspect, select, union
from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker

from mdo.kernel.base.context import AnySession
from mdo.kernel.search.maintenance import rewrite_keys, rewrite_texts
from models.instances import Instance, instance_arrondissement
from models.people import Mandate, Person
from models.places import PERSON_PLACES, WHOLE_CITY

_BATCH = 500

_mandate = Mandate.__table__
_person = Person.__table__
_stored = select(*PERSON_PLACES.c)


@dataclass(frozen=True)
class Misplaced:
    """A place that is stored and should not be, or the reverse."""

    person_id: int
    place: int
    is_missing: bool


def install(sessions: type[Session] | sessionmaker[Any] | scoped_session[Any] | Session) -> None:
    """Keeps the places of the people that a session writes."""
    event.listen(sessions, "after_flush", _keep)


def rewrite_places(connection: Connection, ids: Iterable[int], *, are_new: bool = False) -> None:
    """Writes again where these people stand, and with it their search texts and sort keys; ids gone are passed over.

    `are_new` says that they stand nowhere yet: their texts and keys are written after.
    """
    ordered = sorted(ids)
    for start in range(0, len(ordered), _BATCH):
        batch, before = ordered[start : start + _BATCH], set[tuple[int, int]]()
        if not are_new:
            before = _standing(connection, batch)
            connection.execute(delete(PERSON_PLACES).where(PERSON_PLACES.c.person_id.in_(batch)))
        connection.execute(insert(PERSON_PLACES).from_select([*PERSON_PLACES.c.keys()], _places(batch)))
        if not are_new:
            moved = {person for person, _ in before ^ _standing(connection, batch)}
            rewrite_texts(connection, Person, sorted(moved))
            rewrite_keys(connection, Person, sorted(moved))


def _standing(connection: Connection, ids: Sequence[int]) -> set[tuple[int, int]]:
    stored = select(PERSON_PLACES.c.person_id, PERSON_PLACES.c.place).where(PERSON_PLACES.c.person_id.in_(ids))
    return {(person, place) for person, place in connection.execute(stored)}


def compare_places(session: AnySession) -> list[Misplaced]:
    """Where what is stored and what the register says differ: nowhere, unless something went round the session."""
    connection, true = session.connection(), select(_places().subquery())
    return [
        *(Misplaced(person, place, True) for person, place, _ in connection.execute(true.except_(_stored))),
        *(Misplaced(person, place, False) for person, place, _ in connection.execute(_stored.except_(true))),
    ]


def mend_places(session: AnySession, found: Sequence[Misplaced]) -> None:
    """Writes again the places of those whom `compare_places` named."""
    rewrite_places(session.connection(), {one.person_id for one in found})


def _places(ids: Sequence[int] | None = None) -> CompoundSelect[Any]:
    """Where these people stand, or all: one row for each of their places."""
    link = instance_arrondissement.c
    seats = (
        select(_mandate.c.person_id, func.coalesce(link.arrondissement_id, WHOLE_CITY), _person.c.organisation_id)
        .join(_person, _person.c.id == _mandate.c.person_id)
        .outerjoin(instance_arrondissement, link.instance_id == _mandate.c.instance_id)
    )
    own = func.coalesce(_person.c.arrondissement_id, -_person.c.created_by_id)
    has_mandate = select(_mandate.c.id).where(_mandate.c.person_id == _person.c.id).exists()
    alone = select(_person.c.id, own, _person.c.organisation_id).where(~has_mandate, own.is_not(None))
    if ids is not None:
        seats, alone = seats.where(_mandate.c.person_id.in_(ids)), alone.where(_person.c.id.in_(ids))
    return union(seats, alone)


def _keep(session: Session, flush: UOWTransaction) -> None:
    new = {row.id for row in session.new if isinstance(row, Person)}
    gone = {row.id for row in session.deleted if isinstance(row, Person)}
    moved = {person for person in _moved(session) if person is not None} - gone
    connection = session.connection() if new or moved else None
    if connection is not None:
        rewrite_places(connection, new, are_new=True)
        rewrite_places(connection, moved - new)
    bodies = [row.id for row in session.dirty if isinstance(row, Instance) and _changes(row, "arrondissements")]
    if bodies:
        held = select(_mandate.c.id).where(_mandate.c.instance_id.in_(bodies))
        rewrite_keys(session.connection(), Mandate, session.connection().scalars(held).all())


def _moved(session: Session) -> Iterator[int | None]:
    """The people whom this flush moved, themselves, by a mandate or with a body."""
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Mandate) and (row not in session.dirty or _changes(row, "person_id", "instance_id")):
            yield row.person_id
            yield from inspect(row).attrs.person_id.history.deleted
    for row in session.dirty:
        if isinstance(row, Person) and _changes(row, "arrondissement_id", "created_by_id", "organisation_id"):
            yield row.id
        elif isinstance(row, Instance) and _changes(row, "arrondissements"):
            yield from session.connection().scalars(_members(row.id))


def _members(instance_id: int) -> Select[Any]:
    return select(_mandate.c.person_id).where(_mandate.c.instance_id == instance_id)


def _changes(row: Any, *names: str) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in names)
