"""The fields of projects."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, kept, read, section, shown
from mdo.kernel.imports.declaring import read_name, read_places
from mdo.projects import vocabulary
from models.accounts import User
from models.projects import (
    BudgetLine,
    Milestone,
    PlanAction,
    Project,
    ProjectSpending,
    ProjectTemplate,
    ProjectTemplateLine,
)

_BY_NAME = (func.lower(User.last_name), func.lower(User.first_name))

# fmt: off
PLAN_ACTION = Table(
    PlanAction, (N_("Action of the plan de mandat"), N_("Actions of the plan de mandat")),
    section(N_("Action of the plan de mandat"),
        Field(PlanAction.code, N_("Code"), N_("As the plan numbers it: the versions of an action share it."),
              column=shown(1, 12)),
        Field(PlanAction.title, N_("Title"), column=shown(2, 60, sort=func.lower(PlanAction.title))),
        Field(PlanAction.valid_from, N_("Valid from"),
              N_("The day from which the plan says so; another version then takes its place."), column=shown(3)),
        Field(PlanAction.valid_to, N_("Valid until"), N_("Left empty as long as this version stands."),
              column=shown(4)),
    ),
    called=PlanAction.code + " – " + PlanAction.title, searched=("code", "title"),
)

PROJECT = Table(
    Project, (N_("Project"), N_("Projects")),
    section(N_("Project"),
        Field(Project.title, N_("Title"), column=shown(1, 40, sort=func.lower(Project.title)),
              read=read(1, "Titre", "Projet", "Intitulé", "Nom du projet", "Libellé",
                        example="Redynamiser le conseil de Gerland", is_required=True)),
        Field(Project.kind, N_("Kind of project"), column=shown(2, 24),
              read=read(2, "Type de projet", "Nature du projet", "Nature", "Type", by=vocabulary.PROJECT_KIND,
                        example="redynamisation")),
        Field(Project.objective, N_("Objective"), N_("What will be different once it is done."), column=kept(10),
              read=read(3, "Objectif", "Objectifs", "But", "Description")),
        Field(Project.plan_action, N_("Action of the plan de mandat"),
              N_("The version of the action that the project serves."),
              column=kept(11, 40, sort=PlanAction.code),
              read=read(4, "Action du plan de mandat", "Plan de mandat", "Action du mandat", by=read_name)),
        Field(Project.participation, N_("Level of participation"),
              N_("How far inhabitants have the floor: informed, consulted, in concertation, building with the city."),
              column=kept(9, 16),
              read=read(5, "Niveau de participation", "Participation", by=vocabulary.PARTICIPATION,
                        example="concerter")),
    ),
    section(N_("Who"),
        Field(Project.lead, N_("Lead"), N_("Left empty: you."), is_in_place=True, is_in_bulk=True,
              column=shown(4, 28, sort=_BY_NAME),
              read=read(6, "Pilote", "Chef de projet", "Cheffe de projet", "Responsable", "Référent projet",
                        "Porteur")),
        Field(Project.team, N_("Team"), N_("The accounts that work on it with the lead.")),
        Field(Project.partners, N_("Partners"), N_("Directions, mairies, associations of the register.")),
        Field(Project.arrondissements, N_("Arrondissements served"),
              N_("Their référents read the project, with those of the bodies below. None at all: the mission alone."),
              read=read(7, "Arrondissements servis", "Arrondissements", "Arrondissement", "Mairies servies", "Mairie",
                        by=read_places, example="5e, 7e")),
    ),
    section(N_("When"),
        Field(Project.start_on, N_("Starts on"), column=kept(7),
              read=read(8, "Début", "Débute le", "Date de début", "Commence le", example="01/09/2026")),
        Field(Project.end_on, N_("Ends on (planned)"), column=shown(5), is_in_place=True,
              read=read(9, "Fin prévue", "Date de fin", "Échéance", "Fin", example="30/06/2027")),
        Field(Project.next_step, N_("What it needs next"), N_("One sentence: whoever opens the list reads it."),
              column=shown(6, 40, sort=()), is_in_place=True,
              read=read(11, "Ce qu'il lui faut", "Prochaine étape", "Prochaine action", "À venir", "Suite")),
    ),
    section(N_("Links of the project"),
        Field(Project.instances, N_("Bodies"), N_("The bodies that it is about.")),
        Field(Project.meetings, N_("Meetings")),
        Field(Project.requests, N_("Requests and opinions")),
    ),
    section(N_("At its end"),
        Field(Project.state, N_("State"), column=shown(3, 14), written_by="projects.states",
              read=read(10, "État", "Statut", "Avancement", "Situation", by=vocabulary.PROJECT_STATE)),
        Field(Project.closed_on, N_("Closed on (project)"), column=kept(8), written_by="projects.states",
              read=read(12, "Clos le", "Terminé le", "Date de clôture")),
        Field(Project.lessons, N_("Lessons"), N_("What to do again, what to do otherwise: asked when it is closed."),
              column=kept(12), read=read(13, "Enseignements", "Bilan", "Leçons", "Retour d'expérience")),
    ),
    Field(Project.milestones, N_("Milestones")),
    Field(Project.tasks, N_("Tasks")),
    Field(Project.budget_lines, N_("Budget lines")),
    Field(Project.spendings, N_("What names the project")),
    Field("planned_incl_tax", N_("Planned (€ with tax)")),
    Field("committed_incl_tax", N_("Committed (€ with tax)")),
    Field("spent_incl_tax", N_("Invoiced (€ with tax)")),
    called=Project.title,
    searched=("title", "objective", "next_step", "lessons", "lead.first_name", "lead.last_name", "plan_action.code",
              "plan_action.title", "arrondissements.name", "team.first_name", "team.last_name"),
)

MILESTONE = Table(
    Milestone, (N_("Milestone"), N_("Milestones")),
    section(N_("Milestone"),
        Field(Milestone.project, N_("Project"), column=shown(4, 40, by=Project.title, sort=func.lower(Project.title))),
        Field(Milestone.title, N_("Milestone"), column=shown(1, 44, sort=func.lower(Milestone.title))),
        Field(Milestone.due_on, N_("Planned on"), column=shown(2), is_in_place=True),
        Field(Milestone.owner, N_("Who answers for it"), N_("Left empty: the lead of the project."), is_in_bulk=True,
              column=shown(3, 28, sort=_BY_NAME)),
        Field(Milestone.reached_on, N_("Reached on"), N_("The milestone then waits no more."), column=shown(5)),
        Field(Milestone.notes, N_("Notes"), column=kept(6)),
    ),
    called=Milestone.title,
    searched=("title", "notes", "project.title", "owner.first_name", "owner.last_name"),
)

BUDGET_LINE = Table(
    BudgetLine, (N_("Budget line"), N_("Budget lines")),
    section(N_("Budget line"),
        Field(BudgetLine.project, N_("Project"), column=shown(1, 40, by=Project.title, sort=func.lower(Project.title))),
        Field(BudgetLine.exercise, N_("Exercise"), N_("The year of the budget."), column=shown(2, 10)),
        Field(BudgetLine.label, N_("What for"), column=shown(3, 40)),
        Field(BudgetLine.planned_incl_tax, N_("Planned (€ with tax)"),
              N_("Budgets are with tax; the guards of contracts are before tax."), column=shown(4, sums=True)),
        Field(BudgetLine.carried_over_incl_tax, N_("Carried over to the next exercise (€ with tax)"),
              N_("Of what is planned, what is left for the next year: it is not planned twice."),
              column=shown(5, sums=True)),
    ),
    section(N_("In the accounts"),
        Field(BudgetLine.commitment_number, N_("Commitment number"), column=kept(6, 18)),
        Field(BudgetLine.cost_centre, N_("Cost centre"), column=kept(7, 18)),
        Field(BudgetLine.last_order_on, N_("Last day for orders"), N_("After it, the exercise takes no order."),
              column=shown(8)),
    ),
    called=BudgetLine.label, searched=("label", "commitment_number", "cost_centre", "project.title"),
)

PROJECT_SPENDING = Table(
    ProjectSpending, (N_("Spending that names a project"), N_("Spendings that name projects")),
    section(N_("Spending that names a project"),
        Field(ProjectSpending.project, N_("Project"),
              column=shown(1, 40, by=Project.title, sort=func.lower(Project.title))),
        Field(ProjectSpending.contract, N_("Contract"),
              N_("Its lump sum counts from the notification on; at unit prices, its orders say it."),
              column=shown(2, 40)),
        Field(ProjectSpending.order, N_("Purchase order"), N_("With its invoices."), column=shown(3, 40)),
        Field(ProjectSpending.invoice, N_("Invoice"), N_("An invoice of no order."), column=shown(4, 24)),
    ),
    searched=("project.title", "contract.number", "contract.title", "order.number", "order.subject", "invoice.number"),
)

PROJECT_TEMPLATE = Table(
    ProjectTemplate, (N_("Template of projects"), N_("Templates of projects")),
    section(N_("Template of projects"),
        Field(ProjectTemplate.name, N_("Name"), column=shown(1, 40, sort=func.lower(ProjectTemplate.name))),
        Field(ProjectTemplate.kind, N_("Kind of project"), column=shown(2, 26)),
        Field(ProjectTemplate.from_what, N_("What the date is"),
              N_("The one date from which all the others follow: « the day of the vote »."), column=shown(3, 40)),
        Field(ProjectTemplate.is_active, N_("In use"), column=shown(4, 10), is_in_bulk=True),
    ),
    Field(ProjectTemplate.lines, N_("Lines")),
    called=ProjectTemplate.name, searched=("name", "from_what"),
)

PROJECT_TEMPLATE_LINE = Table(
    ProjectTemplateLine, (N_("Line of a template"), N_("Lines of templates")),
    section(N_("Line of a template"),
        Field(ProjectTemplateLine.template, N_("Template of projects"),
              column=shown(4, 40, by=ProjectTemplate.name, sort=func.lower(ProjectTemplate.name))),
        Field(ProjectTemplateLine.kind, N_("Milestone or task"), column=shown(2, 12)),
        Field(ProjectTemplateLine.title, N_("Title"), column=shown(1, 50, sort=func.lower(ProjectTemplateLine.title))),
        Field(ProjectTemplateLine.days, N_("Days from the date"),
              N_("Calendar days: below zero, before the date."), column=shown(3, 14), is_in_place=True),
    ),
    called=ProjectTemplateLine.title, searched=("title", "template.name"),
)
# fmt: on

PROJECT_FIELDS = PROJECT.reads()
