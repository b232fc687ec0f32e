"""What is shown of procurement."""

from mdo.kernel.base.messages import N_
from models.procurement import ProcedureTemplate, PurchaseFamily
from views.base.domain import Screens
from views.base.entries import Entry, SettingsPart
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
        Entry(
            410,
            FamilyView,
            "boxes",
            under="SettingsView",
            part=SettingsPart.PROCUREMENT,
            told=N_("The needs that are added up to compare them with the thresholds."),
        ),
        Entry(
            420,
            ProcedureView,
            "signpost-split",
            under="SettingsView",
            part=SettingsPart.PROCUREMENT,
            told=N_("The procedures, each with its steps and their usual delays."),
        ),
        Entry(
            430,
            ThresholdView,
            "bar-chart-steps",
            under="SettingsView",
            part=SettingsPart.PROCUREMENT,
            told=N_("The amounts from which another procedure is due, and since when."),
        ),
        Entry(
            440,
            LegalDelayView,
            "hourglass",
            under="SettingsView",
            part=SettingsPart.PROCUREMENT,
            told=N_("The days that the law asks for between two steps."),
        ),
        Entry(
            450,
            LegalFigureView,
            "123",
            under="SettingsView",
            part=SettingsPart.PROCUREMENT,
            told=N_("Other figures of the code: ceilings, percentages, durations."),
        ),
        Entry(
            460,
            SpecificServiceView,
            "tags",
            under="SettingsView",
            part=SettingsPart.PROCUREMENT,
            told=N_("The services of annex 3, which follow rules of their own."),
        ),
        Entry(
            480,
            SittingView,
            "calendar-check",
            under="SettingsView",
            part=SettingsPart.PROCUREMENT,
            told=N_("The days on which the council and its commissions sit."),
        ),
    ),
    choices={
        ProcedureTemplate: Choices(ProcedureTemplate.id, is_few=True),
        PurchaseFamily: Choices(PurchaseFamily.code, is_few=True),
    },
)
