"""What the kernel is told about projects."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from mdo.projects.deadlines import LAST_ORDERS, MILESTONE_DUE
from mdo.projects.exchanges import EXCHANGES
from mdo.projects.matching import among_spendings
from mdo.projects.row_rules import RULES
from mdo.projects.scope import PLACES
from models.projects import (
    BudgetLine,
    Milestone,
    PlanAction,
    Project,
    ProjectSpending,
    ProjectTemplate,
    ProjectTemplateLine,
)

DOMAIN = Domain(
    "projects",
    rights=(
        ScreenRights("WorkView", N_("My work"), Section.FOLLOW_UP, 25, Audience.MEETINGS, "list"),
        ScreenRights("ProjectView", N_("Projects"), Section.FOLLOW_UP, 50, Audience.PROJECTS),
        ScreenRights("MilestoneView", N_("Milestones"), Section.FOLLOW_UP, 60, Audience.MILESTONES),
        ScreenRights("BudgetLineView", N_("Budget lines"), Section.PROCUREMENT, 200, Audience.PROCUREMENT),
        ScreenRights(
            "ProjectSpendingView", N_("Spendings that name projects"), Section.PROCUREMENT, 210, Audience.PROCUREMENT
        ),
        ScreenRights("PlanActionView", N_("Actions of the plan de mandat"), Section.SETTINGS, 190, Audience.PROJECTS),
        ScreenRights("ProjectTemplateView", N_("Templates of projects"), Section.SETTINGS, 200, Audience.SERIES),
        ScreenRights("ProjectTemplateLineView", N_("Lines of templates"), Section.SETTINGS, 210, Audience.SERIES),
    ),
    deadlines=(MILESTONE_DUE, LAST_ORDERS),
    rules=RULES,
    exchanges=EXCHANGES,
    searched_by_reading={ProjectSpending: among_spendings},
    found=(
        SearchKind(
            55,
            Project,
            title=Project.title,
            order=(small(Project.title),),
            details=(Project.next_step,),
        ),
        SearchKind(
            65,
            Milestone,
            title=Milestone.title,
            order=(small(Milestone.title),),
            details=(Project.title,),
            joins=((Milestone.project,),),
        ),
        SearchKind(
            185,
            BudgetLine,
            title=BudgetLine.label,
            order=(small(BudgetLine.label), BudgetLine.exercise.desc()),
            details=(Project.title, BudgetLine.commitment_number),
            joins=((BudgetLine.project,),),
            references=(BudgetLine.commitment_number,),
        ),
        SearchKind(
            510,
            PlanAction,
            title=PlanAction.title,
            order=(small(PlanAction.title), PlanAction.valid_from.desc()),
            details=(PlanAction.code,),
            references=(PlanAction.code,),
        ),
        SearchKind(520, ProjectTemplate, title=ProjectTemplate.name, order=(small(ProjectTemplate.name),)),
        SearchKind(
            530,
            ProjectTemplateLine,
            title=ProjectTemplateLine.title,
            order=(small(ProjectTemplateLine.title),),
            details=(ProjectTemplate.name,),
            joins=((ProjectTemplateLine.template,),),
        ),
    ),
    shown_in={
        BudgetLine: ("BudgetLineView",),
        Milestone: ("MilestoneView",),
        PlanAction: ("PlanActionView",),
        Project: ("ProjectView",),
        ProjectSpending: ("ProjectSpendingView",),
        ProjectTemplate: ("ProjectTemplateView",),
        ProjectTemplateLine: ("ProjectTemplateLineView",),
    },
    places=PLACES,
    computed=tuple((Project, name) for name in ("planned_incl_tax", "committed_incl_tax", "spent_incl_tax", "team")),
)
