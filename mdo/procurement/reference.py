"""Reference rows of procurement: thresholds, figures and delays of the law, its procedures, services of annex 3."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.reference import Reference, add_missing
from mdo.procurement.reference_later import add_later, add_services
from mdo.procurement.reference_law import DELAYS, FIGURES, THRESHOLDS
from mdo.procurement.reference_procedures import PRESENCE, PROCEDURES, STEP_LABELS
from mdo.procurement.reference_services import SERVICES
from models.procurement import LegalDelay, LegalFigure, ProcedureTemplate, SpecificService, TemplateStep, Threshold


def _add(session: Session) -> Mapping[type, int]:
    return {
        SpecificService: _add_services(session),
        Threshold: _add_thresholds(session),
        LegalDelay: _add_delays(session),
        LegalFigure: add_missing(session, LegalFigure, "code", (row.values for row in FIGURES)),
        ProcedureTemplate: _add_procedures(session),
    }


def _add_thresholds(session: Session) -> int:
    """Adds those of which nothing is stored: one whose dates were changed, or that was deleted, does not come back."""
    known = set(session.scalars(select(Threshold.code)))
    missing = [row for row in THRESHOLDS if row.code not in known]
    session.add_all(Threshold(**row.values) for row in missing)
    return len(missing)


def _add_services(session: Session) -> int:
    """Adds the families of annex 3 to an empty table: what was corrected or deleted since stays so; later ones once."""
    if session.scalar(select(SpecificService.id).limit(1)) is not None:
        return add_services(session)
    add_later(session)
    session.add_all(SpecificService(**row.values) for row in SERVICES)
    return len(SERVICES)


def _add_delays(session: Session) -> int:
    """Adds the delays between two steps of a procedure of which nothing is stored."""
    known = {tuple(row) for row in session.execute(select(LegalDelay.procedure, LegalDelay.after, LegalDelay.step))}
    missing = [
        row.values(procedure)
        for row in DELAYS
        for procedure in row.procedures
        if (procedure, row.after, row.step) not in known
    ]
    session.add_all(LegalDelay(**values) for values in missing)
    return len(missing)


def _add_procedures(session: Session) -> int:
    """Adds the missing procedures with their steps, which are not looked at again."""
    known = set(session.scalars(select(ProcedureTemplate.code)))
    missing = [row for row in PROCEDURES if row.code not in known]
    for row in missing:
        template = ProcedureTemplate(code=row.code, label=row.label, description=row.description, **row.flags)
        template.steps = [
            TemplateStep(
                position=position,
                step=step.step,
                label=step.label or STEP_LABELS[step.step],
                presence=PRESENCE[step.is_conditional],
                internal_days=step.days,
            )
            for position, step in enumerate(row.steps, start=1)
        ]
        session.add(template)
    return len(missing)


REFERENCE = (Reference(60, _add),)
