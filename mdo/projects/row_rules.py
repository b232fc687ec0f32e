"""What is asked of the rows of projects, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.declared import RowRules
from mdo.projects.rules import (
    check_budget_line,
    check_milestone,
    check_plan_action,
    check_project,
    check_spending,
    check_title,
    name_lead,
    titles,
)
from models.projects import BudgetLine, Milestone, PlanAction, Project, ProjectSpending


def _write_project(session: AnySession, row: Project, today: dt.date) -> None:
    check_title(row, titles(session))
    check_project(row, today)
    name_lead(session, row)


RULES: Mapping[type, RowRules] = {
    Project: RowRules(_write_project),
    Milestone: RowRules(check_milestone),
    PlanAction: RowRules(lambda session, row, today: check_plan_action(session, row)),
    BudgetLine: RowRules(lambda session, row, today: check_budget_line(session, row)),
    ProjectSpending: RowRules(lambda session, row, today: check_spending(session, row)),
}
