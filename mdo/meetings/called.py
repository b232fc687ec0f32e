"""What a meeting is called where it stands alone: « Plénière » is the title of as many as there are bodies and days."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from mdo.instances.short_names import short_name
from mdo.kernel.base.periods import PARIS
from mdo.kernel.fields.columns import Column
from models.instances import Instance
from models.meetings import Meeting

_SEPARATOR = " – "


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


def standing_alone(shown: Sequence[Column]) -> list[Column]:
    """The columns that a list or its file shows: the meeting is told with what no other of them says."""
    names = {item.name for item in shown}

    def told(meeting: Meeting | None) -> str | None:
        if meeting is None:
            return None
        body: Instance | None = None if "instance" in names else meeting.instance
        return told_with(meeting.title, body.name if body else None, None if "start_at" in names else meeting.start_at)

    return [
        replace(item, value=lambda row, today: told(row.meeting)) if item.name == "meeting" else item for item in shown
    ]
