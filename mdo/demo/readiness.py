"""What was said of the needs of the demo's meetings to come, and of the mornings after those that were held."""

import datetime as dt
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.periods import day_of
from mdo.meetings.needs import BEFORE
from models.meetings import Meeting, MeetingKind, MeetingState
from models.readiness import CheckState, MeetingCheck, MeetingNeed, MorningLine, MorningTask

# How many days before they are due things are seen to, in a meeting that goes well.
_AHEAD = dt.timedelta(days=12)
_NOTES = {
    "Salle confirmée": "confirmée par la mairie",
    "Clés (qui ouvre)": "le gardien, 17 h 30",
    "Élu·e présent·e": "adjointe à la participation",
    "Vidéoprojecteur et son": "vérifiés",
}


def write_readiness(session: Session, meetings: Iterable[Meeting], today: dt.date) -> None:
    """Writes what was said, by the organiser of each meeting. Two meetings in three wait for their last needs."""
    needs: dict[MeetingKind, list[MeetingNeed]] = {}
    for need in session.scalars(select(MeetingNeed).order_by(MeetingNeed.position)):
        needs.setdefault(need.kind, []).append(need)
    number = 0
    for meeting in sorted(meetings, key=lambda meeting: meeting.start_at):
        if meeting.state in BEFORE:
            asked = needs.get(meeting.kind, [])
            number += 1
            session.add_all(_said(meeting, asked[: len(asked) - number % 3], today))
        elif meeting.state is MeetingState.MINUTED:
            session.add(_line(meeting, MorningTask.ALL))
        elif meeting.state is MeetingState.HELD:
            session.add(_line(meeting, MorningTask.PHOTOS))


def _said(meeting: Meeting, needs: Iterable[MeetingNeed], today: dt.date) -> Iterator[MeetingCheck]:
    for need in needs:
        due_on = day_of(meeting.start_at) - dt.timedelta(days=need.days_before)
        if due_on - _AHEAD <= today:
            at = dt.datetime.combine(min(due_on, today), dt.time(9), dt.UTC) - dt.timedelta(days=1)
            yield MeetingCheck(
                meeting=meeting,
                need=need,
                state=CheckState.DONE,
                note=_NOTES.get(need.label),
                user=meeting.organiser,
                at=at,
            )


def _line(meeting: Meeting, task: MorningTask) -> MorningLine:
    return MorningLine(meeting=meeting, task=task, user=meeting.organiser, at=meeting.end_at + dt.timedelta(hours=14))
