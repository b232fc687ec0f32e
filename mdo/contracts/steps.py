"""The steps of a contract: made from its procedure, planned anew, done on a day."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.contracts.file_days import closing_day, take_over
from mdo.contracts.law_day import law_day
from mdo.contracts.legal import delays_of, effective_day, is_day_unknown
from mdo.contracts.passed import is_behind, was_passed
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.choice import qualification_of, value_of
from mdo.procurement.law import stored_need_law
from mdo.procurement.plan import ASIDE, Plan, Procedure, Stage
from mdo.procurement.plan_days import latest_day
from mdo.procurement.plan_rows import asked_by_amount, known_sittings, sitting_of, stages_of, template_of
from mdo.procurement.thresholds import stored_thresholds
from models.contracts import Contract, ProcurementStep, StepState
from models.procurement import LegalDelay, ProcedureCode, ProcedureTemplate, StepCode, StepNeed


class Way(StrEnum):
    """From which end a calendar is computed."""

    BACKWARD = "backward"
    FORWARD = "forward"


@dataclass(frozen=True)
class Computed:
    """Both calendars of a file: backward from the wished start, when there is one, and forward from today."""

    backward: Plan | None
    forward: Plan

    def plan(self, way: Way) -> Plan:
        """The one asked for. Raises RuleViolation when nobody said when the contract should start."""
        if way is Way.FORWARD:
            return self.forward
        if self.backward is None:
            raise RuleViolation(N_("Say the wished start in the file first: the calendar is computed from it."))
        return self.backward

    @property
    def advised(self) -> Way:
        """Backward as long as it can be held."""
        return Way.BACKWARD if self.backward is not None and self.backward.feasible else Way.FORWARD


def loaded_steps(session: AnySession, contract: Contract) -> Sequence[ProcurementStep]:
    """The steps of a contract in order, with what the law says of each; two statements."""
    asked = (
        select(ProcurementStep)
        .where(ProcurementStep.contract_id == contract.id)
        .options(selectinload(ProcurementStep.legal_delays), selectinload(ProcurementStep.responsible))
        .order_by(ProcurementStep.position, ProcurementStep.id)
    )
    return session.scalars(asked).all()


def template_for(session: AnySession, contract: Contract, today: dt.date) -> ProcedureTemplate:
    """The template of the file's procedure, else of the one that its need imposes. Raises RuleViolation without."""
    return template_of(session, _procedure(session, contract, today))


def usual_conditionals(
    session: AnySession, contract: Contract, template: ProcedureTemplate, today: dt.date
) -> frozenset[StepCode]:
    """The conditional steps that the estimate of a file asks for."""
    return asked_by_amount(template, value_of(contract), stored_thresholds(session), law_day(contract, today))


def proposed(
    session: AnySession,
    contract: Contract,
    template: ProcedureTemplate,
    conditional: Collection[StepCode],
    today: dt.date,
) -> Computed:
    """The calendars that a file without steps would have."""
    return _both(session, contract, stages_of(template, conditional), today)


def computed(session: AnySession, contract: Contract, today: dt.date) -> Computed:
    """The calendars of a file's steps: what is done stays, what is set aside is left out.

    Raises RuleViolation when the start of performance is no longer among them.
    """
    template = template_for(session, contract, today)
    stages = tuple(_stage(template, step, today) for step in contract.steps if step.state is not StepState.SET_ASIDE)
    if all(stage.code is not StepCode.START for stage in stages):
        raise RuleViolation(
            N_("The start of performance is no longer among the steps: add it to compute the calendar.")
        )
    return _both(session, contract, stages, today)


def _stage(template: ProcedureTemplate, step: ProcurementStep, today: dt.date) -> Stage:
    """A step on its day; one left behind holds nothing up any more."""
    done = step.actual_on
    if done is None and is_behind(step, step.contract, today):
        done = closing_day(step, step.contract, today)
    if done is None and step.state is StepState.DONE:
        done = step.planned_on or closing_day(step, step.contract, today)
    return Stage(step.step, step.label, step.internal_days, None, sitting_of(template, step.step), done)


def _both(session: AnySession, contract: Contract, stages: tuple[Stage, ...], today: dt.date) -> Computed:
    rows = session.scalars(select(LegalDelay)).all()
    procedure = Procedure(
        stages, delays_of(contract, rows, today, _procedure(session, contract, today)), known_sittings(session)
    )
    wished = contract.wished_start_on
    return Computed(None if wished is None else procedure.backward(wished, today), procedure.forward(today))


def _procedure(session: AnySession, contract: Contract, today: dt.date) -> ProcedureCode:
    """That of the file, else the one that follows from its need. Raises RuleViolation when nothing says it."""
    found = None if contract.procedure is not None else qualification_of(contract, stored_need_law(session), today)
    if found is not None:
        return found.procedure
    if contract.procedure is None:
        words = N_("Give the estimate of the need, or choose the procedure of the file: its steps come with it.")
        raise RuleViolation(words, field="procedure")
    return contract.procedure


def establish(
    session: AnySession, contract: Contract, conditional: Collection[StepCode], way: Way, today: dt.date
) -> Sequence[ProcurementStep]:
    """Makes the steps of a file from its procedure, on the days of the calendar asked for, and flushes.

    Conditional steps that are not wanted are there, set aside. Raises RuleViolation when there are steps already.
    """
    if contract.steps:
        raise RuleViolation(N_("This file has its steps already: recompute their days instead."))
    contract.procedure = _procedure(session, contract, today)
    template = template_for(session, contract, today)
    planned = {step.code: step for step in proposed(session, contract, template, conditional, today).plan(way).steps}
    days = {code: step.planned_on for code, step in planned.items()}
    contract.steps = [
        ProcurementStep(
            position=position,
            step=row.step,
            label=row.label,
            presence=row.presence,
            # Never less than the law: it is what one reads beside the step.
            internal_days=planned[row.step].days if row.step in planned else row.internal_days,
            initial_on=days.get(row.step),
            planned_on=days.get(row.step),
            state=StepState.TO_DO if row.step in days else StepState.SET_ASIDE,
        )
        for position, row in enumerate(template.steps, start=1)
    ]
    session.flush()
    if take_over(contract, today):
        _plan_the_rest(session, contract, way, today)
    session.flush()
    return contract.steps


def _plan_the_rest(session: AnySession, contract: Contract, way: Way, today: dt.date) -> None:
    """Of a file that came further than its need: what is over was planned by nobody, the rest starts from real days."""
    days = computed(session, contract, today).plan(way).days
    for step in contract.steps:
        if step.state is StepState.DONE:
            step.initial_on = step.planned_on = None
        elif step.state is not StepState.SET_ASIDE:
            step.initial_on = step.planned_on = _within_law(step, days[step.step], today)


def _within_law(step: ProcurementStep, day: dt.date, today: dt.date) -> dt.date:
    """The day of a plan, at the latest the last one that the law counts from a step already done.

    What is owed though a later step is done waits for nothing more: it is for today.
    """
    contract = step.contract
    if contract.procedure is None:
        return day
    done = {other.step: other.actual_on for other in contract.steps if other.actual_on is not None}
    last = [
        latest_day(done[delay.after], delay)
        for delay in delays_of(contract, step.legal_delays, today)
        if delay.is_maximum and delay.step is step.step and delay.after in done
    ]
    is_overtaken = any(other.state is StepState.DONE and other.position > step.position for other in contract.steps)
    return min([day, *last]) if last or not is_overtaken else min(day, today)


def recompute(session: AnySession, contract: Contract, way: Way, today: dt.date) -> int:
    """Plans anew what is not done, and flushes; returns how many steps moved or were taken as done from the file.

    The first planned days never move.
    """
    moved = take_over(contract, today)
    days = computed(session, contract, today).plan(way).days
    for step in contract.steps:
        if step.state is StepState.SET_ASIDE or step.actual_on is not None or step.state is StepState.DONE:
            continue
        day = _within_law(step, days[step.step], today)
        if step.planned_on != day:
            step.planned_on = day
            moved += 1
        if step.initial_on is None:
            step.initial_on = step.planned_on
    session.flush()
    return moved


def settle(step: ProcurementStep, *, day_changed: bool, state_changed: bool) -> None:
    """A step with the day it was done on is done, and one whose day is taken off is not, unless its state was typed."""
    if state_changed or not day_changed:
        return
    if step.actual_on is not None:
        step.state = StepState.DONE
    elif step.state is StepState.DONE:
        step.state = StepState.TO_DO


def check_step(step: ProcurementStep, today: dt.date) -> None:
    """Raises RuleViolation for an obligatory step set aside, or one set aside that was done, or done on no day.

    One that the file left behind may be done on a day that nobody knows.
    """
    if step.state is StepState.SET_ASIDE and step.presence is StepNeed.OBLIGATORY:
        raise RuleViolation(
            N_("“%(step)s” is obligatory in this procedure: it cannot be set aside."), field="state", step=step.label
        )
    if step.state is StepState.SET_ASIDE and step.actual_on is not None:
        raise RuleViolation(
            N_("“%(step)s” was done on %(day)s: it cannot be set aside."),
            field="state",
            step=step.label,
            day=step.actual_on,
        )
    if is_day_unknown(step) and (step.contract is None or not was_passed(step, step.contract, today)):
        raise RuleViolation(N_("Say on which day “%(step)s” was done."), field="actual_on", step=step.label)


def drift_of(step: ProcurementStep) -> int | None:
    """How many days a step is after the day first planned (before, when negative); None when one is not known."""
    day = effective_day(step)
    return None if day is None or step.initial_on is None else (day - step.initial_on).days


def done_too_early(steps: Sequence[ProcurementStep]) -> list[tuple[ProcurementStep, ProcurementStep]]:
    """The steps done before the day of one that comes first, each with the latest of these; allowed, and told.

    That day is the one it was done on, else the one it is planned on.
    """
    days = [(other, effective_day(other)) for other in steps if other.step not in ASIDE]
    found = []
    for step in steps:
        if step.actual_on is None or step.state is StepState.SET_ASIDE:
            continue
        before = [
            (day, other.position, other)
            for other, day in days
            if other.position < step.position and day is not None and day > step.actual_on
        ]
        if before:
            found.append((step, max(before, key=lambda item: item[:2])[2]))
    return found
