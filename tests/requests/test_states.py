"""Where a request stands on a day, how old it is, whether its answer came in time."""

import datetime as dt

import pytest

from mdo.requests.states import RequestStatus, age_of, is_in_time, status_of
from models.requests import CouncilRequest
from tests.support import TODAY
from tests.support.rows import day, maybe_day

RECEIVED = dt.date(2026, 9, 1)
CASES = [
    # sent, due, answered: status, in time
    (None, "31/10/2026", None, RequestStatus.OVERDUE, False),
    (None, "23/11/2026", None, RequestStatus.OVERDUE, False),  # yesterday
    (None, "24/11/2026", None, RequestStatus.RECEIVED, None),  # today is still in time
    ("05/09/2026", "24/11/2026", None, RequestStatus.SENT, None),
    ("05/09/2026", "23/11/2026", None, RequestStatus.OVERDUE, False),
    ("05/09/2026", "31/10/2026", "31/10/2026", RequestStatus.IN_TIME, True),
    ("05/09/2026", "31/10/2026", "01/11/2026", RequestStatus.ANSWERED_LATE, False),
    (None, "31/10/2026", "02/09/2026", RequestStatus.IN_TIME, True),
    (None, None, None, RequestStatus.RECEIVED, None),  # no due date: never late
    ("05/09/2026", None, None, RequestStatus.SENT, None),
    (None, None, "24/11/2026", RequestStatus.IN_TIME, True),
]


def a_request(sent, due, answered) -> CouncilRequest:
    return CouncilRequest(
        received_on=RECEIVED, sent_on=maybe_day(sent), due_on=maybe_day(due), answered_on=maybe_day(answered)
    )


@pytest.mark.parametrize(("sent", "due", "answered", "status", "in_time"), CASES)
def test_the_status_follows_from_the_dates(sent, due, answered, status, in_time) -> None:
    row = a_request(sent, due, answered)
    assert (status_of(row, TODAY), is_in_time(row, TODAY)) == (status, in_time)


@pytest.mark.parametrize(
    ("answered", "today", "days"),
    [(None, "01/09/2026", 0), (None, "24/11/2026", 84), ("30/09/2026", "24/11/2026", 29)],
)
def test_a_request_ages_until_its_answer(answered, today, days) -> None:
    assert age_of(a_request(None, None, answered), day(today)) == days
