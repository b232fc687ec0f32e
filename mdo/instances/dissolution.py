"""The mandates of a body that is dissolved end with it: nobody sits in a body that is no more."""

from collections.abc import Sequence

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.sessions.advisory_locks import hold
from models.instances import Instance, InstanceState
from models.people import EndReason, Mandate


def mandates_to_end(session: AnySession, instance: Instance) -> Sequence[Mandate]:
    """The mandates that a dissolution just set on a stored body ends; none when its state did not change.

    Raises RuleViolation for one that begins after it.
    """
    if not _is_being_dissolved(instance):
        return ()
    day = instance.dissolved_on or instance.state_on
    statement = (
        select(Mandate)
        .where(Mandate.instance_id == instance.id, or_(Mandate.ended_on.is_(None), Mandate.ended_on > day))
        .options(joinedload(Mandate.person), joinedload(Mandate.organisation))
        .order_by(Mandate.id)
    )
    with session.no_autoflush:
        mandates = session.scalars(statement).all()
    for mandate in mandates:
        if day is not None and mandate.start_on is not None and mandate.start_on > day:
            raise RuleViolation(
                N_(
                    "The mandate of %(holder)s begins after the dissolution, on %(start)s: delete it or date it before."
                ),
                field="state_on",
                holder=str(mandate.person or mandate.organisation),
                start=mandate.start_on,
            )
    return mandates


def end_with_body(session: AnySession, instance: Instance) -> int:
    """Ends them on the day of the dissolution; returns how many. Flushes nothing. Raises RuleViolation.

    A form or an import under way may be adding one: it is waited for, then told that the body is no more.
    """
    if _is_being_dissolved(instance):
        hold(session, [("instance", instance.id)])
    mandates = mandates_to_end(session, instance)
    for mandate in mandates:
        mandate.ended_on = instance.dissolved_on or instance.state_on
        mandate.end_reason = EndReason.DISSOLUTION
    return len(mandates)


def _is_being_dissolved(instance: Instance) -> bool:
    """Whether a stored body was just set to be no more."""
    is_over = instance.id is not None and instance.state is InstanceState.DISSOLVED
    return is_over and inspect(instance).attrs.state.history.has_changes()
