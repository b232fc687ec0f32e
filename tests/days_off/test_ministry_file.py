"""The ministry's school calendar: what is read of zone A, the last day of holidays, errors by line, new and changed."""

import io
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo import reference
from mdo.days_off.days import Period, check_holiday
from mdo.days_off.ministry_file import compare, read_calendar
from mdo.days_off.reference import SCHOOL_HOLIDAYS
from mdo.kernel.base.errors import RuleViolation
from models.network import SchoolHoliday
from tests.support import ON_SQLITE, TODAY
from tests.support.forms import csrf_token, post
from tests.support.rows import day

HEADERS = "Description;Population;Date de début;Date de fin;Académies;Zones;annee_scolaire"
WINTER = "Vacances d'Hiver;-;{start};{end};Lyon;Zone A;2026-2027"


def csv_of(*lines: str, headers: str = HEADERS) -> bytes:
    return "\n".join((headers, *lines)).encode()


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2027-02-13T00:00:00+01:00", "2027-03-01T00:00:00+01:00"),
        ("2027-02-12T23:00:00+00:00", "2027-02-28T23:00:00+00:00"),  # midnight in Paris, told in UTC
        ("2027-02-13", "2027-03-01"),
        ("13/02/2027", "01/03/2027"),
    ],
)
def test_the_last_day_of_holidays_is_the_eve_of_the_return(start: str, end: str) -> None:
    (period,) = read_calendar(csv_of(WINTER.format(start=start, end=end)), TODAY).periods
    assert period == Period("Vacances d'Hiver", day("13/02/2027"), day("28/02/2027"))


def test_summer_time_is_minded() -> None:
    line = "Vacances d'Été;-;2027-07-02T22:00:00+00:00;2027-09-01T22:00:00+00:00;Lyon;Zone A;2026-2027"
    (period,) = read_calendar(csv_of(line), TODAY).periods
    assert (period.start_on, period.end_on) == (day("03/07/2027"), day("01/09/2027"))


def test_other_zones_teachers_and_periods_that_are_over_are_left_out_and_academies_count_once() -> None:
    winter = WINTER.format(start="2027-02-13", end="2027-03-01")
    read = read_calendar(
        csv_of(
            winter,
            winter.replace("Lyon", "Grenoble"),
            winter.replace("Zone A", "Zone B"),
            "Rentrée;Enseignants;2027-08-31;2027-09-01;Lyon;Zone A;2027-2028",
            "Vacances de la Toussaint;-;2026-10-17;2026-11-02;Lyon;Zone A;2026-2027",
        ),
        TODAY,
    )
    assert [period.label for period in read.periods] == ["Vacances d'Hiver"]
    assert (read.over, read.errors) == (1, ())


@pytest.mark.parametrize(
    ("end", "is_over"), [("2026-11-24", True), ("2026-11-25", False)]
)  # classes resume on the 24th: the 23rd was the last day
def test_a_period_is_over_after_its_last_day(end: str, is_over: bool) -> None:
    read = read_calendar(csv_of(WINTER.format(start="2026-11-10", end=end)), TODAY)
    assert bool(read.over) is is_over


def test_errors_name_their_lines_and_the_others_are_read() -> None:
    read = read_calendar(
        csv_of(
            WINTER.format(start="2027-02-13", end="2027-03-01"),
            WINTER.format(start="février", end="2027-03-01"),
            WINTER.format(start="2028-07-08", end="2028-07-08"),  # the next calendar is not published
            WINTER.format(start="2028-07-08", end=""),
            ";-;2028-02-19;2028-03-06;Lyon;Zone A;2027-2028",
        ),
        TODAY,
    )
    assert len(read.periods) == 1
    assert [number for number, _ in read.errors] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"Description;Population\nA;B",
        csv_of(headers="Libell\xe9;D\xe9but;Fin"),
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
        b"x" * (4 * 1024 * 1024 + 1),
    ],
)
def test_a_file_that_is_no_school_calendar_is_refused_whole(content: bytes) -> None:
    with pytest.raises(RuleViolation):
        read_calendar(content, TODAY)


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//education.gouv.fr//FR
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20270213
DTEND;VALUE=DATE:20270301
SUMMARY:Vacances d'Hiver - Zone A
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20270220
DTEND;VALUE=DATE:20270308
SUMMARY:Vacances d'Hiver - Zone B
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART;VALUE=DATE:20280708
SUMMARY:Vacances d'Été - Zone A
END:VEVENT
END:VCALENDAR
"""


def test_an_icalendar_says_the_same() -> None:
    read = read_calendar(ICS.replace("\n", "\r\n").encode(), TODAY)
    assert read.periods == (Period("Vacances d'Hiver", day("13/02/2027"), day("28/02/2027")),)
    assert [number for number, _ in read.errors] == [3]


def _row(label: str, start: str, end: str) -> SchoolHoliday:
    return SchoolHoliday(label=label, start_on=day(start), end_on=day(end))


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (_row("Hiver", "13/02/2027", "28/02/2027"), "same"),
        (_row("Hiver", "13/02/2027", "27/02/2027"), "changed"),
        (_row("HIVER", "13/02/2027", "28/02/2027"), "same"),
        (_row("Vacances d’hiver", "13/02/2027", "28/02/2027"), "changed"),
        (_row("Hiver", "28/02/2027", "05/03/2027"), "changed"),
        (_row("Hiver", "01/03/2027", "05/03/2027"), "new"),
    ],
)
def test_a_period_is_new_changed_or_the_same(stored: SchoolHoliday, expected: str) -> None:
    (found,) = compare([Period("Hiver", day("13/02/2027"), day("28/02/2027"))], [stored])
    assert ("same" if found.is_same else "new" if found.is_new else "changed") == expected


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (_row("A", "01/03/2027", "07/03/2027"), None),
        (_row("A", "28/02/2027", "07/03/2027"), "start_on"),
        (_row("A", "07/03/2027", "01/03/2027"), "end_on"),
        (_row("A", "01/02/2027", "12/02/2027"), None),
        (_row("A", "01/02/2027", "13/02/2027"), "start_on"),
    ],
)
def test_periods_are_ordered_and_apart(row: SchoolHoliday, field: str | None) -> None:
    other = _row("Hiver", "13/02/2027", "28/02/2027")
    if field is None:
        check_holiday(row, [row, other])
        return
    with pytest.raises(RuleViolation) as refusal:
        check_holiday(row, [row, other])
    assert refusal.value.field == field


def test_the_reference_rows_are_there_and_never_come_back_over_an_edit(session: Session) -> None:
    rows = session.scalars(select(SchoolHoliday).order_by(SchoolHoliday.start_on)).all()
    assert [(row.label, row.start_on, row.end_on) for row in rows] == [
        (row.label, row.start_on, row.end_on) for row in SCHOOL_HOLIDAYS
    ]
    session.delete(rows[0])
    rows[1].start_on, rows[1].label = day("19/12/2025"), "Noël"
    session.commit()
    assert reference.load(session)[SchoolHoliday] == 0
    for row in rows[1:6]:
        session.delete(row)
    session.commit()
    assert reference.load(session)[SchoolHoliday] == 6


@ON_SQLITE
def test_a_calendar_is_looked_at_then_loaded_and_taken_back(session: Session, client_as: Any) -> None:
    client = client_as("responsable")
    winter = csv_of(
        WINTER.format(start="2027-02-14", end="2027-03-01"), WINTER.format(start="2029-02-10", end="2029-02-26")
    )
    page = client.post(
        "/vacances-scolaires/load",
        data={"csrf_token": csrf_token(client), "file": (io.BytesIO(winter), "calendrier.csv")},
        content_type="multipart/form-data",
    ).get_data(as_text=True)
    for words in ("14/02/2027", "28/02/2027", "13/02/2027", "10/02/2029", "25/02/2029"):
        assert words in page
    periods = ["2027-02-14/2027-02-28/Vacances d'Hiver", "2029-02-10/2029-02-25/Vacances d'Hiver"]
    answer = post(client, "/vacances-scolaires/load/apply", {"period": periods}, follow_redirects=True)
    assert "Annuler l’opération" in answer.get_data(as_text=True)
    session.rollback()
    found = session.scalars(select(SchoolHoliday.start_on).where(SchoolHoliday.label == "Vacances d'Hiver"))
    assert sorted(found) == [day("14/02/2027"), day("10/02/2029")]
