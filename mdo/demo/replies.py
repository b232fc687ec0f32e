"""The replies to the convocations of the demo's next meetings: half answered, one by telephone, one name to check."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.periods import day_of
from models.attendance import Attendance, Presence
from models.meetings import Meeting, MeetingState
from models.replies import MeetingReply, ReplyAnswer, ReplyWay

_MOST_MEETINGS = 3
# What ten lines in turn answer: six do, five by the link.
_ANSWERS = (
    ReplyAnswer.COMING, None, ReplyAnswer.COMING, ReplyAnswer.AWAY, None,
    ReplyAnswer.COMING, ReplyAnswer.COMING, None, ReplyAnswer.REPLACED, None,
)  # fmt: skip


def write_replies(session: Session, meetings: Iterable[Meeting], today: dt.date) -> None:
    """Writes them for the next meetings of bodies that are convened; who is away is excused, as a link does."""
    convened = [row for row in meetings if row.state is MeetingState.CONVENED and row.instance is not None]
    to_come = (row for row in convened if day_of(row.start_at) > today)
    coming = sorted(to_come, key=lambda row: (row.start_at, row.title))
    for meeting in coming[:_MOST_MEETINGS]:
        asked = select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.is_convened)
        lines = session.scalars(asked.order_by(Attendance.id)).all()
        for number, (line, answered) in enumerate(zip(lines, _ANSWERS * len(lines), strict=False)):
            # One name to check a meeting: the same one would stand in for nobody else.
            is_one_more = answered is ReplyAnswer.REPLACED and number >= len(_ANSWERS)
            said = ReplyAnswer.COMING if is_one_more else answered
            if said is None:
                continue
            by_phone = number == 2
            at = dt.datetime.combine(today, dt.time(9), dt.UTC) - dt.timedelta(days=1, minutes=number)
            session.add(
                MeetingReply(
                    meeting=meeting,
                    attendance=line,
                    meeting_on=day_of(meeting.start_at),
                    answer=said,
                    way=ReplyWay.PHONE if by_phone else ReplyWay.LINK,
                    replied_at=at,
                    replaced_by="Camille Exemple" if said is ReplyAnswer.REPLACED else None,
                    user=meeting.organiser if by_phone else None,
                    is_settled=False,
                )
            )
            if said is not ReplyAnswer.COMING:
                line.presence = Presence.EXCUSED
