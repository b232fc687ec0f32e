"""The clauses of the placements that lead to no table of a domain: accounts, arrondissements, the city."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, or_

from mdo.kernel.scope.clauses import held_role_ids
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.placements import Clauses, Criterion, Guard, Places, WrittenRow, closed
from mdo.kernel.scope.written import check_values, old_and_new
from models.placement import ByArrondissement, ByUser, MissionOnly, OfNetwork, OpenToRead, OwnedByUser


def _own_or_shared(placement: OwnedByUser, scope: Scope) -> Criterion:
    user_id = scope.user_id
    if placement.shared_with is None:
        return lambda cls: cls.user_id == user_id
    held = held_role_ids(user_id)
    return lambda cls: or_(cls.user_id == user_id, cls.role_id.in_(held))


def _named_in(placement: ByUser, scope: Scope) -> Criterion:
    columns, user_id = placement.columns, scope.user_id
    if columns == ("user_id",):
        return lambda cls: cls.user_id == user_id
    if columns == ("actor_id",):
        return lambda cls: cls.actor_id == user_id
    return lambda cls: or_(cls.user_id == user_id, cls.replacement_id == user_id)


def _of_place(placement: ByArrondissement, scope: Scope) -> Criterion:
    """City-wide rows and those of the own arrondissements."""
    if scope.reach is Reach.ELECTED:
        return closed()
    ids = sorted(scope.arrondissement_ids)
    return lambda cls: or_(cls.arrondissement_id.is_(None), cls.arrondissement_id.in_(ids))


def _in_place(model: Any, placement: Any, scope: Scope, today: dt.date, *, row_by_row: bool) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = model.arrondissement_id.in_(sorted(scope.arrondissement_ids))
    return clause


def _check_place(written: WrittenRow, scope: Scope, asked: Any) -> None:
    check_values(old_and_new(written.row, "arrondissement_id"), scope.arrondissement_ids, "arrondissement_id")


def deleted_in_place(change: Any, scope: Scope) -> ColumnElement[bool]:
    """Whether a deleted row stood in an arrondissement of the reader."""
    clause: ColumnElement[bool] = change.arrondissement_id.in_(sorted(scope.arrondissement_ids))
    return clause


def _of_owner(
    model: Any, placement: OfNetwork, scope: Scope, today: dt.date, *, row_by_row: bool
) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = getattr(model, placement.owner) == scope.user_id
    return clause


def _check_owner(written: WrittenRow, scope: Scope, asked: Any) -> None:
    assert isinstance(written.placement, OfNetwork)
    owner = written.placement.owner
    check_values(old_and_new(written.row, owner), frozenset({scope.user_id}), owner)


PLACES = Places(
    clauses=(
        Clauses(OpenToRead, lambda placement, scope: None),
        Clauses(MissionOnly, closed),
        Clauses(ByArrondissement, _of_place, _in_place, Guard(_check_place), deleted=(deleted_in_place,)),
        Clauses(
            OfNetwork,
            lambda placement, scope: closed() if scope.reach is Reach.ELECTED else None,
            _of_owner,
            Guard(_check_owner),
        ),
        Clauses(ByUser, _named_in),
        Clauses(OwnedByUser, _own_or_shared),
    )
)
