"""What is shown of procurement."""

from models.procurement import ProcedureTemplate, PurchaseFamily
from views.base.domain import Entry, Screens
from views.base.relations import Choices
from views.procurement.screens import (
    FamilyView,
    LegalDelayView,
    LegalFigureView,
    ProcedureView,
    SpecificServiceView,
    TemplateStepView,
    ThresholdView,
)
from views.procurement.sittings import SittingView

SCREENS = Screens(
    "procurement",
    views={
        FamilyView: "marches",
        ProcedureView: "marches",
        TemplateStepView: "marches",
        ThresholdView: "marches",
        LegalDelayView: "marches",
        LegalFigureView: "marches",
        SpecificServiceView: "marches",
        SittingView: "marches",
    },
    menu=(
        Entry(60, FamilyView, "boxes"),
        Entry(70, ProcedureView, "signpost-split"),
        Entry(80, ThresholdView, "bar-chart-steps"),
        Entry(90, LegalDelayView, "hourglass"),
        Entry(100, LegalFigureView, "123"),
        Entry(110, SpecificServiceView, "tags"),
        Entry(130, SittingView, "calendar-check"),
    ),
    choices={
        ProcedureTemplate: Choices(ProcedureTemplate.id, is_few=True),
        PurchaseFamily: Choices(PurchaseFamily.code, is_few=True),
    },
)
