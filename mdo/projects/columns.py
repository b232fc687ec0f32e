"""Columns of projects, and of what hangs on them."""

from mdo.instances.columns import arrondissement_names
from mdo.kernel.fields.columns import Column
from mdo.projects.fields import (
    BUDGET_LINE,
    MILESTONE,
    PLAN_ACTION,
    PROJECT,
    PROJECT_SPENDING,
    PROJECT_TEMPLATE,
    PROJECT_TEMPLATE_LINE,
)
from models.projects import Project

PROJECT_COLUMNS = PROJECT.columns(
    {
        13: Column(
            "arrondissements",
            PROJECT["arrondissements"].label,
            lambda row, today: arrondissement_names(row.arrondissements) or None,
            loads=(Project.arrondissements,),
            width=22,
            is_shown=False,
        ),
        14: Column(
            "team",
            PROJECT["team"].label,
            lambda row, today: tuple(str(user) for user in row.team) or None,
            loads=(Project.team,),
            width=36,
            is_shown=False,
        ),
    }
)
MILESTONE_COLUMNS = MILESTONE.columns()
BUDGET_COLUMNS = BUDGET_LINE.columns()
SPENDING_COLUMNS = PROJECT_SPENDING.columns()
PLAN_COLUMNS = PLAN_ACTION.columns()
TEMPLATE_COLUMNS = PROJECT_TEMPLATE.columns()
TEMPLATE_LINE_COLUMNS = PROJECT_TEMPLATE_LINE.columns()
