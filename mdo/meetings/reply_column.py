"""The reply of a line to the convocation to its meeting, as workbooks have it."""

from mdo.kernel.base.periods import day_of
from models.attendance import Attendance
from models.replies import ReplyAnswer


def reply_for_the_day(line: Attendance) -> ReplyAnswer | None:
    """What was answered for the day that the meeting has now."""
    day = day_of(line.meeting.start_at)
    return next((reply.answer for reply in line.replies if reply.meeting_on == day), None)
