"""Where bodies stand, and what stands where they do: who of those with limits reads it and writes it.

Each body is in one or several arrondissements, or in the whole city.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, inspect, or_, select
from sqlalchemy.orm import InstanceState, Session, selectinload

from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.scope.clauses import among
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.placements import Bodies, Carried, Clauses, Criterion, Guard, Places, WrittenRow
from mdo.kernel.scope.written import OUTSIDE, check_named, found, old_and_new
from models.calls import CallJuror, CallSitting
from models.instances import Instance, instance_arrondissement
from models.journal import ChangeAction, JournalChange
from models.placement import AsInstance, ByInstance
from models.territory import Arrondissement
from models.types import number_at

# By names of their own: a loader that reads a table under another name writes that name over the table's own, in what
# narrows it too.
_instance = Instance.__table__.alias()
_change = JournalChange.__table__.alias()
_sitting = CallSitting.__table__.alias()
_juror = CallJuror.__table__.alias()

# As many arrondissements as a body may have: Lyon has nine.
_MOST_PLACES = 9


def bodies_in(arrondissement_ids: Iterable[int] | Select[Any]) -> Select[Any]:
    """Ids of the bodies that have at least one of these arrondissements."""
    link = instance_arrondissement.c
    ids = arrondissement_ids if isinstance(arrondissement_ids, Select) else sorted(arrondissement_ids)
    return select(link.instance_id).where(link.arrondissement_id.in_(ids))


def readable_instances(scope: Scope) -> Select[Any]:
    """Ids of the bodies that a restricted reader sees: the own ones, and for a référent the city-wide ones."""
    if scope.reach is Reach.ELECTED:
        return select(_instance.c.id).where(_instance.c.elected_user_id == scope.user_id)
    link = instance_arrondissement.c
    placed = exists().where(link.instance_id == _instance.c.id)
    return select(_instance.c.id).where(or_(_instance.c.id.in_(writable_instances(scope)), ~placed))


def writable_instances(scope: Scope) -> Select[Any]:
    """Ids of the bodies that have at least one arrondissement of the scope."""
    if scope.reach is not Reach.ARRONDISSEMENTS:
        return select(instance_arrondissement.c.instance_id).where(false())
    return bodies_in(scope.arrondissement_ids)


def sittings(but_of: int | None = None) -> Select[Any]:
    """Ids of the meetings at which juries of calls sit, but for those of whom this account is a juror."""
    asked = select(_sitting.c.meeting_id)
    if but_of is None:
        return asked
    return asked.where(_sitting.c.call_id.not_in(select(_juror.c.call_id).where(_juror.c.user_id == but_of)))


# ---- Clauses ---------------------------------------------------------------------------------------------------------


def _bodies(placement: AsInstance, scope: Scope) -> Criterion:
    instances = readable_instances(scope)
    return lambda cls: cls.id.in_(instances)


def _of_bodies(placement: ByInstance, scope: Scope) -> Criterion:
    instances = readable_instances(scope)
    if placement.empty_is_open:
        return lambda cls: or_(cls.instance_id.is_(None), cls.instance_id.in_(instances))
    if placement.empty_is_network and scope.reach is not Reach.ELECTED:
        of_others = sittings(but_of=scope.user_id)
        return lambda cls: or_(
            and_(cls.instance_id.is_(None), cls.id.not_in(of_others)), cls.instance_id.in_(instances)
        )
    own = instances.scalar_subquery()
    return lambda cls: among(cls.instance_id, own)


def _own_bodies(model: Any, placement: Any, scope: Scope, today: dt.date, *, row_by_row: bool) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = model.id.in_(writable_instances(scope))
    return clause


def _of_own_bodies(
    model: Any, placement: Any, scope: Scope, today: dt.date, *, row_by_row: bool
) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = model.instance_id.in_(writable_instances(scope))
    return clause


def _check_body(written: WrittenRow, scope: Scope, asked: Any) -> None:
    state: InstanceState[Instance] = inspect(written.row)
    history = state.attrs.arrondissements.history
    old = {place.id for place in (*history.unchanged, *history.deleted)}
    new = {place.id for place in (*history.unchanged, *history.added)}
    moved = {place.id for place in (*history.added, *history.deleted)}
    mine = scope.arrondissement_ids
    was_mine = not state.persistent or bool(old & mine)
    stays_mine = bool(new & mine)
    if not (was_mine and stays_mine and moved <= mine) or (written.is_deleted and not old <= mine):
        raise OutOfScope(OUTSIDE, field="arrondissements")


def _ask_bodies(session: Session, rows: Sequence[WrittenRow], scope: Scope, today: dt.date) -> set[int]:
    ids = {value for written in rows for value in old_and_new(written.row, "instance_id")}
    link = instance_arrondissement.c
    asked = writable_instances(scope)
    return found(ids, lambda some: session.connection().scalars(asked.where(link.instance_id.in_(some))))


def _check_of_body(written: WrittenRow, scope: Scope, bodies: Collection[int]) -> None:
    check_named(written.row, "instance_id", Instance, bodies)


# ---- Deletions -------------------------------------------------------------------------------------------------------


def _gone_bodies(scope: Scope) -> Select[Any]:
    return _gone_from(tuple(sorted(scope.arrondissement_ids)))


@lru_cache(maxsize=64)
def _gone_from(ids: tuple[int, ...]) -> Select[Any]:
    """Ids of the deleted bodies that had arrondissements, and none but these."""
    places = (number_at(_change.c.fields, "arrondissements", 0, number) for number in range(_MOST_PLACES))
    first, *others = places
    return select(_change.c.row_id).where(
        _change.c.model == Instance.__name__,
        _change.c.action == ChangeAction.DELETE,
        first.in_(ids),
        *(or_(other.is_(None), other.in_(ids)) for other in others),
    )


def _deleted_body(change: Any, scope: Scope) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = change.row_id.in_(_gone_bodies(scope))
    return clause


def deleted_in_body(change: Any, scope: Scope) -> ColumnElement[bool]:
    """Whether a deleted row was of a body that the reader writes in, be it gone."""
    bodies, gone = writable_instances(scope), _gone_bodies(scope)
    return or_(change.instance_id.in_(bodies), change.instance_id.in_(gone))


def _places_of(bodies: Collection[int]) -> Select[Any]:
    """The id of each of these bodies, the number and the name of each of its arrondissements."""
    named: Any = select(Instance.id.label("body"), Arrondissement.number, Arrondissement.name)
    found_places: Select[Any] = named.join(Instance.arrondissements).where(Instance.id.in_(bodies))
    return found_places


PLACES = Places(
    clauses=(
        Clauses(AsInstance, _bodies, _own_bodies, Guard(_check_body), (_deleted_body,)),
        Clauses(ByInstance, _of_bodies, _of_own_bodies, Guard(_check_of_body, _ask_bodies), (deleted_in_body,)),
    ),
    carried={
        "instance_id": Carried(
            Instance,
            frozenset({("InstanceView", "can_show")}),
            readable_instances,
            lambda scope, today: writable_instances(scope),
        )
    },
    bodies=Bodies(
        bodies_in,
        _places_of,
        select(Instance).options(selectinload(Instance.type), selectinload(Instance.arrondissements)),
    ),
)
