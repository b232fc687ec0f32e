"""Meetings as iCalendar (RFC 5545): what calendars of telephones and desks read.

An event says its title with the body, its place and a link: no person, save the addresses that a convocation gives.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur

from mdo.kernel.base.periods import PARIS
from mdo.meetings.calendar_source import where_of
from models.meetings import Meeting, MeetingState

PRODUCT = "-//Ville de Lyon//MDO//FR"
CONTENT_TYPE = "text/calendar; charset=utf-8"
_ZONE = "Europe/Paris"
_UID_HOST = "mdo.lyon"


class Method(StrEnum):
    """What a calendar is sent for (RFC 5546): told, asked to come, called off."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


_STATUS = {
    MeetingState.PREPARED: "TENTATIVE",
    MeetingState.CANCELLED: "CANCELLED",
    # Until it has a new date, it does not take place.
    MeetingState.POSTPONED: "CANCELLED",
}


def uid_of(meeting: Meeting) -> str:
    """What names a meeting in every calendar, for ever."""
    return f"{meeting.uid}@{_UID_HOST}"


def summary_of(meeting: Meeting) -> str:
    """The title and the body: « Plénière » alone says nothing among the meetings of a city."""
    body = meeting.instance.name if meeting.instance is not None else ""
    return meeting.title if body in meeting.title else f"{meeting.title} – {body}"


def event_of_meeting(
    meeting: Meeting,
    method: Method | None = None,
    *,
    url: str = "",
    description: str = "",
    sent_at: dt.datetime | None = None,
    organiser: str = "",
    attendees: Iterable[str] = (),
) -> Event:
    """A meeting as an event. `url` is its page, `description` what is told of it; `sent_at` when a message is made.

    A feed has no such moment.
    `organiser` and `attendees` are the e-mail addresses of a convocation; a feed names nobody.
    """
    event = Event()
    event.add("uid", uid_of(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _utc(sent_at or meeting.updated_at))
    event.add("created", _utc(meeting.created_at))
    event.add("last-modified", _utc(meeting.updated_at))
    event.add("dtstart", _on_the_clock(meeting.start_at))
    event.add("dtend", _on_the_clock(meeting.end_at))
    event.add("summary", summary_of(meeting))
    event.add("status", "CANCELLED" if method is Method.CANCEL else _STATUS.get(meeting.state, "CONFIRMED"))
    if where_of(meeting):
        event.add("location", where_of(meeting))
    if description:
        event.add("description", description)
    if url:
        event.add("url", url)
    if organiser:
        event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    for address in attendees:
        event.add("attendee", vCalAddress(f"mailto:{address}"))
    return event


def event_of_days(uid: str, summary: str, first: dt.date, last: dt.date, changed_at: dt.datetime) -> Event:
    """Whole days, both included, that keep nobody busy."""
    event = Event()
    event.add("uid", f"{uid}@{_UID_HOST}")
    event.add("dtstamp", _utc(changed_at))
    event.add("dtstart", first)
    event.add("dtend", last + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event


def calendar_of(events: Iterable[Event], *, name: str = "", method: Method | None = None) -> bytes:
    """A calendar file: folded lines that end with CRLF, and the time zone that its events name."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method is not None:
        calendar.add("method", method.value)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", _ZONE)
        calendar.add("refresh-interval", dt.timedelta(hours=4), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT4H")
    calendar.add_component(_paris())
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(microsecond=0)


def _on_the_clock(moment: dt.datetime) -> dt.datetime:
    """The moment on a clock in Paris; in UTC in the hour that October gives twice, whose name says the first one."""
    local = moment.astimezone(PARIS).replace(microsecond=0)
    return local if local.fold == 0 else _utc(moment)


def _paris() -> Timezone:
    """The rules of Europe/Paris since 1996: the last Sundays of March and October, at 1:00 UTC."""
    zone = Timezone()
    zone.add("tzid", _ZONE)
    winter, summer = dt.timedelta(hours=1), dt.timedelta(hours=2)
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "CEST", 3, 2, winter, summer),
        (TimezoneStandard(), "CET", 10, 3, summer, winter),
    ):
        first = dt.datetime(1996, month, 31 if month == 3 else 27, hour)  # noqa: DTZ001  # a clock on the wall
        part.add("dtstart", first)
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone
