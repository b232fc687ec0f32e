"""Rows of procurement that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.procurement import (
    LegalDelay,
    LegalFigure,
    ProcedureCode,
    ProcedureTemplate,
    PurchaseFamily,
    SittingDate,
    SpecificService,
    StepCode,
    TemplateStep,
    Threshold,
)
from tests.support import procurement as buy


def procedure_row() -> ProcedureTemplate:
    """All procedures are reference rows: the one with the fewest steps is told otherwise."""
    template = buy.ProcedureTemplateFactory(code=ProcedureCode.SUBSEQUENT)
    template.label, template.description = "Subséquent élargi", "Délibération"
    buy.flush()
    return template


def template_step_row() -> TemplateStep:
    step = buy.TemplateStepFactory(template=procedure_row(), step=StepCode.CANDIDATES_DUE)
    step.label, step.article, step.notes = "Réception élargie", "Règle générale", "À vérifier"
    buy.flush()
    return step


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Threshold: (lambda: buy.ThresholdFactory(legal_basis="Décret été", source="Légifrance", notes="Relevé à"),),
    LegalFigure: (
        lambda: buy.LegalFigureFactory(legal_basis="Décret fiscal", source="Légifrance", notes="Chiffre relevé"),
    ),
    SpecificService: (
        lambda: buy.SpecificServiceFactory(label="Éveil musical", source="Légifrance", notes="Relevé à"),
    ),
    LegalDelay: (lambda: buy.LegalDelayFactory(article="Règle générale", source="Légifrance"),),
    ProcedureTemplate: (procedure_row,),
    TemplateStep: (template_step_row,),
    PurchaseFamily: (
        lambda: buy.PurchaseFamilyFactory(
            code="É1",
            name="Études",
            description="Généralités",
            others_source="Comptabilité générale",
        ),
    ),
    SittingDate: (lambda: buy.SittingDateFactory(notes="Séance décalée"),),
}
