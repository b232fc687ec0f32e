"""The tab of the requests of a body: what it asked, where each stands, and the report for its next meeting."""

from typing import Any

from flask import url_for
from sqlalchemy import func, select

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import columns_named
from mdo.kernel.labels import enum_label
from mdo.requests.columns import REQUEST_COLUMNS
from mdo.requests.states import RequestStatus, status_clause
from models.instances import Instance
from models.requests import CouncilRequest
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Panel, TabContent
from views.base.record import RelatedList, TabSource, related
from views.base.words import tone_of

_LISTED = RelatedList(
    "requests",
    CouncilRequest,
    columns_named(REQUEST_COLUMNS, "number", "subject", "organisation", "received_on", "due_on", "status", "age"),
    lambda body: CouncilRequest.instance_id == body.id,
    (CouncilRequest.answered_on.is_not(None), CouncilRequest.received_on.desc()),
    filter_argument="instance",
    add_argument="instance",
    empty_text=N_("No request of this body yet."),
)


def requests_tab(view: Any, row: Instance) -> TabSource:
    """What the body asked and what became of it; `view` is that of the body."""
    title = _LISTED.heading
    rights = view.rights_on("RequestView")
    if not view.may_change(row):
        rights = rights - {"can_add"}

    def fill() -> TabContent:
        listed = related(row, _LISTED, rights, _LISTED.columns)
        return TabContent("requests", title, (_panel(view, row),), listed)

    return TabSource("requests", title, fill, (CouncilRequest, CouncilRequest.instance_id == row.id))


def _panel(view: Any, row: Instance) -> Panel:
    """How many stand where, each number leading to these rows."""
    today = context_of(db.session).today
    counted = [func.count(CouncilRequest.id).filter(status_clause(status, today)) for status in RequestStatus]
    numbers = db.session.execute(select(*counted).where(CouncilRequest.instance_id == row.id)).one()
    figures = tuple(
        (
            gettext(enum_label(status)),
            number,
            url_for("RequestView.list", f_instance=row.id, f_status=status.value),
            tone_of(status) if number else "",
        )
        for status, number in zip(RequestStatus, numbers, strict=True)
    )
    may_report = view.may("can_list", "ReportView") and view.may("can_list", "MeetingView")
    report_url = url_for("ReportView.show", name="requests-to-meeting", f_body=row.id) if may_report else ""
    return Panel(gettext("Where they stand"), "requests/panel.html", {"figures": figures, "report_url": report_url})
