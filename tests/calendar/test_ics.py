"""Meetings as iCalendar: written, read back, and the same moments."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event

from mdo.kernel.base.periods import PARIS
from mdo.meetings.ics import Method, calendar_of, event_of_meeting
from models.instances import Instance
from models.meetings import Meeting, MeetingState

GOLDEN = Path(__file__).parent.parent / "support" / "data" / "calendar" / "meeting.ics"
WRITTEN = dt.datetime(2026, 11, 2, 8, 15, 30, 999, tzinfo=dt.UTC)


def meeting(start: str = "24/11/2026 18:30", hours: float = 2, **values: Any) -> Meeting:
    begin = dt.datetime.strptime(start, "%d/%m/%Y %H:%M").replace(tzinfo=PARIS)
    row = {
        "title": "Plénière",
        "instance": Instance(name="Conseil de quartier des Pentes"),
        "state": MeetingState.CONVENED,
        "start_at": begin.astimezone(dt.UTC),
        "end_at": begin.astimezone(dt.UTC) + dt.timedelta(hours=hours),
        "uid": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "sequence": 3,
        "created_at": WRITTEN,
        "updated_at": WRITTEN,
    }
    return Meeting(**{**row, **values})


def read_back(*events: Event, **options: Any) -> list[Any]:
    """The events of a calendar file, as any program reads them: by its own time zone."""
    return list(Calendar.from_ical(calendar_of(events, **options)).walk("VEVENT"))


@pytest.mark.parametrize(
    ("start", "utc"),
    [
        ("12/03/2024 18:30", "2024-03-12T17:30"),  # past, in winter
        ("14/07/2025 18:30", "2025-07-14T16:30"),  # past, in summer
        ("24/11/2026 18:30", "2026-11-24T17:30"),
        ("15/06/2031 09:00", "2031-06-15T07:00"),  # years ahead
        ("24/10/2026 23:30", "2026-10-24T21:30"),  # over the night that has an hour more
        ("25/10/2026 01:30", "2026-10-24T23:30"),
        ("25/10/2026 03:30", "2026-10-25T02:30"),
        ("28/03/2027 01:30", "2027-03-28T00:30"),  # over the night that has one less
        ("28/03/2027 03:30", "2027-03-28T01:30"),
    ],
)
def test_a_meeting_begins_and_ends_at_the_same_moments_once_read_back(start: str, utc: str) -> None:
    row = meeting(start, hours=4)
    [event] = read_back(event_of_meeting(row))
    assert event["DTSTART"].dt.astimezone(dt.UTC) == row.start_at == dt.datetime.fromisoformat(f"{utc}:00+00:00")
    assert event["DTEND"].dt.astimezone(dt.UTC) == row.end_at
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"


@pytest.mark.parametrize("utc", ["2026-10-25T00:30", "2026-10-25T01:30"])
def test_each_of_the_two_hours_of_october_is_told_from_the_other(utc: str) -> None:
    moment = dt.datetime.fromisoformat(f"{utc}:00+00:00")
    [event] = read_back(event_of_meeting(meeting(start_at=moment, end_at=moment + dt.timedelta(hours=1))))
    assert event["DTSTART"].dt.astimezone(dt.UTC) == moment
    assert event["DTEND"].dt.astimezone(dt.UTC) == moment + dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "method", "status"),
    [
        (MeetingState.PREPARED, None, "TENTATIVE"),
        (MeetingState.CONVENED, None, "CONFIRMED"),
        (MeetingState.CONVENED, Method.REQUEST, "CONFIRMED"),
        (MeetingState.CONVENED, Method.CANCEL, "CANCELLED"),
        (MeetingState.HELD, None, "CONFIRMED"),
        (MeetingState.PUBLISHED, None, "CONFIRMED"),
        (MeetingState.CANCELLED, None, "CANCELLED"),
        (MeetingState.POSTPONED, None, "CANCELLED"),
    ],
)
def test_the_status_says_whether_one_goes(state: MeetingState, method: Method | None, status: str) -> None:
    [event] = read_back(event_of_meeting(meeting(state=state), method))
    assert event["STATUS"] == status


def test_what_is_typed_is_escaped_and_comes_back_whole() -> None:
    title = "Débat ; « voirie, arbres » \\ suite\nBEGIN:VALARM " + "très long " * 20
    content = calendar_of([event_of_meeting(meeting(title=title, place="Mairie, 1er étage", room="Salle\r\nB"))])
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert event["SUMMARY"] == f"{title} – Conseil de quartier des Pentes"
    assert str(event["LOCATION"]).startswith("Mairie, 1er étage, Salle")
    assert not event.subcomponents
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75


def test_a_feed_names_nobody_and_a_convocation_only_its_addresses() -> None:
    row = meeting(notes="Prévenir Mme Durand", summary="M. Martin a parlé")
    text = calendar_of([event_of_meeting(row)], name="Réunions").decode()
    assert not {"Durand", "Martin", "ATTENDEE", "ORGANIZER", "DESCRIPTION"} & set(text.replace(":", " ").split())
    sent = dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC)
    event = event_of_meeting(
        row, Method.REQUEST, sent_at=sent, organiser="cq.pentes@mairie-lyon.example", attendees=["lea@example.org"]
    )
    [read] = read_back(event, method=Method.REQUEST)
    assert (read["ORGANIZER"], read["ATTENDEE"]) == ("mailto:cq.pentes@mairie-lyon.example", "mailto:lea@example.org")
    assert read["DTSTAMP"].dt == sent
    assert Calendar.from_ical(calendar_of([event], method=Method.REQUEST))["METHOD"] == "REQUEST"


@pytest.mark.parametrize(
    ("title", "body", "summary"),
    [
        ("Plénière", "CQ des Pentes", "Plénière – CQ des Pentes"),
        ("Plénière du CQ des Pentes", "CQ des Pentes", "Plénière du CQ des Pentes"),
        ("Réunion du réseau", None, "Réunion du réseau"),
    ],
)
def test_the_summary_says_the_body_once(title: str, body: str | None, summary: str) -> None:
    row = meeting(title=title, instance=Instance(name=body) if body else None)
    assert read_back(event_of_meeting(row))[0]["SUMMARY"] == summary


def test_the_file_is_the_one_that_was_agreed() -> None:
    row = meeting(place="Mairie du 1er", room="Salle du conseil")
    event = event_of_meeting(row, url="https://mdo.example/reunions/show/12")
    assert calendar_of([event], name="Mes réunions") == GOLDEN.read_bytes()


@pytest.mark.parametrize("text", ["2024-01-15T12:00", "2026-07-01T12:00", "2026-10-25T04:00", "2027-03-28T04:00"])
def test_the_time_zone_of_the_file_alone_says_the_hour(text: str) -> None:
    """A program that knows no « Europe/Paris » has only the rules that the file gives."""
    [zone] = Calendar.from_ical(calendar_of([])).walk("VTIMEZONE")
    local = dt.datetime.fromisoformat(text)
    assert local.replace(tzinfo=zone.to_tz(lookup_tzid=False)).utcoffset() == local.replace(tzinfo=PARIS).utcoffset()
