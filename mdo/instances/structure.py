"""How a body is built: seats, colleges, functions and parents fit together, and stay so under their mandates.

The pairs that these rules keep: a mandate, its seat, its college and its function are of one body. Who writes one of
them holds it, so that nobody leans on it meanwhile; `holds` is false where nothing is written, in a preview.
"""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, select
from sqlalchemy.orm import joinedload

from mdo.instances.rules import is_enrolment, rules_of
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import is_changed, target_of
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.sessions.advisory_locks import hold, read_afresh
from models.instances import College, Instance, InstanceType, MandateFunction, Membership, Seat
from models.people import EndReason, Mandate


def check_seat(session: AnySession, seat: Seat, *, is_written: bool = False, holds: bool = True) -> None:
    """Refuses a seat in an open body, of a college of another body, moved or closed under its mandates.

    `is_written` judges a stored row as a whole, not what was just set on it: so do the others here.
    """
    with session.no_autoflush:
        if seat.instance is None:
            return
        if holds:
            _hold_seat(session, seat)
        is_moved = is_written or is_changed(seat, ("instance",))
        gather(
            lambda: _check_not_open(seat, is_moved=is_moved),
            lambda: check_college_of(seat.instance, seat.college),
            lambda: _check_days(seat),
        )
        if seat.id is None:
            return
        away = and_(Mandate.seat_id == seat.id, Mandate.instance_id != target_of(seat, "instance"))
        if is_moved and _exists(session, Mandate.id, away):
            raise RuleViolation(N_("Mandates are recorded on this seat: it stays in its body."), field="instance_id")
        if is_written or is_changed(seat, ("opened_on", "closed_on")):
            for mandate in session.scalars(_mandates_on(seat)):
                check_seat_days(mandate, seat)


def _check_not_open(seat: Seat, *, is_moved: bool) -> None:
    if is_moved and rules_of(seat.instance).is_open:
        raise RuleViolation(N_("A body with open membership has no seats."), field="instance_id")


def _check_days(seat: Seat) -> None:
    if seat.opened_on is not None and seat.closed_on is not None and seat.closed_on < seat.opened_on:
        raise RuleViolation(N_("The end comes before the start."), field="closed_on")


def _hold_seat(session: AnySession, seat: Seat) -> None:
    above = {"instance": seat.instance, "college": seat.college}
    keys = [] if seat.id is None else [("seat", seat.id)]
    leaning_on = [(name, row.id) for name, row in above.items() if row is not None and row.id is not None]
    hold(session, keys, leaning_on=leaning_on)
    read_afresh(session, filter(None, above.values()))
    _lean_on_type(session, seat.instance)


def _lean_on_type(session: AnySession, instance: Instance) -> None:
    """A body that says nothing of its membership follows its type, which does not open meanwhile."""
    if instance.type is not None and instance.type.id is not None:
        hold(session, [], leaning_on=[("type", instance.type.id)])
        read_afresh(session, [instance.type])


def _mandates_on(seat: Seat) -> Any:
    return (
        select(Mandate)
        .where(Mandate.seat_id == seat.id)
        .options(
            joinedload(Mandate.person),
            joinedload(Mandate.organisation),
            joinedload(Mandate.function),
            joinedload(Mandate.instance).joinedload(Instance.type),
        )
        .order_by(Mandate.id)
    )


def check_college(session: AnySession, college: College, *, is_written: bool = False) -> None:
    """Refuses a college of both a type and a body, or of neither, and one that leaves the bodies that use it."""
    with session.no_autoflush:
        kind, instance = target_of(college, "type"), target_of(college, "instance")
        if (kind is None) == (instance is None):
            raise RuleViolation(N_("Choose either a type of body or one body."), field="instance_id")
        if college.id is None or not (is_written or is_changed(college, ("type", "instance"))):
            return
        hold(session, [("college", college.id)])
        here = Instance.id == instance if kind is None else Instance.type_id == kind
        away = select(Instance.id).where(not_(here))
        if any(
            _exists(session, model.id, and_(model.college_id == college.id, model.instance_id.in_(away)))
            for model in (Mandate, Seat)
        ):
            raise RuleViolation(
                N_("Mandates or seats of other bodies use this college: it stays where it is."),
                field="type_id" if instance is None else "instance_id",
            )


def check_function(session: AnySession, function: MandateFunction, *, is_written: bool = False) -> None:
    """Refuses that a function is kept for one body while mandates of others hold it."""
    with session.no_autoflush:
        instance = target_of(function, "instance")
        if function.id is None or instance is None or not (is_written or is_changed(function, ("instance",))):
            return
        hold(session, [("function", function.id)])
        if _exists(session, Mandate.id, and_(Mandate.function_id == function.id, Mandate.instance_id != instance)):
            raise RuleViolation(
                N_("Mandates of other bodies hold this function: it cannot be kept for one."), field="instance_id"
            )


def check_structure(session: AnySession, instance: Instance, *, is_written: bool = False, holds: bool = True) -> None:
    """Refuses a body above itself, one with seats made open, and a type whose colleges its members are not of."""
    with session.no_autoflush:
        _check_parents(instance)
        if instance.id is None:
            return
        if holds and is_changed(instance, ("membership", "type")):
            hold(session, [("instance", instance.id)])
            _lean_on_type(session, instance)
        if (is_written or is_changed(instance, ("membership", "type"))) and rules_of(instance).is_open:
            _check_no_seat(session, Seat.instance_id == instance.id)
        if is_written or is_changed(instance, ("type",)):
            _check_colleges_of_type(session, instance)


def check_type(session: AnySession, kind: InstanceType, *, is_written: bool = False) -> None:
    """Refuses that a type becomes open while bodies that follow it have seats."""
    is_asked = is_written or is_changed(kind, ("membership",))
    if kind.id is None or not is_asked or kind.membership is not Membership.OPEN:
        return
    followers = select(Instance.id).where(Instance.type_id == kind.id, Instance.membership.is_(None))
    with session.no_autoflush:
        hold(session, [("type", kind.id)])
        _check_no_seat(session, Seat.instance_id.in_(followers))


def _check_parents(instance: Instance) -> None:
    above, seen = instance.parent, {id(instance)}
    while above is not None and id(above) not in seen:
        seen.add(id(above))
        above = above.parent
    if above is instance:
        raise RuleViolation(
            N_("%(parent)s is already below this body: a body cannot be attached to itself."),
            field="parent_id",
            parent=str(instance.parent),
        )


def _check_no_seat(session: AnySession, where: ColumnElement[bool]) -> None:
    if _exists(session, Seat.id, where):
        raise RuleViolation(
            N_("It has seats, and a body with open membership has none: delete them first."), field="membership"
        )


def _check_colleges_of_type(session: AnySession, instance: Instance) -> None:
    kind = target_of(instance, "type")
    others = select(College.id).where(College.type_id.is_not(None), College.type_id != kind)
    if any(
        _exists(session, model.id, and_(model.instance_id == instance.id, model.college_id.in_(others)))
        for model in (Mandate, Seat)
    ):
        raise RuleViolation(
            N_("Mandates or seats are in colleges of its present type: change them first."), field="type_id"
        )


def _exists(session: AnySession, found: Any, where: ColumnElement[bool]) -> bool:
    """Whether a row meets a condition, in the whole register: one that the reader cannot see counts."""
    return session.scalar(select(found).where(where).limit(1), execution_options=WHOLE_REGISTER) is not None


def check_college_of(instance: Instance, college: College | None) -> None:
    """Refuses a college that is neither of this body nor of its type."""
    if college is None:
        return
    owner, kind = target_of(college, "instance"), target_of(college, "type")
    if owner not in (instance.id, instance) and (owner is not None or kind != target_of(instance, "type")):
        raise RuleViolation(N_("This college belongs to another body."), field="college_id")


# Reasons that take effect on the day that they are dated, which is no day of the mandate any more.
AT_ONCE = (EndReason.RESIGNATION, EndReason.MOVED, EndReason.EXCLUSION, EndReason.REPLACED, EndReason.DEATH)


_ONE_DAY = dt.timedelta(days=1)


def last_day_of(mandate: Mandate) -> dt.date | None:
    """The last day of a mandate, or None for one without term. Reads its body, type and function."""
    if mandate.ended_on is not None:
        return mandate.ended_on - _ONE_DAY if mandate.end_reason in AT_ONCE else mandate.ended_on
    if mandate.planned_end_on is None:
        return None
    return None if is_enrolment(mandate.instance, mandate.function) else mandate.planned_end_on


def check_seat_days(mandate: Mandate, seat: Seat, field: str | None = None) -> None:
    """Refuses that a mandate goes past the days when its seat is open; an unknown start is not held against it.

    `field` is where to say so: by default at the day of the seat.
    """
    holder, last_day = str(mandate.person or mandate.organisation), last_day_of(mandate)
    if seat.opened_on is not None and mandate.start_on is not None and mandate.start_on < seat.opened_on:
        raise RuleViolation(
            N_("The mandate of %(holder)s begins before the seat is open, on %(opened)s."),
            field=field or "opened_on",
            holder=holder,
            opened=seat.opened_on,
        )
    if seat.closed_on is not None and (last_day is None or last_day > seat.closed_on):
        raise RuleViolation(
            N_("The mandate of %(holder)s goes past the day when the seat closes, %(closed)s: end it by then."),
            field=field or "closed_on",
            holder=holder,
            closed=seat.closed_on,
        )
