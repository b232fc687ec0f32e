"""Rows of projects that fill all the columns of text of their lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.projects import (
    BudgetLine,
    Milestone,
    PlanAction,
    Project,
    ProjectSpending,
    ProjectTemplate,
    ProjectTemplateLine,
)
from tests.accounts.search_rows import account_row
from tests.contracts.search_rows import contract_row
from tests.execution.search_rows import order_row
from tests.support import orders
from tests.support import projects as make
from tests.territory.search_rows import place_row


def plan_row() -> PlanAction:
    return make.PlanActionFactory(code="É-12", title="Œuvrer à l’écoute")


def project_row() -> Project:
    return make.ProjectFactory(
        title="Redynamiser à l’été",
        objective="Être entendus",
        next_step="Réserver la salle Élysée",
        lessons="À refaire dès l’hiver",
        lead=account_row("Ünsal", "Çelik"),
        plan_action=plan_row(),
        arrondissements=[place_row()],
        team=[account_row("Ömer", "Şahin")],
    )


def milestone_row() -> Milestone:
    return make.MilestoneFactory(
        project=project_row(), title="Diagnostic partagé à l’été", notes="Côté Rhône", owner=account_row("Åsa", "Brûlé")
    )


def budget_row() -> BudgetLine:
    return make.BudgetLineFactory(
        project=project_row(), label="Réunions à l’école", commitment_number="É-2026", cost_centre="Ç-01"
    )


def spending_of_a_contract_row() -> ProjectSpending:
    return make.ProjectSpendingFactory(project=make.ProjectFactory(title="Né d’un marché"), contract=contract_row())


def spending_of_an_order_row() -> ProjectSpending:
    return make.ProjectSpendingFactory(project=make.ProjectFactory(title="Né d’un bon"), order=order_row())


def spending_of_an_invoice_row() -> ProjectSpending:
    invoice = orders.InvoiceFactory(number="FÉ-13")
    return make.ProjectSpendingFactory(project=make.ProjectFactory(title="Où ça"), invoice=invoice)


def template_row() -> ProjectTemplate:
    return make.ProjectTemplateFactory(name="Créer à l’été", from_what="Jour de la délibération")


def line_row() -> ProjectTemplateLine:
    return make.ProjectTemplateLineFactory(template=template_row(), title="Écrire à la mairie")


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    PlanAction: (plan_row,),
    Project: (project_row,),
    Milestone: (milestone_row,),
    BudgetLine: (budget_row,),
    ProjectSpending: (spending_of_a_contract_row, spending_of_an_order_row, spending_of_an_invoice_row),
    ProjectTemplate: (template_row,),
    ProjectTemplateLine: (line_row,),
}
