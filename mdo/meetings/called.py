"""What a meeting is called where it stands alone: « Plénière » is the title of as many as there are bodies and days."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, and_, select

from mdo.instances.scope import sittings
from mdo.instances.short_names import short_name
from mdo.kernel.base.periods import PARIS
from mdo.kernel.fields.columns import Column
from models.calls import CallSitting
from models.meetings import Meeting

_SEPARATOR = " – "


def of_none() -> ColumnElement[bool]:
    """Whether a meeting is of no body and no session of an event: of the network of référents, or of a jury."""
    return and_(Meeting.instance_id.is_(None), Meeting.event_id.is_(None))


def of_network() -> ColumnElement[bool]:
    """Whether a meeting is of the network of référents."""
    return and_(of_none(), Meeting.id.not_in(sittings()))


def is_of_network(meeting: Meeting) -> bool:
    """What `of_network` asks, of a row."""
    return meeting.instance_id is None and meeting.event_id is None and not meeting.juries


def of_same(meeting: Meeting) -> ColumnElement[bool]:
    """The meetings of the same body, event or jury, else of the network."""
    if meeting.instance_id is not None:
        return Meeting.instance_id == meeting.instance_id
    if meeting.event_id is not None:
        return Meeting.event_id == meeting.event_id
    calls = [call.id for call in meeting.juries]
    at = select(CallSitting.meeting_id).where(CallSitting.call_id.in_(calls))
    return Meeting.id.in_(at) if calls else of_network()


def whose(meeting: Meeting) -> str:
    """The name of its body, of the event of which it is a session, or of the call whose jury sits; else nothing."""
    if meeting.instance is not None:
        return meeting.instance.name
    if meeting.event is not None:
        return meeting.event.title
    return ", ".join(call.title for call in meeting.juries)


def told_with(title: str, body: str | None, start_at: dt.datetime | None) -> str:
    """« CQ Ménival – Plénière – 09/12/2026 »: a title with what it does not say of its body and of its day."""
    day = f"{start_at.astimezone(PARIS):%d/%m/%Y}" if start_at is not None else ""
    says_body = body is None or body in title or short_name(body) in title
    parts = ("" if says_body or body is None else short_name(body), title, "" if day in title else day)
    return _SEPARATOR.join(part for part in parts if part)


def called(meeting: Meeting) -> str:
    """A meeting by its body, its title and its day."""
    return told_with(meeting.title, meeting.instance.name if meeting.instance else None, meeting.start_at)


def with_bodies(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns of what hangs on a meeting; that of the meeting reads its body too, for `standing_alone`."""
    return tuple(
        replace(item, loads=(*item.loads, Meeting.instance)) if item.name == "meeting" else item for item in columns
    )


def without_day(title: str, start_at: dt.datetime) -> str:
    """A title less the day that it ends with, where something else says it."""
    return re.sub(rf"[\s,–-]*(?:\b(?:du|le))?\s*{start_at.astimezone(PARIS):%d/%m/%Y}$", "", title) or title


def standing_alone(shown: Sequence[Column]) -> list[Column]:
    """The columns that a list or its file shows: the meeting is told with what no other of them says.

    Its day and its body come first: a cell that has no room for all leaves out the end.
    """
    names = {item.name for item in shown}

    def told(meeting: Meeting | None) -> str | None:
        if meeting is None:
            return None
        day = "" if "start_at" in names else f"{meeting.start_at.astimezone(PARIS):%d/%m/%Y}"
        title = without_day(meeting.title, meeting.start_at)
        body = "" if "instance" in names or meeting.instance is None else short_name(meeting.instance.name)
        return _SEPARATOR.join(part for part in (day, "" if body in title else body, title) if part)

    return [
        replace(item, value=lambda row, today: told(row.meeting)) if item.name == "meeting" else item for item in shown
    ]
