"""Who of those with limits reads the files of a call, and who writes there: her councils', and a juror what she judges.

A file is open to its jurors while the call is examined, once they said that they have no interest in it. Who said that
she has one opens nothing of it meanwhile, be it of her own arrondissement.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session

from mdo.instances.scope import bodies_in, deleted_in_body
from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.placements import Carried, Clauses, Criterion, Guard, Places, WrittenRow
from mdo.kernel.scope.written import OUTSIDE, check_named, found, new_value, old_and_new
from models.applications import Application, ApplicationState, application_instance
from models.calls import CallJuror, CallState, ProjectCall
from models.judging import JurorInterest
from models.placement import AsApplication, ByApplication, ByJuror

# What the jury is given: admitted, and nothing told yet.
JUDGED_STATES = frozenset({ApplicationState.ADMISSIBLE, ApplicationState.EXAMINED})

# By names of their own, as in `mdo.instances.scope`.
_call = ProjectCall.__table__.alias()
_application = Application.__table__.alias()
_juror = CallJuror.__table__.alias()
_interest = JurorInterest.__table__.alias()


def _of_own_councils(scope: Scope) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = _application.c.instance_id.in_(bodies_in(scope.arrondissement_ids))
    return clause


def _declared(scope: Scope, *, is_concerned: bool) -> Select[Any]:
    """Ids of the applications of calls under examination of which the reader said that."""
    return (
        select(_interest.c.application_id)
        .join_from(_interest, _juror, _juror.c.id == _interest.c.juror_id)
        .join(_call, _call.c.id == _juror.c.call_id)
        .where(
            _juror.c.user_id == scope.user_id,
            _interest.c.is_concerned.is_(is_concerned),
            _call.c.state == CallState.EXAMINED,
        )
    )


def readable_applications(scope: Scope, *, of_councils: bool = False) -> Select[Any]:
    """Ids of the applications of the reader's councils, and of those that she judges unless asked otherwise."""
    if scope.reach is not Reach.ARRONDISSEMENTS:
        return select(_application.c.id).where(false())
    councils = bodies_in(scope.arrondissement_ids)
    asked_with = select(application_instance.c.application_id).where(application_instance.c.instance_id.in_(councils))
    judged = and_(_application.c.id.in_(_declared(scope, is_concerned=False)), _application.c.state.in_(JUDGED_STATES))
    if of_councils:
        judged = false()
    return select(_application.c.id).where(
        or_(_of_own_councils(scope), _application.c.id.in_(asked_with), judged),
        _application.c.id.not_in(_declared(scope, is_concerned=True)),
    )


def writable_applications(scope: Scope) -> Select[Any]:
    """Ids of the applications that a council of the reader asks for itself."""
    if scope.reach is not Reach.ARRONDISSEMENTS:
        return select(_application.c.id).where(false())
    return select(_application.c.id).where(
        _of_own_councils(scope), _application.c.id.not_in(_declared(scope, is_concerned=True))
    )


def own_jurors(scope: Scope) -> Select[Any]:
    """Ids of the jurors that the reader is, in each call that she judges."""
    return select(_juror.c.id).where(_juror.c.user_id == scope.user_id)


def _open_to_jurors() -> Select[Any]:
    """Ids of the applications that juries are judging."""
    return (
        select(_application.c.id)
        .join_from(_application, _call, _call.c.id == _application.c.call_id)
        .where(_call.c.state == CallState.EXAMINED, _application.c.state.in_(JUDGED_STATES))
    )


# ---- Clauses ---------------------------------------------------------------------------------------------------------


def _applications(placement: AsApplication, scope: Scope) -> Criterion:
    ids = readable_applications(scope)
    return lambda cls: cls.id.in_(ids)


def _own_applications(
    model: Any, placement: AsApplication, scope: Scope, today: dt.date, *, row_by_row: bool
) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = model.id.in_(writable_applications(scope))
    return clause


def _of_applications(placement: ByApplication, scope: Scope) -> Criterion:
    ids = readable_applications(scope, of_councils=placement.of_councils)
    return lambda cls: cls.application_id.in_(ids)


def _of_own_applications(
    model: Any, placement: ByApplication, scope: Scope, today: dt.date, *, row_by_row: bool
) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = model.application_id.in_(writable_applications(scope))
    return and_(clause, model.kind.in_(placement.kinds)) if placement.kinds else clause


def _of_jurors(placement: ByJuror, scope: Scope) -> Criterion:
    own = own_jurors(scope)
    if not placement.is_judged:
        return lambda cls: cls.juror_id.in_(own)
    ids = _declared(scope, is_concerned=False)
    return lambda cls: and_(cls.juror_id.in_(own), cls.application_id.in_(ids))


def _of_own_jurors(
    model: Any, placement: ByJuror, scope: Scope, today: dt.date, *, row_by_row: bool
) -> ColumnElement[bool]:
    ids = _declared(scope, is_concerned=False) if placement.is_judged else _open_to_jurors()
    return and_(model.juror_id.in_(own_jurors(scope)), model.application_id.in_(ids))


# ---- At the flush ----------------------------------------------------------------------------------------------------


def _ask_councils(session: Session, rows: Sequence[WrittenRow], scope: Scope, today: dt.date) -> tuple[Any, Any]:
    """The bodies of the reader, and the stored applications of the flush that she writes."""
    bodies = set(session.connection().scalars(bodies_in(scope.arrondissement_ids)))
    return bodies, _found(session, {written.row.id for written in rows}, writable_applications(scope))


def _found(session: Session, ids: Collection[Any], asked: Select[Any]) -> set[int]:
    column = asked.selected_columns[0]
    return found(ids, lambda some: session.connection().scalars(asked.where(column.in_(some))))


def _check_application(written: WrittenRow, scope: Scope, asked: tuple[Collection[int], Collection[int]]) -> None:
    bodies, applications = asked
    if not written.is_new and written.row.id not in applications:
        raise OutOfScope(OUTSIDE, field="instance")
    if not old_and_new(written.row, "instance_id") <= set(bodies):
        raise OutOfScope(OUTSIDE, field="instance")


def _ask_applications(session: Session, rows: Sequence[WrittenRow], scope: Scope, today: dt.date) -> set[int]:
    ids = {value for written in rows for value in old_and_new(written.row, "application_id")}
    return _found(session, ids, writable_applications(scope))


def _check_of_application(written: WrittenRow, scope: Scope, applications: Collection[int]) -> None:
    assert isinstance(written.placement, ByApplication)
    check_named(written.row, "application_id", Application, applications)
    kinds = written.placement.kinds
    if kinds and not old_and_new(written.row, "kind") <= set(kinds):
        raise OutOfScope(OUTSIDE, field="kind")


def _ask_jurors(session: Session, rows: Sequence[WrittenRow], scope: Scope, today: dt.date) -> tuple[Any, Any, Any]:
    ids = {value for written in rows for value in old_and_new(written.row, "application_id")}
    own = set(session.connection().scalars(own_jurors(scope)))
    declared = _found(session, ids, _declared(scope, is_concerned=False))
    return own, _found(session, ids, _open_to_jurors()), declared


def _check_of_juror(written: WrittenRow, scope: Scope, asked: tuple[Any, Any, Any]) -> None:
    """Hers, of a file that is judged now: what she declares of it, then her marks."""
    assert isinstance(written.placement, ByJuror)
    own, opened, declared = asked
    if not old_and_new(written.row, "juror_id") <= own or new_value(written.row, "juror_id") is None:
        raise OutOfScope(OUTSIDE, field="juror")
    allowed = opened & declared if written.placement.is_judged else opened
    if not old_and_new(written.row, "application_id") <= allowed:
        raise OutOfScope(OUTSIDE, field="application")


PLACES = Places(
    clauses=(
        Clauses(
            AsApplication,
            _applications,
            _own_applications,
            Guard(_check_application, _ask_councils),
            (deleted_in_body,),
        ),
        Clauses(ByApplication, _of_applications, _of_own_applications, Guard(_check_of_application, _ask_applications)),
        Clauses(
            ByJuror, _of_jurors, _of_own_jurors, Guard(_check_of_juror, _ask_jurors, frozenset({"application_id"}))
        ),
    ),
    carried={
        "application_id": Carried(
            Application,
            frozenset({("ApplicationView", "can_show")}),
            readable_applications,
            lambda scope, today: writable_applications(scope),
        ),
        # They may say an outcome before it is told: for who reads the scenarios.
        "call_id": Carried(ProjectCall, frozenset({("CallView", "can_show"), ("CallScenarioView", "can_show")})),
    },
)
