"""What is shown of projects."""

from mdo.kernel.base.messages import N_
from models.projects import (
    Participation,
    PlanAction,
    Project,
    ProjectKind,
    ProjectState,
    ProjectTemplate,
    TemplateLineKind,
)
from views.base.domain import Action, Screens
from views.base.entries import Entry, MenuGroup, SettingsPart
from views.base.relations import Choices
from views.projects.screens import (
    BudgetLineView,
    MilestoneView,
    PlanActionView,
    ProjectSpendingView,
    ProjectTemplateLineView,
    ProjectTemplateView,
    ProjectView,
)
from views.projects.work import WorkView

SCREENS = Screens(
    "projects",
    views=dict.fromkeys(
        (
            WorkView,
            ProjectView,
            MilestoneView,
            BudgetLineView,
            ProjectSpendingView,
            PlanActionView,
            ProjectTemplateView,
            ProjectTemplateLineView,
        ),
        "projets",
    ),
    menu=(
        Entry(15, ProjectView, "layout-three-columns", MenuGroup.FOLLOW_UP, also=N_("milestones, budget, templates")),
        Entry(15, WorkView, "list-check", under="DeadlineView"),
        Entry(10, MilestoneView, "pin-angle", under="ProjectView"),
        Entry(20, BudgetLineView, "receipt", under="ProjectView"),
        Entry(30, ProjectSpendingView, "cart", under="ProjectView"),
        Entry(
            270,
            PlanActionView,
            "bookmark",
            under="SettingsView",
            part=SettingsPart.CALENDAR,
            told=N_("The actions that projects serve, version by version."),
        ),
        Entry(
            280,
            ProjectTemplateView,
            "list-check",
            under="SettingsView",
            part=SettingsPart.CALENDAR,
            told=N_("The milestones and tasks that a project of a kind begins with, from one date."),
        ),
        Entry(
            290,
            ProjectTemplateLineView,
            "list-check",
            under="SettingsView",
            part=SettingsPart.CALENDAR,
            told=N_("Each milestone and task of these templates, with its days."),
        ),
    ),
    actions=(Action(55, ProjectView, N_("New project"), "layout-three-columns"),),
    tones={
        ProjectState: {
            ProjectState.IDEA: "info",
            ProjectState.RUNNING: "ok",
            ProjectState.PAUSED: "warn",
            ProjectState.CLOSED: "muted",
            ProjectState.ABANDONED: "muted",
        },
        ProjectKind: dict.fromkeys(ProjectKind),
        Participation: dict.fromkeys(Participation),
        TemplateLineKind: dict.fromkeys(TemplateLineKind),
    },
    choices={
        Project: Choices(Project.title),
        PlanAction: Choices(PlanAction.code, PlanAction.valid_from.desc()),
        ProjectTemplate: Choices(ProjectTemplate.name, is_few=True),
    },
    pinned=(ProjectView,),
)
