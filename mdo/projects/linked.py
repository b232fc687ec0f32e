"""What a project is linked to, and the days of all that on one line of time.

Whatever has days of its own declares itself: a domain above calls `link` in its `domain.py` and the page of a project
shows it, in the scope and the rights of the reader.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.meetings.called import called
from models.contracts import Contract
from models.execution import Invoice, OrderState, PurchaseOrder
from models.meetings import ActionItem, ActionState, Meeting, MeetingState
from models.projects import Milestone, Project, ProjectSpending, project_meeting, project_request
from models.requests import CouncilRequest


@dataclass(frozen=True)
class Linked:
    """Rows that are linked to projects: `of(project)` ties them to one; `view` has their pages and asks for its rights.

    `days` are the days that each has, in words (message ids), with the column of a day or of a moment. `is_off` leaves
    out those that do not take place, `name` says one, `is_done` one of which nothing is left to do. Two of one place
    are refused.
    """

    place: int
    model: Any
    view: str
    of: Callable[[Project], ColumnElement[bool]]
    days: tuple[tuple[str, str], ...]
    is_off: Callable[[Any], bool] = lambda row: False
    name: Callable[[Any], str] = str
    is_done: Callable[[Any], bool] = lambda row: False


@dataclass(frozen=True)
class LinkedDay:
    """A day on the line: what happens (a message id), to what, whose page is that of `id` in `view`."""

    on: dt.date
    label: str
    title: str
    view: str
    id: int
    is_done: bool = False


def _named(model: Any, name: str) -> Callable[[Project], ColumnElement[bool]]:
    column = getattr(ProjectSpending, f"{name}_id")
    return lambda project: model.id.in_(select(column).where(ProjectSpending.project_id == project.id))


def _invoices(project: Project) -> ColumnElement[bool]:
    orders = select(ProjectSpending.order_id).where(ProjectSpending.project_id == project.id)
    return or_(_named(Invoice, "invoice")(project), Invoice.order_id.in_(orders.where(ProjectSpending.order_id > 0)))


_OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)
LINKED: list[Linked] = []


def link(*linked: Linked) -> None:
    """Declares what is linked to projects. Raises ValueError for a place that is taken."""
    for one in linked:
        if any(other.place == one.place for other in LINKED):
            raise ValueError(f"Place {one.place} of what is linked to projects is taken: {one.model.__name__}.")
        LINKED.append(one)
    LINKED.sort(key=lambda one: one.place)


link(
    Linked(
        10,
        Milestone,
        "MilestoneView",
        lambda project: Milestone.project_id == project.id,
        ((N_("Milestone"), "due_on"),),
        is_done=lambda row: row.reached_on is not None,
    ),
    Linked(
        20,
        ActionItem,
        "ActionView",
        lambda project: and_(ActionItem.project_id == project.id, ActionItem.due_on.is_not(None)),
        ((N_("Task"), "due_on"),),
        lambda row: row.state is ActionState.DROPPED,
        is_done=lambda row: row.state is ActionState.DONE,
    ),
    Linked(
        30,
        Meeting,
        "MeetingView",
        lambda project: Meeting.id.in_(
            select(project_meeting.c.meeting_id).where(project_meeting.c.project_id == project.id)
        ),
        ((N_("Meeting"), "start_at"),),
        lambda row: row.state in _OFF,
        called,
    ),
    Linked(
        40,
        CouncilRequest,
        "RequestView",
        lambda project: CouncilRequest.id.in_(
            select(project_request.c.request_id).where(project_request.c.project_id == project.id)
        ),
        (
            (N_("Request received"), "received_on"),
            (N_("Answer due"), "due_on"),
            (N_("Request answered"), "answered_on"),
        ),
    ),
    Linked(
        50,
        Contract,
        "ContractView",
        _named(Contract, "contract"),
        (
            (N_("Contract notified"), "notified_on"),
            (N_("Contract starts"), "starts_on"),
            (N_("Contract ends"), "ends_on"),
        ),
    ),
    Linked(
        60,
        PurchaseOrder,
        "OrderView",
        _named(PurchaseOrder, "order"),
        ((N_("Order issued"), "ordered_on"),),
        lambda row: row.state is not OrderState.ISSUED,
    ),
    Linked(
        70,
        Invoice,
        "InvoiceView",
        _invoices,
        ((N_("Invoice received"), "received_on"), (N_("Invoice paid"), "paid_on")),
    ),
)


def days_of(session: AnySession, project: Project, may_show: Callable[[str], bool]) -> Sequence[LinkedDay]:
    """All the days of a project, the first first: its own, then those of what it is linked to, one statement a kind."""
    days = [
        LinkedDay(on, label, project.title, "ProjectView", project.id)
        for label, on in (
            (N_("Project starts"), project.start_on),
            (N_("Project ends (planned)"), project.end_on),
            (N_("Project closed"), project.closed_on),
        )
        if on is not None
    ]
    for one in LINKED:
        if may_show(one.view):
            rows = session.scalars(select(one.model).where(one.of(project)).order_by(one.model.id))
            days += [day for row in rows if not one.is_off(row) for day in _days(one, row)]
    return sorted(days, key=lambda day: (day.on, day.label, day.id))


def _days(one: Linked, row: Any) -> Iterable[LinkedDay]:
    for label, name in one.days:
        value = getattr(row, name)
        # The day by which an answer was awaited is one no more once it came.
        if value is not None and not (name == "due_on" and getattr(row, "answered_on", None) is not None):
            on = day_of(value) if isinstance(value, dt.datetime) else value
            yield LinkedDay(on, label, one.name(row), one.view, row.id, one.is_done(row))
