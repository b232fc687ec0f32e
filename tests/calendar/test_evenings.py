"""Evenings and hours to recover, by a clock in Paris."""

import datetime as dt

import pytest

from mdo.calendar.evenings import is_evening, minutes_to_recover
from mdo.kernel.base.periods import PARIS


def at(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("start", "end", "minutes", "evening"),
    [
        ("24/11/2026 18:30", "24/11/2026 21:00", 150, True),
        ("24/11/2026 17:00", "24/11/2026 18:00", 0, False),
        ("24/11/2026 17:00", "24/11/2026 18:01", 1, True),
        ("24/11/2026 09:00", "24/11/2026 12:00", 0, False),
        ("24/11/2026 16:30", "24/11/2026 20:15", 135, True),
        ("28/11/2026 09:00", "28/11/2026 12:30", 210, False),  # a Saturday morning
        ("27/11/2026 22:00", "28/11/2026 01:00", 180, True),  # into a Saturday
        ("29/11/2026 23:00", "30/11/2026 07:00", 420, True),  # out of a Sunday, until 6:00
        ("24/10/2026 22:00", "25/10/2026 04:00", 420, True),  # the night has an hour more
        ("27/03/2027 22:00", "28/03/2027 04:00", 300, True),  # and one less
    ],
)
def test_hours_after_six_in_the_evening_and_on_week_ends_are_recovered(
    start: str, end: str, minutes: int, evening: bool
) -> None:
    assert minutes_to_recover(at(start), at(end)) == minutes
    assert is_evening(at(start), at(end)) is evening


def test_an_end_in_another_century_is_not_counted_day_by_day() -> None:
    assert minutes_to_recover(at("24/11/2026 18:30"), at("24/11/9000 18:30")) < 7 * 24 * 60
