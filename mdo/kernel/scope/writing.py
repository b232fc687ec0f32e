"""The scope at the flush: refuses a row whose old or new place is where the reader does not write (see `reading`).

What the rows of a flush depend on is gathered first, and each table is asked once for all of them: whether she may
write in these bodies, in these meetings, to these people, whether she sees what these rows newly point to.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import InstanceState, Session, UOWTransaction

from mdo.kernel.base.context import HOLDERS_TO_COME, TAKING_BACK, UNDO_OF, AnySession, context_of
from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.scope.awards import Sight, is_kept_back, sight_of
from mdo.kernel.scope.clauses import meeting_in_sight, writable_clause, writable_instances, writable_meetings
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.reading import OUTSIDE, OUTSIDE_REFERENCE, READ_ONLY, ROW_BY_ROW, Sessions
from models.accounts import LoginAttempt, User, UserSession
from models.instances import Instance, instance_arrondissement
from models.journal import AccessLog, JournalChange, JournalEntry
from models.meetings import Meeting
from models.people import DuplicateCandidate, Mandate, Person
from models.placement import (
    AsInstance,
    AsPerson,
    ByArrondissement,
    ByInstance,
    ByMeeting,
    OfNetwork,
    OpenToRead,
    OwnedByUser,
    Placement,
)

# Written on behalf of any reader, never read or changed by a restricted one through a screen.
_APPENDED_BY_ALL = (JournalEntry, JournalChange, AccessLog, DuplicateCandidate, LoginAttempt)

# What a restricted reader may change, where it is hers.
_WRITTEN_BY_PLACE = (AsPerson, AsInstance, ByInstance, ByArrondissement, ByMeeting, OfNetwork)

# Fewer than the values that a statement may hold, on either database.
_BATCH = 10_000

_mandate = Mandate.__table__


def install(sessions: Sessions) -> None:
    """Refuses what is outside the scope of a session, at its flush."""
    event.listen(sessions, "before_flush", _refuse_outside)


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


def _refuse_outside(session: Session, flush: UOWTransaction, instances: Any) -> None:
    context = context_of(session)
    if context.scope.is_unlimited:
        if sight_of(context) is not Sight.ALL and any(
            map(is_kept_back, (*session.new, *session.dirty, *session.deleted))
        ):
            raise OutOfScope(READ_ONLY)
        return
    with session.no_autoflush:
        rows = [row for row in _written(session) if not _is_free(session, row, context.scope)]
        if rows and context.scope.reach is not Reach.ARRONDISSEMENTS:
            raise OutOfScope(READ_ONLY)
        asked = _Asked.about(session, rows, context.scope, context.today)
        for row in rows:
            _check(row, context.scope, asked)


@dataclass(frozen=True)
class _Row:
    """A row of a flush, and what becomes of it."""

    row: Any
    is_new: bool = False
    is_deleted: bool = False

    @property
    def placement(self) -> Placement | None:
        found: Placement | None = getattr(type(self.row), "__placement__", None)
        return found


def _written(session: Session) -> Iterator[_Row]:
    yield from (_Row(row, is_new=True) for row in session.new)
    yield from (_Row(row) for row in session.dirty if session.is_modified(row))
    yield from (_Row(row, is_deleted=True) for row in session.deleted)


def _is_free(session: Session, written: _Row, scope: Scope) -> bool:
    """Whether a row is asked nothing: appended by whoever acts, or the reader's own."""
    row = written.row
    if written.is_new and isinstance(row, _APPENDED_BY_ALL):
        return True
    if written.is_deleted and isinstance(row, DuplicateCandidate) and UNDO_OF in session.info:
        return True  # queued by the program when the person was saved, taken back with it
    if isinstance(row, (User, UserSession)) and not written.is_deleted and _is_own(row, scope):
        return True
    return isinstance(written.placement, OwnedByUser) and _old_and_new(row, "user_id") == {scope.user_id}


# ---- What is asked of the database -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Asked:
    """What was asked for a whole flush: of the ids that its rows name, those that the reader writes or sees."""

    bodies: Collection[int]
    meetings: Collection[int]
    people: Collection[int]
    placed_by_mandate: Collection[int]
    pointed: dict[Any, list[tuple[Any, str, int]]]
    visible: dict[type, set[int]]
    pending_holders: frozenset[Any]
    holders_to_come: frozenset[int]

    @classmethod
    def about(cls, session: Session, rows: Iterable[_Row], scope: Scope, today: dt.date) -> "_Asked":
        """Asks each table once."""
        bodies, meetings, people = set[Any](), set[Any](), set[int]()
        pointed = {written.row: list(_pointed(session, written)) for written in rows}
        for written in rows:
            row, placement = written.row, written.placement
            if isinstance(placement, ByInstance):
                bodies |= _old_and_new(row, "instance_id")
            elif isinstance(placement, ByMeeting):
                meetings |= _old_and_new(row, "meeting_id")
            elif isinstance(placement, AsPerson) and not written.is_new:
                people.add(row.id)
        targets: dict[type, set[int]] = defaultdict(set)
        for target, _, value in (one for of_row in pointed.values() for one in of_row):
            targets[target].add(value)
        body, meeting, connection = instance_arrondissement.c.instance_id, meeting_in_sight.c.id, session.connection
        return cls(
            _found(bodies, lambda ids: connection().scalars(writable_instances(scope).where(body.in_(ids)))),
            _found(
                meetings,
                lambda ids: connection().scalars(writable_meetings(scope).where(meeting.in_(ids))),
            ),
            _found(people, lambda ids: session.scalars(_writable_people(ids, scope, today))),
            _found(people, lambda ids: people_with_mandates(session, ids)),
            pointed,
            {target: _found(ids, _seen(session, target)) for target, ids in targets.items()},
            _holders(session),
            session.info.get(HOLDERS_TO_COME, frozenset()),
        )


def _found(ids: Iterable[Any], ask: Any) -> set[int]:
    known = sorted(value for value in ids if isinstance(value, int))  # a row of the same flush is checked itself
    return {one for start in range(0, len(known), _BATCH) for one in ask(known[start : start + _BATCH])}


def _writable_people(ids: list[int], scope: Scope, today: dt.date) -> Any:
    is_writable = writable_clause(Person, scope, today, row_by_row=True)
    return select(Person.id).where(Person.id.in_(ids), is_writable).execution_options(**ROW_BY_ROW)


def _seen(session: Session, target: Any) -> Any:
    return lambda ids: session.scalars(select(target.id).where(target.id.in_(ids)).execution_options(**ROW_BY_ROW))


def _holders(session: Session) -> frozenset[Any]:
    """Who holds the new mandates of a flush: people, by their ids where they have one."""
    mandates = [row for row in session.new if isinstance(row, Mandate)]
    return frozenset(holder for row in mandates for holder in (row.person, row.person_id) if holder is not None)


def _pointed(session: Session, written: _Row) -> Iterator[tuple[Any, str, int]]:
    """What a row newly points to: a class, the column and the id. It must be visible: an id would open a hidden row.

    Not asked when an operation is taken back: the ids then come from the journal, not from the reader, who had them in
    sight when she deleted (a person whose only mandate in her arrondissement is the one that comes back).
    """
    if written.is_deleted or UNDO_OF in session.info or TAKING_BACK in session.info:
        return
    state = inspect(written.row)
    for relation in inspect(type(written.row)).relationships:
        target = relation.mapper.class_
        if relation.uselist or relation.viewonly or isinstance(getattr(target, "__placement__", None), OpenToRead):
            continue
        column = next(iter(relation.local_columns)).key
        if state.attrs[column].history.has_changes() or state.attrs[relation.key].history.has_changes():
            value = _new_value(written.row, column)
            if value is not None:
                yield target, column, value


# ---- Row by row ------------------------------------------------------------------------------------------------------


def _check(written: _Row, scope: Scope, asked: _Asked) -> None:
    row, placement = written.row, written.placement
    if not written.is_new and not isinstance(placement, _WRITTEN_BY_PLACE):
        raise OutOfScope(READ_ONLY)
    if isinstance(placement, ByArrondissement):
        _check_values(_old_and_new(row, "arrondissement_id"), scope.arrondissement_ids, "arrondissement_id")
    elif isinstance(placement, AsInstance):
        _check_instance(row, scope, is_deleted=written.is_deleted)
    elif isinstance(placement, ByInstance):
        _check_named(row, "instance_id", Instance, asked.bodies)
    elif isinstance(placement, AsPerson):
        _check_person(row, scope, asked, is_new=written.is_new)
    elif isinstance(placement, ByMeeting):
        if not (placement.has_owner and _stays_own(row, scope)):
            _check_named(row, "meeting_id", Meeting, asked.meetings)
    elif isinstance(placement, OfNetwork):
        _check_values(_old_and_new(row, placement.owner), frozenset({scope.user_id}), placement.owner)
    else:
        raise OutOfScope(READ_ONLY)
    for target, column, value in asked.pointed[row]:
        if value not in asked.visible[target]:
            raise OutOfScope(OUTSIDE_REFERENCE, field=column)


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


def _new_value(row: Any, column: str) -> Any:
    relation = _relation_of(row, column)
    history = inspect(row).attrs[relation.key].history
    if history.has_changes():
        return history.added[0].id if history.added and history.added[0] is not None else None
    return getattr(row, column)


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


def _check_named(row: Any, column: str, target: type, writable: Collection[int]) -> None:
    for value in _old_and_new(row, column):
        if not isinstance(value, target) and value not in writable:  # a row of the same flush is checked itself
            raise OutOfScope(OUTSIDE, field=column)


def _stays_own(row: Any, scope: Scope) -> bool:
    return _old_and_new(row, "owner_id") == {scope.user_id} and len(_old_and_new(row, "meeting_id")) == 1


def _check_person(person: Person, scope: Scope, asked: _Asked, *, is_new: bool) -> None:
    if is_new and person.id in asked.holders_to_come:
        return  # comes back as she was; her mandate, which places her, is checked itself in the flush after this one
    if is_new and person.created_by_id is None:
        person.created_by_id = scope.user_id
    if not is_new:
        if person.id not in asked.people:
            raise OutOfScope(OUTSIDE)
        if person.id in asked.placed_by_mandate:
            return
    if not asked.pending_holders & {person, person.id}:  # a pending mandate is checked itself, and places the person
        check_place_of_person(person, scope)
