"""The parts of the page of a project: where it stands, its days on one line, its money."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.execution.ledger import Ledger, Money
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.projects.linked import LinkedDay, days_of
from mdo.projects.money import YearSums, named_by, sums_of, years_of
from mdo.projects.rules import left_open
from models.applications import Application
from models.meetings import ActionState
from models.projects import BudgetLine, Project, ProjectSpending
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Cell, Panel, TabContent
from views.base.record import TabSource, fact
from views.base.view import BackofficeView
from views.base.words import date_in_words
from views.contracts.money_panels import commitments_panel, invoices_panel
from views.contracts.panels import Head, euros, number_head, panel_row, rows_panel
from views.procurement.need_advice import PageRemark

_FACTS = ("next_step", "lead", "team", "participation", "plan_action", "start_on", "end_on", "partners", "instances")
MONEY = "ProjectSpendingView"


def standing_tab(view: BackofficeView, project: Project) -> TabSource:
    """What it needs next, who carries it, and its days."""
    title = gettext("Where it stands")

    def fill() -> TabContent:
        may_open = partial(view.may, "can_show")
        facts = tuple(fact(project, name, may_open) for name in _FACTS if name not in view.hidden_fields())
        return TabContent(
            "standing",
            title,
            (Panel(title, "base/panels/facts.html", {"facts": facts}), days_panel(view, project)),
        )

    return TabSource("standing", title, fill)


def days_panel(view: BackofficeView, project: Project) -> Panel:
    """All the days that the reader may see, on one line."""
    today = context_of(db.session).today
    days = days_of(db.session, project, lambda name: view.may("can_show", name))
    data = {
        "days": [_day(day, today) for day in days],
        "now": next((place for place, day in enumerate(days) if day.on >= today), len(days)),
        "today": date_in_words(today),
    }
    return Panel(gettext("Days of the project"), "projects/days.html", data)


def _day(day: LinkedDay, today: dt.date) -> dict[str, Any]:
    is_late = not day.is_done and day.on < today and day.view in ("MilestoneView", "ActionView")
    return {
        "on": date_in_words(day.on),
        "iso": day.on.isoformat(),
        "label": gettext(day.label),
        "title": day.title,
        "url": url_for(f"{day.view}.show", pk=day.id) if day.view != "ProjectView" else "",
        "is_late": is_late,
        "is_done": day.is_done,
        "is_past": day.on < today,
    }


# ---- Money -----------------------------------------------------------------------------------------------------------


def money_tab(view: BackofficeView, project: Project) -> TabSource | None:
    """What is planned, committed, invoiced and paid, for who reads contracts."""
    if not view.may("can_list", MONEY):
        return None
    title = gettext("Money")

    def fill() -> TabContent:
        lines = db.session.scalars(
            select(BudgetLine).where(BudgetLine.project_id == project.id).order_by(BudgetLine.exercise, BudgetLine.id)
        ).all()
        named = named_by(db.session, [project.id])[project.id]
        money = Ledger(db.session, named).of(named)
        others = _others(project)
        return TabContent(
            "money",
            title,
            (
                Panel(gettext("Sums"), "base/panels/facts.html", {"facts": _sums(lines, money)}),
                commitments_panel(view, money, others, gettext("No contract and no order names this project yet.")),
                invoices_panel(view, money),
                _years(years_of(lines, money)),
            ),
        )

    return TabSource("money", title, fill)


def _sums(lines: Iterable[BudgetLine], money: Money) -> tuple[Cell, ...]:
    sums = sums_of(lines, money)
    left = sums.left_incl_tax
    return (
        Cell("planned", gettext("Planned, with tax"), euros(sums.planned_incl_tax)),
        Cell("committed", gettext("Committed, with tax"), euros(sums.committed.incl_tax)),
        Cell("committed_excl_tax", gettext("Committed, before tax"), euros(sums.committed.excl_tax)),
        Cell("spent", gettext("Invoiced, with tax"), euros(sums.spent.incl_tax)),
        Cell("spent_excl_tax", gettext("Invoiced, before tax"), euros(sums.spent.excl_tax)),
        Cell("paid", gettext("Paid, with tax"), euros(sums.paid.incl_tax)),
        Cell("left", gettext("Planned and not committed, with tax"), euros(left), tone="danger" if left < 0 else None),
    )


def _others(project: Project) -> dict[tuple[str, int], list[str]]:
    """By contract or order that names the project, the other projects and applications of calls that it names too."""
    own = select(ProjectSpending).where(ProjectSpending.project_id == project.id).subquery()
    found: dict[tuple[str, int], list[str]] = {}
    for name in ("contract_id", "order_id"):
        rows = select(ProjectSpending).where(
            ProjectSpending.project_id != project.id, getattr(ProjectSpending, name).in_(select(own.c[name]))
        )
        for row in db.session.scalars(rows.options(selectinload(ProjectSpending.project))):
            found.setdefault((name, getattr(row, name)), []).append(row.project.title)
        files = select(Application).where(getattr(Application, name).in_(select(own.c[name])))
        for application in db.session.scalars(files.order_by(Application.id)):
            found.setdefault((name, getattr(application, name)), []).append(application.title)
    return found


def _years(years: Iterable[YearSums]) -> Panel:
    rows = [
        panel_row(
            str(year.year),
            str(year.year),
            *(
                euros(amount)
                for amount in (year.planned, year.brought, year.carried, year.available, year.committed, year.left)
            ),
        )
        for year in years
    ]
    headers: tuple[Head, ...] = (
        FIELD_LABELS[BudgetLine]["exercise"],
        *map(
            number_head,
            (
                N_("Planned (budget)"),
                N_("Carried from before"),
                N_("Carried over (budget)"),
                N_("Available"),
                N_("Committed (budget)"),
                N_("Left (budget)"),
            ),
        ),
    )
    note = gettext("Amounts with tax, as the budget is voted.")
    return rows_panel(gettext("Year by year"), headers, rows, (), gettext("No budget line yet."), note=note)


def count_in_words(milestones: int, tasks: int) -> str:
    """What a template laid down."""
    return ", ".join(
        (
            ngettext("%(num)d milestone", "%(num)d milestones", milestones),
            ngettext("%(num)d task", "%(num)d tasks", tasks),
        )
    )


def left_open_panel(view: BackofficeView, project: Project) -> Panel | None:
    """What is still to be done of a project that is about to end, with where it is; it stops nothing."""
    tasks, milestones = left_open(db.session, project)
    links = []
    if tasks:
        words = ngettext("%(num)d open task", "%(num)d open tasks", tasks)
        links.append((words, _open_of(view, "ActionView", project, "state", ActionState.OPEN.value)))
    if milestones:
        words = ngettext("%(num)d milestone not reached", "%(num)d milestones not reached", milestones)
        links.append((words, _open_of(view, "MilestoneView", project, "reached", "0")))
    if not links:
        return None
    remark = PageRemark(gettext("Still open in this project:"), "warning", tuple(links))
    return Panel(gettext("Still open"), "base/panels/said.html", {"remarks": (remark,), "after": "closed_on"})


def _open_of(view: BackofficeView, listed_by: str, project: Project, name: str, value: str) -> str:
    """The list of what is open, for who may open it."""
    if not view.may("can_list", listed_by):
        return ""
    asked: dict[str, Any] = {"f_project": project.id, f"f_{name}": value}
    return url_for(f"{listed_by}.list", **asked)
