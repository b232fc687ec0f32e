"""How legal delays are counted, with the examples of the sources."""

import datetime as dt

import pytest

from mdo.procurement.counting import last_day, limit_from, payment_limit, signature_from, within, working_until


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("sent", "days", "last", "limit"),
    [
        ("2025-01-06", 30, "2025-02-05", "2025-02-06"),
        # 35 days from 6 January end on Monday 10 February.
        ("2025-01-06", 35, "2025-02-10", "2025-02-11"),
        # A Saturday, a Sunday, a public holiday: the next working day (11 November 2026 is a Wednesday).
        ("2026-10-01", 30, "2026-11-02", "2026-11-03"),
        ("2026-10-12", 30, "2026-11-12", "2026-11-13"),
        ("2026-10-11", 30, "2026-11-10", "2026-11-11"),
    ],
)
def test_the_day_of_sending_is_left_out_and_the_last_day_runs_to_midnight(
    sent: str, days: int, last: str, limit: str
) -> None:
    assert (last_day(day(sent), days), limit_from(day(sent), days)) == (day(last), day(limit))


@pytest.mark.parametrize(
    ("sent", "days", "signed"), [("2010-12-28", 16, "2011-01-13"), ("2026-11-24", 11, "2026-12-05")]
)
def test_the_day_of_sending_counts_in_the_standstill(sent: str, days: int, signed: str) -> None:
    assert signature_from(day(sent), days) == day(signed)


@pytest.mark.parametrize(
    ("start", "amount", "in_months", "last"),
    [
        ("2026-10-15", 2, True, "2026-12-15"),
        ("2026-12-31", 2, True, "2027-02-28"),
        ("2026-11-24", 15, False, "2026-12-09"),
    ],
)
def test_what_is_due_at_most_so_long_after(start: str, amount: int, in_months: bool, last: str) -> None:
    assert within(day(start), amount, in_months=in_months) == day(last)


def test_an_invoice_is_paid_within_thirty_days_of_its_reception() -> None:
    assert payment_limit(day("2026-11-24"), 30) == day("2026-12-24")


def test_a_day_off_is_left_backward_too() -> None:
    assert working_until(day("2026-11-15")) == day("2026-11-13")
