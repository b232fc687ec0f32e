"""What stays on the shelf, when the backup of the day is due, what is noted of the last one."""

import datetime as dt
from pathlib import Path

import pytest

from mdo.backup import shelf
from mdo.backup.archive import Manifest
from mdo.backup.taking import TakenBackup
from mdo.kernel.base.periods import PARIS

DAY = dt.date(2026, 11, 24)


def every_day(count: int, until: dt.date = DAY) -> list[dt.date]:
    return [until - dt.timedelta(days=number) for number in range(count)]


@pytest.mark.parametrize(
    ("days", "staying"),
    [
        ([], []),
        (every_day(7), every_day(7)),
        # The first of the month stays beside the last seven days.
        (every_day(24), [*every_day(7), dt.date(2026, 11, 1)]),
        (
            every_day(400),
            [*every_day(7), *(dt.date(2026, month, 1) for month in range(11, 0, -1)), dt.date(2025, 12, 1)],
        ),
        # Seven days that have one, though they be far apart; a clock gone wrong takes nothing away.
        ([dt.date(2036, 1, 1), *every_day(6)], [dt.date(2036, 1, 1), *every_day(6)]),
        ([dt.date(2026, 5, 17), *every_day(7)], [*every_day(7), dt.date(2026, 5, 17)]),
    ],
)
def test_seven_days_and_twelve_months_stay(days: list[dt.date], staying: list[dt.date]) -> None:
    assert sorted(set(days) - set(shelf.to_remove(days))) == sorted(staying)


def test_what_is_no_backup_of_ours_is_left_where_it_lies(tmp_path: Path) -> None:
    for day in every_day(30):
        shelf.path_of(tmp_path, day).write_bytes(b"1234")
    others = ["mdo-copie.zip", "mdo-2026-13-45.zip", "photos.zip"]
    for name in others:
        (tmp_path / name).touch()
    kept = shelf.tidy(tmp_path)
    assert ([item.day for item in kept[:7]], len(kept)) == (every_day(7), 9)
    assert sum(item.size for item in kept) == 36
    assert all((tmp_path / name).exists() for name in others)


@pytest.mark.parametrize(("hour", "due"), [(0, False), (1, False), (2, True), (23, True)])
def test_it_is_due_once_a_day_from_two_o_clock(tmp_path: Path, hour: int, due: bool) -> None:
    now = dt.datetime(2026, 11, 24, hour, 59, tzinfo=PARIS)
    assert shelf.is_due(tmp_path, now) is due
    shelf.path_of(tmp_path, DAY).touch()
    assert not shelf.is_due(tmp_path, now)
    assert shelf.is_due(tmp_path, now + dt.timedelta(days=1)) is due


def test_one_process_at_a_time_takes_it(tmp_path: Path) -> None:
    with shelf.alone(tmp_path / "shelf") as first, shelf.alone(tmp_path / "shelf") as second:
        assert (first, second) == (True, False)
    with shelf.alone(tmp_path / "shelf") as again:
        assert again


def test_the_last_good_one_stays_noted_when_a_later_one_fails(tmp_path: Path) -> None:
    assert shelf.last(tmp_path) == shelf.Last()
    moment = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)
    manifest = Manifest("0.7.0", moment.isoformat(), "sqlite", "0023")
    shelf.note_taken(tmp_path, TakenBackup(tmp_path / "mdo.zip", 12, manifest))
    shelf.note_failure(tmp_path, "%(file)s cannot be written: %(detail)s.", {"file": Path("/x"), "detail": "full"})
    last = shelf.last(tmp_path)
    assert (last.at, last.size, last.file) == (moment, 12, str(tmp_path / "mdo.zip"))
    assert last.reason == ("%(file)s cannot be written: %(detail)s.", {"file": "/x", "detail": "full"})
    shelf.note_taken(tmp_path, TakenBackup(tmp_path / "mdo.zip", 12, manifest))
    assert shelf.last(tmp_path).failed_at is None
    (tmp_path / "backup.json").write_text('{"at": 3, "reason": 7}')
    assert shelf.last(tmp_path) == shelf.Last()
