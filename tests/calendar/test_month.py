"""Months as weeks, and the days on which one would rather not meet."""

import datetime as dt

import pytest

from mdo.calendar.month import Month
from mdo.days_off.avoided import is_week_end, school_holiday
from models.network import SchoolHoliday
from tests.support.rows import day


@pytest.mark.parametrize(
    ("month", "first", "last", "numbers"),
    [
        ("2026-11", "26/10/2026", "06/12/2026", [44, 45, 46, 47, 48, 49]),
        ("2027-02", "01/02/2027", "28/02/2027", [5, 6, 7, 8]),
        ("2026-12", "30/11/2026", "03/01/2027", [49, 50, 51, 52, 53]),
        ("2027-01", "28/12/2026", "31/01/2027", [53, 1, 2, 3, 4]),
    ],
)
def test_a_month_is_whole_weeks_from_monday_to_sunday(month: str, first: str, last: str, numbers: list[int]) -> None:
    found = Month.read(month)
    assert found is not None
    assert [week.number for week in found.weeks] == numbers
    assert found.weeks[0].days[0] == day(first)
    assert found.weeks[-1].days[-1] == day(last)
    assert {len(week.days) for week in found.weeks} == {7}


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "26-11", "2026-11-24", "1900-12", "2100-01", "9999-12"]
)
def test_what_is_no_month_is_not_read(text: str) -> None:
    assert Month.read(text) is None


@pytest.mark.parametrize(("text", "step", "expected"), [("2026-12", 1, "2027-01"), ("2027-01", -1, "2026-12")])
def test_the_next_month_passes_the_year(text: str, step: int, expected: str) -> None:
    month = Month.read(text)
    assert month is not None
    assert month.shifted(step).written == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [("19/02/2027", ""), ("20/02/2027", "Hiver"), ("07/03/2027", "Hiver"), ("08/03/2027", "")],
)
def test_school_holidays_hold_their_first_and_last_day(on: str, expected: str) -> None:
    winter = SchoolHoliday(label="Hiver", start_on=day("20/02/2027"), end_on=day("07/03/2027"))
    assert school_holiday(day(on), [winter]) == expected


def test_the_week_end_is_saturday_and_sunday() -> None:
    monday = dt.date(2026, 11, 23)
    assert [is_week_end(monday + dt.timedelta(days=index)) for index in range(7)] == [False] * 5 + [True] * 2
