"""Projects on screen: the list, the board by state, the page of each, and what hangs on it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement, and_, not_, or_
from sqlalchemy.orm import joinedload, selectinload

from mdo.events.columns import EVENT_COLUMNS
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.states.acts import Act
from mdo.meetings.columns import ACTION_COLUMNS
from mdo.network.answering import stands_in_for
from mdo.projects.columns import (
    BUDGET_COLUMNS,
    MILESTONE_COLUMNS,
    PROJECT_COLUMNS,
    SPENDING_COLUMNS,
    TEMPLATE_LINE_COLUMNS,
)
from mdo.projects.fields import (
    BUDGET_LINE,
    MILESTONE,
    PLAN_ACTION,
    PROJECT,
    PROJECT_SPENDING,
    PROJECT_TEMPLATE,
    PROJECT_TEMPLATE_LINE,
)
from mdo.projects.money import money_of
from mdo.projects.states import MILESTONE_ACTS, OVER, PROJECT_ACTS
from models.accounts import User
from models.contracts import Contract
from models.events import Event
from models.execution import PurchaseOrder
from models.meetings import ActionItem, ActionState
from models.projects import (
    BudgetLine,
    Milestone,
    PlanAction,
    Project,
    ProjectSpending,
    ProjectTemplate,
    ProjectTemplateLine,
)
from models.territory import Arrondissement
from views.base.beside import Beside, told_beside
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import BooleanFilter, filters_of, relation_filter
from views.base.importable import ImportableView
from views.base.listing import ListState
from views.base.pages import Cell, Link, Panel
from views.base.readymade import ReadyView
from views.base.record import RelatedList, TabSource, rows_of
from views.base.record_tables import TablesOfRecord
from views.base.relations import Relation
from views.base.view import BackofficeView
from views.base.words import date_in_words, tone_of, value_in_words
from views.documents.carrying import CarriesDocuments
from views.projects.board import board_page
from views.projects.laying import lay_down_page
from views.projects.page import MONEY, left_open_panel, money_tab, standing_tab
from views.projects.papers import all_page, note_page

_PROJECT = FIELD_LABELS[Project]
_OF_ACTIVE_ACCOUNT = Relation(where=lambda: User.active.is_(True))


def _is_mine(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    """Those that one leads or works on, or that someone away does whom one replaces."""
    accounts = stands_in_for(context_of(db.session).actor_id or 0, today)
    mine = or_(
        and_(Project.lead_id.is_not(None), Project.lead_id.in_(accounts)), Project.team.any(User.id.in_(accounts))
    )
    return mine if wanted else not_(mine)


_MONEY_COLUMNS = (
    told_beside("planned_incl_tax", _PROJECT["planned_incl_tax"], Kind.AMOUNT, width=16, is_shown=False),
    told_beside("committed_incl_tax", _PROJECT["committed_incl_tax"], Kind.AMOUNT, width=16, is_shown=False),
    told_beside("spent_incl_tax", _PROJECT["spent_incl_tax"], Kind.AMOUNT, width=16, is_shown=False),
)


def _money(session: AnySession, ids: Sequence[int], state: ListState) -> Mapping[int, Sequence[Any]]:
    by_id, _ = money_of(session, ids)
    return {
        row_id: (sums.planned_incl_tax, sums.committed.incl_tax, sums.spent.incl_tax) for row_id, sums in by_id.items()
    }


_TASKS = rows_of(
    "tasks",
    ActionItem.project_id,
    ACTION_COLUMNS,
    "text owner due_on state",
    ActionItem.state != ActionState.OPEN,
    ActionItem.due_on.is_(None),
    ActionItem.due_on,
    title=N_("Tasks"),
    empty_text=N_("Nothing to do is written here yet: add a task, or lay down a template."),
)
_MILESTONES = rows_of(
    "milestones",
    Milestone.project_id,
    MILESTONE_COLUMNS,
    "title due_on owner reached_on",
    Milestone.due_on,
    empty_text=N_("No milestone yet: add one, or lay down a template."),
)
_EVENTS = rows_of(
    "events",
    Event.project_id,
    EVENT_COLUMNS,
    "title kind state first_on session_count",
    Event.title,
    empty_text=N_("No event of this project yet: add the one of which its tasks are the logistics."),
)
_BUDGET = RelatedList(
    "budget",
    BudgetLine,
    BUDGET_COLUMNS[1:],
    lambda row: BudgetLine.project_id == row.id,
    (BudgetLine.exercise, BudgetLine.label),
    filter_argument="project",
    add_argument="project",
    empty_text=N_("No budget line yet."),
)
_SPENDINGS = RelatedList(
    "spendings",
    ProjectSpending,
    SPENDING_COLUMNS[1:],
    lambda row: ProjectSpending.project_id == row.id,
    (),
    title=N_("Spending"),
    view=MONEY,
    filter_argument="project",
    add_argument="project",
    empty_text=N_("No contract, no order and no invoice names this project yet."),
)


class ProjectView(CarriesDocuments, TablesOfRecord, ImportableView):
    """What the mission follows at its desks."""

    model = Project
    empty_for = N_("Here are the projects of the mission, from the idea to the lessons.")
    machine = PROJECT_ACTS
    route_base = "/projets"
    can_import_kind = "projects"
    columns = PROJECT_COLUMNS
    listed = (*PROJECT_COLUMNS, *_MONEY_COLUMNS)
    beside = Beside(dict.fromkeys((column.name for column in _MONEY_COLUMNS), "BudgetLineView"), _money)
    order = ("end_on", "asc")
    sheet = N_("The project in full")
    whose_at_first = ("lead",)
    relations = {"lead": _OF_ACTIVE_ACCOUNT, "team": _OF_ACTIVE_ACCOUNT}
    copied = ("kind", "objective", "plan_action", "participation", "lead", "team", "partners", "arrondissements")
    carried = ("kind", "lead", "plan_action")
    filters = (
        *filters_of(PROJECT, "state", "kind", "participation"),
        BooleanFilter("mine", N_("Mine"), build=_is_mine),
        relation_filter(PROJECT["lead"], User.last_name, is_short=False),
        relation_filter(PROJECT["plan_action"], PlanAction.code, is_short=False),
        relation_filter(PROJECT["arrondissements"], Arrondissement.name, Arrondissement.number),
        *filters_of(PROJECT, "end_on"),
    )
    ready_views = (
        ReadyView(N_("Under way, first to end first"), "f_state=running", opens=True),
        ReadyView(N_("Mine, not closed"), "f_state=idea&f_state=running&f_state=paused&f_mine=1"),
        ReadyView(N_("Under study or paused"), "f_state=idea&f_state=paused"),
        ReadyView(N_("Closed or given up"), "f_state=closed&f_state=abandoned&order=-end_on"),
    )
    related_lists = (_TASKS, _MILESTONES, _EVENTS, _BUDGET, _SPENDINGS)
    tables = related_lists
    empty_text = N_("No project yet: add the first one, or import the tracking workbook.")

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(Project.lead), selectinload(Project.arrondissements))

    def list_actions(self) -> Sequence[Link]:
        links = [*super().list_actions(), Link(gettext("Board by state"), self.url("board"), "layout-three-columns")]
        if self.may("can_export"):
            word = gettext("All on one page (Word)")
            links.append(Link(word, self.url("paper_of_all"), "file-earmark-word", is_file=True))
        return links

    def record_actions(self, row: Project) -> tuple[Link, ...]:
        links = super().record_actions(row)
        if not self.may("can_export"):
            return links
        url = self.url("note", pk=row.id)
        return (*links, Link(gettext("Note of the project (Word)"), url, "file-earmark-word", is_file=True))

    # ---- The record ---------------------------------------------------------------------------------------------

    def subtitle(self, row: Project) -> str:
        parts = [value_in_words(row.kind), ", ".join(place.name for place in row.arrondissements)]
        if row.end_on is not None and row.closed_on is None:
            parts.append(gettext("to end on %(day)s", day=date_in_words(row.end_on)))
        return " – ".join(part for part in parts if part)

    def status(self, row: Project) -> Cell:
        return Cell("state", gettext(_PROJECT["state"]), value_in_words(row.state), tone=tone_of(row.state))

    def tabs(self, row: Project) -> tuple[TabSource, ...]:
        """Where it stands and its days first, then what is to be done, then the money, then all that it says."""
        money = money_tab(self, row)
        return (standing_tab(self, row), *((money,) if money is not None else ()), *super().tabs(row))

    def writer_actions(self, row: Project) -> Sequence[Link]:
        links = [*super().writer_actions(row)]
        if row.closed_on is None and self.may("can_add", "MilestoneView") and self.may("can_add", "ActionView"):
            links.append(Link(gettext("Lay down a template"), self.url("lay_down", pk=row.id), "list-check"))
        return links

    def act_advice(self, act: Act, row: Project) -> Panel | None:
        return left_open_panel(self, row) if act.target in OVER else None

    @expose("/modele/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def lay_down(self, pk: int) -> Any:
        """Milestones and tasks of a template, from one date: shown first, then laid down."""
        return lay_down_page(self, pk)

    @expose("/tableau")
    @has_access
    @permission_name("list")
    def board(self) -> Any:
        """The projects in columns, by their state."""
        return board_page(self)

    @expose("/<int:pk>/note")
    @has_access
    @permission_name("export")
    def note(self, pk: int) -> Any:
        """The note of the project, in Word."""
        return note_page(self, pk)

    @expose("/tous")
    @has_access
    @permission_name("export")
    def paper_of_all(self) -> Any:
        """All the projects on one page, in Word."""
        return all_page(self)


def _project_filter(field: Any) -> Any:
    return relation_filter(field, Project.title, is_short=False)


def _is_reached(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = Milestone.reached_on.is_not(None)
    return clause if wanted else not_(clause)


def _answers(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    accounts = stands_in_for(context_of(db.session).actor_id or 0, today)
    mine = and_(Milestone.owner_id.is_not(None), Milestone.owner_id.in_(accounts))
    return mine if wanted else not_(mine)


class MilestoneView(BackofficeView):
    """The days that projects must keep."""

    model = Milestone
    empty_for = N_("Here are the milestones of projects, with who answers for them.")
    machine = MILESTONE_ACTS
    route_base = "/jalons"
    columns = MILESTONE_COLUMNS
    order = ("due_on", "asc")
    carried = ("project", "owner")
    relations = {"owner": _OF_ACTIVE_ACCOUNT}
    filters = (
        BooleanFilter("reached", N_("Reached"), build=_is_reached),
        BooleanFilter("mine", N_("Mine"), build=_answers),
        _project_filter(MILESTONE["project"]),
        relation_filter(MILESTONE["owner"], User.last_name, is_short=False),
        *filters_of(MILESTONE, "due_on"),
    )
    ready_views = (
        ReadyView(N_("To reach"), "f_reached=0", opens=True),
        ReadyView(N_("Mine, to reach"), "f_reached=0&f_mine=1"),
    )

    def status(self, row: Milestone) -> Cell:
        words = gettext("Reached") if row.reached_on is not None else gettext("To reach")
        return Cell("reached", words, words, tone="ok" if row.reached_on is not None else "info")


class BudgetLineView(BackofficeView):
    """What is planned for projects, year by year."""

    model = BudgetLine
    empty_for = N_("Here is what is planned for projects, by exercise, with tax.")
    route_base = "/lignes-budgetaires"
    columns = BUDGET_COLUMNS
    order = ("exercise", "desc")
    copied = ("project", "label", "planned_incl_tax", "cost_centre")
    carried = ("project", "exercise", "cost_centre")
    filters = (_project_filter(BUDGET_LINE["project"]), *filters_of(BUDGET_LINE, "last_order_on"))


class ProjectSpendingView(BackofficeView):
    """The contracts, orders and invoices that name projects."""

    model = ProjectSpending
    empty_for = N_("Here are the contracts, orders and invoices that name projects.")
    intro = N_("A project owns no euro: these are the euros of contracts, each counted once in any total.")
    route_base = "/depenses-de-projets"
    columns = SPENDING_COLUMNS
    order = ("project", "asc")
    carried = ("project",)
    filters = (
        _project_filter(PROJECT_SPENDING["project"]),
        relation_filter(PROJECT_SPENDING["contract"], Contract.number, is_short=False),
        relation_filter(PROJECT_SPENDING["order"], PurchaseOrder.number, is_short=False),
    )


class PlanActionView(BackofficeView):
    """The actions of the plan de mandat, version by version."""

    model = PlanAction
    empty_for = N_("Here are the actions of the plan de mandat that projects serve.")
    route_base = "/plan-de-mandat"
    columns = PLAN_ACTION.columns()
    order = ("code", "asc")
    copied = ("title",)
    filters = filters_of(PLAN_ACTION, "valid_from")
    related_lists = (
        rows_of("projects", Project.plan_action_id, PROJECT_COLUMNS, "title kind state lead end_on", Project.end_on),
    )


class ProjectTemplateView(BackofficeView):
    """What projects of a kind go through, so many days from one date."""

    model = ProjectTemplate
    empty_for = N_("Here are the templates that lay down milestones and tasks from one date.")
    route_base = "/modeles-de-projets"
    order = ("name", "asc")
    copied = ("kind", "from_what")
    filters = filters_of(PROJECT_TEMPLATE, "kind")
    related_lists = (
        RelatedList(
            "lines",
            ProjectTemplateLine,
            TEMPLATE_LINE_COLUMNS[:3],
            lambda row: ProjectTemplateLine.template_id == row.id,
            (ProjectTemplateLine.days,),
            filter_argument="template",
            add_argument="template",
        ),
    )


class ProjectTemplateLineView(BackofficeView):
    """The lines of the templates of projects."""

    model = ProjectTemplateLine
    empty_for = N_("Here are the milestones and tasks that templates lay down.")
    route_base = "/lignes-de-modeles"
    order = ("days", "asc")
    carried = ("template", "kind")
    filters = (
        relation_filter(PROJECT_TEMPLATE_LINE["template"], ProjectTemplate.name),
        *filters_of(PROJECT_TEMPLATE_LINE, "kind"),
    )
