"""What the meeting, the first page and the list tell of the morning after."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import format_date
from sqlalchemy import ColumnElement, not_

from mdo.kernel.base.context import context_of
from mdo.kernel.base.periods import PARIS
from mdo.kernel.labels import enum_label
from mdo.morning.lines import Morning, TaskLine, is_open, is_open_of, morning_of, mornings
from models.meetings import Meeting
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Panel
from views.meetings.ready import Ready
from views.security.gate import may

_SHOWN = 3


@dataclass(frozen=True)
class MorningRow:
    """A meeting on the first page whose morning after is open."""

    day: str
    title: str
    url: str
    ready: Ready
    is_own: bool


def is_open_filter(wanted: bool, today: Any) -> ColumnElement[bool]:
    """The meetings whose morning after is open, or the others."""
    clause = is_open(today)
    return clause if wanted else not_(clause)


def morning_rows() -> tuple[MorningRow, ...]:
    """What the first page proposes, for who may write it."""
    if not may("can_edit", "MeetingView"):
        return ()
    return tuple(
        MorningRow(
            format_date(item.start_at.astimezone(PARIS).date(), "EEE d MMM"),
            item.body or item.title,
            url_for("MeetingView.morning", pk=item.meeting_id),
            ready_of(item),
            item.is_own,
        )
        for item in mornings(db.session)
    )


def ready_of(morning: Morning) -> Ready:
    """« 3 sur 8 », and what is left."""
    left, every = morning.left, morning.lines
    said = gettext("All is done")
    if left:
        said = gettext("Left: %(what)s", what=", ".join(_inside(line) for line in left[:_SHOWN]))
        more = len(left) - _SHOWN
        if more > 0:
            said = " · ".join([said, gettext("and %(count)d more", count=more)])
    return Ready(
        ticks=tuple("done" if line.is_done else "open" for line in every),
        count=gettext("%(done)d of %(all)d", done=len(every) - len(left), all=len(every)),
        said=said,
        tone="warn" if left else "ok",
    )


def _inside(line: TaskLine) -> str:
    words = gettext(enum_label(line.task))
    return words[:1].lower() + words[1:]


def morning_part(meeting: Meeting, may_change: bool) -> Panel | None:
    """What is left of the morning after, from the day after on, with the way to its page."""
    if not may_change or not is_open_of(meeting, context_of(db.session).today):
        return None
    url = url_for("MeetingView.morning", pk=meeting.id)
    return Panel(
        gettext("The morning after"),
        "meetings/after.html",
        {"ready": ready_of(morning_of(db.session, meeting)), "url": url},
    )
