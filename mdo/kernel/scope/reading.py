"""Row scope on the SQLAlchemy session, closed by default.

Two events hold it: `do_orm_execute` narrows every ORM statement to what the reader may see, `before_flush` refuses a
row whose old or new place is outside (`mdo.kernel.scope.writing`). No screen, report or import passes a scope along, so
none can forget it.
"""

import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Result, event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, scoped_session, sessionmaker

from mdo.kernel.base.context import AnySession, Context, context_of
from mdo.kernel.base.kept_statements import MAXIMUM, as_text
from mdo.kernel.base.messages import N_
from mdo.kernel.scope.awards import AwardAccess, readable_after_award, sight_of
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.journal import deletions_criteria, journal_criteria
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.options import Narrowing, brings_others, may_name
from mdo.kernel.scope.placements import LARGE, Criterion, clauses_of, closed, opened_rows
from models.base import Model
from models.journal import JournalEntry
from models.placement import OpenToRead, OwnedByUser, Placement

# Lifts the read criteria for one statement. Its only users: sign-in (before anyone is known), the search for
# duplicates outside a référent's view (its result goes to the mission's queue) and the pairs that go with a person, the
# history and the version of a row already seen, the codes of bodies that an import may not take twice, the numbers of
# requests, which follow one another across arrondissements, the requests that let go of a deleted agenda item, the
# count of what was searched where the reader sees all, what others did in the bodies of a reader's arrondissements,
# whose own clauses narrow it, one's own last operation, which the next act joins, the arrondissements of who is
# covered, which the cover is told that she does not reach, the covers of the day, who are told to nobody, the files of
# a sheet that the data officer destroys, the final versions and signed copies of a document, who is registered for an
# event already, whoever registered them, and the councils that ask with another, which the public sheet names.
WHOLE_REGISTER = {"mdo_whole_register": True}

# For a statement that reads a few rows: what narrows people, mandates and organisations is asked of each as it comes,
# and so it is of the rows that relations lead to. The other statements find first all that the reader sees.
ROW_BY_ROW = {"mdo_row_by_row": True}

OUTSIDE_REFERENCE = N_("This choice is outside your arrondissements: nothing was saved.")
READ_ONLY = N_("You may read this row but not change it: nothing was saved.")

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


def _narrow(state: ORMExecuteState) -> Result[Any] | None:
    if not (state.is_select or state.is_update or state.is_delete):
        return None
    if state.is_column_load and not brings_others(state.statement):
        return None  # the row is held already, hence was seen
    is_kept = bool(state.execution_options.get("mdo_kept")) and not state.is_relationship_load
    if state.execution_options.get("mdo_whole_register"):
        return _result(state) if is_kept else None
    context = context_of(state.session)
    sight, scope = sight_of(context), context.scope
    opened = _opened(context)
    is_row_by_row = state.is_relationship_load or state.execution_options.get("mdo_row_by_row", False)
    journal: tuple[Any, ...] = ()
    if scope.is_unlimited:
        scope = Scope.everything()  # whoever has it: one copy for all
        if not is_kept or may_name(state.statement, inspect(JournalEntry)):
            with _one_at_a_time:
                journal = journal_criteria(context)
    if is_kept:
        opened = (*opened, *journal)
        state.statement = _narrowed(state.statement, opened, scope, sight, is_row_by_row=is_row_by_row)
        return _result(state)
    options = _options(scope, sight, is_row_by_row=is_row_by_row)
    if context.reads_deletions and scope.user_id is not None and not scope.is_unlimited:
        options = _with_deletions(options, scope, context.rights)
    if options or opened or journal:
        state.statement = state.statement.options(*opened, *options, *journal)
    return None


def _result(state: ORMExecuteState) -> Result[Any] | None:
    """What a kept statement reads, by the text that is kept with it; None where the session runs it."""
    session, given = state.session, state.parameters or {}
    if "yield_per" in state.execution_options or not isinstance(given, Mapping):
        return None
    connection = session.connection(bind_arguments=state.bind_arguments)
    text = as_text(state.statement, connection.dialect)
    if text is None:
        return None
    session._autoflush()  # noqa: SLF001  # what the session does before it runs a statement
    return text.run(connection, given)


def _opened(context: Context) -> tuple[Any, ...]:
    """The options that leave out, for any reader, rows that stand on what her rights do not open."""
    if context.scope.user_id is None:
        return ()
    with _one_at_a_time:
        return _opened_by(context.rights)


@lru_cache(maxsize=_SCOPES_KEPT)
def _opened_by(rights: frozenset[tuple[str, str]]) -> tuple[Any, ...]:
    return tuple(Narrowing(model, _among(ids)) for model, ids in opened_rows(rights))


def _among(ids: Any) -> Criterion:
    return lambda cls: cls.id.in_(ids)


def _options(scope: Scope, sight: AwardAccess, *, is_row_by_row: bool) -> tuple[Any, ...]:
    if scope.is_unlimited and sight is AwardAccess.ALL:
        return ()
    with _one_at_a_time:
        return (_row_by_row if is_row_by_row else criteria_of)(scope, sight)


@lru_cache(maxsize=MAXIMUM)
def _narrowed(statement: Any, opened: tuple[Any, ...], scope: Scope, sight: AwardAccess, *, is_row_by_row: bool) -> Any:
    """A kept statement as rights, a scope and a sight narrow it, kept as well: its text is not written again."""
    options = (*opened, *_options(scope, sight, is_row_by_row=is_row_by_row))
    return statement.options(*(option for option in options if may_name(statement, option.entity)))


@lru_cache(maxsize=_SCOPES_KEPT)
def criteria_of(scope: Scope, sight: AwardAccess) -> tuple[Any, ...]:
    """The options that narrow a statement to what a reader sees; they hold nothing of a session or of a request."""
    return tuple(_criteria(scope, sight))


@lru_cache(maxsize=_SCOPES_KEPT)
def _row_by_row(scope: Scope, sight: AwardAccess) -> tuple[Any, ...]:
    """The same, of which those of the tables that grow with the city are asked of each row."""
    options = criteria_of(scope, sight)
    if scope.reach not in {Reach.ARRONDISSEMENTS, Reach.ELECTED}:
        return options
    asked: dict[Any, Any] = {
        inspect(model): Narrowing(model, large.each(scope), of_joins=False) for model, large in LARGE.items()
    }
    return tuple(asked.get(option.entity, option) if option.of_rows else option for option in options)


@lru_cache(maxsize=_SCOPES_KEPT)
def _with_deletions(options: tuple[Any, ...], scope: Scope, rights: frozenset[tuple[str, str]]) -> tuple[Any, ...]:
    """The same, with the deletions of what is hers in the place of the journal, which is closed to her."""
    opened = deletions_criteria(scope, rights)
    entities = {option.entity for option in opened}
    return (*(option for option in options if option.entity not in entities), *opened)


def _criteria(scope: Scope, sight: AwardAccess) -> Iterable[Any]:
    for mapper in Model.registry.mappers:
        model = mapper.class_
        readable = readable_after_award(model, sight) if scope.is_unlimited else _readable(model, scope)
        if readable is not None:
            # The lambda form: a plain expression would filter the wrong alias on a self-relation.
            row_by_row = _readable_row_by_row(model, scope)
            yield Narrowing(model, readable, of_joins=row_by_row is None)
            if row_by_row is not None:
                yield Narrowing(model, row_by_row, of_rows=False)


def seen_by(model: type, scope: Scope, sight: AwardAccess) -> ColumnElement[bool] | None:
    """An expression that is true for the rows of a table that a reader of these limits sees; None: she sees them all.

    Of another reader than that of the session, for a few rows: it is asked of each.
    """
    if scope.is_unlimited:
        readable = None if sight is AwardAccess.ALL else readable_after_award(model, sight)
    elif scope.reach in {Reach.ARRONDISSEMENTS, Reach.ELECTED} and model in LARGE:
        readable = LARGE[model].each(scope)
    else:
        readable = _readable(model, scope)
    return None if readable is None else readable(model)


def _readable(model: type, scope: Scope) -> Criterion | None:
    """The criterion of a model for a reader, as a function of the class or alias; None leaves it open."""
    placement: Placement | None = getattr(model, "__placement__", None)
    if scope.reach is Reach.ROWS:
        ids = scope.ids_of(model)
        # No lambda: SQLAlchemy would give the ids of the first model to all, whose lambda is the same line.
        named: Any = model
        return named.id.in_(ids) if ids else closed()
    if placement is None or (scope.reach is Reach.NOTHING and not isinstance(placement, (OpenToRead, OwnedByUser))):
        return closed()
    large = LARGE.get(model)
    if large is not None and large.reads is not None:
        return large.reads(scope)
    return clauses_of(placement).reads(placement, scope)


def _readable_row_by_row(model: type, scope: Scope) -> ColumnElement[bool] | None:
    """The same of what is joined to the rows of a page, where to gather all that is in sight would cost the register.

    None where the criterion of the rows does; what has one here is never joined to its own table.
    """
    large = LARGE.get(model)
    if scope.reach not in {Reach.ARRONDISSEMENTS, Reach.ELECTED} or large is None or large.joined is None:
        return None
    return large.joined(model, scope)


def sees_all(session: AnySession, model: type) -> bool:
    """Whether the reader sees every row of a table: they may then be counted without a look at each."""
    context = context_of(session)
    sight = sight_of(context)
    if any(known is model for known, _ in opened_rows(context.rights)):
        return False
    return context.scope.is_unlimited and (sight is AwardAccess.ALL or readable_after_award(model, sight) is None)


def places_of(session: AnySession, model: type) -> tuple[int, ...]:
    """The places from which a référent reads a table that grows with the city; none for who reads it otherwise."""
    scope, places = context_of(session).scope, LARGE[model].places if model in LARGE else None
    return () if places is None or scope.reach is not Reach.ARRONDISSEMENTS else tuple(places(scope))


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
