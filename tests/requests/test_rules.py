"""What a request may say: each refusal names its field and what to do."""

import datetime as dt

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.requests.rules import check_request, due_date
from models.organisations import Organisation, OrganisationKind
from models.requests import CouncilRequest, FollowUp
from tests.support import TODAY
from tests.support.rows import day

CHECKED = {"answered_on": day("10/11/2026"), "answer": "Oui."}


def a_request(**values) -> CouncilRequest:
    direction = Organisation(id=1, name="Direction des mobilités", kind=OrganisationKind.DIRECTION)
    common = {"number": "2026-001", "subject": "Un banc", "received_on": day("01/10/2026"), "organisation": direction}
    return CouncilRequest(**common | values)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"received_on": TODAY, "sent_on": TODAY, "due_on": TODAY, "answered_on": TODAY, "answer": "Oui."},
        {"organisation": None},
        CHECKED,
        {"answered_on": TODAY, "follow_up": FollowUp.PLANNED},
        CHECKED | {"follow_up": FollowUp.REFUSED, "follow_up_reason": "Trop cher."},
        CHECKED | {"follow_up": FollowUp.DONE, "follow_up_reason": "En avril."},
    ],
)
def test_what_is_accepted(values) -> None:
    check_request(a_request(**values), TODAY)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"received_on": TODAY + dt.timedelta(days=1)}, "received_on"),
        ({"sent_on": TODAY + dt.timedelta(days=1)}, "sent_on"),
        (CHECKED | {"answered_on": TODAY + dt.timedelta(days=1)}, "answered_on"),
        ({"sent_on": day("30/09/2026")}, "sent_on"),
        ({"due_on": day("30/09/2026")}, "due_on"),
        (CHECKED | {"answered_on": day("30/09/2026")}, "answered_on"),
        (CHECKED | {"sent_on": day("11/11/2026")}, "answered_on"),
        ({"sent_on": day("02/10/2026"), "organisation": None}, "organisation"),
        ({"organisation": Organisation(id=2, name="Les Amis", kind=OrganisationKind.ASSOCIATION)}, "organisation"),
        ({"answer": "Oui."}, "answered_on"),
        ({"follow_up": FollowUp.DONE}, "answered_on"),
        ({"answered_on": TODAY}, "answer"),
        ({"answered_on": TODAY, "answer": "  "}, "answer"),
        (CHECKED | {"follow_up": FollowUp.REFUSED}, "follow_up_reason"),
        (CHECKED | {"follow_up": FollowUp.REFUSED, "follow_up_reason": " "}, "follow_up_reason"),
        ({"follow_up_reason": "Trop cher."}, "follow_up"),
    ],
)
def test_what_is_refused_and_at_which_field(values, field) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_request(a_request(**values), TODAY)
    assert refusal.value.field == field


def test_an_answer_is_due_sixty_calendar_days_after_the_reception() -> None:
    assert due_date(day("01/10/2026")) == day("30/11/2026")
