"""The money of projects, one line each: what is planned, committed, invoiced and paid; in total each thing once."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import FigureLine, Heading, Summary
from mdo.kernel.labels import FIELD_LABELS
from mdo.projects.money import Sums, money_of
from mdo.reports.declaration import Report, Result, Values
from mdo.reports.themes import Theme
from models.projects import Project

_PROJECT = FIELD_LABELS[Project]


@dataclass(frozen=True)
class MoneyLine:
    """A project with its sums."""

    project: Project
    sums: Sums


def _of(name: str, kind: Kind = Kind.TEXT, width: int = 18) -> Column:
    return Column(name, _PROJECT[name], lambda row, today: getattr(row.project, name), kind, width=width)


def _amount(name: str, label: str, value: Callable[[Sums], Decimal]) -> Column:
    return Column(name, label, lambda row, today: value(row.sums), Kind.AMOUNT, width=16)


# Amounts have no sum under them: what names two projects would count twice. The total is in the figures beside.
COLUMNS = (
    _of("title", width=44),
    _of("kind", Kind.ENUM, 26),
    _of("state", Kind.ENUM, 14),
    Column("lead", _PROJECT["lead"], lambda row, today: str(row.project.lead or "") or None, width=26),
    _of("end_on", Kind.DATE, 14),
    _amount("planned_incl_tax", N_("Planned (€ with tax)"), lambda sums: sums.planned_incl_tax),
    _amount("committed_excl_tax", N_("Committed (€ before tax)"), lambda sums: sums.committed.excl_tax),
    _amount("committed_incl_tax", N_("Committed (€ with tax)"), lambda sums: sums.committed.incl_tax),
    _amount("spent_excl_tax", N_("Invoiced (€ before tax)"), lambda sums: sums.spent.excl_tax),
    _amount("spent_incl_tax", N_("Invoiced (€ with tax)"), lambda sums: sums.spent.incl_tax),
    _amount("paid_incl_tax", N_("Paid (€ with tax)"), lambda sums: sums.paid.incl_tax),
    _amount("left_incl_tax", N_("Planned and not committed (€ with tax)"), lambda sums: sums.left_incl_tax),
)
_HEADINGS: tuple[tuple[str, Callable[[Sums], Decimal]], ...] = (
    (N_("Planned (€ with tax)"), lambda sums: sums.planned_incl_tax),
    (N_("Committed (€ with tax)"), lambda sums: sums.committed.incl_tax),
    (N_("Invoiced (€ with tax)"), lambda sums: sums.spent.incl_tax),
    (N_("Paid (€ with tax)"), lambda sums: sums.paid.incl_tax),
)


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """All the projects, the first to end first."""
    asked = select(Project).order_by(Project.end_on.is_(None), Project.end_on, Project.id)
    rows = session.scalars(asked.options(joinedload(Project.lead))).all()
    by_id, total = money_of(session, [row.id for row in rows])
    lines = [MoneyLine(row, by_id[row.id]) for row in rows]
    count = session.scalar(select(func.count(Project.id))) or 0
    return Result(count, lines if limit is None else lines[:limit], (_summary(lines, total),))


def _summary(lines: list[MoneyLine], total: Sums) -> Summary:
    def figures(sums: Sums) -> tuple[Any, ...]:
        return tuple(value(sums) for _, value in _HEADINGS)

    return Summary(
        N_("Sums by project"),
        N_("Project"),
        tuple(Heading(label, Kind.AMOUNT) for label, _ in _HEADINGS),
        tuple(FigureLine(line.project.title, figures(line.sums)) for line in lines),
        figures(total),
        charted=(0, 1, 2),
        note=N_(
            "The total is not the sum of the lines: a contract, an order or an invoice that names several projects "
            "counts in each, and once in the total."
        ),
    )


REPORT = Report(
    name="argent_des_projets",
    theme=Theme.PROCUREMENT,
    title=N_("Money of the projects"),
    description=N_(
        "One line a project: planned, committed, invoiced, paid; each contract, order or invoice counts once in the "
        "total, whatever it names besides."
    ),
    parameters=(),
    columns=COLUMNS,
    run=run,
    reads=("ProjectView", "BudgetLineView", "ProjectSpendingView", "ContractView"),
    takes=("ProjectView", "BudgetLineView", "ProjectSpendingView", "ContractView"),
    view="ProjectView",
    record_id=lambda row: int(row.project.id),
)
