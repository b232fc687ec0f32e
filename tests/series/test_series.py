"""The days of a series: what closes a day, which month gives which day, at what hour, in which mairie."""

import datetime as dt

import pytest

from mdo.days_off.days import Closure, ClosureKind, Period, closure_of, public_holiday
from mdo.days_off.reference import SCHOOL_HOLIDAYS
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import day_of
from mdo.series.dates import SeriesRule, check_asked, minute_of, moment, rotation, slots_of
from models.network import SlotRule
from tests.support.rows import day, maybe_day

ZONE_A = tuple(Period(row.label, row.start_on, row.end_on) for row in SCHOOL_HOLIDAYS)
PARIS_HOURS = "%d/%m/%Y %H:%M"


def asked(first: str, last: str, every: int = 2, weekday: int | None = None) -> SeriesRule:
    rule = SlotRule.FIRST_WORKING_DAY if weekday is None else SlotRule.SAME_WEEKDAY
    return SeriesRule(day(first), day(last), every, rule, weekday)


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        ("10/11/2026", None),
        ("11/11/2026", ClosureKind.PUBLIC_HOLIDAY),
        ("11/11/2027", ClosureKind.PUBLIC_HOLIDAY),
        ("29/03/2027", ClosureKind.PUBLIC_HOLIDAY),  # Easter Monday
        ("30/03/2027", None),
        ("26/03/2027", None),  # Good Friday is a holiday in Alsace and Moselle alone
        ("17/05/2027", ClosureKind.PUBLIC_HOLIDAY),  # Whit Monday
        ("16/10/2026", None),
        ("19/10/2026", ClosureKind.SCHOOL_HOLIDAY),
        ("30/10/2026", ClosureKind.SCHOOL_HOLIDAY),
        ("02/11/2026", None),
        ("01/11/2026", ClosureKind.PUBLIC_HOLIDAY),  # within school holidays too: the feast says more
        ("12/02/2027", None),
        ("15/02/2027", ClosureKind.SCHOOL_HOLIDAY),
        ("26/02/2027", ClosureKind.SCHOOL_HOLIDAY),
        ("01/03/2027", None),
        ("07/05/2027", ClosureKind.SCHOOL_HOLIDAY),  # the day after Ascension
        ("10/05/2027", None),
        ("01/09/2027", ClosureKind.SCHOOL_HOLIDAY),
        ("02/09/2027", None),
        ("28/11/2026", ClosureKind.WEEKEND),
        ("29/11/2026", ClosureKind.WEEKEND),
        ("30/11/2026", None),
    ],
)
def test_what_closes_a_day(on: str, kind: ClosureKind | None) -> None:
    closure = closure_of(day(on), ZONE_A)
    assert (closure.kind if closure else None) is kind


def test_a_public_holiday_has_its_name_in_the_language_of_the_reader() -> None:
    assert public_holiday(day("29/03/2027")) == "Lundi de Pâques"
    assert public_holiday(day("29/03/2027"), "en") == "Easter Monday"
    assert public_holiday(day("30/03/2027")) is None


@pytest.mark.parametrize(
    ("request_", "days"),
    [
        # Every two months for a year: January begins in the holidays, May on the 3rd, July before the summer.
        (
            asked("01/01/2027", "31/12/2027"),
            ["04/01/2027", "01/03/2027", "03/05/2027", "01/07/2027", "02/09/2027", "08/11/2027"],
        ),
        # Tuesdays: 1 June is free, and August has no day at all, so that it goes to the first Tuesday of September.
        (asked("01/06/2027", "30/11/2027", 2, weekday=1), ["01/06/2027", "07/09/2027", "05/10/2027"]),
        # Every month: August gives no day of its own.
        (asked("01/06/2027", "30/09/2027", 1), ["01/06/2027", "01/07/2027", None, "02/09/2027"]),
        # 11 November is a Wednesday in 2026, the first one after the holidays being the 4th.
        (asked("01/11/2026", "30/11/2026", 1, weekday=2), ["04/11/2026"]),
        (asked("05/11/2026", "30/11/2026", 1, weekday=2), ["18/11/2026"]),
        # Easter Monday.
        (asked("23/03/2027", "08/04/2027", 1, weekday=0), [None, "05/04/2027"]),
        (asked("29/03/2027", "31/03/2027", 1), ["30/03/2027"]),
        # The first day asked for counts, not the first of its month; the last one too.
        (asked("24/11/2026", "24/11/2026", 2), ["24/11/2026"]),
        (asked("28/11/2026", "29/11/2026", 2), [None]),
    ],
)
def test_the_first_possible_day_of_each_step(request_: SeriesRule, days: list[str | None]) -> None:
    assert [slot.day for slot in slots_of(request_, ZONE_A)] == [maybe_day(text) for text in days]


def test_what_moved_a_meeting_is_said_once_each_and_week_ends_are_not() -> None:
    january, november = slots_of(asked("01/01/2027", "31/12/2027", 10), ZONE_A)[:2]
    assert january.closures == (
        Closure(ClosureKind.PUBLIC_HOLIDAY, day=day("01/01/2027")),
        Closure(ClosureKind.SCHOOL_HOLIDAY, label="Vacances de Noël"),
    )
    assert [closure.kind for closure in november.closures] == [
        ClosureKind.PUBLIC_HOLIDAY,
        ClosureKind.SCHOOL_HOLIDAY,
    ]
    (may,) = slots_of(asked("01/05/2027", "31/05/2027"), ())
    assert may.day == day("03/05/2027")
    assert [closure.day for closure in may.closures] == [day("01/05/2027")]


def test_no_meeting_falls_on_a_closed_day_nor_two_on_one_day() -> None:
    for every in range(1, 13):
        for weekday in (None, 0, 1, 2, 3, 4):
            found = [slot.day for slot in slots_of(asked("01/09/2026", "31/08/2028", every, weekday), ZONE_A)]
            days = [on for on in found if on is not None]
            assert len(found) == -(-24 // every)
            assert days == sorted(set(days))
            assert all(closure_of(on, ZONE_A) is None for on in days)
            assert all(weekday is None or on.weekday() == weekday for on in days)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (asked("24/11/2026", "23/11/2026"), "last_on"),
        (asked("24/11/2026", "24/11/2026"), None),
        (asked("24/11/2026", "23/11/2033"), None),
        (asked("24/11/2026", "24/11/2033"), "last_on"),
        (asked("24/11/2026", "24/11/2027", weekday=4), None),
        (asked("24/11/2026", "24/11/2027", weekday=5), "weekday"),
        (SeriesRule(day("24/11/2026"), day("24/11/2027"), rule=SlotRule.SAME_WEEKDAY), "weekday"),
    ],
)
def test_a_series_covers_a_year_or_a_term_on_working_days(request_: SeriesRule, field: str | None) -> None:
    if field is None:
        check_asked(request_)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_asked(request_)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("on", "minute", "in_utc"),
    [
        ("26/03/2027", 18 * 60 + 30, "26/03/2027 17:30"),
        ("29/03/2027", 18 * 60 + 30, "29/03/2027 16:30"),  # summer time since the night before
        ("29/10/2027", 18 * 60 + 30, "29/10/2027 16:30"),
        ("01/11/2027", 18 * 60 + 30, "01/11/2027 17:30"),
        ("24/11/2026", 0, "23/11/2026 23:00"),
        ("24/11/2026", 23 * 60 + 59, "24/11/2026 22:59"),
    ],
)
def test_the_hour_on_the_clock_of_paris_stays_across_the_seasons(on: str, minute: int, in_utc: str) -> None:
    at = moment(day(on), minute)
    assert at.astimezone(dt.UTC).strftime(PARIS_HOURS) == in_utc
    assert (day_of(at), minute_of(at)) == (day(on), minute)


@pytest.mark.parametrize(
    ("first", "count", "expected"),
    [
        (1, 3, (1, 2, 3)),
        (8, 4, (8, 9, 1, 2)),
        (9, 2, (9, 1)),
        (5, 10, (5, 6, 7, 8, 9, 1, 2, 3, 4, 5)),
        (None, 2, (None, None)),
        (5, 0, ()),
    ],
)
def test_the_mairies_host_in_turn_and_the_9e_is_followed_by_the_1er(
    first: int | None, count: int, expected: tuple[int | None, ...]
) -> None:
    assert rotation(range(1, 10), first, count) == expected
