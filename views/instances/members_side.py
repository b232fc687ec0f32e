"""Beside the members of a body: its next meeting, who came to the last ones against the quorum, what is left to do."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from flask_babel import format_date

from mdo.home.week import upcoming_of_body
from mdo.kernel.base.context import context_of
from mdo.meetings.actions import is_late, open_of_body
from mdo.meetings.figures import HeldMeeting
from models.instances import Instance
from models.meetings import ActionItem
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Panel
from views.base.words import date_in_words
from views.home.week import meeting_line

_SHOWN_ACTIONS = 3
# Of a drawing, in pixels: one of it is one of the page.
_STEP, _HEIGHT, _FOOT = 40, 72, 92


def beside(view: Any, row: Instance, held: Sequence[HeldMeeting]) -> tuple[Panel, ...]:
    """The boxes that the reader's rights show; `held` are the last meetings, oldest first."""
    return tuple(_boxes(view, row, held))


def _boxes(view: Any, row: Instance, held: Sequence[HeldMeeting]) -> Iterator[Panel]:
    if view.may("can_list", "MeetingView"):
        yield _next_meeting(view, row)
    if held:
        yield _attendance(held)
    if view.may("can_list", "ActionView"):
        actions, total = open_of_body(db.session, row.id, _SHOWN_ACTIONS)
        if actions:
            yield _actions(view, row, actions, total)


def _next_meeting(view: Any, row: Instance) -> Panel:
    """The next meeting with what it still needs, and the one after it."""
    coming = upcoming_of_body(db.session, row.id)
    may_add = view.may("can_add", "MeetingView") and view.may_change(row)
    return Panel(
        gettext("Next meeting"),
        "instances/next_meeting.html",
        {
            "line": meeting_line(coming[0]) if coming else None,
            "place": coming[0].place if coming else "",
            "then": format_date(coming[1].day, "EEE d MMM yyyy") if len(coming) > 1 else "",
            "all_url": url_for("MeetingView.list", f_instance=row.id),
            "add_url": url_for("MeetingView.add", instance=row.id) if may_add else "",
        },
    )


def _attendance(held: Sequence[HeldMeeting]) -> Panel:
    """Bars of those present, each with the quorum of its day; the title says how often it was reached."""
    with_quorum = [meeting for meeting in held if meeting.quorum is not None]
    reached = sum(1 for meeting in with_quorum if meeting.quorum is not None and meeting.quorum.is_reached)
    if with_quorum:
        title = ngettext(
            "Quorum reached %(reached)d time of %(all)d",
            "Quorum reached %(reached)d times of %(all)d",
            reached,
            reached=reached,
            all=len(with_quorum),
        )
    else:
        title = gettext("Who came to the last meetings")
    top = max(1, *(max(meeting.present, _needed(meeting)) for meeting in held))
    bars = []
    for number, meeting in enumerate(held):
        needed, year = _needed(meeting), meeting.day.year
        is_new_year = number == 0 or held[number - 1].day.year != year
        bars.append(
            {
                "x": number * _STEP + _STEP // 2,
                "y": _FOOT - round(_HEIGHT * meeting.present / top),
                "present": meeting.present,
                "needed": needed,
                "needed_y": _FOOT - round(_HEIGHT * needed / top) if needed else None,
                "is_short": meeting.quorum is not None and not meeting.quorum.is_reached,
                "month": format_date(meeting.day, "MMM"),
                "year": year if is_new_year else "",
                "day": date_in_words(meeting.day),
                "url": url_for("MeetingView.show", pk=meeting.id),
            }
        )
    data = {"bars": bars, "width": len(held) * _STEP, "foot": _FOOT, "has_quorum": bool(with_quorum)}
    return Panel(title, "instances/attendance.html", data)


def _needed(meeting: HeldMeeting) -> int:
    return meeting.quorum.needed if meeting.quorum is not None else 0


def _actions(view: Any, row: Instance, actions: Sequence[ActionItem], total: int) -> Panel:
    today = context_of(db.session).today
    opens = view.may("can_show", "ActionView")
    lines = [
        {
            "text": action.text,
            "url": url_for("ActionView.show", pk=action.id) if opens else "",
            "who": str(action.owner) if action.owner else action.owner_name or "",
            "when": gettext("for %(day)s", day=date_in_words(action.due_on)) if action.due_on else "",
            "is_late": is_late(action, today),
        }
        for action in actions
    ]
    all_url = url_for("ActionView.list", f_state="open", f_instance=row.id)
    data = {"lines": lines, "total": total, "all_url": all_url}
    return Panel(gettext("Left to do"), "instances/actions.html", data)
