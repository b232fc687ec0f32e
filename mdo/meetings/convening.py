"""The convening of a meeting: its list is frozen by whichever page does it first, and it is convened once told.

A list that is settled tells nobody: the meeting is « convened » when the message to its members left, or when one says
that they were told.
"""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.meetings.attendance import convened_on, freeze, holder_of, line_of, lines_of, plan
from mdo.meetings.states import day_of, enter
from mdo.people.mandates import MandateStatus, status_clause
from models.attendance import Attendance
from models.meetings import Meeting, MeetingState
from models.people import Mandate


def undated(session: AnySession, meeting: Meeting, on: dt.date) -> list[Attendance]:
    """Who holds a mandate of the body whose start nobody wrote, and is not on the list: nothing convenes them.

    Lines that no session holds, one a holder.
    """
    if meeting.instance_id is None:
        return []
    asked = (
        select(Mandate)
        .where(Mandate.instance_id == meeting.instance_id, status_clause(MandateStatus.UNDATED, on))
        .options(joinedload(Mandate.person), joinedload(Mandate.organisation), joinedload(Mandate.college))
    )
    lines = {holder_of(line): line for line in (line_of([held]) for held in session.scalars(asked))}
    if not lines:
        return []
    there = {holder_of(line) for line in (*lines_of(session, meeting), *convened_on(session, meeting, on))}
    return [line for holder, line in lines.items() if holder not in there]


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
