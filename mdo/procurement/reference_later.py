"""Rows that came later to tables already filled: added once, never over what was edited.

The other families of annex 3, thresholds before those that are stored, the urgent delay of the negotiated procedure,
the review of legality among the steps of the procedures that lacked it; and the end of the rule of repayment at 80 %.
"""

from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.procurement.reference_law import DELAYS, FIGURES, THRESHOLDS
from mdo.procurement.reference_procedures import PROCEDURES, STEP_LABELS
from mdo.procurement.reference_services import SERVICES
from models.procurement import (
    FigureCode,
    LegalDelay,
    LegalFigure,
    ProcedureTemplate,
    SpecificService,
    StepCode,
    StepNeed,
    TemplateStep,
    Threshold,
)

_LEGALITY, _NOTIFICATION = StepCode.LEGALITY, StepCode.NOTIFICATION


def add_later(session: Session) -> None:
    """Completes what an earlier version stored; a table that is still empty gets all its rows elsewhere."""
    _thresholds(session)
    _repayment(session)
    _delays(session)
    _review(session)


def add_services(session: Session) -> int:
    """Families of annex 3 that came later, once and with none of them stored; never one that shares a stored code."""
    stored = session.scalars(select(SpecificService)).all()
    later = [row for row in SERVICES if row.is_later]
    if not stored or {row.first_cpv for row in stored} & {row.first_cpv for row in later}:
        return 0
    spans = [(row.first_cpv, row.last_cpv) for row in stored]
    added = [
        row for row in later
        if not any(row.first_cpv[:8] <= last[:8] and first[:8] <= row.last_cpv[:8]
                   for first, last in spans)
    ]  # fmt: skip
    session.add_all(SpecificService(**row.values) for row in added)
    return len(added)


def _thresholds(session: Session) -> None:
    """What was valid before the first row of a rule that is known; a rule that began earlier than was stored."""
    earliest = select(Threshold.code, func.min(Threshold.valid_from)).group_by(Threshold.code)
    first = {row[0]: row[1] for row in session.execute(earliest)}
    for row in THRESHOLDS:
        start = first.get(row.code)
        if start is None or start <= row.valid_from:
            continue
        if row.valid_to is not None and row.valid_to < start:
            session.add(Threshold(**row.values))
        elif row.valid_to is None:
            stored = session.scalars(
                select(Threshold).where(
                    Threshold.code == row.code,
                    Threshold.valid_from == start,
                    Threshold.amount_excl_tax == Decimal(row.amount),
                )
            ).one_or_none()
            if stored is not None:
                stored.valid_from = row.valid_from


def _repayment(session: Session) -> None:
    row = next(row for row in FIGURES if row.code is FigureCode.REPAYMENT_END)
    stored = session.scalars(
        select(LegalFigure).where(
            LegalFigure.code == row.code,
            LegalFigure.valid_from == row.valid_from,
            LegalFigure.valid_to.is_(None),
            LegalFigure.number == Decimal(row.number),
        )
    ).one_or_none()
    if stored is not None:
        stored.valid_to = row.valid_to


def _delays(session: Session) -> None:
    """Cases of a delay that is known in another case."""
    names = (LegalDelay.procedure, LegalDelay.after, LegalDelay.step)
    known = {tuple(row) for row in session.execute(select(*names))}
    cases = {tuple(row) for row in session.execute(select(*names, LegalDelay.condition))}
    for row in DELAYS:
        for procedure in row.procedures:
            key = (procedure, row.after, row.step)
            if key in known and (*key, row.condition) not in cases:
                session.add(LegalDelay(**row.values(procedure)))


def _review(session: Session) -> None:
    """The step of the review of legality, before the notification, where a procedure has none."""
    asked = {row.code for row in PROCEDURES for step in row.steps if step.step is _LEGALITY and step.is_conditional}
    for template in session.scalars(select(ProcedureTemplate).where(ProcedureTemplate.code.in_(asked))):
        steps = {step.step: step for step in template.steps}
        if _LEGALITY in steps or _NOTIFICATION not in steps:
            continue
        place = steps[_NOTIFICATION].position
        for step in template.steps:
            if step.position >= place:
                step.position += 1
        template.steps.append(
            TemplateStep(
                position=place,
                step=_LEGALITY,
                label=STEP_LABELS[_LEGALITY],
                presence=StepNeed.CONDITIONAL,
                internal_days=3,
            )
        )
