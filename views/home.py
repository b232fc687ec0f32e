"""The first page: real figures of the reader's own scope, each a link to the rows behind it."""

from typing import Any

from flask import g, redirect, url_for
from flask_appbuilder import IndexView, expose
from flask_babel import gettext
from sqlalchemy import ColumnElement, func, literal, select, union_all

from mdo.context import context_of
from mdo.people.mandates import MandateStatus, status_clause
from models.instances import Instance, InstanceState
from models.people import DuplicateCandidate, DuplicateState, Mandate, Person
from views.base.database import db
from views.base.pages import Link
from views.base.rendering import render


class HomeView(IndexView):
    """Home: what the reader answers for, in figures."""

    @expose("/")
    def index(self) -> Any:
        if getattr(g, "user", None) is None or not g.user.is_authenticated:
            return redirect(url_for("AuthView.login"))
        today = context_of(db.session).today
        figures = [
            (
                "InstanceView",
                gettext("Active bodies"),
                Instance,
                Instance.state == InstanceState.ACTIVE,
                {"f_state": "active"},
            ),
            ("PersonView", gettext("People"), Person, None, {}),
            *(
                ("MandateView", label, Mandate, status_clause(status, today), {"f_status": status.value})
                for label, status in (
                    (gettext("Mandates in force"), MandateStatus.IN_FORCE),
                    (gettext("Mandates expired"), MandateStatus.EXPIRED),
                    (gettext("Mandates to complete"), MandateStatus.UNDATED),
                )
            ),
            (
                "DuplicateView",
                gettext("Possible duplicates"),
                DuplicateCandidate,
                DuplicateCandidate.state == DuplicateState.OPEN,
                {"f_state": "open"},
            ),
        ]
        shown = [figure for figure in figures if self.appbuilder.sm.has_access("can_list", figure[0])]
        counts = _counts([(model, criterion) for _, _, model, criterion, _ in shown])
        tiles = tuple(
            (label, counts[index], url_for(f"{view}.list", **arguments))
            for index, (view, label, _model, _criterion, arguments) in enumerate(shown)
        )
        return render("mdo/home.html", tiles=tiles, shortcuts=self._shortcuts())

    def _shortcuts(self) -> tuple[Link, ...]:
        links = []
        manager = self.appbuilder.sm
        if manager.has_access("can_add", "PersonView") and manager.has_access("can_add", "MandateView"):
            links.append(Link(gettext("Person and mandate"), url_for("PersonView.enrol"), "person-plus", "primary"))
        if manager.has_access("can_import", "ImportView"):
            links.append(Link(gettext("Import a workbook"), url_for("ImportView.index"), "upload"))
        return tuple(links)


def _counts(parts: list[tuple[Any, ColumnElement[bool] | None]]) -> dict[int, int]:
    """All the counts in one statement."""
    statements = []
    for index, (model, criterion) in enumerate(parts):
        statement = select(literal(index).label("part"), func.count(model.id).label("total"))
        statements.append(statement if criterion is None else statement.where(criterion))
    if not statements:
        return {}
    rows = db.session.execute(union_all(*statements) if len(statements) > 1 else statements[0])
    return {row.part: row.total for row in rows}
