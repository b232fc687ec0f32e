"""The convening of a meeting: its list is frozen and its step written, at once, by whichever page convenes first."""

import datetime as dt
from collections.abc import Iterable

from mdo.kernel.base.context import AnySession
from mdo.meetings.attendance import FreezePlan, Holder, freeze, holder_of, lines_of, plan
from mdo.meetings.states import day_of, enter, move_to
from models.meetings import Meeting, MeetingState


def convene(
    session: AnySession,
    meeting: Meeting,
    on: dt.date,
    *,
    now: dt.datetime,
    user_id: int | None,
    today: dt.date,
    only: Iterable[Holder] | None = None,
) -> FreezePlan:
    """Writes the list as the mandates in force on a day have it, and the step when it is the first. Flushes.

    `only` are the holders added or removed, when not all are. Raises RuleViolation.
    """
    done = freeze(session, meeting, on, now=now, only=only)
    if meeting.state is MeetingState.PREPARED:
        move_to(meeting, MeetingState.CONVENED, now=now, user_id=user_id, today=today)
        session.flush()
    return done


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
