"""The convening of a meeting: its list is frozen by whichever page does it first, and it is convened once told.

A list that is settled tells nobody: the meeting is « convened » when the message to its members left, or when one says
that they were told.
"""

import datetime as dt

from mdo.kernel.base.context import AnySession
from mdo.meetings.attendance import freeze, holder_of, lines_of, plan
from mdo.meetings.states import day_of, enter
from models.meetings import Meeting, MeetingState


def convene_by_word(
    session: AnySession,
    meeting: Meeting,
    *,
    now: dt.datetime,
    user_id: int | None,
    today: dt.date,
    with_expired: bool = False,
) -> None:
    """What a message to all, or « convened » said on the page of the meeting, makes of one still to come. Flushes.

    A list that nobody froze is frozen as it stands, nobody being taken off it; one that was frozen stays. A meeting
    without anybody to name (a public one) has its step alone. Others are left as they are: a message may also tell
    that a meeting is cancelled, or speak of one that was held. Those whose mandates are over are put on the list
    where its author saw them named so (`with_expired`), and never by a word.
    """
    if meeting.state not in (MeetingState.PREPARED, MeetingState.CONVENED):
        return
    if meeting.convened_at is None:
        on = min(today, day_of(meeting))
        found = plan(session, meeting, on)
        lines = [line for line in found.added if with_expired or line.mandate_id not in found.expired]
        added = [holder for line in lines if (holder := holder_of(line)) is not None]
        if added or lines_of(session, meeting):
            freeze(session, meeting, on, now=now, only=added)
    if meeting.state is MeetingState.PREPARED:
        enter(meeting, MeetingState.CONVENED, now=now, user_id=user_id)
    session.flush()
