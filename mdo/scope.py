"""Row scope on the SQLAlchemy session, closed by default (DESIGN.md §3).

Two events hold it: `do_orm_execute` narrows every ORM statement to what the reader may see, `before_flush` refuses a
row whose old or new place is outside. No screen, report or import passes a scope along, so none can forget it.
"""

import datetime as dt
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, event, inspect, or_, select
from sqlalchemy.orm import (
    InstanceState,
    ORMExecuteState,
    Session,
    UOWTransaction,
    scoped_session,
    sessionmaker,
)

from mdo.context import UNDO_OF, AnySession, context_of
from mdo.errors import OutOfScope
from mdo.kept import MAXIMUM
from mdo.messages import N_
from mdo.scope_awards import Sight, is_kept_back, readable_after_award, sight_of
from mdo.scope_clauses import (
    contracts_serving,
    held_role_ids,
    meeting_in_sight,
    readable_instances,
    readable_meetings,
    readable_people,
    reads_organisation,
    reads_person,
    writable_clause,
    writable_instances,
    writable_meetings,
)
from mdo.scope_journal import journal_criteria
from mdo.scope_options import Narrowing, brings_others, may_name
from mdo.scope_rules import Reach, Scope
from models.accounts import LoginAttempt, User, UserSession
from models.base import Model
from models.instances import Instance, instance_arrondissement
from models.journal import AccessLog, JournalChange, JournalEntry
from models.meetings import Meeting
from models.organisations import Organisation
from models.people import DuplicateCandidate, Mandate, Person
from models.placement import (
    AsInstance,
    AsPerson,
    ByArrondissement,
    ByInstance,
    ByMeeting,
    ByUser,
    OfNetwork,
    OpenToRead,
    OwnedByUser,
    Placement,
    ServedMairies,
)

# Lifts the read criteria for one statement. Its only users: sign-in (before anyone is known), the search for
# duplicates outside a référent's view (its result goes to the mission's queue) and the pairs that go with a person, the
# history and the version of a row already seen, the codes of bodies that an import may not take twice, the numbers of
# requests, which follow one another across arrondissements, and the requests that let go of a deleted agenda item.
WHOLE_REGISTER = {"mdo_whole_register": True}

# For a kept statement that reads a few rows by their ids: what narrows people is asked of each row.
ROW_BY_ROW = {"mdo_row_by_row": True}

OUTSIDE = N_("This is outside your arrondissements: nothing was saved.")
OUTSIDE_REFERENCE = N_("This choice is outside your arrondissements: nothing was saved.")
READ_ONLY = N_("You may read this row but not change it: nothing was saved.")

# Written on behalf of any reader, never read or changed by a restricted one through a screen.
_APPENDED_BY_ALL = (JournalEntry, JournalChange, AccessLog, DuplicateCandidate, LoginAttempt)

# What a restricted reader may change, where it is hers.
_WRITTEN_BY_PLACE = (AsPerson, AsInstance, ByInstance, ByArrondissement, ByMeeting, OfNetwork)

_mandate = Mandate.__table__.alias()
_person = Person.__table__.alias()

# Criteria are built once for a scope, by one thread at a time. SQLAlchemy keeps what a lambda gave; two threads that
# meet one for the first time both miss it, and the second then takes the first's record without putting its own values
# in it (sql/lambdas.py, `_retrieve_tracker_rec`, the `else` under the mutex): it read the rows of the other reader.
_one_at_a_time = threading.Lock()

# To build those of one scope takes as long as the rest of a page; they weigh some 400 KB.
_SCOPES_KEPT = 64

Sessions = type[Session] | sessionmaker[Any] | scoped_session[Any] | Session


def install(sessions: Sessions) -> None:
    """Puts the two events on a session, a factory or a class."""
    event.listen(sessions, "do_orm_execute", _narrow)
    event.listen(sessions, "before_flush", _refuse_outside)


# ---- Reading ---------------------------------------------------------------------------------------------------------


def _narrow(state: ORMExecuteState) -> None:
    if not (state.is_select or state.is_update or state.is_delete):
        return
    if state.is_column_load and not brings_others(state.statement):
        return  # the row is held already, hence was seen
    if state.execution_options.get("mdo_whole_register"):
        return
    context = context_of(state.session)
    sight, scope = sight_of(context), context.scope
    is_kept = bool(state.execution_options.get("mdo_kept")) and not state.is_relationship_load
    journal: tuple[Any, ...] = ()
    if scope.is_unlimited:
        scope = Scope.everything()  # whoever has it: one copy for all
        if not is_kept or may_name(state.statement, inspect(JournalEntry)):
            with _one_at_a_time:
                journal = journal_criteria(context)
    if scope.is_unlimited and sight is Sight.ALL:
        if journal:
            state.statement = state.statement.options(*journal)
    elif is_kept:
        state.statement = _narrowed(state.statement, scope, sight)
        if journal:
            state.statement = state.statement.options(*journal)
    else:
        with _one_at_a_time:
            options = criteria_of(scope, sight)
        state.statement = state.statement.options(*options, *journal)


@lru_cache(maxsize=MAXIMUM)
def _narrowed(statement: Any, scope: Scope, sight: Sight) -> Any:
    """A kept statement as a scope and a sight narrow it, kept as well."""
    with _one_at_a_time:
        options = criteria_of(scope, sight)
    options = tuple(option for option in options if may_name(statement, option.entity))
    if statement.get_execution_options().get("mdo_row_by_row") and _reads_people_alone(statement, scope):
        others = (option for option in options if option.entity is not inspect(Person))
        return statement.options(*others).where(reads_person(Person, scope))
    return statement.options(*options)


def _reads_people_alone(statement: Any, scope: Scope) -> bool:
    """Whether a statement reads the register itself for a limited reader: no join to it, no alias of it."""
    if scope.reach not in {Reach.ARRONDISSEMENTS, Reach.ELECTED}:
        return False
    bare = statement.with_only_columns(Person.id, maintain_column_froms=True)  # what loaders join is not of the rows
    return bool(bare.get_final_froms() == [Person.__table__])


@lru_cache(maxsize=_SCOPES_KEPT)
def criteria_of(scope: Scope, sight: Sight) -> tuple[Any, ...]:
    """The options that narrow a statement to what a reader sees; they hold nothing of a session or of a request."""
    return tuple(_criteria(scope, sight))


def _criteria(scope: Scope, sight: Sight) -> Iterable[Any]:
    for mapper in Model.registry.mappers:
        model = mapper.class_
        readable = readable_after_award(model, sight) if scope.is_unlimited else _readable(model, scope)
        if readable is not None:
            # The lambda form: a plain expression would filter the wrong alias on a self-relation (fab.md §3).
            row_by_row = _readable_row_by_row(model, scope)
            yield Narrowing(model, readable, of_joins=row_by_row is None)
            if row_by_row is not None:
                yield Narrowing(model, row_by_row, of_rows=False)


def _readable(model: type, scope: Scope) -> Callable[[Any], ColumnElement[bool]] | None:
    """The criterion of a model for a reader, as a function of the class or alias; None leaves it open."""
    placement: Placement | None = getattr(model, "__placement__", None)
    closed = lambda cls: cls.id.is_(None)  # noqa: E731  # with_loader_criteria wants lambdas
    if isinstance(placement, OpenToRead):
        return None
    if isinstance(placement, OwnedByUser):
        return _own_or_shared(placement.shared_with is not None, scope.user_id)
    if scope.reach is Reach.NOTHING or placement is None:
        return closed
    instances = readable_instances(scope)
    if isinstance(placement, AsInstance):
        return lambda cls: cls.id.in_(instances)
    if isinstance(placement, ByInstance):
        if placement.empty_is_open or (placement.empty_is_network and scope.reach is not Reach.ELECTED):
            return lambda cls: or_(cls.instance_id.is_(None), cls.instance_id.in_(instances))
        return lambda cls: cls.instance_id.in_(instances)
    if isinstance(placement, ByMeeting):
        return _of_meetings(placement.has_owner, scope, instances)
    if isinstance(placement, AsPerson):
        people = readable_people(scope)
        return lambda cls: cls.id.in_(people)
    if isinstance(placement, ByArrondissement):
        return _readable_by_place(model, scope, instances)
    return _readable_by_name(placement, scope)


def _readable_row_by_row(model: type, scope: Scope) -> ColumnElement[bool] | None:
    """The same of what is joined to the rows of a page, where to gather all that is in sight would cost the register.

    None where the criterion of the rows does; what has one here is never joined to its own table.
    """
    if scope.reach in {Reach.ARRONDISSEMENTS, Reach.ELECTED} and model is Person:
        return reads_person(Person, scope)
    if scope.reach in {Reach.ARRONDISSEMENTS, Reach.ELECTED} and model is Organisation:
        return reads_organisation(Organisation, scope)
    return None


def _readable_by_name(placement: Placement, scope: Scope) -> Callable[[Any], ColumnElement[bool]] | None:
    """The criterion of what is placed by an account, a contract or the network."""
    if isinstance(placement, ServedMairies):
        return _of_contracts(placement.column, contracts_serving(scope))
    if isinstance(placement, ByUser):
        return _named_in(placement.columns, scope.user_id)
    if isinstance(placement, OfNetwork) and scope.reach is not Reach.ELECTED:
        return None
    return lambda cls: cls.id.is_(None)


def _of_meetings(has_owner: bool, scope: Scope, instances: Select[Any]) -> Callable[[Any], ColumnElement[bool]]:
    meetings = readable_meetings(scope, instances)
    if not has_owner:
        return lambda cls: cls.meeting_id.in_(meetings)
    user_id = scope.user_id
    return lambda cls: or_(cls.meeting_id.in_(meetings), cls.owner_id == user_id)


def _of_contracts(column: str, contracts: Any) -> Callable[[Any], ColumnElement[bool]]:
    if column == "id":
        return lambda cls: cls.id.in_(contracts)
    return lambda cls: cls.contract_id.in_(contracts)


def _named_in(columns: tuple[str, ...], user_id: int | None) -> Callable[[Any], ColumnElement[bool]]:
    if columns == ("user_id",):
        return lambda cls: cls.user_id == user_id
    if columns == ("actor_id",):
        return lambda cls: cls.actor_id == user_id
    return lambda cls: or_(cls.user_id == user_id, cls.replacement_id == user_id)


def _own_or_shared(is_shared: bool, user_id: int | None) -> Callable[[Any], ColumnElement[bool]]:
    if not is_shared:
        return lambda cls: cls.user_id == user_id
    held = held_role_ids(user_id)
    return lambda cls: or_(cls.user_id == user_id, cls.role_id.in_(held))


def _readable_by_place(model: type, scope: Scope, instances: Select[Any]) -> Callable[[Any], ColumnElement[bool]]:
    """City-wide rows and those of the own arrondissements; for organisations, also those of the people one sees."""
    ids = sorted(scope.arrondissement_ids)
    if model is not Organisation:
        if scope.reach is Reach.ELECTED:
            return lambda cls: cls.id.is_(None)
        return lambda cls: or_(cls.arrondissement_id.is_(None), cls.arrondissement_id.in_(ids))
    seated = select(_mandate.c.organisation_id).where(
        _mandate.c.instance_id.in_(instances), _mandate.c.organisation_id.is_not(None)
    )
    of_people = select(_person.c.organisation_id).where(
        _person.c.id.in_(readable_people(scope)), _person.c.organisation_id.is_not(None)
    )
    linked = seated.union_all(of_people).scalar_subquery()
    if scope.reach is Reach.ELECTED:
        return lambda cls: cls.id.in_(linked)
    return lambda cls: or_(cls.arrondissement_id.is_(None), cls.arrondissement_id.in_(ids), cls.id.in_(linked))


def sees_all(session: AnySession, model: type) -> bool:
    """Whether the reader sees every row of a table: they may then be counted without a look at each."""
    context = context_of(session)
    sight = sight_of(context)
    return context.scope.is_unlimited and (sight is Sight.ALL or readable_after_award(model, sight) is None)


# ---- What may be written, as a question ------------------------------------------------------------------------------


def is_writable(session: AnySession, row: Any) -> bool:
    """Whether the reader of this session may change this stored row."""
    context = context_of(session)
    if context.scope.is_unlimited:
        return True
    model = type(row)
    clause = writable_clause(model, context.scope, context.today)
    return session.scalar(select(model.id).where(model.id == row.id, clause)) is not None


def writable_arrondissement_ids(session: AnySession) -> frozenset[int] | None:
    """The arrondissements in which the reader writes; None means all of them and the whole city."""
    scope = context_of(session).scope
    return None if scope.is_unlimited else scope.arrondissement_ids


# ---- Writing ---------------------------------------------------------------------------------------------------------


def _refuse_outside(session: Session, flush: UOWTransaction, instances: Any) -> None:
    context = context_of(session)
    if context.scope.is_unlimited:
        if sight_of(context) is not Sight.ALL and any(
            map(is_kept_back, (*session.new, *session.dirty, *session.deleted))
        ):
            raise OutOfScope(READ_ONLY)
        return
    with session.no_autoflush:
        for row in session.new:
            _check(session, row, context.scope, context.today, is_new=True)
        for row in session.dirty:
            if session.is_modified(row):
                _check(session, row, context.scope, context.today)
        for row in session.deleted:
            _check(session, row, context.scope, context.today, is_deleted=True)


def _check(
    session: Session, row: Any, scope: Scope, today: dt.date, *, is_new: bool = False, is_deleted: bool = False
) -> None:
    if is_new and isinstance(row, _APPENDED_BY_ALL):
        return
    if is_deleted and isinstance(row, DuplicateCandidate) and UNDO_OF in session.info:
        return  # queued by the program when the person was saved, taken back with it
    if isinstance(row, (User, UserSession)) and not is_deleted and _is_own(row, scope):
        return
    if isinstance(getattr(type(row), "__placement__", None), OwnedByUser) and _old_and_new(row, "user_id") == {
        scope.user_id
    }:
        return
    if scope.reach is not Reach.ARRONDISSEMENTS:
        raise OutOfScope(READ_ONLY)
    placement: Placement | None = getattr(type(row), "__placement__", None)
    if not is_new and not isinstance(placement, _WRITTEN_BY_PLACE):
        raise OutOfScope(READ_ONLY)
    _check_place(session, row, scope, today, is_new=is_new, is_deleted=is_deleted)
    if not is_deleted:
        _check_references(session, row)


def _check_place(session: Session, row: Any, scope: Scope, today: dt.date, *, is_new: bool, is_deleted: bool) -> None:
    placement: Placement | None = getattr(type(row), "__placement__", None)
    if isinstance(placement, ByArrondissement):
        _check_values(_old_and_new(row, "arrondissement_id"), scope.arrondissement_ids, "arrondissement_id")
    elif isinstance(placement, AsInstance):
        _check_instance(row, scope, is_deleted=is_deleted)
    elif isinstance(placement, ByInstance):
        _check_by_instance(session, row, scope)
    elif isinstance(placement, AsPerson):
        _check_person(session, row, scope, today, is_new=is_new)
    elif isinstance(placement, ByMeeting):
        _check_by_meeting(session, row, scope, has_owner=placement.has_owner)
    elif isinstance(placement, OfNetwork):
        _check_values(_old_and_new(row, placement.owner), frozenset({scope.user_id}), placement.owner)
    else:
        raise OutOfScope(READ_ONLY)


def _is_own(row: Any, scope: Scope) -> bool:
    return scope.user_id is not None and scope.user_id == (row.id if isinstance(row, User) else row.user_id)


def _relation_of(row: Any, column: str) -> Any:
    """The to-one relation that carries a foreign key column, or None."""
    for relation in inspect(type(row)).relationships:
        if not relation.uselist and any(local.key == column for local in relation.local_columns):
            return relation
    return None


def _old_and_new(row: Any, column: str) -> set[Any]:
    """Values that a foreign key had and will have; a pending related row stands for its not yet known id."""
    state = inspect(row)
    values = set(state.attrs[column].history.deleted or ())
    relation = _relation_of(row, column)
    history = state.attrs[relation.key].history if relation is not None else None
    if history is None or not history.has_changes():
        return values | {getattr(row, column)}
    if state.persistent:
        values.add(getattr(row, column))  # the relation changed, its column not yet: this is the old value
    target = history.added[0] if history.added else None
    values.add(None if target is None else target.id if target.id is not None else target)
    return values


def _check_values(values: set[Any], allowed: frozenset[Any], field: str) -> None:
    if not values <= allowed:
        raise OutOfScope(OUTSIDE, field=field)


def _check_instance(row: Instance, scope: Scope, *, is_deleted: bool) -> None:
    state: InstanceState[Instance] = inspect(row)
    history = state.attrs.arrondissements.history
    old = {place.id for place in (*history.unchanged, *history.deleted)}
    new = {place.id for place in (*history.unchanged, *history.added)}
    moved = {place.id for place in (*history.added, *history.deleted)}
    mine = scope.arrondissement_ids
    was_mine = not state.persistent or bool(old & mine)
    stays_mine = bool(new & mine)
    if not (was_mine and stays_mine and moved <= mine) or (is_deleted and not old <= mine):
        raise OutOfScope(OUTSIDE, field="arrondissements")


def _check_by_instance(session: Session, row: Any, scope: Scope) -> None:
    for value in _old_and_new(row, "instance_id"):
        if isinstance(value, Instance):
            continue  # a body of the same flush: it is checked itself
        found = (
            value is not None
            and session.connection()
            .execute(writable_instances(scope).where(instance_arrondissement.c.instance_id == value))
            .first()
        )
        if not found:
            raise OutOfScope(OUTSIDE, field="instance_id")


def _check_by_meeting(session: Session, row: Any, scope: Scope, *, has_owner: bool) -> None:
    if has_owner and _old_and_new(row, "owner_id") == {scope.user_id} and len(_old_and_new(row, "meeting_id")) == 1:
        return
    for value in _old_and_new(row, "meeting_id"):
        if isinstance(value, Meeting):
            continue  # a meeting of the same flush: it is checked itself
        if not session.connection().execute(writable_meetings(scope).where(meeting_in_sight.c.id == value)).first():
            raise OutOfScope(OUTSIDE, field="meeting_id")


def _check_person(session: Session, person: Person, scope: Scope, today: dt.date, *, is_new: bool) -> None:
    if is_new and person.created_by_id is None:
        person.created_by_id = scope.user_id
    pending = [row for row in session.new if isinstance(row, Mandate) and _holder_is(row, person)]
    if not is_new:
        clause = writable_clause(Person, scope, today)
        if session.scalar(select(Person.id).where(Person.id == person.id, clause)) is None:
            raise OutOfScope(OUTSIDE)
        if people_with_mandates(session, [person.id]):
            return
    if not pending:  # a pending mandate is checked itself, and places the person
        check_place_of_person(person, scope)


def people_with_mandates(session: AnySession, ids: Iterable[int]) -> set[int]:
    """Those of these people who have a mandate, past or not, anywhere: it places them."""
    held = select(_mandate.c.person_id).where(_mandate.c.person_id.in_(list(ids))).distinct()
    return set(session.connection().scalars(held))


def check_place_of_person(person: Person, scope: Scope) -> None:
    """Refuses that a restricted reader places someone without a mandate out of reach. Raises OutOfScope."""
    new = _new_value(person, "arrondissement_id")
    if new is None and person.created_by_id == scope.user_id:
        return
    _check_values({new}, scope.arrondissement_ids, "arrondissement_id")


def _holder_is(mandate: Mandate, person: Person) -> bool:
    return mandate.person is person or (person.id is not None and mandate.person_id == person.id)


def _new_value(row: Any, column: str) -> Any:
    relation = _relation_of(row, column)
    history = inspect(row).attrs[relation.key].history
    if history.has_changes():
        return history.added[0].id if history.added and history.added[0] is not None else None
    return getattr(row, column)


def _check_references(session: Session, row: Any) -> None:
    """What a row newly points to must be visible: otherwise attaching an id would open a hidden row.

    Not asked when an operation is taken back: the ids then come from the journal, not from the reader, who had them in
    sight when she deleted (a person whose only mandate in her arrondissement is the one that comes back).
    """
    if UNDO_OF in session.info:
        return
    for relation in inspect(type(row)).relationships:
        target = relation.mapper.class_
        if relation.uselist or relation.viewonly or isinstance(getattr(target, "__placement__", None), OpenToRead):
            continue
        column = next(iter(relation.local_columns)).key
        state = inspect(row)
        if not (state.attrs[column].history.has_changes() or state.attrs[relation.key].history.has_changes()):
            continue
        value = _new_value(row, column)
        if value is not None and session.scalar(select(target.id).where(target.id == value)) is None:
            raise OutOfScope(OUTSIDE_REFERENCE, field=column)
