"""The invitation that goes with a convocation (RFC 5545): a meeting for the calendars of those convened."""

import datetime as dt

from icalendar import Calendar, Event, vCalAddress

from mdo.papers.values import place_of
from mdo.workbook.cells import PARIS
from models.meetings import Meeting, MeetingState

FILE_NAME = "invitation.ics"
_HOST = "mdo.lyon"
_CALLED_OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def invitation_of(meeting: Meeting, now: dt.datetime, organiser: str = "") -> str:
    """The meeting as a calendar file; sent again after a change, its UID is the same and its SEQUENCE higher."""
    is_off = meeting.state in _CALLED_OFF
    body = meeting.instance.name if meeting.instance is not None else ""
    event = Event()
    event.add("uid", f"{meeting.uid}@{_HOST}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", meeting.start_at.astimezone(PARIS))
    event.add("dtend", meeting.end_at.astimezone(PARIS))
    event.add("summary", meeting.title if not body or body in meeting.title else f"{meeting.title} – {body}")
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    if place_of(meeting):
        event.add("location", place_of(meeting))
    if meeting.online_url:
        event.add("url", meeting.online_url)
    if organiser:
        event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    calendar = Calendar()
    calendar.add("prodid", "-//Ville de Lyon//MDO//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")
