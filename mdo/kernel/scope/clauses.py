"""Where rows are, in SQL: the bodies, meetings and people that a limited reader sees, and those that she may change."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    exists,
    false,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from mdo.kernel.scope.bodies import bodies_in
from mdo.kernel.scope.limits import Reach, Scope
from models.base import Model
from models.contracts import contract_arrondissement, contract_instance
from models.instances import Instance, instance_arrondissement
from models.meetings import Meeting
from models.people import Mandate, Person
from models.placement import (
    AsInstance,
    AsPerson,
    ByArrondissement,
    ByInstance,
    ByMeeting,
    OfNetwork,
    OwnedByUser,
    Placement,
)
from models.places import PERSON_PLACES, WHOLE_CITY

# By names of their own: a loader that reads a table under another name writes that name over the table's own, in what
# narrows it too.
_instance = Instance.__table__.alias()
_mandate = Mandate.__table__.alias()
meeting_in_sight = Meeting.__table__.alias()
_person = Person.__table__.alias()
_user_role = Model.metadata.tables["ab_user_role"]


class among(GenericFunction[Any]):  # noqa: N801  # SQLAlchemy takes the name of a function from its class
    """Whether a value is one of those that a statement gives, few of them and read first.

    As a set that is joined, PostgreSQL would read the rows around first, for a page of them or to count them.
    """

    type = Integer()  # as a boolean, SQLite would be asked whether it equals 1, and no index serves that
    inherit_cache = True


@compiles(among)
def _as_a_set(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    value, few = (compiler.process(part, **options) for part in element.clauses)
    return f"{value} IN {few}"


@compiles(among, "postgresql")
def _as_an_array(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    value, few = (compiler.process(part, **options) for part in element.clauses)
    return f"{value} = ANY (ARRAY{few})"


class of_these(GenericFunction[Any]):  # noqa: N801  # SQLAlchemy takes the name of a function from its class
    """Whether an id is one of many, given as one value, their JSON: to name each costs more than to find them."""

    type = Integer()  # as in `among`
    inherit_cache = True


@compiles(of_these)
def _as_json(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    value, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{value} IN (SELECT value FROM json_each({ids}))"  # noqa: S608  # both were compiled: no value is in them


@compiles(of_these, "postgresql")
def _as_integers(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    value, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{value} = ANY (CAST(translate({ids}, '[]', '{{}}') AS integer[]))"


class of_few(GenericFunction[int]):  # noqa: N801  # SQLAlchemy takes the name of a function from its class
    """A place of one person, who has few: SQLite would else look for each place of the reader in turn."""

    type = Integer()
    inherit_cache = True


@compiles(of_few)
def _as_it_is(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(next(iter(element.clauses)), **options)


@compiles(of_few, "sqlite")
def _off_index(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(next(iter(element.clauses)), **options)}"


def held_role_ids(user_id: Any) -> Select[Any]:
    """Ids of the roles that an account holds."""
    return select(_user_role.c.role_id).where(_user_role.c.user_id == user_id)


def readable_instances(scope: Scope) -> Select[Any]:
    """Ids of the bodies that a restricted reader sees: the own ones, and for a référent the city-wide ones."""
    if scope.reach is Reach.ELECTED:
        return select(_instance.c.id).where(_instance.c.elected_user_id == scope.user_id)
    link = instance_arrondissement.c
    placed = exists().where(link.instance_id == _instance.c.id)
    return select(_instance.c.id).where(or_(_instance.c.id.in_(writable_instances(scope)), ~placed))


def readable_meetings(scope: Scope, instances: Select[Any]) -> Select[Any]:
    """Ids of the meetings of readable bodies and, but for an élu·e, of the network's."""
    of_bodies = meeting_in_sight.c.instance_id.in_(instances)
    if scope.reach is Reach.ELECTED:
        return select(meeting_in_sight.c.id).where(of_bodies)
    return select(meeting_in_sight.c.id).where(or_(meeting_in_sight.c.instance_id.is_(None), of_bodies))


def writable_meetings(scope: Scope) -> Select[Any]:
    """Ids of the meetings of the bodies that one may change."""
    return select(meeting_in_sight.c.id).where(meeting_in_sight.c.instance_id.in_(writable_instances(scope)))


def contracts_serving(scope: Scope) -> Any:
    """Ids of the contracts that serve a mairie of the scope, by its arrondissement or by one of its bodies."""
    if scope.reach is not Reach.ARRONDISSEMENTS:
        return select(contract_arrondissement.c.contract_id).where(false())
    ids = sorted(scope.arrondissement_ids)
    named = select(contract_arrondissement.c.contract_id).where(contract_arrondissement.c.arrondissement_id.in_(ids))
    bodies = select(contract_instance.c.contract_id).where(
        contract_instance.c.instance_id.in_(writable_instances(scope))
    )
    return named.union_all(bodies).scalar_subquery()


def writable_instances(scope: Scope) -> Select[Any]:
    """Ids of the bodies that have at least one arrondissement of the scope."""
    if scope.reach is not Reach.ARRONDISSEMENTS:
        return select(instance_arrondissement.c.instance_id).where(false())
    return bodies_in(scope.arrondissement_ids)


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
    places, parts = places_read(scope), []
    for number, place in enumerate(places):
        here, before = PERSON_PLACES.alias(), PERSON_PLACES.alias()
        ids = select(here.c.person_id).where(here.c.place == place)
        counted = select(before.c.place).where(
            before.c.person_id == here.c.person_id, of_few(before.c.place).in_(places[:number])
        )
        parts.append(ids.where(counted.limit(1).scalar_subquery().is_(None)) if number else ids)
    return union_all(*parts)


def people_written_from(scope: Scope) -> Select[Any]:
    """Ids of the people who stand where a référent writes, each once: she may change no other."""
    here, before, own = PERSON_PLACES.alias(), PERSON_PLACES.alias(), _own_places(scope)
    of_same = before.c.person_id == here.c.person_id, before.c.place < here.c.place
    counted = select(before.c.place).where(*of_same, of_few(before.c.place).in_(own)).limit(1).scalar_subquery()
    return select(here.c.person_id).where(here.c.place.in_(own), counted.is_(None))


def places_read(scope: Scope) -> list[int]:
    """The places whose people a référent reads: her own, the whole city, and the account that she is."""
    return [*_own_places(scope), WHOLE_CITY]


def _own_places(scope: Scope) -> list[int]:
    return [*sorted(scope.arrondissement_ids), *([] if scope.user_id is None else [-scope.user_id])]


def reads_organisation(organisation: Any, scope: Scope) -> ColumnElement[bool]:
    """Whether each row of `organisation` is in sight: city-wide, of an own arrondissement, or of people one sees."""
    linked = [found.where(of == organisation.id).exists() for found, of in organisations_one_by_one(scope)]
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
    of_mandate = _mandate.c.organisation_id
    return select(of_mandate).where(_mandate.c.instance_id.in_(readable_instances(scope))), of_mandate


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
    """Whether someone has a mandate: a value, as in `reads_person`, of which PostgreSQL would else gather them all."""
    return select(_mandate.c.id).where(_mandate.c.person_id == person.id).limit(1).scalar_subquery().is_not(None)


def _is_placed(person: Any, scope: Scope, is_alone: ColumnElement[bool]) -> ColumnElement[bool]:
    ids = sorted(scope.arrondissement_ids)
    own = and_(person.arrondissement_id.is_(None), person.created_by_id == scope.user_id)
    return and_(is_alone, or_(person.arrondissement_id.in_(ids), own))


def writable_clause(model: Any, scope: Scope, today: dt.date, *, row_by_row: bool = False) -> ColumnElement[bool]:
    """An expression that is true for the rows of `model` (a class or an alias) that the reader may change.

    `row_by_row` asks it of each row, where a statement reads few of them.
    """
    placement: Placement | None = getattr(model, "__placement__", None)
    if isinstance(placement, OwnedByUser) and scope.user_id is not None:
        own: ColumnElement[bool] = model.user_id == scope.user_id
        return own
    if scope.is_unlimited:
        return true()
    if scope.reach is not Reach.ARRONDISSEMENTS:
        return false()
    clause: ColumnElement[bool] = false()
    if isinstance(placement, AsInstance):
        clause = model.id.in_(writable_instances(scope))
    elif isinstance(placement, ByInstance):
        clause = model.instance_id.in_(writable_instances(scope))
    elif isinstance(placement, ByMeeting):
        clause = model.meeting_id.in_(writable_meetings(scope))
        if placement.has_owner:
            clause = or_(clause, model.owner_id == scope.user_id)
    elif isinstance(placement, OfNetwork):
        clause = getattr(model, placement.owner) == scope.user_id
    elif isinstance(placement, ByArrondissement):
        clause = model.arrondissement_id.in_(sorted(scope.arrondissement_ids))
    elif isinstance(placement, AsPerson):
        bodies = writable_instances(scope)
        current = select(_mandate.c.person_id).where(or_(_mandate.c.ended_on.is_(None), _mandate.c.ended_on >= today))
        if row_by_row:
            in_own = among(_mandate.c.instance_id + 0, bodies.scalar_subquery())  # no index of bodies: one has few
            held = current.where(in_own, _mandate.c.person_id == model.id).limit(1).scalar_subquery()
            return or_(held.is_not(None), _is_placed(model, scope, ~_has_one(model)))
        current = current.where(_mandate.c.instance_id.in_(bodies), _mandate.c.person_id.is_not(None))
        clause = or_(model.id.in_(current), model.id.in_(placed_people(scope)))
    return clause
