"""What falls due about projects: their milestones, and the last day on which an exercise takes orders."""

import datetime as dt

from sqlalchemy import ColumnElement, String, and_, cast, literal

from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from mdo.projects.rules import OPEN_STATES, is_of_open_project
from models.projects import BudgetLine, Milestone, Project

_IS_OPEN = Project.state.in_(OPEN_STATES)


def _is_awaited(today: dt.date) -> ColumnElement[bool]:
    return and_(Milestone.reached_on.is_(None), is_of_open_project())


def _takes_orders(today: dt.date) -> ColumnElement[bool]:
    """Until the day is past: what was not ordered then is carried over or lost, and no act closes it."""
    return and_(BudgetLine.last_order_on.is_not(None), BudgetLine.last_order_on >= today, _IS_OPEN)


MILESTONE_DUE = DeadlineKind(
    260,
    "milestone_due",
    N_("Milestone of a project"),
    Milestone,
    "MilestoneView",
    Milestone.due_on,
    _is_awaited,
    Closing(N_("Reached"), "MilestoneView", "reach"),
    title=Milestone.title,
    days_before=30,
    role=RoleCode.MISSION,
    detail=Project.title,
    outer=(Milestone.project,),  # its owner need not see the project
    responsible_id=Milestone.owner_id,
    else_id=Project.lead_id,
    rule="Jalon d’un projet",
)

LAST_ORDERS = DeadlineKind(
    270,
    "last_orders",
    N_("Last day for orders"),
    BudgetLine,
    "BudgetLineView",
    BudgetLine.last_order_on,
    _takes_orders,
    Closing(N_("Open the line"), "BudgetLineView", "show", "can_show"),
    title=cast(BudgetLine.exercise, String) + literal(" – ") + BudgetLine.label,
    days_before=45,
    role=RoleCode.MISSION,
    detail=Project.title,
    inner=(BudgetLine.project,),
    responsible_id=Project.lead_id,
    rule="Dernier jour pour commander",
)
