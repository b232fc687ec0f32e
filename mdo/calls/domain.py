"""What the kernel is told about calls for projects."""

from sqlalchemy import func

from mdo.calls import adoption_days
from mdo.calls.deadlines import DEADLINES
from mdo.calls.exchanges import EXCHANGES
from mdo.calls.results import tell_all
from mdo.calls.row_rules import RULES
from mdo.calls.scope import PLACES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, name_of, small
from mdo.kernel.sessions.hooks import Hook
from models.accounts import User
from models.applications import Application, ApplicationExpense, ApplicationHelp, ApplicationOpinion, Subsidy
from models.calls import CallAxis, CallCriterion, CallJuror, CallSitting, ProjectCall
from models.instances import Instance
from models.judging import (
    ApplicationMark,
    CallResult,
    CallScenario,
    JurorInterest,
    ScenarioLine,
)
from models.meetings import Meeting
from models.organisations import Organisation
from models.photos import ApplicationPhoto, PhotoConsent

_READ_ONLY = "list show export"
_FOLLOW_UP = Section.FOLLOW_UP

DOMAIN = Domain(
    "calls",
    rights=(
        ScreenRights("CallView", N_("Calls for projects"), _FOLLOW_UP, 100, Audience.CALLS),
        ScreenRights("ApplicationView", N_("Applications"), _FOLLOW_UP, 110, Audience.APPLICATIONS),
        ScreenRights("ApplicationHelpView", N_("Help to councils"), _FOLLOW_UP, 120, Audience.APPLICATIONS),
        ScreenRights("ApplicationOpinionView", N_("Opinions on applications"), _FOLLOW_UP, 130, Audience.APPLICATIONS),
        ScreenRights("ApplicationExpenseView", N_("Budgets of applications"), _FOLLOW_UP, 132, Audience.APPLICATIONS),
        ScreenRights("ApplicationPhotoView", N_("Pictures of projects"), _FOLLOW_UP, 136, Audience.APPLICATIONS),
        ScreenRights("PhotoConsentView", N_("Consents to photos"), _FOLLOW_UP, 140, Audience.APPLICATIONS),
        ScreenRights("JuryFilesView", N_("What I judge"), _FOLLOW_UP, 150, Audience.APPLICATIONS, "list edit"),
        ScreenRights("CallResultView", N_("Projects retained"), _FOLLOW_UP, 160, Audience.CALLS, _READ_ONLY),
        ScreenRights("CallAxisView", N_("Axes of calls"), _FOLLOW_UP, 170, Audience.CALLS),
        ScreenRights("CallCriterionView", N_("Criteria of calls"), _FOLLOW_UP, 180, Audience.CALLS),
        ScreenRights("CallSittingView", N_("Sittings of juries"), _FOLLOW_UP, 190, Audience.CALLS),
        ScreenRights("CallJurorView", N_("Jurors"), _FOLLOW_UP, 200, Audience.JURIES),
        ScreenRights("CallScenarioView", N_("Scenarios of calls"), _FOLLOW_UP, 210, Audience.JURIES),
        ScreenRights("ScenarioLineView", N_("Projects of scenarios"), _FOLLOW_UP, 220, Audience.JURIES),
        ScreenRights("SubsidyView", N_("Subsidies"), _FOLLOW_UP, 230, Audience.JURIES),
    ),
    deadlines=DEADLINES,
    rules=RULES,
    hooks=(Hook(100, adoption_days.install),),
    exchanges=EXCHANGES,
    once_written={Application: tell_all},
    found=(
        SearchKind(
            67,
            ProjectCall,
            title=ProjectCall.title,
            order=(small(ProjectCall.title),),
            details=(ProjectCall.signatory,),
        ),
        SearchKind(
            68,
            Application,
            title=Application.title,
            order=(small(Application.title),),
            details=(Instance.name, ProjectCall.title),
            joins=((Application.instance,), (Application.call,)),
        ),
        SearchKind(
            69,
            CallResult,
            title=CallResult.title,
            order=(small(CallResult.title),),
            details=(CallResult.council, ProjectCall.title),
            joins=((CallResult.call,),),
        ),
        SearchKind(
            71,
            CallScenario,
            title=CallScenario.name,
            order=(small(CallScenario.name),),
            details=(ProjectCall.title,),
            joins=((CallScenario.call,),),
        ),
        SearchKind(
            72,
            CallJuror,
            title=func.coalesce(CallJuror.name, name_of(User.first_name, User.last_name)),
            order=(CallJuror.id,),
            details=(CallJuror.capacity, ProjectCall.title),
            joins=((CallJuror.call,), (CallJuror.user,)),
        ),
        SearchKind(
            73,
            CallSitting,
            title=func.coalesce(CallSitting.purpose, Meeting.title),
            order=(CallSitting.id,),
            details=(ProjectCall.title,),
            joins=((CallSitting.call,), (CallSitting.meeting,)),
        ),
        SearchKind(
            74,
            ApplicationOpinion,
            title=ApplicationOpinion.author,
            order=(small(ApplicationOpinion.author),),
            details=(Application.title,),
            joins=((ApplicationOpinion.application,),),
        ),
        SearchKind(
            76,
            Subsidy,
            title=Organisation.name,
            order=(Subsidy.id,),
            details=(Application.title, Subsidy.deliberation),
            joins=((Subsidy.organisation,), (Subsidy.application,)),
        ),
    ),
    shown_in={
        Application: ("ApplicationView",),
        ApplicationExpense: ("ApplicationExpenseView",),
        ApplicationHelp: ("ApplicationHelpView",),
        ApplicationMark: ("CallScenarioView",),
        ApplicationOpinion: ("ApplicationOpinionView",),
        ApplicationPhoto: ("ApplicationPhotoView",),
        CallAxis: ("CallAxisView",),
        CallCriterion: ("CallCriterionView",),
        CallJuror: ("CallJurorView",),
        # Written by the acts on a call: who edits calls takes them back.
        CallResult: ("CallView", "CallResultView"),
        CallScenario: ("CallScenarioView",),
        CallSitting: ("CallSittingView",),
        JurorInterest: ("CallScenarioView",),
        PhotoConsent: ("PhotoConsentView",),
        ProjectCall: ("CallView",),
        ScenarioLine: ("ScenarioLineView",),
        Subsidy: ("SubsidyView",),
    },
    personal=(PhotoConsent,),
    places=PLACES,
    computed=(
        (Application, "is_late"),
        (Application, "budget_incl_tax"),
        (Application, "partners"),
        (Application, "filed_by"),
        (ApplicationPhoto, "uses"),
    ),
)
