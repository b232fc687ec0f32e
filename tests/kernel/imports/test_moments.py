"""Days with their hour and hours alone, from cells as people fill them in."""

import datetime as dt
from typing import Any

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.cells.moments import to_hour, to_moment
from mdo.kernel.imports.cells.values import shown, written
from tests.support import TODAY

# 18:30 in Paris: two hours ahead of UTC until the end of October, one after.
SUMMER = dt.datetime(2026, 10, 12, 16, 30, tzinfo=dt.UTC)
WINTER = dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12/10/2026 18:30", SUMMER),
        ("12/10/2026 18h30", SUMMER),
        ("12/10/2026 à 18 h 30", SUMMER),
        ("12/10/2026 - 18h30", SUMMER),
        ("12/10/2026, 18:30:00", SUMMER),
        ("2026-10-12T18:30", SUMMER),
        ("2026-10-12 18:30:00", SUMMER),
        ("lundi 12 octobre 2026 à 18h30", SUMMER),
        (dt.datetime(2026, 11, 24, 18, 30), WINTER),
        (dt.datetime(2026, 11, 24, 18, 29, 59, 999_000), WINTER),
        (46350.7708333333, WINTER),
        (46350.0, dt.date(2026, 11, 24)),
        (dt.datetime(2026, 11, 24), dt.date(2026, 11, 24)),
        (dt.date(2026, 11, 24), dt.date(2026, 11, 24)),
        ("24/11/2026", dt.date(2026, 11, 24)),
        ("24 août 2026", dt.date(2026, 8, 24)),
        ("24/11/2026 18h", dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)),
        (None, None),
        ("?", None),
    ],
)
def test_a_moment_is_read_on_a_clock_in_paris(cell: Any, expected: Any) -> None:
    assert to_moment(cell, TODAY) == expected
    assert type(to_moment(cell, TODAY)) is type(expected)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("18:30", dt.time(18, 30)),
        ("18h30", dt.time(18, 30)),
        ("18 h", dt.time(18)),
        ("18 heures", dt.time(18)),
        ("0:00", dt.time(0)),
        ("23h59", dt.time(23, 59)),
        (0.7708333333, dt.time(18, 30)),
        (dt.time(18, 29, 59, 999_000), dt.time(18, 30)),
        (dt.timedelta(hours=18, minutes=30), dt.time(18, 30)),
        ("", None),
        ("-", None),
    ],
)
def test_an_hour_is_read_in_its_usual_spellings(cell: Any, expected: Any) -> None:
    assert to_hour(cell, TODAY) == expected


@pytest.mark.parametrize("cell", ["24h", "12h60", "le soir", 18.0, 1.0, -0.5, True, dt.timedelta(days=1)])
def test_what_is_no_hour_is_refused(cell: Any) -> None:
    with pytest.raises(RuleViolation):
        to_hour(cell, TODAY)


@pytest.mark.parametrize("cell", ["24/11/2026 25h", "18h30", "31/02/2026 18:30", "novembre 2026 18h", True, "demain"])
def test_what_is_no_moment_is_refused(cell: Any) -> None:
    with pytest.raises(RuleViolation):
        to_moment(cell, TODAY)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (WINTER, "24/11/2026 18:30"),
        (dt.datetime(2026, 11, 23, 23, tzinfo=dt.UTC), "24/11/2026"),
        (dt.datetime(2026, 11, 24, 18, 30), "24/11/2026 18:30"),
        (dt.date(2026, 11, 24), "24/11/2026"),
    ],
)
def test_a_moment_is_written_as_it_is_read(moment: dt.date, words: str) -> None:
    assert written(moment) == words
    if not (isinstance(moment, dt.datetime) and moment.tzinfo):
        assert shown(moment) == words
