"""The projects that a body, a meeting, a request, a contract, an order or an invoice is linked to, on its own page."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import columns_named
from mdo.projects.columns import PROJECT_COLUMNS, SPENDING_COLUMNS
from models.contracts import Contract
from models.execution import Invoice, PurchaseOrder
from models.instances import Instance
from models.meetings import Meeting
from models.projects import Project, ProjectSpending
from models.requests import CouncilRequest
from views.base.record import RelatedList

_COLUMNS = columns_named(PROJECT_COLUMNS, "title", "kind", "state", "lead", "end_on")
_NONE = N_("No project is about it.")
_ORDER = (Project.end_on.is_(None), Project.end_on)

PROJECTS_OF_BODY = RelatedList(
    "projects",
    Project,
    _COLUMNS,
    lambda row: Project.instances.any(Instance.id == row.id),
    _ORDER,
    add_argument="instances",
    empty_text=_NONE,
)
PROJECTS_OF_MEETING = RelatedList(
    "projects",
    Project,
    _COLUMNS,
    lambda row: Project.meetings.any(Meeting.id == row.id),
    _ORDER,
    add_argument="meetings",
    empty_text=_NONE,
)
PROJECTS_OF_REQUEST = RelatedList(
    "projects",
    Project,
    _COLUMNS,
    lambda row: Project.requests.any(CouncilRequest.id == row.id),
    _ORDER,
    add_argument="requests",
    empty_text=_NONE,
)


def _named(model: type, name: str) -> RelatedList:
    column = getattr(ProjectSpending, f"{name}_id")
    return RelatedList(
        "projects",
        ProjectSpending,
        SPENDING_COLUMNS[:1],
        lambda row: column == row.id,
        (),
        title=N_("Projects"),
        view="ProjectSpendingView",
        add_argument=name,
        empty_text=N_("It names no project: add one, and its euros count there."),
    )


PROJECTS_OF_CONTRACT = _named(Contract, "contract")
PROJECTS_OF_ORDER = _named(PurchaseOrder, "order")
PROJECTS_OF_INVOICE = _named(Invoice, "invoice")
