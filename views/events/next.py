"""What comes next for an event on the day that it is: the first button of its page."""

from dataclasses import replace

from flask import url_for
from sqlalchemy import select

from mdo.kernel.base.context import context_of
from mdo.kernel.base.periods import day_of
from mdo.meetings.calendar_revisions import OFF
from models.attendance import Attendance, Presence
from models.base import utc_now
from models.events import Event, EventState
from models.meetings import Meeting
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Link
from views.base.view import BackofficeView
from views.meetings.next import attendance_link


def next_first(view: BackofficeView, event: Event, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """The buttons of an event, what comes next before « Edit »; for a reader who may change it.

    Before its days: to open registrations, then to register somebody. On the day of a session, and after one of which
    nobody is marked: its attendance. Once all are over: to say that it was held, then to enter what they said.
    To register somebody stays at hand as long as registrations are open and a session is to come.
    """
    following = _next(view, event, links)
    if following is None:
        return links
    first = [replace(following, style="primary")]
    is_over = any(link.act == "hold_event" for link in links)
    if event.state is EventState.OPEN and not is_over and view.may("can_add", "EventRegistrationView"):
        first += [link for link in [register_link(event)] if link.url != following.url]
    others = (link for link in links if link.url != following.url)
    return (*first, *(replace(link, style="secondary") if link.style == "primary" else link for link in others))


def _next(view: BackofficeView, event: Event, links: tuple[Link, ...]) -> Link | None:
    if event.state is EventState.HELD:
        grid = view.url("grid", pk=event.id)
        return next((link for link in links if link.url == grid), None)
    if event.state not in (EventState.OPEN, EventState.CLOSED):
        return None
    sessions = [meeting for meeting in event.sessions if meeting.state not in OFF]
    called = _to_mark(sessions)
    if called is not None and view.may("can_edit", "AttendanceView"):
        return attendance_link(called.id)
    if sessions and all(meeting.end_at <= utc_now() for meeting in sessions):
        return next((link for link in links if link.act == "hold_event"), None)
    if event.state is EventState.OPEN and view.may("can_add", "EventRegistrationView"):
        return register_link(event)
    return next((link for link in links if link.act == "edit"), None)


def register_link(event: Event) -> Link:
    """To the form that registers somebody for an event."""
    return Link(gettext("Register somebody"), url_for("EventRegistrationView.add", event=event.id), "person-plus")


def _to_mark(sessions: list[Meeting]) -> Meeting | None:
    """The session of today that is not over, else the last that is over and of which nobody is marked."""
    today, now = context_of(db.session).today, utc_now()
    going_on = (meeting for meeting in sessions if day_of(meeting.start_at) == today and meeting.end_at > now)
    unmarked = (meeting for meeting in reversed(sessions) if meeting.end_at <= now and not _is_called(meeting))
    return next(going_on, None) or next(unmarked, None)


def _is_called(meeting: Meeting) -> bool:
    """Whether it was said who came or did not: an excuse comes before the day, by the reply to the convocation."""
    told = Attendance.presence.not_in((Presence.EXPECTED, Presence.EXCUSED))
    return (
        db.session.scalar(select(Attendance.id).where(Attendance.meeting_id == meeting.id, told).limit(1)) is not None
    )
