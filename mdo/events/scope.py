"""Who of those with limits reads and writes a registration: whose arrondissement it is of."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, false

from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.own import deleted_in_place
from mdo.kernel.scope.placements import Carried, Clauses, Criterion, Guard, Places, WrittenRow, closed
from mdo.kernel.scope.written import check_values, old_and_new
from models.events import Event, EventRegistration
from models.placement import OfRegistrar


def _registrations(placement: OfRegistrar, scope: Scope) -> Criterion:
    if scope.reach is Reach.ELECTED:
        return closed()
    ids = sorted(scope.arrondissement_ids)
    return lambda cls: cls.arrondissement_id.in_(ids)


def _own(model: Any, placement: Any, scope: Scope, today: dt.date, *, row_by_row: bool) -> ColumnElement[bool]:
    if scope.reach is not Reach.ARRONDISSEMENTS:
        return false()
    clause: ColumnElement[bool] = model.arrondissement_id.in_(sorted(scope.arrondissement_ids))
    return clause


def _check(written: WrittenRow, scope: Scope, asked: Any) -> None:
    check_values(old_and_new(written.row, "arrondissement_id"), scope.arrondissement_ids, "arrondissement_id")


PLACES = Places(
    clauses=(Clauses(OfRegistrar, _registrations, _own, Guard(_check), (deleted_in_place,)),),
    named={EventRegistration: deleted_in_place},
    # They may name who came: like the lists of the sessions, they are not for those with limits.
    carried={"event_id": Carried(Event, frozenset({("EventView", "can_show"), ("EventRegistrationView", "can_show")}))},
)
