"""What the kernel is told about procurement."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from mdo.procurement.row_rules import RULES
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

DOMAIN = Domain(
    "procurement",
    rights=(
        ScreenRights("FamilyView", N_("Homogeneous families"), Section.SETTINGS, 60, Audience.PROCUREMENT),
        ScreenRights("ProcedureView", N_("Procedures"), Section.SETTINGS, 70, Audience.PROCUREMENT),
        ScreenRights("TemplateStepView", N_("Steps of procedures"), Section.SETTINGS, 80, Audience.PROCUREMENT),
        ScreenRights("ThresholdView", N_("Thresholds"), Section.SETTINGS, 90, Audience.LAW),
        ScreenRights("LegalDelayView", N_("Legal delays"), Section.SETTINGS, 100, Audience.LAW),
        ScreenRights("LegalFigureView", N_("Figures of the law"), Section.SETTINGS, 110, Audience.LAW),
        ScreenRights(
            "SpecificServiceView", N_("Social and specific services (annex 3)"), Section.SETTINGS, 120, Audience.LAW
        ),
        ScreenRights("SittingView", N_("Sittings"), Section.SETTINGS, 140, Audience.PROCUREMENT),
    ),
    rules=RULES,
    found=(
        SearchKind(
            270,
            PurchaseFamily,
            title=PurchaseFamily.name,
            order=(PurchaseFamily.code,),
            references=(PurchaseFamily.code,),
        ),
        SearchKind(280, ProcedureTemplate, title=ProcedureTemplate.label, order=(ProcedureTemplate.id,)),
        SearchKind(
            290,
            TemplateStep,
            title=TemplateStep.label,
            order=(small(TemplateStep.label), TemplateStep.id),
            details=(ProcedureTemplate.label,),
            joins=((TemplateStep.template,),),
        ),
        SearchKind(300, Threshold, title=Threshold.legal_basis, order=(Threshold.valid_from.desc(),)),
        SearchKind(310, LegalFigure, title=LegalFigure.legal_basis, order=(LegalFigure.valid_from.desc(),)),
        SearchKind(320, SpecificService, title=SpecificService.label, order=(SpecificService.first_cpv,)),
        SearchKind(330, LegalDelay, title=LegalDelay.article, order=(small(LegalDelay.article), LegalDelay.id)),
        SearchKind(340, SittingDate, title=SittingDate.notes, order=(SittingDate.day,)),
    ),
    shown_in={
        LegalDelay: ("LegalDelayView",),
        LegalFigure: ("LegalFigureView",),
        ProcedureTemplate: ("ProcedureView",),
        PurchaseFamily: ("FamilyView",),
        SittingDate: ("SittingView",),
        SpecificService: ("SpecificServiceView",),
        TemplateStep: ("TemplateStepView",),
        Threshold: ("ThresholdView",),
    },
)
