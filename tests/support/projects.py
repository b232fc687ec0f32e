"""Invented projects and what hangs on them, as `tests.support.factories` makes the others."""

import datetime as dt
from decimal import Decimal

import factory

from models.projects import (
    BudgetLine,
    Milestone,
    Participation,
    PlanAction,
    Project,
    ProjectKind,
    ProjectSpending,
    ProjectState,
    ProjectTemplate,
    ProjectTemplateLine,
    TemplateLineKind,
)
from tests.support import TODAY, events
from tests.support.factories import RowFactory, UserFactory


class ProjectFactory(RowFactory):
    """A project under way, of nobody and nowhere yet."""

    class Meta:
        model = Project

    title = factory.Sequence(lambda n: f"Projet {n}")
    kind = ProjectKind.REVIVAL
    state = ProjectState.RUNNING
    start_on = dt.date(2026, 9, 1)


class MilestoneFactory(RowFactory):
    class Meta:
        model = Milestone

    project = factory.SubFactory(ProjectFactory)
    title = factory.Sequence(lambda n: f"Jalon {n}")
    due_on = dt.date(2026, 12, 15)


class BudgetLineFactory(RowFactory):
    class Meta:
        model = BudgetLine

    project = factory.SubFactory(ProjectFactory)
    exercise = 2026
    label = factory.Sequence(lambda n: f"Ligne {n}")
    planned_incl_tax = Decimal(1000)


class ProjectSpendingFactory(RowFactory):
    class Meta:
        model = ProjectSpending

    project = factory.SubFactory(ProjectFactory)


class PlanActionFactory(RowFactory):
    class Meta:
        model = PlanAction

    code = factory.Sequence(lambda n: f"A{n}")
    title = factory.Sequence(lambda n: f"Engagement {n}")
    valid_from = dt.date(2026, 7, 1)


class ProjectTemplateFactory(RowFactory):
    class Meta:
        model = ProjectTemplate

    name = factory.Sequence(lambda n: f"Modèle {n}")
    kind = ProjectKind.REVIVAL
    from_what = "Jour de la plénière"


class ProjectTemplateLineFactory(RowFactory):
    class Meta:
        model = ProjectTemplateLine

    template = factory.SubFactory(ProjectTemplateFactory)
    kind = TemplateLineKind.TASK
    title = factory.Sequence(lambda n: f"Étape {n}")
    days = -30


def a_closed_project(**values: object) -> Project:
    """A project with all that its import may say."""
    project: Project = ProjectFactory(
        state=ProjectState.CLOSED,
        closed_on=dt.date(2026, 11, 2),
        lessons="Refaire.\nPlus tôt.",
        next_step="Rien",
        participation=Participation.CONCERT,
        plan_action=PlanActionFactory(),
        **{"lead": UserFactory(), "objective": "Écouter", **values},
    )
    return project


# Of each table that has rules: a row that a form takes, and what its rules refuse of it.


def _project() -> tuple[object, dict[str, object]]:
    closed = {"state": ProjectState.CLOSED, "closed_on": TODAY, "lessons": "Oser."}
    return ProjectFactory(**closed), {"closed_on": TODAY + dt.timedelta(days=1)}


def _milestone() -> tuple[object, dict[str, object]]:
    return MilestoneFactory(), {"reached_on": TODAY + dt.timedelta(days=1)}


def _plan_action() -> tuple[object, dict[str, object]]:
    PlanActionFactory(code="Z9", valid_to=dt.date(2026, 12, 31))
    return PlanActionFactory(code="Z9", valid_from=dt.date(2027, 1, 1)), {"valid_from": dt.date(2026, 9, 1)}


def _budget_line() -> tuple[object, dict[str, object]]:
    line = BudgetLineFactory(label="Réunions")
    return BudgetLineFactory(project=line.project), {"label": "REUNIONS"}


# With those of the events that projects carry.
WHAT_A_FORM_REFUSES = (_project, _milestone, _plan_action, _budget_line, *events.WHAT_A_FORM_REFUSES)
