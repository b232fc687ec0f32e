"""Where a request of a body stands on a day: one definition for the screens, the lists, the reports and the home page.

The last day on which an answer is in time is the due date itself; a request without one is never late.
"""

import datetime as dt
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, literal, not_, or_
from sqlalchemy.orm import InstrumentedAttribute

from mdo.kernel.base.messages import N_
from mdo.kernel.rules.twofold import Cases, Rule
from mdo.kernel.states.acts import Act, Machine, never
from models.requests import CouncilRequest, FollowUp


class RequestStatus(StrEnum):
    """Where a request stands: each excludes the others, and one always holds."""

    RECEIVED = "received"
    SENT = "sent"
    OVERDUE = "overdue"
    IN_TIME = "in_time"
    ANSWERED_LATE = "answered_late"


AWAITING = (RequestStatus.RECEIVED, RequestStatus.SENT, RequestStatus.OVERDUE)
ANSWERED = (RequestStatus.IN_TIME, RequestStatus.ANSWERED_LATE)


def status_of(request: CouncilRequest, today: dt.date) -> RequestStatus:
    """The status on a day.

    Overdue: without answer the day after the due date, whether or not it was sent to a direction.
    """
    due_on, answered_on = request.due_on, request.answered_on
    if answered_on is not None:
        is_in_time = due_on is None or answered_on <= due_on
        return RequestStatus.IN_TIME if is_in_time else RequestStatus.ANSWERED_LATE
    if due_on is not None and due_on < today:
        return RequestStatus.OVERDUE
    return RequestStatus.RECEIVED if request.sent_on is None else RequestStatus.SENT


def status_clause(status: RequestStatus, today: dt.date) -> ColumnElement[bool]:
    """The same as an expression on `CouncilRequest`, never null."""
    due_on, answered_on, sent_on = CouncilRequest.due_on, CouncilRequest.answered_on, CouncilRequest.sent_on
    if status is RequestStatus.IN_TIME:
        return and_(answered_on.is_not(None), not_(_passed(due_on, answered_on)))
    if status is RequestStatus.ANSWERED_LATE:
        return and_(answered_on.is_not(None), _passed(due_on, answered_on))
    is_overdue = _passed(due_on, literal(today))
    if status is RequestStatus.OVERDUE:
        return and_(answered_on.is_(None), is_overdue)
    is_sent = sent_on.is_not(None) if status is RequestStatus.SENT else sent_on.is_(None)
    return and_(answered_on.is_(None), is_sent, not_(is_overdue))


def _passed(
    due_on: InstrumentedAttribute[dt.date | None], day: ColumnElement[dt.date] | InstrumentedAttribute[dt.date | None]
) -> ColumnElement[bool]:
    return and_(due_on.is_not(None), due_on < day)


def past_due_clause(today: dt.date) -> ColumnElement[bool]:
    """Those whose due date went by without an answer, whether one came later or not."""
    return or_(status_clause(RequestStatus.OVERDUE, today), status_clause(RequestStatus.ANSWERED_LATE, today))


def age_of(request: CouncilRequest, today: dt.date) -> int:
    """Calendar days from the reception to the answer, or to this day while there is none."""
    return ((request.answered_on or today) - request.received_on).days


def is_in_time(request: CouncilRequest, today: dt.date) -> bool | None:
    """Whether the answer came in time; None as long as it still can."""
    status = status_of(request, today)
    if status in ANSWERED:
        return status is RequestStatus.IN_TIME
    return False if status is RequestStatus.OVERDUE else None


# Nothing is mailed: an act says what was done.
# fmt: off
REQUEST_ACTS = Machine(CouncilRequest, (
    Act("send", N_("Send to a direction"), "send", ("organisation", "sent_on"), N_("Sent to a direction"),
        today=("sent_on",), in_bulk=True, offered=lambda row, law: row.answered_on is None and row.sent_on is None),
    Act("reply", N_("Enter the answer"), "chat-left-text",
        ("answered_on", "answer", "follow_up", "follow_up_reason"), N_("Answer"),
        optional=("answer", "follow_up", "follow_up_reason"), today=("answered_on",),
        offered=lambda row, law: row.answered_on is None),
    Act("remind", N_("Say that it was reminded"), "bell", ("reminded_on",), N_("Direction reminded"),
        today=("reminded_on",), offered=never),
    Act("follow", N_("Say the follow-up"), "check-lg", ("follow_up", "follow_up_reason"), N_("Follow-up"),
        optional=("follow_up_reason",),
        offered=lambda row, law: row.answered_on is not None and row.follow_up in (None, FollowUp.PLANNED)),
))
# fmt: on


_DAYS = (CouncilRequest.due_on, CouncilRequest.sent_on, CouncilRequest.answered_on)
STATUS = Cases(RequestStatus, status_of, status_clause, _DAYS)
PAST_DUE = Rule(lambda row, today: is_in_time(row, today) is False, past_due_clause, _DAYS)
