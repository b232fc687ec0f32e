"""Life of a body: projet → en préparation → active → en sommeil → dissoute, and its recognition."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import History

from mdo.instances.rules import check_rules, rules_of
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months
from mdo.kernel.states.acts import Act, Machine
from models.instances import Instance, InstanceState

# A project may be dropped or start at once; a body put to sleep may wake up; what is dissolved does not come back.
TRANSITIONS: dict[InstanceState, frozenset[InstanceState]] = {
    InstanceState.PROJECT: frozenset({InstanceState.PREPARATION, InstanceState.ACTIVE, InstanceState.DISSOLVED}),
    InstanceState.PREPARATION: frozenset({InstanceState.ACTIVE, InstanceState.DISSOLVED}),
    InstanceState.ACTIVE: frozenset({InstanceState.DORMANT, InstanceState.DISSOLVED}),
    InstanceState.DORMANT: frozenset({InstanceState.ACTIVE, InstanceState.DISSOLVED}),
    InstanceState.DISSOLVED: frozenset(),
}
NEEDS_REASON = frozenset({InstanceState.DORMANT, InstanceState.DISSOLVED})
_BEFORE_CREATION = frozenset({InstanceState.PROJECT, InstanceState.PREPARATION})


def check_instance(instance: Instance, today: dt.date, changed_on: dt.date | None = None) -> None:
    """Checks a body as a form or an import filled it in, new or changed, and completes what follows from its state.

    A change of state without a date is of today, the date of dissolution follows the state, and a reason left from the
    state before is dropped. `changed_on` is the day of the change where it was asked for: it may be that of the change
    before. A body that is just written down may be in any state. Raises RuleViolation.
    """
    gather(
        lambda: check_rules(rules_of(instance)),
        lambda: _check_dissolution(instance),
        lambda: _check_state(instance, today, changed_on),
    )
    if instance.state is InstanceState.DISSOLVED:
        instance.dissolved_on = instance.dissolved_on or instance.state_on


def _check_state(instance: Instance, today: dt.date, changed_on: dt.date | None) -> None:
    states: History = inspect(instance).attrs.state.history
    if states.deleted and states.deleted[0] is not None:
        _check_transition(states.deleted[0], instance.state)
        _date_the_change(instance, today, changed_on)
    gather(
        lambda: _check_reason(instance.state, instance.state_reason),
        lambda: _check_day(instance.state, instance.state_on, instance.created_on, today),
    )


def _date_the_change(instance: Instance, today: dt.date, changed_on: dt.date | None) -> None:
    dates: History = inspect(instance).attrs.state_on.history
    if dates.has_changes():
        _check_order(instance.state_on, dates.deleted[0] if dates.deleted else None)
    else:
        proposed = changed_on or (instance.dissolved_on if instance.state is InstanceState.DISSOLVED else None)
        _check_order(proposed, instance.state_on)
        instance.state_on = proposed
    instance.state_on = instance.state_on or today
    reasons: History = inspect(instance).attrs.state_reason.history
    if instance.state not in NEEDS_REASON and not reasons.has_changes():
        instance.state_reason = None


def _check_dissolution(instance: Instance) -> None:
    created_on, dissolved_on = instance.created_on, instance.dissolved_on
    if dissolved_on is None:
        return
    if instance.state is not InstanceState.DISSOLVED:
        raise RuleViolation(
            N_("A date of dissolution goes with the state « dissolved »: change the state, or leave it empty."),
            field="dissolved_on",
        )
    if created_on is not None and dissolved_on < created_on:
        raise RuleViolation(
            N_("The body cannot be dissolved before it was created (%(created)s)."),
            field="dissolved_on",
            created=created_on,
        )


def _check_transition(old: InstanceState, new: InstanceState) -> None:
    if new in TRANSITIONS[old]:
        return
    if old is InstanceState.DISSOLVED:
        raise RuleViolation(N_("A dissolved body does not come back: create a new one."), field="state")
    raise RuleViolation(N_("A body does not go from its present state to this one."), field="state")


def _check_reason(state: InstanceState, reason: str | None) -> None:
    if state in NEEDS_REASON and not (reason or "").strip():
        raise RuleViolation(N_("Give the reason for this state."), field="state_reason")


def _check_day(state: InstanceState, on: dt.date | None, created_on: dt.date | None, today: dt.date) -> None:
    if on is None:
        return
    if on > today:
        raise RuleViolation(N_("This day is still to come: record the change once it has happened."), field="state_on")
    if state not in _BEFORE_CREATION and created_on is not None and on < created_on:
        raise RuleViolation(N_("The body was created later, on %(created)s."), field="state_on", created=created_on)


def _check_order(on: dt.date | None, last_change: dt.date | None) -> None:
    if on is not None and last_change is not None and on < last_change:
        raise RuleViolation(N_("The last change of state is later, on %(last)s."), field="state_on", last=last_change)


INSTANCE_ACTS = Machine(Instance, (
    Act("change_state", N_("Change the state"), "arrow-repeat", ("state", "state_on", "state_reason"),
        N_("Change of state: %(what)s"), "state", optional=("state_reason",), leads=False, in_bulk=True,
        among=lambda row: {"state": TRANSITIONS[row.state]}, offered=lambda row, law: bool(TRANSITIONS[row.state]),
        propose=lambda session, row: {"state_on": context_of(session).today, "state_reason": None}),
), stored="state")  # fmt: skip


class RecognitionStatus(StrEnum):
    """Where the recognition of a body stands on a day."""

    HOLDS = "holds"
    ENDS_SOON = "ends_soon"
    LAPSED = "lapsed"


# The prefecture is asked again in good time: conseils citoyens are recognised for three years.
RECOGNITION_NOTICE_MONTHS = 6


def recognition_ends_on(instance: Instance) -> dt.date | None:
    """The first day on which the recognition holds no more: 13/12/2026 for three years from 13/12/2023.

    None when the body is not recognised, or its recognition has no term.
    """
    months = rules_of(instance).recognition_months
    return None if instance.recognised_on is None or months is None else add_months(instance.recognised_on, months)


def recognition_status(instance: Instance, day: dt.date) -> RecognitionStatus | None:
    """Whether the recognition holds on a day, and whether it ends within six months; None when it has no term."""
    ends_on = recognition_ends_on(instance)
    if ends_on is None:
        return None
    if day >= ends_on:
        return RecognitionStatus.LAPSED
    is_soon = day >= add_months(ends_on, -RECOGNITION_NOTICE_MONTHS)
    return RecognitionStatus.ENDS_SOON if is_soon else RecognitionStatus.HOLDS
