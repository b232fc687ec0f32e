"""Months and terms, to the day."""

import pytest

from mdo.kernel.base.periods import add_months, have_common_day, last_day_of_term
from tests.support.rows import day, maybe_day


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("15/01/2026", 1, "15/02/2026"),
        ("31/01/2026", 1, "28/02/2026"),
        ("31/01/2028", 1, "29/02/2028"),
        ("30/01/2026", 1, "28/02/2026"),
        ("28/02/2026", 1, "28/03/2026"),
        ("29/02/2024", 12, "28/02/2025"),
        ("29/02/2024", 48, "29/02/2028"),
        ("30/11/2026", 1, "30/12/2026"),
        ("01/12/2026", 1, "01/01/2027"),
        ("13/12/2023", 36, "13/12/2026"),
        ("13/12/2026", -6, "13/06/2026"),
        ("31/03/2026", -1, "28/02/2026"),
        ("31/01/2026", -1, "31/12/2025"),
        ("24/11/2026", 0, "24/11/2026"),
    ],
)
def test_months_are_added_date_to_date_or_to_the_last_of_the_month(start: str, months: int, expected: str) -> None:
    assert add_months(day(start), months) == day(expected)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("01/10/2021", 36, "30/09/2024"),
        ("01/10/2024", 36, "30/09/2027"),
        ("15/03/2026", 12, "14/03/2027"),
        ("31/01/2026", 1, "28/02/2026"),
        ("30/01/2026", 1, "28/02/2026"),
        ("29/01/2026", 1, "28/02/2026"),
        ("28/01/2026", 1, "27/02/2026"),
        ("31/01/2028", 1, "29/02/2028"),
        ("29/02/2024", 12, "28/02/2025"),
        ("01/03/2026", 12, "28/02/2027"),
        ("01/03/2027", 12, "29/02/2028"),
    ],
)
def test_a_term_ends_on_the_eve_or_with_the_month_that_lacks_the_day(start: str, months: int, expected: str) -> None:
    assert last_day_of_term(day(start), months) == day(expected)


PERIOD = ("01/03/2026", "31/03/2026")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("01/02/2026", "28/02/2026", False),
        ("01/02/2026", "01/03/2026", True),
        ("31/03/2026", "30/04/2026", True),
        ("01/04/2026", "30/04/2026", False),
        ("10/03/2026", "10/03/2026", True),
        ("01/01/2026", "31/12/2026", True),
        (None, "28/02/2026", False),
        (None, "01/03/2026", True),
        ("31/03/2026", None, True),
        ("01/04/2026", None, False),
        (None, None, True),
    ],
)
def test_two_periods_meet_on_their_first_and_last_days(start: str | None, end: str | None, expected: bool) -> None:
    first, second = tuple(map(day, PERIOD)), (maybe_day(start), maybe_day(end))
    assert have_common_day(*first, *second) is expected
    assert have_common_day(*second, *first) is expected
