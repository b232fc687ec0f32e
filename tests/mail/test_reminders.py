"""When who did not answer a convocation is reminded, and the day that the page of its replies tells."""

import datetime as dt

import pytest

from mdo.kernel.base.periods import PARIS, day_of, start_of_day
from mdo.mail.replies import due_meetings, is_due, is_sending_day, reminder_day
from models.mail import OutgoingMail
from models.meetings import Meeting, MeetingState
from tests.mail.councils import morning_before
from tests.support import ON_SQLITE


def test_no_reminder_leaves_on_a_public_holiday_or_at_a_week_end():
    """Of 1 November 2026, a Sunday, and of the same day of 2027, a Monday."""
    row = Meeting(start_at=dt.datetime(2027, 11, 4, 17, 30, tzinfo=dt.UTC))
    assert [is_due(row, dt.date(2027, 11, day)) for day in (1, 2, 3, 4)] == [False, True, True, False]
    assert not is_due(row, dt.date(2027, 10, 29))
    assert not is_sending_day(dt.date(2026, 11, 1))


def asks_reply(meeting, at):
    """A message of a meeting, written at a moment, that asks for a reply."""
    words = {"subject": "x", "plain": "", "html": "", "from_address": "a@b.fr", "site_url": "http://x/"}
    return OutgoingMail(meeting_id=meeting.id, created_at=at, **words)


@ON_SQLITE
@pytest.mark.parametrize(("at", "leaves"), [(dt.timedelta(seconds=-1), True), (dt.timedelta(0), False)])
def test_no_reminder_leaves_on_the_day_of_its_convocation(session, convoked, at, leaves):
    """Two days before the meeting, within the five of the rule."""
    day = morning_before(convoked).date()
    session.add(asks_reply(convoked, start_of_day(day) - dt.timedelta(days=4)))
    session.add(asks_reply(convoked, start_of_day(day) + at))
    session.flush()
    assert due_meetings(session, day) == ([convoked] if leaves else [])


@ON_SQLITE
@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.POSTPONED])
def test_no_reminder_of_a_meeting_that_does_not_take_place(session, convoked, state):
    day = morning_before(convoked).date()
    session.add(asks_reply(convoked, start_of_day(day) - dt.timedelta(days=4)))
    session.flush()
    assert due_meetings(session, day) == [convoked]
    convoked.state = state
    session.flush()
    assert due_meetings(session, day) == []


def _on(day, hour):
    return dt.datetime.combine(day, dt.time(hour), PARIS)


@ON_SQLITE
def test_the_day_that_is_told_is_that_on_which_it_leaves(session, convoked, app, client_as):
    """The first day of the window, or the morrow of a convocation that came within it; none where that is too late."""
    start = day_of(convoked.start_at)
    first = next(day for day in (start - dt.timedelta(days=left) for left in (5, 4, 3)) if is_sending_day(day))
    session.add(asks_reply(convoked, start_of_day(start) - dt.timedelta(days=19)))
    session.flush()
    early = _on(start - dt.timedelta(days=15), 9)
    assert reminder_day(session, convoked, early) == first
    assert due_meetings(session, first) == [convoked]
    assert due_meetings(session, first - dt.timedelta(days=1)) == []
    assert reminder_day(session, convoked, _on(first, 17)) == first
    late = reminder_day(session, convoked, _on(first, 18))
    assert late is not None
    assert late > first  # nothing leaves in the evening
    session.add(asks_reply(convoked, _on(start - dt.timedelta(days=1), 9)))
    session.flush()
    assert reminder_day(session, convoked, _on(start - dt.timedelta(days=1), 10)) is None
