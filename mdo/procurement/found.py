"""How rows of procurement are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, small
from models.procurement import (
    LegalDelay,
    LegalFigure,
    ProcedureTemplate,
    PurchaseFamily,
    SittingDate,
    SpecificService,
    TemplateStep,
    Threshold,
)

FOUND: tuple[Kind, ...] = (
    Kind(
        270, PurchaseFamily, title=PurchaseFamily.name, order=(PurchaseFamily.code,), references=(PurchaseFamily.code,)
    ),
    Kind(280, ProcedureTemplate, title=ProcedureTemplate.label, order=(ProcedureTemplate.id,)),
    Kind(
        290,
        TemplateStep,
        title=TemplateStep.label,
        order=(small(TemplateStep.label), TemplateStep.id),
        details=(ProcedureTemplate.label,),
        joins=((TemplateStep.template,),),
    ),
    Kind(300, Threshold, title=Threshold.legal_basis, order=(Threshold.valid_from.desc(),)),
    Kind(310, LegalFigure, title=LegalFigure.legal_basis, order=(LegalFigure.valid_from.desc(),)),
    Kind(320, SpecificService, title=SpecificService.label, order=(SpecificService.first_cpv,)),
    Kind(330, LegalDelay, title=LegalDelay.article, order=(small(LegalDelay.article), LegalDelay.id)),
    Kind(340, SittingDate, title=SittingDate.notes, order=(SittingDate.day,)),
)
