"""Loads the reference rows: adds those that are missing, never touches those that exist."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.deadlines.declared import KINDS
from mdo.reference.holidays import SCHOOL_HOLIDAYS, school_year_of
from mdo.reference.later import add_later, add_services
from mdo.reference.procedures import PRESENCE, PROCEDURES, STEP_LABELS
from mdo.reference.procurement import DELAYS, FIGURES, THRESHOLDS
from mdo.reference.rows import ARRONDISSEMENTS, DEADLINE_LABELS, FUNCTIONS, INSTANCE_TYPES, TypeRow
from mdo.reference.services import SERVICES
from models.accounts import Role
from models.base import Record
from models.deadlines import DeadlineRule
from models.instances import College, InstanceType, MandateFunction
from models.network import SchoolHoliday
from models.procurement import LegalDelay, LegalFigure, ProcedureTemplate, SpecificService, TemplateStep, Threshold
from models.territory import Arrondissement


def load(session: Session) -> dict[type[Record], int]:
    """Adds the missing rows and flushes; returns how many of each model.

    A row exists when its code does, or when its label is already given to another one. Colleges come with their type
    and are not looked at again: one that was renamed or deleted does not come back.
    """
    added = {
        Arrondissement: _add_missing(session, Arrondissement, "number", (row.values for row in ARRONDISSEMENTS)),
        InstanceType: 0,
        College: 0,
        MandateFunction: _add_missing(session, MandateFunction, "code", _function_values()),
        DeadlineRule: _add_missing(session, DeadlineRule, "kind", _rule_values(session)),
        SchoolHoliday: _add_holidays(session),
        SpecificService: _add_services(session),
        Threshold: _add_thresholds(session),
        LegalDelay: _add_delays(session),
        LegalFigure: _add_missing(session, LegalFigure, "code", (row.values for row in FIGURES)),
        ProcedureTemplate: _add_procedures(session),
    }
    codes = set(session.scalars(select(InstanceType.code)))
    labels = set(session.scalars(select(InstanceType.label)))
    for position, row in enumerate(INSTANCE_TYPES, start=1):
        if row.code not in codes and row.label not in labels:
            added[InstanceType] += 1
            added[College] += _add_type(session, row, position)
    session.flush()
    return added


def _function_values() -> Iterable[dict[str, Any]]:
    for position, row in enumerate(FUNCTIONS, start=1):
        yield {"code": row.code, "label": row.label, "is_bureau": row.is_bureau, "position": position}


def _rule_values(session: Session) -> Iterable[dict[str, Any]]:
    roles = {row.name: row.id for row in session.execute(select(Role.name, Role.id))}
    for kind in KINDS.values():
        yield {
            "kind": kind.code,
            "label": DEADLINE_LABELS[kind.code],
            "days_before": kind.days_before,
            "role_id": roles.get(kind.role) if kind.role else None,
        }


def _add_missing(session: Session, model: Any, key: str, rows: Iterable[dict[str, Any]]) -> int:
    known = set(session.scalars(select(getattr(model, key))))
    missing = [values for values in rows if values[key] not in known]
    session.add_all(model(**values) for values in missing)
    return len(missing)


def _add_holidays(session: Session) -> int:
    """Adds the school years of which nothing is stored: a period that was changed or deleted does not come back."""
    known = {school_year_of(start) for start in session.scalars(select(SchoolHoliday.start_on))}
    missing = [row for row in SCHOOL_HOLIDAYS if row.school_year not in known]
    session.add_all(SchoolHoliday(label=row.label, start_on=row.start_on, end_on=row.end_on) for row in missing)
    return len(missing)


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


def _add_type(session: Session, row: TypeRow, position: int) -> int:
    kind = InstanceType(
        code=row.code,
        label=row.label,
        description=row.description,
        membership=row.membership,
        is_permanent=row.is_permanent,
        legal_basis=row.legal_basis,
        legal_basis_url=row.legal_basis_url,
        position=position,
        **row.rules,
    )
    session.add(kind)
    session.add_all(
        College(type=kind, name=college.name, is_predominant=college.is_predominant, position=number)
        for number, college in enumerate(row.colleges, start=1)
    )
    return len(row.colleges)
