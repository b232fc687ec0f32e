"""Row scope on the SQLAlchemy session, closed by default.

Two events hold it: `do_orm_execute` narrows every ORM statement to what the reader may see, `before_flush` refuses a
row whose old or new place is outside (`mdo.kernel.scope.writing`). No screen, report or import passes a scope along, so
none can forget it.
"""

import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, event, inspect, or_, select
from sqlalchemy.orm import (
    ORMExecuteState,
    Session,
    scoped_session,
    sessionmaker,
)

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.kept_statements import MAXIMUM
from mdo.kernel.base.messages import N_
from mdo.kernel.scope.awards import Sight, readable_after_award, sight_of
from mdo.kernel.scope.clauses import (
    among,
    contracts_serving,
    held_role_ids,
    linked_organisations,
    organisations_one_by_one,
    people_one_by_one,
    readable_instances,
    readable_meetings,
    readable_people,
    reads_organisation,
    reads_person,
    writable_clause,
)
from mdo.kernel.scope.journal import deletions_criteria, journal_criteria
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.options import Narrowing, brings_others, may_name
from models.accounts import LoginAttempt
from models.base import Model
from models.journal import AccessLog, JournalChange, JournalEntry
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
# requests, which follow one another across arrondissements, the requests that let go of a deleted agenda item, and the
# count of what was searched where the reader sees all.
WHOLE_REGISTER = {"mdo_whole_register": True}

# For a statement that reads a few rows: what narrows people, mandates and organisations is asked of each as it comes,
# and so it is of the rows that relations lead to. The other statements find first all that the reader sees.
ROW_BY_ROW = {"mdo_row_by_row": True}

OUTSIDE = N_("This is outside your arrondissements: nothing was saved.")
OUTSIDE_REFERENCE = N_("This choice is outside your arrondissements: nothing was saved.")
READ_ONLY = N_("You may read this row but not change it: nothing was saved.")

# Written on behalf of any reader, never read or changed by a restricted one through a screen.
_APPENDED_BY_ALL = (JournalEntry, JournalChange, AccessLog, DuplicateCandidate, LoginAttempt)

# What a restricted reader may change, where it is hers.
_WRITTEN_BY_PLACE = (AsPerson, AsInstance, ByInstance, ByArrondissement, ByMeeting, OfNetwork)

# Criteria are built once for a scope, by one thread at a time. SQLAlchemy keeps what a lambda gave; two threads that
# meet one for the first time both miss it, and the second then takes the first's record without putting its own values
# in it (sql/lambdas.py, `_retrieve_tracker_rec`, the `else` under the mutex): it read the rows of the other reader.
_one_at_a_time = threading.Lock()

# To build those of one scope takes as long as the rest of a page; they weigh some 400 KB.
_SCOPES_KEPT = 64

Sessions = type[Session] | sessionmaker[Any] | scoped_session[Any] | Session


def install(sessions: Sessions) -> None:
    """Narrows what a session, a factory or a class of sessions reads."""
    event.listen(sessions, "do_orm_execute", _narrow)


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
        is_row_by_row = state.is_relationship_load or state.execution_options.get("mdo_row_by_row", False)
        options = _options(scope, sight, is_row_by_row=is_row_by_row)
        if context.reads_deletions and scope.user_id is not None and not scope.is_unlimited:
            options = _with_deletions(options, scope, context.rights)
        state.statement = state.statement.options(*options, *journal)


def _options(scope: Scope, sight: Sight, *, is_row_by_row: bool) -> tuple[Any, ...]:
    with _one_at_a_time:
        return (_row_by_row if is_row_by_row else criteria_of)(scope, sight)


@lru_cache(maxsize=MAXIMUM)
def _narrowed(statement: Any, scope: Scope, sight: Sight) -> Any:
    """A kept statement as a scope and a sight narrow it, kept as well."""
    is_row_by_row = statement.get_execution_options().get("mdo_row_by_row", False)
    options = _options(scope, sight, is_row_by_row=is_row_by_row)
    return statement.options(*(option for option in options if may_name(statement, option.entity)))


@lru_cache(maxsize=_SCOPES_KEPT)
def criteria_of(scope: Scope, sight: Sight) -> tuple[Any, ...]:
    """The options that narrow a statement to what a reader sees; they hold nothing of a session or of a request."""
    return tuple(_criteria(scope, sight))


@lru_cache(maxsize=_SCOPES_KEPT)
def _row_by_row(scope: Scope, sight: Sight) -> tuple[Any, ...]:
    """The same, of which those of the tables that grow with the city are asked of each row."""
    options = criteria_of(scope, sight)
    if scope.reach not in {Reach.ARRONDISSEMENTS, Reach.ELECTED}:
        return options
    asked = {
        inspect(model): Narrowing(model, readable(scope), of_joins=False) for model, readable in _ASKED_OF_EACH.items()
    }
    return tuple(asked.get(option.entity, option) if option.of_rows else option for option in options)


@lru_cache(maxsize=_SCOPES_KEPT)
def _with_deletions(options: tuple[Any, ...], scope: Scope, rights: frozenset[tuple[str, str]]) -> tuple[Any, ...]:
    """The same, with the deletions of what is hers in the place of the journal, which is closed to her."""
    opened = deletions_criteria(scope, rights)
    entities = {option.entity for option in opened}
    return (*(option for option in options if option.entity not in entities), *opened)


def _criteria(scope: Scope, sight: Sight) -> Iterable[Any]:
    for mapper in Model.registry.mappers:
        model = mapper.class_
        readable = readable_after_award(model, sight) if scope.is_unlimited else _readable(model, scope)
        if readable is not None:
            # The lambda form: a plain expression would filter the wrong alias on a self-relation.
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
        own = instances.scalar_subquery()
        return lambda cls: among(cls.instance_id, own)
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
    linked = linked_organisations(scope)
    if scope.reach is Reach.ELECTED:
        return lambda cls: cls.id.in_(linked)
    return lambda cls: or_(cls.arrondissement_id.is_(None), cls.arrondissement_id.in_(ids), cls.id.in_(linked))


def _person_by_person(scope: Scope) -> Callable[[Any], ColumnElement[bool]]:
    seen, of_person = people_one_by_one(scope)
    seen = seen.limit(1)  # a value, as in `reads_person`
    return lambda cls: seen.where(of_person == cls.id).scalar_subquery().is_not(None)


def _organisation_by_organisation(scope: Scope) -> Callable[[Any], ColumnElement[bool]]:
    (seated, of_mandate), (of_people, of_person) = organisations_one_by_one(scope)
    ids = sorted(scope.arrondissement_ids)
    if scope.reach is Reach.ELECTED:
        return lambda cls: or_(
            seated.where(of_mandate == cls.id).exists(), of_people.where(of_person == cls.id).exists()
        )
    return lambda cls: or_(
        cls.arrondissement_id.is_(None),
        cls.arrondissement_id.in_(ids),
        seated.where(of_mandate == cls.id).exists(),
        of_people.where(of_person == cls.id).exists(),
    )


def _mandate_by_mandate(scope: Scope) -> Callable[[Any], ColumnElement[bool]]:
    instances = readable_instances(scope)
    return lambda cls: (cls.instance_id + 0).in_(instances)  # no index of bodies: a better one stands in the statement


_ASKED_OF_EACH = {
    Person: _person_by_person,
    Organisation: _organisation_by_organisation,
    Mandate: _mandate_by_mandate,
}


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
    clause = writable_clause(model, context.scope, context.today, row_by_row=True)
    asked = select(model.id).where(model.id == row.id, clause)
    return session.scalar(asked, execution_options=ROW_BY_ROW) is not None


def writable_arrondissement_ids(session: AnySession) -> frozenset[int] | None:
    """The arrondissements in which the reader writes; None means all of them and the whole city."""
    scope = context_of(session).scope
    return None if scope.is_unlimited else scope.arrondissement_ids
