"""The revision of a meeting goes up with what calendars show, and never comes down."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.kernel.journal.undo import undo
from models.journal import JournalEntry
from models.meetings import Meeting, MeetingState
from tests.support import TODAY
from tests.support import factories as make


@pytest.mark.parametrize(
    ("field", "value", "raised"),
    [
        ("title", "Autre titre", 1),
        ("start_at", dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC), 1),
        ("place", "Mairie du 5e", 1),
        ("room", "Salle B", 1),
        ("online_url", "https://visio.example/mdo", 1),
        ("state", MeetingState.CANCELLED, 1),
        ("state", MeetingState.POSTPONED, 1),
        ("state", MeetingState.CONVENED, 0),
        ("state", MeetingState.HELD, 0),
        ("notes", "Apporter les badges", 0),
        ("summary", "Compte rendu", 0),
        ("head_count", 40, 0),
    ],
)
def test_a_revision_is_what_a_calendar_must_show_again(session, field, value, raised):
    meeting = make.MeetingFactory(sequence=2)
    setattr(meeting, field, value)
    session.flush()
    assert meeting.sequence == 2 + raised


@pytest.mark.parametrize(("written", "kept"), [(0, 3), (2, 3), (3, 3), (9, 9)])
def test_whoever_writes_the_revision_cannot_lower_it(session, written, kept):
    meeting = make.MeetingFactory(sequence=2)
    meeting.title, meeting.sequence = "Autre titre", written
    session.flush()
    assert meeting.sequence == kept


def test_a_meeting_that_comes_back_has_not_a_lower_revision(session):
    meeting = make.MeetingFactory()
    session.commit()
    for title in ("Un", "Deux", "Trois"):
        meeting.title = title
        session.commit()
    row_id, start_at = meeting.id, meeting.start_at
    assert meeting.sequence == 3
    session.delete(meeting)
    session.commit()
    undo(session, session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first(), TODAY)
    session.commit()
    back = session.get_one(Meeting, row_id)
    assert back.sequence > 3
    assert back.start_at == start_at


def test_a_move_that_is_undone_is_one_more_revision(session):
    meeting = make.MeetingFactory()
    session.commit()
    start_at = meeting.start_at
    meeting.start_at = start_at - dt.timedelta(hours=1)
    session.commit()
    undo(session, session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first(), TODAY)
    session.commit()
    session.refresh(meeting)
    assert (meeting.start_at, meeting.sequence) == (start_at, 2)
