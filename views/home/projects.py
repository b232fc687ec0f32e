"""The money of the projects on the first page: the totals of their report, each thing once."""

from collections.abc import Iterable

from flask import url_for
from sqlalchemy import select

from mdo.contracts.figures import Balance
from mdo.kernel.fields.columns import Kind
from mdo.projects.money import money_of
from mdo.reports.registry import REPORTS
from models.contracts import Contract
from models.projects import Project
from views.base.catalogues import gettext
from views.base.database import db
from views.base.words import value_in_words
from views.home.pages import Sum
from views.security.gate import may


def project_sums(running: Iterable[tuple[Contract, Balance]]) -> tuple[Sum, ...]:
    """For who reads what the report of this money is made of; nothing where there is no project.

    `running` are the figures of the contracts that run, which the page has read.
    """
    report = REPORTS["argent_des_projets"]
    if not all(may("can_list", view) for view in report.reads):
        return ()
    ids = db.session.scalars(select(Project.id)).all()
    if not ids:
        return ()
    total = money_of(db.session, ids, running)[1]
    url = url_for("ProjectView.list")
    if may("can_show", "ReportView"):
        url = url_for("ReportView.show", name=report.name)
    amounts = (
        (gettext("Planned, with tax"), total.planned_incl_tax, ""),
        (gettext("Committed, with tax"), total.committed.incl_tax, ""),
        (gettext("Invoiced, with tax"), total.spent.incl_tax, ""),
        (
            gettext("Planned and not committed, with tax"),
            total.left_incl_tax,
            "danger" if total.left_incl_tax < 0 else "",
        ),
    )
    return tuple(Sum(label, value_in_words(amount, Kind.AMOUNT), url, tone) for label, amount, tone in amounts)
