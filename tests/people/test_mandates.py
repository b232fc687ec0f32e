"""Status of a mandate by date."""

import pytest

from mdo.instances.structure import last_day_of
from mdo.people.mandates import MandateStatus, status_of
from models.instances import Membership
from tests.support.rows import body, day, function, mandate

UPCOMING, IN_FORCE, EXPIRED, ENDED, UNDATED = MandateStatus
START, PLANNED = "01/10/2021", "30/09/2024"
OPEN, CLOSED = Membership.OPEN, Membership.CLOSED


@pytest.mark.parametrize(
    ("start", "planned", "ended", "on", "expected"),
    [
        # From start to planned end, both included.
        (START, PLANNED, None, "30/09/2021", UPCOMING),
        (START, PLANNED, None, "01/10/2021", IN_FORCE),
        (START, PLANNED, None, "30/09/2024", IN_FORCE),
        (START, PLANNED, None, "01/10/2024", EXPIRED),
        # Without planned end.
        (START, None, None, "30/09/2021", UPCOMING),
        (START, None, None, "01/01/2099", IN_FORCE),
        # The actual end, before or after the planned one, is the only end.
        (START, PLANNED, "15/06/2023", "15/06/2023", IN_FORCE),
        (START, PLANNED, "15/06/2023", "16/06/2023", ENDED),
        (START, PLANNED, "31/12/2024", "01/10/2024", IN_FORCE),
        (START, PLANNED, "31/12/2024", "31/12/2024", IN_FORCE),
        (START, PLANNED, "31/12/2024", "01/01/2025", ENDED),
        (START, PLANNED, PLANNED, "30/09/2024", IN_FORCE),
        (START, PLANNED, PLANNED, "01/10/2024", ENDED),
        # A mandate of one day.
        (START, START, None, "01/10/2021", IN_FORCE),
        (START, START, None, "02/10/2021", EXPIRED),
        # An unknown start is to complete until it has ended.
        (None, None, None, "24/11/2026", UNDATED),
        (None, PLANNED, None, "30/09/2024", UNDATED),
        (None, PLANNED, None, "01/10/2024", UNDATED),
        (None, None, "15/06/2023", "15/06/2023", UNDATED),
        (None, None, "15/06/2023", "16/06/2023", ENDED),
    ],
)
def test_status_by_date_in_a_closed_body(
    start: str | None, planned: str | None, ended: str | None, on: str, expected: MandateStatus
) -> None:
    assert status_of(mandate(start, planned, ended), day(on)) is expected


@pytest.mark.parametrize(
    ("type_membership", "own_membership", "is_bureau", "expected"),
    [
        (CLOSED, None, False, EXPIRED),
        (OPEN, None, False, IN_FORCE),
        (OPEN, None, True, EXPIRED),
        (OPEN, CLOSED, False, EXPIRED),
        (CLOSED, OPEN, False, IN_FORCE),
        (CLOSED, OPEN, True, EXPIRED),
    ],
)
def test_an_enrolment_never_expires_and_the_bureau_does(
    type_membership: Membership, own_membership: Membership | None, is_bureau: bool, expected: MandateStatus
) -> None:
    instance = body(type_membership, membership=own_membership)
    row = mandate(START, PLANNED, instance=instance, function_=function(is_bureau=is_bureau))
    assert status_of(row, day("01/10/2024")) is expected
    assert last_day_of(row) == (None if expected is IN_FORCE else day(PLANNED))


def test_an_enrolment_ends_when_its_end_is_recorded() -> None:
    row = mandate(START, None, "15/06/2023", instance=body(OPEN))
    assert status_of(row, day("15/06/2023")) is IN_FORCE
    assert status_of(row, day("16/06/2023")) is ENDED
