"""The invitation that goes with a convocation (RFC 5546): the event of the feeds, with the mailbox that convenes."""

import datetime as dt

from mdo.meetings.ics import Method, calendar_of, event_of_meeting
from models.meetings import Meeting, MeetingState

FILE_NAME = "invitation.ics"
_CALLED_OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def invitation_of(meeting: Meeting, now: dt.datetime, organiser: str = "") -> str:
    """The meeting as a calendar file; sent again after a change, its UID is the same and its SEQUENCE higher."""
    # Nobody answers it: it is told rather than asked.
    method = Method.CANCEL if meeting.state in _CALLED_OFF else Method.PUBLISH
    event = event_of_meeting(meeting, method, url=meeting.online_url or "", sent_at=now, organiser=organiser)
    if method is Method.PUBLISH:
        event["STATUS"] = "CONFIRMED"  # whoever is convened is told that it takes place
    return calendar_of([event], method=method).decode("utf-8")
