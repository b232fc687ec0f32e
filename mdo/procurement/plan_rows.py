"""Calendars from the rows of the law: the steps of a procedure, its delays in force, the sittings known."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.law import stored_delays
from mdo.procurement.plan import Delay, Procedure, Stage
from mdo.procurement.thresholds import reaches, stored_thresholds
from models.procurement import (
    DelayCondition,
    LegalDelay,
    ProcedureCode,
    ProcedureTemplate,
    SittingDate,
    SittingKind,
    StepCode,
    StepNeed,
    TemplateStep,
    Threshold,
    ThresholdCode,
)

# Most tenders come by electronic means: the buyer profile imposes it.
USUAL_CONDITIONS = frozenset({DelayCondition.ELECTRONIC})
# The conditional steps that an amount decides.
_OF_AMOUNT = {
    StepCode.LEGALITY: ThresholdCode.LEGALITY,
    StepCode.AWARD_NOTICE: ThresholdCode.FORMAL,
    StepCode.OPEN_DATA: ThresholdCode.OPEN_DATA,
}


def template_of(session: AnySession, procedure: ProcedureCode) -> ProcedureTemplate:
    """The template of a procedure with its steps. Raises RuleViolation when there is none, or when it lacks its end."""
    asked = (
        select(ProcedureTemplate)
        .where(ProcedureTemplate.code == procedure)
        .options(selectinload(ProcedureTemplate.steps))
    )
    template = session.scalars(asked).one_or_none()
    if template is None:
        raise RuleViolation(
            N_("No steps are known for this procedure: an administrator adds it to the table of procedures."),
            field="procedure",
        )
    if all(step.step is not StepCode.START for step in template.steps):
        raise RuleViolation(
            N_("The procedure “%(label)s” lacks the start of performance among its steps: add it to its table."),
            field="procedure",
            label=template.label,
        )
    return template


def asked_by_amount(
    template: ProcedureTemplate, amount: Decimal | None, thresholds: Iterable[Threshold], day: dt.date
) -> frozenset[StepCode]:
    """The conditional steps of a procedure that an amount before tax asks for on a day."""
    rows = tuple(thresholds)
    return frozenset(
        step.step
        for step in template.steps
        if step.presence is StepNeed.CONDITIONAL
        and step.step in _OF_AMOUNT
        and reaches(amount, rows, _OF_AMOUNT[step.step], day) is not None
    )


def sitting_of(template: ProcedureTemplate, step: StepCode) -> SittingKind | None:
    """The assembly that a step waits for: the council authorises, the tender committee awards a formal procedure."""
    if step is StepCode.AUTHORISATION:
        return SittingKind.COUNCIL
    return SittingKind.TENDER_COMMITTEE if step is StepCode.AWARD and template.needs_committee else None


def stages_of(template: ProcedureTemplate, conditional: Collection[StepCode]) -> tuple[Stage, ...]:
    """The obligatory steps of a procedure and these conditional ones."""
    return tuple(
        stage_of(template, step)
        for step in template.steps
        if step.presence is StepNeed.OBLIGATORY or step.step in conditional
    )


def stage_of(template: ProcedureTemplate, step: TemplateStep) -> Stage:
    """A step of a template, to be planned."""
    return Stage(step.step, step.label, step.internal_days, step.article, sitting_of(template, step.step))


def delays_in_force(
    rows: Iterable[LegalDelay],
    procedure: ProcedureCode | None,
    day: dt.date,
    conditions: Collection[DelayCondition] = USUAL_CONDITIONS,
) -> tuple[Delay, ...]:
    """One delay between two steps: of the procedure rather than of all, the shortest that the case allows."""
    best: dict[tuple[StepCode, StepCode, bool], LegalDelay] = {}
    for row in rows:
        fits = row.procedure in (None, procedure) and (
            row.condition is DelayCondition.ORDINARY or row.condition in conditions
        )
        if not fits or day < row.valid_from or (row.valid_to is not None and day > row.valid_to):
            continue
        key = row.after, row.step, row.is_maximum
        other = best.get(key)
        if other is None or (row.procedure is None, row.amount) < (other.procedure is None, other.amount):
            best[key] = row
    return tuple(
        Delay(row.after, row.step, row.amount, row.article, row.unit, row.is_maximum, row.counting)
        for row in best.values()
    )


def known_sittings(session: AnySession) -> Mapping[SittingKind, Sequence[dt.date]]:
    """The days on which each assembly sits, in order."""
    found: dict[SittingKind, list[dt.date]] = {kind: [] for kind in SittingKind}
    for kind, day in session.execute(select(SittingDate.kind, SittingDate.day).order_by(SittingDate.day)):
        found[kind].append(day)
    return found


def procedure_of(session: AnySession, code: ProcedureCode, amount: Decimal | None, day: dt.date) -> Procedure:
    """What the calendar of a procedure is computed from, for an amount before tax under the law of a day."""
    template = template_of(session, code)
    conditional = asked_by_amount(template, amount, stored_thresholds(session), day)
    rows = stored_delays(session)
    return Procedure(stages_of(template, conditional), delays_in_force(rows, code, day), known_sittings(session))
