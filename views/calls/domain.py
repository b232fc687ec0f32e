"""What is shown of calls for projects."""

from mdo.kernel.base.messages import N_
from models.applications import (
    Application,
    ApplicationState,
    Competence,
    FilingChannel,
    Means,
    OpinionKind,
    OpinionSense,
    YearEnd,
)
from models.calls import CallAxis, CallJuror, CallSitting, CallState, ProjectCall, TieRule
from models.documents import Document
from models.judging import CallScenario
from models.photos import ApplicationPhoto, PhotoUse
from views.base.domain import Action, Screens
from views.base.entries import Entry, MenuGroup
from views.base.relations import Choices
from views.calls.applications import ApplicationView
from views.calls.jury import JuryFilesView
from views.calls.of_applications import (
    ApplicationExpenseView,
    ApplicationHelpView,
    ApplicationOpinionView,
    ApplicationPhotoView,
    PhotoConsentView,
    SubsidyView,
)
from views.calls.scenarios import CallScenarioView, ScenarioLineView
from views.calls.screens import (
    CallAxisView,
    CallCriterionView,
    CallJurorView,
    CallResultView,
    CallSittingView,
    CallView,
)

SCREENS = Screens(
    "calls",
    views=dict.fromkeys(
        (
            CallView,
            ApplicationView,
            ApplicationExpenseView,
            ApplicationHelpView,
            ApplicationOpinionView,
            ApplicationPhotoView,
            PhotoConsentView,
            JuryFilesView,
            CallResultView,
            CallAxisView,
            CallCriterionView,
            CallSittingView,
            CallJurorView,
            CallScenarioView,
            ScenarioLineView,
            SubsidyView,
        ),
        "appels-a-projets",
    ),
    menu=(
        Entry(17, CallView, "megaphone", MenuGroup.FOLLOW_UP, also=N_("applications, opinions, jury, results")),
        Entry(10, ApplicationView, "file-earmark-text", under="CallView"),
        Entry(20, JuryFilesView, "check2-square", under="CallView"),
        Entry(30, CallResultView, "award", under="CallView"),
        Entry(40, ApplicationOpinionView, "chat-left-text", under="CallView"),
        Entry(50, ApplicationHelpView, "lightbulb", under="CallView"),
        Entry(60, PhotoConsentView, "person-badge", under="CallView"),
        Entry(70, CallScenarioView, "sliders", under="CallView"),
        Entry(80, ScenarioLineView, "list", under="CallView"),
        Entry(90, SubsidyView, "percent", under="CallView"),
        Entry(100, CallJurorView, "people", under="CallView"),
        Entry(110, CallSittingView, "calendar-event", under="CallView"),
        Entry(120, CallCriterionView, "list-check", under="CallView"),
        Entry(130, CallAxisView, "tags", under="CallView"),
    ),
    actions=(Action(57, ApplicationView, N_("New application"), "file-earmark-text"),),
    tones={
        CallState: {
            CallState.TEMPLATE: "muted",
            CallState.DRAFT: "info",
            CallState.OPEN: "ok",
            CallState.EXAMINED: "warn",
            CallState.DECIDED: "info",
            CallState.NOTIFIED: "ok",
            CallState.CLOSED: "muted",
        },
        TieRule: dict.fromkeys(TieRule),
        ApplicationState: {
            ApplicationState.DRAFT: "muted",
            ApplicationState.FILED: "info",
            ApplicationState.ADMISSIBLE: "info",
            ApplicationState.INADMISSIBLE: "danger",
            ApplicationState.EXAMINED: "info",
            ApplicationState.RETAINED: "ok",
            ApplicationState.WAITING: "warn",
            ApplicationState.REFUSED: "danger",
            ApplicationState.REALISED: "ok",
            ApplicationState.REPORTED: "ok",
            ApplicationState.CLOSED: "muted",
            ApplicationState.ABANDONED: "muted",
        },
        FilingChannel: dict.fromkeys(FilingChannel),
        Means: dict.fromkeys(Means),
        YearEnd: dict.fromkeys(YearEnd),
        OpinionKind: dict.fromkeys(OpinionKind),
        Competence: dict.fromkeys(Competence),
        OpinionSense: {
            OpinionSense.FAVOURABLE: "ok",
            OpinionSense.RESERVED: "warn",
            OpinionSense.UNFAVOURABLE: "danger",
        },
        PhotoUse: dict.fromkeys(PhotoUse),
    },
    choices={
        ProjectCall: Choices(ProjectCall.year.desc(), ProjectCall.title, is_few=True),
        CallAxis: Choices(CallAxis.call_id.desc(), CallAxis.position),
        CallSitting: Choices(CallSitting.call_id.desc(), CallSitting.id),
        CallJuror: Choices(CallJuror.call_id.desc(), CallJuror.id),
        CallScenario: Choices(CallScenario.call_id.desc(), CallScenario.name),
        Application: Choices(Application.call_id.desc(), Application.number),
        Document: Choices(Document.title, Document.number.desc()),
        ApplicationPhoto: Choices(ApplicationPhoto.application_id.desc(), ApplicationPhoto.id),
    },
    pinned=(CallView,),
)
