"""Where people are seen from: by their mandates, then by where they live, then by who wrote them.

So are organisations, by their people. Here is who reads and who writes them, of those with limits.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import Session

from mdo.instances.scope import readable_instances, writable_instances
from mdo.kernel.base.context import HOLDERS_TO_COME, AnySession
from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.rights.roles import PERSONAL_DATA
from mdo.kernel.scope.clauses import among, of_few
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.own import deleted_in_place
from mdo.kernel.scope.placements import Carried, Clauses, Criterion, Guard, Large, Places, WrittenRow
from mdo.kernel.scope.reading import ROW_BY_ROW
from mdo.kernel.scope.written import OUTSIDE, check_values, found, new_value
from models.instances import instance_arrondissement
from models.organisations import Organisation
from models.people import DuplicateCandidate, Mandate, Person
from models.placement import AsPerson
from models.places import PERSON_PLACES, WHOLE_CITY
from models.sorting import PLACE_SORT_TABLES
from models.types import number_at

# By names of their own, as in `mdo.instances.scope`.
_mandate = Mandate.__table__.alias()
_person = Person.__table__.alias()
_organisation = Organisation.__table__.alias()
_standing_mandate = PLACE_SORT_TABLES[Mandate]


def readable_people(scope: Scope) -> Any:
    """Ids of those with a mandate, past or not, in a readable body; of those with none, by place or creator."""
    if scope.reach is Reach.ELECTED:
        return _seated(scope)
    return select(PERSON_PLACES.c.person_id).where(PERSON_PLACES.c.place.in_(places_read(scope)))


def reads_person(person: Any, scope: Scope) -> ColumnElement[bool]:
    """The same asked of each row of `person` (the class or an alias) that is joined: cheap for a page, dear for all.

    A value and not an EXISTS, of which PostgreSQL would make one more join, to the whole register.
    """
    seen, of_person = people_one_by_one(scope)
    return seen.where(of_person == person.id).limit(1).scalar_subquery().is_not(None)


def people_one_by_one(scope: Scope) -> tuple[Select[Any], Any]:
    """Of whom a reader sees, a statement to narrow to one id, and its column of ids."""
    if scope.reach is Reach.ELECTED:
        return _seated(scope), _mandate.c.person_id
    stands = PERSON_PLACES.alias()
    return select(stands.c.person_id).where(of_few(stands.c.place).in_(places_read(scope))), stands.c.person_id


def people_counted(scope: Scope) -> CompoundSelect[Any]:
    """Ids of the people whom a référent reads, each once and in no order: for a count that stops."""
    return _counted(PERSON_PLACES, "person_id", scope)


def _counted(standing: Any, row_id: str, scope: Scope) -> CompoundSelect[Any]:
    places, parts = places_read(scope), []
    for number, place in enumerate(places):
        here, before = standing.alias(), standing.alias()
        ids = select(here.c[row_id]).where(here.c.place == place)
        counted = select(before.c.place).where(
            before.c[row_id] == here.c[row_id], of_few(before.c.place).in_(places[:number])
        )
        parts.append(ids.where(counted.limit(1).scalar_subquery().is_(None)) if number else ids)
    return union_all(*parts)


def people_written_from(scope: Scope) -> Select[Any]:
    """Ids of the people who stand where a référent writes, each once: she may change no other."""
    return _written_from(PERSON_PLACES, "person_id", scope)


def _written_from(standing: Any, row_id: str, scope: Scope) -> Select[Any]:
    here, before, own = standing.alias(), standing.alias(), _own_places(scope)
    of_same = before.c[row_id] == here.c[row_id], before.c.place < here.c.place
    counted = select(before.c.place).where(*of_same, of_few(before.c.place).in_(own)).limit(1).scalar_subquery()
    return select(here.c[row_id]).where(here.c.place.in_(own), counted.is_(None))


def places_read(scope: Scope) -> list[int]:
    """The places whose people a référent reads: her own, the whole city, and the account that she is."""
    return [*_own_places(scope), WHOLE_CITY]


def _own_places(scope: Scope) -> list[int]:
    return [*sorted(scope.arrondissement_ids), *([] if scope.user_id is None else [-scope.user_id])]


def reads_organisation(organisation: Any, scope: Scope) -> ColumnElement[bool]:
    """Whether each row of `organisation` is in sight: city-wide, of an own arrondissement, or of people one sees."""
    linked = [_is_one(found.where(of == organisation.id)) for found, of in organisations_one_by_one(scope)]
    if scope.reach is Reach.ELECTED:
        return or_(*linked)
    placed = organisation.arrondissement_id.in_(sorted(scope.arrondissement_ids))
    return or_(organisation.arrondissement_id.is_(None), placed, *linked)


def organisations_one_by_one(scope: Scope) -> tuple[tuple[Select[Any], Any], tuple[Select[Any], Any]]:
    """Of those that have a mandate in sight, and of those of people in sight, the same as for people."""
    return _of_mandates(scope), _of_people(scope, reads_person(_person.c, scope))


def linked_organisations(scope: Scope) -> Any:
    """Ids of the organisations that have a mandate in sight, or people in sight."""
    ways = _of_mandates(scope), _of_people(scope, _person.c.id.in_(readable_people(scope)))
    return union_all(*(found.where(of.is_not(None)) for found, of in ways)).scalar_subquery()


def _of_mandates(scope: Scope) -> tuple[Select[Any], Any]:
    of_mandate, bodies = _mandate.c.organisation_id, readable_instances(scope).scalar_subquery()
    return select(of_mandate).where(among(_mandate.c.instance_id, bodies)), of_mandate


def _of_people(scope: Scope, seen: ColumnElement[bool]) -> tuple[Select[Any], Any]:
    """The same of people: those whom `seen` says, where their places do not."""
    if scope.reach is Reach.ELECTED:
        return select(_person.c.organisation_id).where(seen), _person.c.organisation_id
    stands = PERSON_PLACES.alias()
    return select(stands.c.organisation_id).where(stands.c.place.in_(places_read(scope))), stands.c.organisation_id


def _seated(scope: Scope) -> Select[Any]:
    return select(_mandate.c.person_id).where(
        _mandate.c.instance_id.in_(readable_instances(scope)), _mandate.c.person_id.is_not(None)
    )


def placed_people(scope: Scope) -> Select[Any]:
    alone = ~exists().where(_mandate.c.person_id == _person.c.id)
    return select(_person.c.id).where(_is_placed(_person.c, scope, alone))


def _has_one(person: Any) -> ColumnElement[bool]:
    return _is_one(select(_mandate.c.id).where(_mandate.c.person_id == person.id))


def _is_one(rows: Select[Any]) -> ColumnElement[bool]:
    """Whether there is a row: a value, as in `reads_person`, since PostgreSQL may gather all that « exists » asks."""
    return rows.limit(1).scalar_subquery().is_not(None)


def _is_placed(person: Any, scope: Scope, is_alone: ColumnElement[bool]) -> ColumnElement[bool]:
    ids = sorted(scope.arrondissement_ids)
    own = and_(person.arrondissement_id.is_(None), person.created_by_id == scope.user_id)
    return and_(is_alone, or_(person.arrondissement_id.in_(ids), own))


# ---- Clauses ---------------------------------------------------------------------------------------------------------


def _in_sight(placement: AsPerson, scope: Scope) -> Criterion:
    people = readable_people(scope)
    return lambda cls: cls.id.in_(people)


def _writes_person(
    model: Any, placement: AsPerson, scope: Scope, today: dt.date, *, row_by_row: bool
) -> ColumnElement[bool]:
    bodies = writable_instances(scope)
    current = select(_mandate.c.person_id).where(or_(_mandate.c.ended_on.is_(None), _mandate.c.ended_on >= today))
    if row_by_row:
        in_own = among(_mandate.c.instance_id + 0, bodies.scalar_subquery())  # no index of bodies: one has few
        held = current.where(in_own, _mandate.c.person_id == model.id).limit(1).scalar_subquery()
        return or_(held.is_not(None), _is_placed(model, scope, ~_has_one(model)))
    current = current.where(_mandate.c.instance_id.in_(bodies), _mandate.c.person_id.is_not(None))
    return or_(model.id.in_(current), model.id.in_(placed_people(scope)))


def _person_by_person(scope: Scope) -> Criterion:
    seen, of_person = people_one_by_one(scope)
    seen = seen.limit(1)  # a value, as in `reads_person`
    return lambda cls: seen.where(of_person == cls.id).scalar_subquery().is_not(None)


def _mandate_by_mandate(scope: Scope) -> Criterion:
    instances = readable_instances(scope)
    return lambda cls: (cls.instance_id + 0).in_(instances)  # no index of bodies: a better one stands in the statement


def _organisations(scope: Scope) -> Criterion:
    """City-wide ones and those of the own arrondissements; also those of the people one sees."""
    ids = sorted(scope.arrondissement_ids)
    linked = linked_organisations(scope)
    if scope.reach is Reach.ELECTED:
        return lambda cls: cls.id.in_(linked)
    return lambda cls: or_(cls.arrondissement_id.is_(None), cls.arrondissement_id.in_(ids), cls.id.in_(linked))


def _organisation_by_organisation(scope: Scope) -> Criterion:
    (seated, of_mandate), (of_people, of_person) = organisations_one_by_one(scope)
    seated, of_people = seated.limit(1), of_people.limit(1)  # values, as in `reads_person`
    ids = sorted(scope.arrondissement_ids)
    if scope.reach is Reach.ELECTED:
        return lambda cls: or_(
            seated.where(of_mandate == cls.id).scalar_subquery().is_not(None),
            of_people.where(of_person == cls.id).scalar_subquery().is_not(None),
        )
    return lambda cls: or_(
        cls.arrondissement_id.is_(None),
        cls.arrondissement_id.in_(ids),
        seated.where(of_mandate == cls.id).scalar_subquery().is_not(None),
        of_people.where(of_person == cls.id).scalar_subquery().is_not(None),
    )


def _standing_mandates() -> Select[Any]:
    link = instance_arrondissement.c
    stands = select(_mandate.c.id, func.coalesce(link.arrondissement_id, WHOLE_CITY))
    return stands.outerjoin(instance_arrondissement, link.instance_id == _mandate.c.instance_id)


def _writable_people(scope: Scope, today: dt.date) -> Select[Any]:
    return select(_person.c.id).where(_writes_person(_person.c, AsPerson(), scope, today, row_by_row=True))


def _readable_organisations(scope: Scope) -> Select[Any]:
    return select(_organisation.c.id).where(reads_organisation(_organisation.c, scope))


def _writable_organisations(scope: Scope, today: dt.date) -> Select[Any]:
    return select(_organisation.c.id).where(_organisation.c.arrondissement_id.in_(sorted(scope.arrondissement_ids)))


# ---- At the flush ----------------------------------------------------------------------------------------------------


def people_with_mandates(session: AnySession, ids: Iterable[int]) -> set[int]:
    """Those of these people who have a mandate, past or not, anywhere: it places them."""
    table = Mandate.__table__
    held = select(table.c.person_id).where(table.c.person_id.in_(list(ids))).distinct()
    return set(session.connection().scalars(held))


def check_place_of_person(person: Person, scope: Scope) -> None:
    """Refuses that a restricted reader places someone without a mandate out of reach. Raises OutOfScope."""
    new = new_value(person, "arrondissement_id")
    if new is None and person.created_by_id == scope.user_id:
        return
    check_values({new}, scope.arrondissement_ids, "arrondissement_id")


@dataclass(frozen=True)
class _Asked:
    """Of the people of a flush, those whom the reader writes and those whom a mandate places; who is to get one."""

    people: Collection[int]
    placed_by_mandate: Collection[int]
    pending_holders: frozenset[Any]
    holders_to_come: frozenset[int]


def _ask(session: Session, rows: Sequence[WrittenRow], scope: Scope, today: dt.date) -> _Asked:
    ids = {written.row.id for written in rows if not written.is_new}
    is_writable = _writes_person(Person, AsPerson(), scope, today, row_by_row=True)
    return _Asked(
        found(ids, lambda some: session.scalars(_those(some, is_writable))),
        found(ids, lambda some: people_with_mandates(session, some)),
        _holders(session),
        session.info.get(HOLDERS_TO_COME, frozenset()),
    )


def _those(ids: Collection[int], is_writable: ColumnElement[bool]) -> Any:
    return select(Person.id).where(Person.id.in_(ids), is_writable).execution_options(**ROW_BY_ROW)


def _holders(session: Session) -> frozenset[Any]:
    """Who holds the new mandates of a flush: people, by their ids where they have one."""
    mandates = [row for row in session.new if isinstance(row, Mandate)]
    return frozenset(holder for row in mandates for holder in (row.person, row.person_id) if holder is not None)


def _check(written: WrittenRow, scope: Scope, asked: _Asked) -> None:
    person = written.row
    if written.is_new and person.id in asked.holders_to_come:
        return  # comes back as she was; her mandate, which places her, is checked itself in the flush after this one
    if written.is_new and person.created_by_id is None:
        person.created_by_id = scope.user_id
    if not written.is_new:
        if person.id not in asked.people:
            raise OutOfScope(OUTSIDE)
        if person.id in asked.placed_by_mandate:
            return
    if not asked.pending_holders & {person, person.id}:  # a pending mandate is checked itself, and places the person
        check_place_of_person(person, scope)


def _deleted_by_own(change: Any, scope: Scope) -> ColumnElement[bool]:
    """Whether someone who stood nowhere was written by the reader."""
    unplaced = change.arrondissement_id.is_(None)
    return and_(unplaced, number_at(change.fields, "created_by_id", 0) == scope.user_id)


PLACES = Places(
    clauses=(Clauses(AsPerson, _in_sight, _writes_person, Guard(_check, _ask), (deleted_in_place, _deleted_by_own)),),
    large=(
        Large(
            Person,
            _person_by_person,
            reads_person,
            people_counted,
            people_written_from,
            places=places_read,
            stands=select(PERSON_PLACES.c.person_id, PERSON_PLACES.c.place),
        ),
        Large(Organisation, _organisation_by_organisation, reads_organisation, reads=_organisations),
        Large(
            Mandate,
            _mandate_by_mandate,
            counted=lambda scope: _counted(_standing_mandate, "id", scope),
            written_from=lambda scope: _written_from(_standing_mandate, "id", scope),
            places=places_read,
            stands=_standing_mandates(),
        ),
    ),
    queued=(DuplicateCandidate,),
    carried={
        # What stands on a person tells of her as much as her contact details.
        "person_id": Carried(
            Person, frozenset({("PersonView", "can_show"), PERSONAL_DATA}), readable_people, _writable_people
        ),
        "organisation_id": Carried(
            Organisation,
            frozenset({("OrganisationView", "can_show")}),
            _readable_organisations,
            _writable_organisations,
        ),
    },
)
